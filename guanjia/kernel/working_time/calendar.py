"""The working calendar of one place: hours, holidays and time zone over a span of years, as one immutable value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from guanjia.kernel.working_time.days import DatedHours, Day, DayBook, YearDays
from guanjia.kernel.working_time.durations import Duration, Unit
from guanjia.kernel.working_time.errors import WorkingTimeError
from guanjia.kernel.working_time.explaining import Span, spans
from guanjia.kernel.working_time.hours import HoursPattern
from guanjia.kernel.working_time.pauses import Pause, laid_out
from guanjia.kernel.working_time.reckoning import Reckoning
from guanjia.kernel.working_time.zone import LocalClock, to_epoch

CHINA: Final = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due moment in the calendar's zone; ``provisional`` if a year whose notice is not out yet had a say in it."""

    due_at: datetime
    provisional: bool
    calendar: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deadline with every stretch from start to due, counted or not, and why."""

    start: datetime
    duration: Duration
    deadline: Deadline
    spans: tuple[Span, ...]

    @property
    def counted_seconds(self) -> int:
        """What the counted stretches add up to."""
        return sum(span.seconds for span in self.spans if span.counted)


@dataclass(frozen=True)
class WorkingCalendar:
    """See the module. ``hours`` hold from their dates on; ``label`` names the version for those who keep a deadline.

    Moments go in as aware datetimes and come out in ``zone``; a fraction of a second is dropped. Questions that need
    the calendar outside ``first_year`` … ``last_year`` raise :class:`BeyondCalendar`.
    """

    hours: tuple[DatedHours, ...]
    years: tuple[YearDays, ...] = ()
    zone: str = CHINA
    first_year: int = 2020
    last_year: int = 2030
    label: str = ""

    @classmethod
    def of(
        cls,
        pattern: HoursPattern,
        years: Iterable[YearDays] = (),
        *,
        zone: str = CHINA,
        first_year: int = 2020,
        last_year: int = 2030,
        label: str = "",
    ) -> WorkingCalendar:
        """A calendar whose hours never change."""
        return cls((DatedHours(date.min, pattern),), tuple(years), zone, first_year, last_year, label)

    @cached_property
    def book(self) -> DayBook:
        """Resolves dates."""
        return DayBook(self.hours, self.years, range(self.first_year, self.last_year + 1))

    @cached_property
    def clock(self) -> LocalClock:
        """Converts moments."""
        return self.reckoning.clock

    @cached_property
    def reckoning(self) -> Reckoning:
        """The prefix sums and their arithmetic; laid out at the first question, shared by equal calendars."""
        return _reckoning(self.hours, self.years, self.zone, self.first_year, self.last_year)

    # --- Days ------------------------------------------------------------------------------------------------------

    @property
    def provisional_years(self) -> tuple[int, ...]:
        """Covered years whose notice is not out yet, in order."""
        return tuple(sorted(self.book.provisional_years))

    def day(self, on: date) -> Day:
        """What kind of day a date is, with its name and hours."""
        if not self.first_year <= on.year <= self.last_year:
            raise self.reckoning.beyond()
        return self.book.day(on)

    def days(self, first: date, last: date) -> Iterator[Day]:
        """The days from ``first`` to ``last``, both included."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            yield self.day(date.fromordinal(ordinal))

    # --- Deadlines -------------------------------------------------------------------------------------------------

    def add(self, start: datetime, duration: Duration) -> datetime:
        """The moment by which ``duration`` has passed since ``start``."""
        unit = duration.unit
        if unit is Unit.WORKING_HOURS or unit is Unit.WORKING_MINUTES:
            return self.clock.moment(self.reckoning.after(to_epoch(start), duration.seconds))
        return self.clock.far_moment(self.reckoning.due(to_epoch(start), duration))

    def add_many(self, starts: Sequence[datetime], duration: Duration) -> list[datetime]:
        """``add`` for many starts: the same answers, without the cost of a call for each."""
        if duration.unit is Unit.WORKING_HOURS or duration.unit is Unit.WORKING_MINUTES:
            return self.reckoning.moments_after(starts, duration.seconds)
        return [self.add(start, duration) for start in starts]

    def subtract(self, due: datetime, duration: Duration) -> datetime:
        """The start from which ``duration`` leads to ``due``: the inverse of ``add`` on lengths.

        For working minutes and hours the latest such start; for working days the same clock time that many working
        days earlier. Raises :class:`WorkingTimeError` for units that name a moment instead of a length.
        """
        epoch = to_epoch(due)
        if duration.is_elapsed:
            return self.clock.far_moment(epoch - duration.seconds)
        if duration.unit is Unit.WORKING_DAYS:
            return self.clock.moment(self.reckoning.days_before(epoch, duration.amount))
        if duration.is_working:
            return self.clock.moment(self.reckoning.before(epoch, duration.seconds))
        raise WorkingTimeError(
            "not_a_length",
            "“%(duration)s” names a moment, not a length; it cannot be subtracted.",
            duration=str(duration),
        )

    def deadline(self, start: datetime, duration: Duration, pauses: Iterable[Pause] = ()) -> Deadline:
        """The deadline with pauses.

        A pause that begins before the deadline adds exactly its working time (working units) or its length (elapsed
        units). A clock time or a day's end that falls into a pause becomes the next one after it.
        """
        begin = to_epoch(start)
        due = self.reckoning.due_with(begin, duration, laid_out(pauses, begin))
        provisional = self.reckoning.is_provisional(begin, due, duration)
        return Deadline(self.clock.far_moment(due), provisional, self.label)

    def explain(self, start: datetime, duration: Duration, pauses: Iterable[Pause] = ()) -> Explanation:
        """The deadline with every stretch between start and due: counted or not, and why."""
        kept = tuple(pauses)
        deadline = self.deadline(start, duration, kept)
        begin, due = to_epoch(start), to_epoch(deadline.due_at)
        found = spans(self.reckoning, begin, due, laid_out(kept, begin), by_work=duration.is_working)
        return Explanation(self.clock.far_moment(begin), duration, deadline, tuple(found))

    # --- Working time itself ---------------------------------------------------------------------------------------

    def between(self, start: datetime, end: datetime) -> int:
        """Working seconds from ``start`` to ``end``; negative if ``end`` is the earlier one."""
        return self.reckoning.work(to_epoch(end)) - self.reckoning.work(to_epoch(start))

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Which working day after ``start`` it is at ``end``: 0 on the day itself, 1 from the next working day on …"""
        return self.reckoning.day_of(to_epoch(end))[0] - self.reckoning.day_of(to_epoch(start))[0]

    def is_working(self, at: datetime) -> bool:
        """Whether the place works at this moment."""
        table, epoch = self.reckoning.table, self.reckoning.inside(to_epoch(at))
        return epoch < table.ends[bisect_right(table.starts, epoch) - 1]

    def next_working_moment(self, at: datetime) -> datetime:
        """``at`` itself while the place works, else the next opening."""
        table, epoch = self.reckoning.table, self.reckoning.inside(to_epoch(at))
        index = bisect_right(table.ends, epoch)
        if index == len(table.ends):
            raise self.reckoning.beyond()
        return self.clock.moment(max(epoch, table.starts[index]))


@lru_cache(maxsize=64)
def _reckoning(
    hours: tuple[DatedHours, ...], years: tuple[YearDays, ...], zone: str, first_year: int, last_year: int
) -> Reckoning:
    """A company's sites mostly keep the same hours; they share one table."""
    clock = LocalClock(ZoneInfo(zone), date(first_year, 1, 1), date(last_year, 12, 31))
    return Reckoning(DayBook(hours, years, range(first_year, last_year + 1)), clock, (first_year, last_year))
