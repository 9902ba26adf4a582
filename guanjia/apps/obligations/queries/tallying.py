"""What became of obligations, by clause, duty, day or site: read from the tally, so the cost follows days, not obligations.

What runs is broken once its time is over. Of days that are past that is all that runs; of today the rows are asked, by the
index of what runs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncDate

from guanjia.apps.obligations.models import Obligation, TallyLine
from guanjia.apps.obligations.terms import RUNNING
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.periods import Period


@dataclass(frozen=True)
class Stood:
    """Obligations that were due: kept, done late, broken (missed, or overdue), still open."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0


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


def tally(site_id: int, days: Period[date], at: datetime) -> list[ClauseDay]:
    """What became of what was due at a site on these days, by clause and day, as known at ``at``.

    What was excused, or was no longer needed, was not due.
    """
    found = _stood([site_id], days, at, ("pack", "clause", "day"))
    return [
        ClauseDay(pack, clause, day, one.kept, one.late, one.broken, one.open)
        for (pack, clause, day), one in found.items()
    ]


def tally_by_duty(site_id: int, days: Period[date], at: datetime) -> dict[str, tuple[int, int, int]]:
    """The same by duty: how many were kept, done late, broken."""
    found = _stood([site_id], days, at, ("duty",))
    return {duty: (one.kept, one.late, one.broken) for (duty,), one in found.items()}


def tally_by_duty_and_day(
    site_id: int, days: Period[date], at: datetime, duties: Collection[str]
) -> dict[date, tuple[int, int, int]]:
    """Of some duties together, by day: how many were kept, done late, broken."""
    found = _stood([site_id], days, at, ("day",), duty__in=list(duties))
    return {day: (one.kept, one.late, one.broken) for (day,), one in found.items()}


def tally_by_site(
    site_ids: Collection[int], days: Period[date], at: datetime, pack: str = ""
) -> dict[tuple[int, str], Stood]:
    """Of many sites by site and rulebook, or with ``pack`` by site and clause of that rulebook."""
    if pack:
        return _stood(site_ids, days, at, ("site_id", "clause"), pack=pack)
    return _stood(site_ids, days, at, ("site_id", "pack"))


def _stood(
    site_ids: Collection[int], days: Period[date], at: datetime, by: tuple[str, ...], **only: Any
) -> dict[Any, Stood]:
    """Sums by the fields ``by``; two queries, and two more for each further time zone."""
    found: dict[Any, Stood] = {}
    for zone, ids in _by_zone(site_ids):
        today = at.astimezone(zone).date()
        over = _over_today(ids, days, at, zone, by, only)
        for *name, kept, late, missed, before, running in _lines(ids, days, today, by, only):
            key, broken = tuple(name), over.pop(tuple(name), 0)
            stood = Stood(kept, late, missed + before + broken, max(0, running - broken))
            if stood != Stood():
                found[key] = _plus(found.get(key, Stood()), stood)
    return found


def _lines(ids: list[int], days: Period[date], today: date, by: tuple[str, ...], only: dict[str, Any]) -> Any:
    lines = TallyLine.objects.filter(site_id__in=ids, day__gte=days.start, day__lt=days.end, **only)
    running = F("running")
    summed = lines.values(*by).annotate(
        n_kept=Sum("kept"),
        n_late=Sum("late"),
        n_missed=Sum("missed"),
        n_before=Sum(running, filter=Q(day__lt=today), default=0),
        n_running=Sum(running, filter=Q(day__gte=today), default=0),
    )
    return summed.order_by().values_list(*by, "n_kept", "n_late", "n_missed", "n_before", "n_running")


def _over_today(
    ids: list[int],
    days: Period[date],
    at: datetime,
    zone: ZoneInfo,
    by: tuple[str, ...],
    only: dict[str, Any],
) -> dict[Any, int]:
    """What was due today, runs, and whose time is over."""
    today = at.astimezone(zone).date()
    if today not in days:
        return {}
    midnight = datetime.combine(today, time.min, zone)
    rows = Obligation.objects.filter(
        site_id__in=ids, state__in=RUNNING, due_at__gte=midnight, due_at__lte=at, **only
    )
    if "day" in by:
        rows = rows.annotate(day=TruncDate("due_at", tzinfo=zone))
    counted = rows.values(*by).annotate(number=Count("pk")).order_by().values_list(*by, "number")
    return {tuple(name): number for *name, number in counted}


def _by_zone(site_ids: Collection[int]) -> Iterator[tuple[ZoneInfo, list[int]]]:
    zones: dict[str, list[int]] = defaultdict(list)
    for site_id, zone in organisations.timezones(site_ids).items():
        zones[zone].append(site_id)
    yield from ((ZoneInfo(name), ids) for name, ids in zones.items())


def _plus(one: Stood, other: Stood) -> Stood:
    return Stood(
        one.kept + other.kept, one.late + other.late, one.broken + other.broken, one.open + other.open
    )
