"""Counting what became of obligations, by clause and day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import RUNNING, State
from guanjia.apps.organisations import queries as organisations


@dataclass(frozen=True)
class ClauseDay:
    """The obligations of one clause that were due on one day: kept, done late, broken (missed, or overdue), still open."""

    pack: str
    clause: str
    day: date
    kept: int
    late: int
    broken: int
    open: int


def tally(site_id: int, since: datetime, until: datetime, at: datetime) -> list[ClauseDay]:
    """What became of what was due at a site between two moments, by clause and day, as known at ``at``.

    What was excused, or was no longer needed, was not due.
    """
    zone = ZoneInfo(organisations.site(site_id).timezone)
    rows = _due(site_id, since, until).annotate(day=TruncDate("due_at", tzinfo=zone))
    return [ClauseDay(**row) for row in _counted(rows.values("pack", "clause", "day"), at)]


def tally_by_duty(
    site_id: int, since: datetime, until: datetime, at: datetime
) -> dict[str, tuple[int, int, int]]:
    """The same by duty: how many were kept, done late, broken."""
    rows = _counted(_due(site_id, since, until).values("duty"), at)
    return {row["duty"]: (row["kept"], row["late"], row["broken"]) for row in rows}


def _due(site_id: int, since: datetime, until: datetime) -> QuerySet[Obligation]:
    return Obligation.objects.filter(site_id=site_id, due_at__gte=since, due_at__lt=until)


def _counted(grouped: Any, at: datetime) -> Any:
    running = Q(state__in=RUNNING)
    return grouped.annotate(
        kept=Count("pk", filter=Q(state=State.KEPT)),
        late=Count("pk", filter=Q(state=State.LATE)),
        broken=Count("pk", filter=Q(state=State.MISSED) | (running & Q(due_at__lte=at))),
        open=Count("pk", filter=running & Q(due_at__gt=at)),
    ).order_by()
