"""Counting what became of obligations, by clause and day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
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


def tally(
    site_id: int, since: datetime, until: datetime, at: datetime, *, duties: Collection[str] = ()
) -> list[ClauseDay]:
    """What became of what was due at a site between two moments, as known at ``at``; of these ``duties`` only, if given.

    What was excused, or was no longer needed, was not due.
    """
    due = Obligation.objects.filter(site_id=site_id, due_at__gte=since, due_at__lt=until)
    if duties:
        due = due.filter(duty__in=duties)
    running = Q(state__in=RUNNING)
    rows = (
        due.annotate(day=TruncDate("due_at", tzinfo=ZoneInfo(organisations.site(site_id).timezone)))
        .values("pack", "clause", "day")
        .annotate(
            kept=Count("pk", filter=Q(state=State.KEPT)),
            late=Count("pk", filter=Q(state=State.LATE)),
            broken=Count("pk", filter=Q(state=State.MISSED) | (running & Q(due_at__lte=at))),
            open=Count("pk", filter=running & Q(due_at__gt=at)),
        )
        .order_by("pack", "clause", "day")
    )
    return [ClauseDay(**row) for row in rows]
