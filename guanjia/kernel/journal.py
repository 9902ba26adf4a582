"""The journal: every fact, once, in the transaction that made it true.

It is at once the audit trail, the timeline of every page, the trigger of duties, the proof that a duty was met, the
source of every statistic and the outbox of every notification. Rows are never changed; correcting is another fact.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import models, transaction

from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.bulk import insert_all
from guanjia.kernel.events import EVENTS, Event, rebuild
from guanjia.kernel.models import JournalEntry, OutboxMessage
from guanjia.kernel.reactions import reactions_to


class Fact(NamedTuple):
    """An event with its actor and moment, ready to be recorded."""

    event: Event
    by: Actor
    at: datetime


def record(event: Event, *, by: Actor, at: datetime, storing: Sequence[models.Model] = ()) -> JournalEntry:
    """Append one fact and wake what the wiring says. Must run inside a transaction.

    ``storing`` are new rows the fact tells of: they travel in the same statement. Raises ``RuntimeError`` outside a
    transaction, because then the fact and the change could part.
    """
    return record_many([Fact(event, by, at)], storing=storing)[0]


def record_many(facts: Iterable[Fact], *, storing: Sequence[models.Model] = ()) -> list[JournalEntry]:
    """Append many facts with one insert, in their order, beside the new rows they tell of; wake what the wiring says."""
    _require_transaction()
    facts = list(facts)
    written = clock.now()
    entries = [_entry(fact, written) for fact in facts]
    insert_all([*storing, *entries])
    _wake(list(zip((fact.event for fact in facts), entries, strict=True)))
    return entries


def thread(ref: str) -> models.QuerySet[JournalEntry]:
    """Everything that happened in the matter ``ref``, oldest first."""
    return JournalEntry.objects.filter(thread=ref).order_by("id")


def timeline(ref: str) -> models.QuerySet[JournalEntry]:
    """Everything that happened to the thing ``ref`` itself, oldest first."""
    return JournalEntry.objects.filter(ref=ref).order_by("id")


def latest_in(threads: Iterable[str], limit: int) -> list[JournalEntry]:
    """The latest facts of several matters, latest first, in one query."""
    wanted = list(threads)
    return list(JournalEntry.objects.filter(thread__in=wanted).order_by("-id")[:limit]) if wanted else []


def event_of(entry: JournalEntry) -> Event:
    """The event an entry holds. Raises ``KeyError`` when the product no longer knows it."""
    return rebuild(entry.event, site_id=entry.site_id, ref=entry.ref, thread=entry.thread, data=entry.data)


def label_of(entry: JournalEntry) -> str:
    """What a timeline calls the entry."""
    known = EVENTS.get(entry.event)
    return str(known.label) if known else entry.event


def digest_of(entry: JournalEntry) -> bytes:
    """SHA-256 of the canonical content: every column but the id, the digest itself and the seal."""
    content: list[Any] = [
        entry.company_id,
        entry.site_id,
        entry.event,
        entry.ref,
        entry.thread,
        _moment(entry.at),
        _moment(entry.recorded_at),
        entry.actor_kind,
        entry.actor_id,
        entry.actor_name,
        entry.data,
    ]
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).digest()


def _entry(fact: Fact, written: datetime) -> JournalEntry:
    event, by, at = fact
    entry = JournalEntry(
        company_id=by.company_id,
        site_id=event.site_id,
        event=event.name,
        ref=event.ref,
        thread=event.thread or event.ref,
        at=at,
        recorded_at=written,
        actor_kind=by.kind.value,
        actor_id=by.id,
        actor_name=by.name,
        data=event.payload(),
    )
    entry.digest = digest_of(entry)
    return entry


def _wake(pairs: list[tuple[Event, JournalEntry]]) -> None:
    messages = []
    for event, entry in pairs:
        for reaction in reactions_to(event.name):
            if reaction.in_transaction:
                reaction.handler(event, entry)
            else:
                messages.append(
                    OutboxMessage(
                        company_id=entry.company_id,
                        entry=entry,
                        reaction=reaction.key,
                        next_try_at=entry.recorded_at,
                    )
                )
    if messages:
        OutboxMessage.objects.bulk_create(messages)


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a fact is recorded in the transaction of the change it tells of")


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
