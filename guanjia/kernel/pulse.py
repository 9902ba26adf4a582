"""The pulse of the machine: its jobs, what waits, what was given up, how far the journal is sealed. Tells nothing of any company."""

from datetime import datetime

from guanjia.kernel.models import BeatJob, JournalEntry, OutboxMessage, Seal
from guanjia.kernel.scope import across_companies

LAG_LIMIT = 120
"""Seconds work may wait before the worker counts as absent."""


def lag(at: datetime) -> int:
    """For how many seconds the oldest due message, or the most overdue job of the beat, has waited."""
    with across_companies(reason="looking at the pulse"):
        message = OutboxMessage.objects.filter(died_at=None).order_by("next_try_at").first()
    job = BeatJob.objects.order_by("next_run_at").first()
    moments = [message.next_try_at] if message else []
    moments += [job.next_run_at] if job else []
    return max([0, *(int((at - moment).total_seconds()) for moment in moments)])


def jobs() -> list[BeatJob]:
    """The jobs of the beat, by name."""
    return list(BeatJob.objects.order_by("name"))


def given_up() -> int:
    """How many messages of the outbox have failed for good."""
    with across_companies(reason="looking at the pulse"):
        return OutboxMessage.objects.exclude(died_at=None).count()


def sealed_to() -> datetime | None:
    """The moment before which every entry of the journal is sealed; None for a journal without a seal."""
    with across_companies(reason="looking at the pulse"):
        entry = JournalEntry.objects.filter(seal=None).order_by("id").only("recorded_at").first()
    latest = Seal.objects.order_by("-number").only("sealed_at").first()
    if latest is None:
        return None
    return min(entry.recorded_at, latest.sealed_at) if entry else latest.sealed_at


def latest_seals(most: int = 10) -> list[Seal]:
    """The latest links of the chain, without their leaves."""
    return list(Seal.objects.defer("leaves").order_by("-number")[:most])
