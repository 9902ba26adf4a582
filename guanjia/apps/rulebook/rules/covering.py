"""Whether keeping one rhythm always keeps another: every week satisfies twice a month, and never the other way round.

The turns of a rhythm are windows of time, and one deed proves one turn. So rhythm A covers rhythm B when in every
window of B lie at least as many whole windows of A as B asks deeds for: wherever in their windows A's deeds fall, they
then fall into B's. Windows are laid out over 28 years, after which weekdays and leap years come round again.

What hangs on the calendar is answered for the worst one: we reckon with at most ``MOST_DAYS_OFF`` days off in a row.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

from guanjia.apps.rulebook.terms import Period, Schedule
from guanjia.apps.rulebook.terms.schedules import LAST

MOST_DAYS_OFF: Final = 9
"""The longest run of days off there is: a golden week with the weekends beside it. After it comes a working day."""
_DAY: Final = 24 * 60
_FROM: Final = date(2000, 1, 1)
_UNTIL: Final = date(2028, 1, 1)
_MONTHS: Final = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Window:
    """A turn in minutes: it begins at ``start`` and is due between ``soonest`` and ``latest``, as the calendar wills."""

    start: int
    soonest: int
    latest: int


@cache
def covers(one: Schedule, other: Schedule) -> bool:
    """Whether whoever keeps ``one`` has kept ``other``, whatever the calendar. False where nobody can promise it."""
    if Period.SHIFT in (one.period, other.period):
        return one.period is other.period and one.times >= other.times
    if other.gap is not None:
        return one.gap is not None and _gap_covers_gap(one, other)
    if _same_days(one, other):
        return one.times >= other.times and _clock(one) <= _clock(other)
    if one.gap is not None:
        return all(_rounds(one, window) >= other.times for window in _windows(other))
    if one.period is Period.WORKING_DAY:
        return all(_working_turns(one, window) >= other.times for window in _windows(other))
    turns = _windows(one)
    starts, ends = [turn.start for turn in turns], [turn.latest for turn in turns]
    first, last = starts[0], ends[-1]
    return all(
        one.times * (bisect_right(ends, window.soonest) - bisect_left(starts, window.start)) >= other.times
        for window in _windows(other)
        if first <= window.start and window.latest <= last
    )


def stricter(rhythms: list[Schedule]) -> int | None:
    """The place of the rhythm that satisfies all of them, the first of equals; None where none does."""
    return next(
        (place for place, one in enumerate(rhythms) if all(covers(one, other) for other in rhythms)), None
    )


def _same_days(one: Schedule, other: Schedule) -> bool:
    """Whether both come round on the same days, moved alike by the calendar, so that only their clocks differ."""
    if one.period is not other.period or one.weekdays != other.weekdays or one.gap or other.gap:
        return False
    days = [(by.day, by.month, by.working) if by else None for by in (one.by, other.by)]
    return days[0] == days[1] or one.period in (Period.DAY, Period.WORKING_DAY)


def _clock(schedule: Schedule) -> int:
    if schedule.by is None or not schedule.by.has_clock:
        return _DAY
    return schedule.by.clock.hour * 60 + schedule.by.clock.minute


# --- Windows -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _windows(schedule: Schedule) -> tuple[Window, ...]:
    """The turns of a rhythm by the calendar, one for all deeds of a period."""
    return tuple(_laid_out(schedule))


def _laid_out(schedule: Schedule) -> Iterator[Window]:
    day = _first_day(schedule)
    while day < _UNTIL:
        following = _next(schedule.period, day)
        begins = [day + timedelta(days=weekday) for weekday in schedule.weekdays] or [day]
        for begin in begins:
            yield _window(schedule, begin, begin + timedelta(days=1) if schedule.weekdays else following)
        day = following


def _window(schedule: Schedule, begin: date, following: date) -> Window:
    start, closes = _minutes(begin), _minutes(following)
    by = schedule.by
    if by is None:
        return Window(start, closes, closes)
    day = _due_day(schedule, begin, following)
    due = min(_minutes(day) + _clock(schedule), closes)
    soonest = max(due - MOST_DAYS_OFF * _DAY, start + _clock(schedule)) if by.working else due
    return Window(start, min(soonest, due), due)


def _due_day(schedule: Schedule, begin: date, following: date) -> date:
    by = schedule.by
    assert by is not None
    last = following - timedelta(days=1)
    if by.day is None or schedule.weekdays:
        return begin
    if schedule.period is Period.WEEK:
        return begin + timedelta(days=by.day)
    if by.day == LAST:
        return last
    first = date(begin.year, by.month, 1) if by.month else begin
    return min(first + timedelta(days=by.day - 1), _add_months(first, 1) - timedelta(days=1), last)


def _first_day(schedule: Schedule) -> date:
    return _FROM - timedelta(days=_FROM.weekday()) if schedule.period is Period.WEEK else _FROM


def _next(period: Period, day: date) -> date:
    if period is Period.WEEK:
        return day + timedelta(days=7)
    return _add_months(day, _MONTHS[period]) if period in _MONTHS else day + timedelta(days=1)


def _add_months(day: date, months: int) -> date:
    months += day.year * 12 + day.month - 1
    return date(months // 12, months % 12 + 1, 1)


def _minutes(day: date) -> int:
    return day.toordinal() * _DAY


# --- Rhythms without windows of their own ------------------------------------------------------------------------------


def _working_turns(one: Schedule, window: Window) -> int:
    """So many turns of working days a stretch certainly holds: one in every ``MOST_DAYS_OFF`` + 1 whole days."""
    whole = (window.soonest - window.start) // _DAY
    if (window.soonest - window.start) % _DAY >= _clock(one):
        whole += 1  # the last day counts as well: its turn is due before the window ends
    return one.times * (whole // (MOST_DAYS_OFF + 1))


def _hours(schedule: Schedule) -> tuple[int, int]:
    """From when to when a repeated duty runs, in minutes after midnight; beyond midnight counts on."""
    gap = schedule.gap
    assert gap is not None
    begin, end = (clock.hour * 60 + clock.minute for clock in (gap.from_clock, gap.until_clock))
    return begin, end if end > begin else end + _DAY


def _longest(schedule: Schedule) -> int:
    assert schedule.gap is not None
    return int(schedule.gap.longest.total_seconds() // 60)


def _gap_covers_gap(one: Schedule, other: Schedule) -> bool:
    """Rounds at least as often, all through the other's hours."""
    if _longest(one) > _longest(other):
        return False
    (begin, end), (from_, until) = _hours(one), _hours(other)
    return any(begin <= from_ + shift and until + shift <= end for shift in (0, _DAY))


def _rounds(one: Schedule, window: Window) -> int:
    """So many rounds certainly fall into a window: in each day's hours one in every longest gap."""
    begin, end = _hours(one)
    longest = _longest(one)
    rounds = 0
    for day in range(window.start // _DAY - 1, window.soonest // _DAY + 1):
        since, until = max(day * _DAY + begin, window.start), min(day * _DAY + end, window.soonest)
        if until > since:
            rounds += (until - since) // longest
    return rounds
