"""When a duty of the calendar comes round: the occurrences of a rhythm, as pure values.

An occurrence begins at ``start_at``, is due at ``due_at``, and at ``closes_at`` it is over: what is not done by then was missed.
Its ``label`` names it among all of its duty and subject, so that none is planned twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.rulebook.terms import By, Duty, Period, Schedule
from guanjia.apps.rulebook.terms.schedules import LAST
from guanjia.kernel.working_time import DayKind

_DAY = timedelta(days=1)
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_WORKING = (DayKind.WORKING, DayKind.MAKEUP)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One turn of a duty of the calendar."""

    label: str
    start_at: datetime
    due_at: datetime
    closes_at: datetime


def beginning_in(
    schedule: Schedule, since: datetime, until: datetime, where: Surroundings
) -> Iterator[Occurrence]:
    """The occurrences that begin at or after ``since`` and before ``until``, in order. A rhythm of shifts has none here."""
    if schedule.period is Period.SHIFT:
        return
    first = _first_day(schedule.period, since.astimezone(where.zone).date())
    while _midnight(first, where) < until:
        following = _next(schedule.period, first)
        for found in _of_period(schedule, first, following, where):
            if since <= found.start_at < until:
                yield found
        first = following


def turns(
    schedule: Schedule, since: datetime, until: datetime, where: Surroundings, *, is_new: bool
) -> Iterator[Occurrence]:
    """What is planned for a stretch of time: what begins in it, and of a duty that ``is_new`` then, what is under way."""
    if is_new:
        yield from under_way(schedule, since, where)
    yield from beginning_in(schedule, since, until, where)


def under_way(schedule: Schedule, at: datetime, where: Surroundings) -> Iterator[Occurrence]:
    """The occurrences that began before ``at`` and are not due yet; for a duty that is new."""
    if schedule.period is Period.SHIFT:
        return
    first = _first_day(schedule.period, at.astimezone(where.zone).date())
    days = [first, first + _DAY] if schedule.period is Period.GAP else [first]
    for day in days:
        for found in _of_period(schedule, day, _next(schedule.period, day), where):
            if found.start_at < at < found.due_at:
                yield found


def next_start(schedule: Schedule, since: datetime, where: Surroundings) -> datetime:
    """When the first occurrence at or after ``since`` begins. A rhythm of shifts is looked at again at once."""
    if schedule.period is Period.SHIFT:
        return since
    horizon = since
    while True:
        horizon += timedelta(days=32 if schedule.period not in _MONTHS else 400)
        found = next(beginning_in(schedule, since, horizon, where), None)
        if found is not None:
            return found.start_at


def is_early(duty: Duty, start_at: datetime, at: datetime, where: Surroundings) -> bool:
    """Whether a repeated duty was done sooner after the last time than its shortest gap; the first of its hours never is."""
    gap = duty.every.gap if duty.every else None
    if gap is None or not gap.shortest:
        return False
    first = start_at.astimezone(where.zone).time() == gap.from_clock
    return not first and at < start_at + gap.shortest


def _of_period(schedule: Schedule, first: date, following: date, where: Surroundings) -> Iterator[Occurrence]:
    if schedule.gap is not None:
        begin, end = _gap_hours(schedule, first, where)
        due = begin + schedule.gap.longest
        if due <= end:
            yield Occurrence(f"{begin.astimezone(where.zone):%Y-%m-%dT%H:%M}", begin, due, end)
        return
    if schedule.period is Period.WORKING_DAY and where.calendar.day(first).kind not in _WORKING:
        return
    if schedule.weekdays:
        for weekday in schedule.weekdays:
            day = first + weekday * _DAY
            yield _turn(day.isoformat(), day, day + _DAY, schedule.by, where)
        return
    label = _label(schedule.period, first)
    for number in range(1, schedule.times + 1):
        name = f"{label}/{number}" if schedule.times > 1 else label
        yield _turn(name, first, following, schedule.by, where)


def _turn(label: str, first: date, following: date, by: By | None, where: Surroundings) -> Occurrence:
    start, closes = _midnight(first, where), _midnight(following, where)
    if by is None:
        return Occurrence(label, start, closes, closes)
    day = _day_of(by, first, following, where)
    clock = datetime.combine(day, by.clock, where.zone) if by.has_clock else _midnight(day + _DAY, where)
    return Occurrence(label, start, min(max(clock, start), closes), closes)


def _day_of(by: By, first: date, following: date, where: Surroundings) -> date:
    """The day on which a turn is due."""
    last = following - _DAY
    if by.day is None:
        return first
    if (following - first).days == 7:
        return first + by.day * _DAY
    if by.day == LAST:
        day = last
    elif by.month is not None:
        month_end = _add_months(date(first.year, by.month, 1), 1) - _DAY
        day = min(date(first.year, by.month, 1) + (by.day - 1) * _DAY, month_end)
    else:
        day = min(first + (by.day - 1) * _DAY, last)
    while by.working and day > first and where.calendar.day(day).kind not in _WORKING:
        day -= _DAY
    return day


def _gap_hours(schedule: Schedule, day: date, where: Surroundings) -> tuple[datetime, datetime]:
    gap = schedule.gap
    assert gap is not None
    begin = datetime.combine(day, gap.from_clock, where.zone)
    end_day = day if gap.until_clock > gap.from_clock else day + _DAY
    return begin, datetime.combine(end_day, gap.until_clock, where.zone)


def _first_day(period: Period, day: date) -> date:
    if period is Period.WEEK:
        return day - day.weekday() * _DAY
    if period in _MONTHS:
        months = _MONTHS[period]
        return date(day.year, (day.month - 1) // months * months + 1, 1)
    return day - _DAY if period is Period.GAP else day


def _next(period: Period, first: date) -> date:
    if period is Period.WEEK:
        return first + 7 * _DAY
    return _add_months(first, _MONTHS[period]) if period in _MONTHS else first + _DAY


def _add_months(first: date, months: int) -> date:
    months += first.year * 12 + first.month - 1
    return date(months // 12, months % 12 + 1, 1)


def _label(period: Period, first: date) -> str:
    if period is Period.WEEK:
        year, week, _weekday = first.isocalendar()
        return f"{year}-W{week:02d}"
    if period is Period.MONTH:
        return f"{first:%Y-%m}"
    if period is Period.QUARTER:
        return f"{first.year}-Q{first.month // 3 + 1}"
    if period is Period.HALF_YEAR:
        return f"{first.year}-H{first.month // 6 + 1}"
    return str(first.year) if period is Period.YEAR else first.isoformat()


def _midnight(day: date, where: Surroundings) -> datetime:
    return datetime.combine(day, time.min, where.zone)
