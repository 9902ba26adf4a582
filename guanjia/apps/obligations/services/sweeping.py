"""The sweep: work the alarms that are due, and nothing else.

It reads one partial index in order of time, so what is open costs nothing. A batch is locked, skipping what another
worker has locked, and worked in one transaction: new state, facts in the journal and messages, or none of them. Every
row is written under the condition that it is still as it was read. A batch that fails is halved until the row that
fails is alone; that one is set aside for an hour, with its error as a fact, and the others go on.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from guanjia.apps.obligations.events import AlarmFailed
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.services.people import People
from guanjia.apps.obligations.services.ringing import Ringing
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import Fact
from guanjia.kernel.plain import plain_cursor
from guanjia.kernel.scope import across_companies

BATCH = 500
SET_ASIDE = timedelta(hours=1)
_EARLIEST = f"""
    SELECT next_alarm_at <= %s
    FROM (SELECT next_alarm_at FROM {Obligation._meta.db_table} WHERE next_alarm_at IS NOT NULL ORDER BY next_alarm_at LIMIT 1) AS first
"""  # noqa: S608 - only a table name of our own goes in; the end of the index answers, whatever plan is kept
_log = logging.getLogger(__name__)


@dataclass
class SweepReport:
    """What a sweep did: obligations worked, and how often each thing happened ("breached", "escalated" …)."""

    worked: int = 0
    failed: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def as_json(self) -> dict[str, int]:
        """All figures by name."""
        return {"worked": self.worked, "failed": self.failed, **dict(sorted(self.counts.items()))}


def sweep(
    *, at: datetime, limit: int = 50_000, batch: int = BATCH, stop: Callable[[], bool] = lambda: False
) -> SweepReport:
    """Work what is due at ``at``, at most ``limit`` obligations, until nothing is left or ``stop`` says so."""
    report = SweepReport()
    people = People(at)
    with across_companies(reason="working due alarms"):
        while _anything_due(at) and report.worked + report.failed < limit and not stop():
            if not _work_batch(at, min(batch, limit), people, report):
                break
    return report


def _anything_due(at: datetime) -> bool:
    """One look at the index, without a transaction: an idle tick takes no lock (on SQLite, not the only one there is)."""
    with plain_cursor() as cursor:
        cursor.execute(_EARLIEST, [connection.ops.adapt_datetimefield_value(at)])
        first = cursor.fetchone()
        return bool(first and first[0])


def _work_batch(at: datetime, size: int, people: People, report: SweepReport) -> int:
    with transaction.atomic():
        rows = list(
            Obligation.objects.select_for_update(skip_locked=True)
            .filter(next_alarm_at__lte=at)
            .order_by("next_alarm_at", "id")[:size]
        )
        if rows:
            _work(rows, at, people, report)
        return len(rows)


def _work(rows: list[Obligation], at: datetime, people: People, report: SweepReport) -> None:
    """Work rows together; if that fails, in halves, so that one bad row stops nobody else."""
    error = _try(rows, at, people, report)
    if error is None:
        return
    if len(rows) > 1:
        half = len(rows) // 2
        _work(rows[:half], at, people, report)
        _work(rows[half:], at, people, report)
        return
    _log.error("the alarm of obligation %s failed", rows[0].pk, exc_info=error)
    _set_aside(rows[0], error, at)
    report.failed += 1


def _try(rows: list[Obligation], at: datetime, people: People, report: SweepReport) -> Exception | None:
    """Work rows in a savepoint; the error when that failed, and then nothing has happened."""
    try:
        with transaction.atomic():
            counts = Ringing(at, people).work(rows)
    except (OperationalError, InterfaceError):
        raise  # the database is in trouble, not the row; the next sweep tries again
    except Exception as error:
        return error
    report.worked += len(rows)
    report.counts.update(counts)
    return None


def _set_aside(row: Obligation, error: Exception, at: datetime) -> None:
    again_at = at + SET_ASIDE
    Obligation.objects.filter(pk=row.pk).update(next_alarm_at=again_at, failures=F("failures") + 1)
    try:
        with transaction.atomic():
            journal.record_many([_failure(row, error, at, again_at)])
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # the error is in the log; that the row is set aside matters more than the fact
        _log.exception("the failure of obligation %s could not be recorded", row.pk)


def _failure(row: Obligation, error: Exception, at: datetime, again_at: datetime) -> Fact:
    words = f"{type(error).__name__}: {error}"[:500]
    try:
        title = rulebook.adoption_by_id(row.site_id, row.adoption_id).duties[row.duty].title.as_json()
    except Exception:  # what is wrong with the row may be just this
        title = {"zh": row.duty, "en": row.duty}
    event = AlarmFailed(
        site_id=row.site_id,
        ref=row.number,
        thread=row.thread,
        duty=row.duty,
        title=title,
        error=words,
        again_at=again_at,
    )
    return Fact(event, Actor.system(row.company_id, "obligations"), at)
