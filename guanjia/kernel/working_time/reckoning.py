"""The arithmetic of working time, in epoch seconds. What each unit means is written in
``docs/algorithms/working-time.md``; here is how it is found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime

from guanjia.kernel.working_time.days import DayBook
from guanjia.kernel.working_time.durations import Duration, Unit
from guanjia.kernel.working_time.errors import BeyondCalendar
from guanjia.kernel.working_time.pauses import Stretch
from guanjia.kernel.working_time.table import WorkTable
from guanjia.kernel.working_time.zone import LocalClock, to_epoch

BEFORE_OPENING, OPEN, AFTER_CLOSING = -1, 0, 1


class Reckoning:
    """Questions about one table of work, asked and answered in epoch seconds.

    Every question outside the covered years that needs them raises :class:`BeyondCalendar`.
    """

    __slots__ = ("book", "clock", "table", "years")

    def __init__(self, book: DayBook, clock: LocalClock, years: tuple[int, int]) -> None:
        first, last = (date(years[0], 1, 1).toordinal(), date(years[1], 12, 31).toordinal())
        days = (book.day(date.fromordinal(ordinal)) for ordinal in range(first, last + 1))
        self.book = book
        self.clock = clock
        self.years = years
        self.table = WorkTable.build(days, clock, clock.at(first, 0), clock.at(last + 1, 0))

    def beyond(self) -> BeyondCalendar:
        """The error for a moment outside the covered years."""
        return BeyondCalendar(
            "beyond_calendar",
            "The calendar covers the years %(first)s to %(last)s; choose a moment and a duration inside them.",
            first=self.years[0],
            last=self.years[1],
        )

    def inside(self, epoch: int) -> int:
        """The moment itself, if it is covered."""
        if not self.table.first <= epoch < self.table.last:
            raise self.beyond()
        return epoch

    # --- Working seconds -------------------------------------------------------------------------------------------

    def work(self, epoch: int) -> int:
        """Working seconds done from the beginning of the calendar up to a moment."""
        table = self.table
        index = bisect_right(table.starts, self.inside(epoch)) - 1
        return min(epoch, table.ends[index]) - table.shift[index]

    def after(self, epoch: int, seconds: int) -> int:
        """The earliest moment at which ``seconds`` of work are done after ``epoch``."""
        if not seconds:
            return epoch
        table = self.table
        work = self.work(epoch) + seconds
        index = bisect_left(table.reach, work)
        if index == len(table.reach):
            raise self.beyond()
        return work + table.shift[index]

    def moments_after(self, starts: Sequence[datetime], seconds: int) -> list[datetime]:
        """``after`` for many moments: the same two look-ups, without a call for each."""
        if not seconds or not starts:
            return [self.clock.moment(to_epoch(start)) for start in starts]
        epochs = list(map(to_epoch, starts))
        return self.clock.moments(self.many_after(epochs, seconds))

    def many_after(self, epochs: Sequence[int], seconds: int) -> list[int]:
        """``after`` for many epoch seconds and a positive length."""
        table = self.table
        if min(epochs) < table.first:
            raise self.beyond()
        starts, ends, reach, shift = table.starts, table.ends, table.reach, table.shift
        right, left = bisect_right, bisect_left
        dues: list[int] = []
        due = dues.append
        try:
            for epoch in epochs:
                index = right(starts, epoch) - 1
                end = ends[index]
                work = (epoch if epoch < end else end) - shift[index] + seconds  # noqa: FURB136 (min() would cost a call)
                due(work + shift[left(reach, work)])
        except IndexError:  # more work than the calendar holds
            raise self.beyond() from None
        return dues

    def before(self, epoch: int, seconds: int) -> int:
        """The latest moment after which ``seconds`` of work are done by ``epoch``."""
        if not seconds:
            return epoch
        table = self.table
        work = self.work(epoch) - seconds
        if work < 0:
            raise self.beyond()
        return work + table.shift[bisect_right(table.before, work) - 1]

    # --- Working days ----------------------------------------------------------------------------------------------

    def day_of(self, epoch: int) -> tuple[int, int]:
        """The working day (index) a moment counts for, and whether that day is before opening, open, or closed.

        A date without work counts as the closed end of the working day before it.
        """
        table = self.table
        index = bisect_right(table.opens, self.inside(epoch)) - 1
        if index >= 0 and epoch <= table.closes[index]:
            return index, OPEN
        if index + 1 < len(table.opens) and epoch >= table.midnights[index + 1]:
            return index + 1, BEFORE_OPENING
        return index, AFTER_CLOSING

    def days_after(self, epoch: int, days: int) -> int:
        """The same clock time ``days`` working days later, drawn into that day's hours."""
        if not days:
            return epoch
        index, side = self.day_of(epoch)
        target = self._working_day(index + days)
        if side == AFTER_CLOSING:
            return self.table.closes[target]
        if side == BEFORE_OPENING:
            return self.table.opens[target]
        return self._same_time(epoch, index, target)

    def days_before(self, epoch: int, days: int) -> int:
        """The same clock time ``days`` working days earlier; while closed, counted from the last closing."""
        if not days:
            return epoch
        index, side = self.day_of(epoch)
        if side == BEFORE_OPENING:
            index -= 1
        target = self._working_day(index - days)
        return self._same_time(epoch if side == OPEN else self.table.closes[index], index, target)

    def _working_day(self, index: int) -> int:
        if not 0 <= index < len(self.table.dates):
            raise self.beyond()
        return index

    def _same_time(self, epoch: int, index: int, target: int) -> int:
        table, clock = self.table, self.clock
        since_midnight = clock.wall(epoch) - clock.wall(table.midnights[index])
        moment = clock.at(table.dates[target], since_midnight)
        return min(max(moment, table.opens[target]), table.closes[target])

    # --- Named moments ---------------------------------------------------------------------------------------------

    def own_date(self, epoch: int) -> int:
        """Ordinal of the date a moment belongs to: the night shift's while it lasts, else the calendar's."""
        index, side = self.day_of(epoch)
        return self.table.dates[index] if side == OPEN else self.clock.ordinal(epoch)

    def end_of_date(self, ordinal: int, not_before: int) -> int:
        """Close of work of a date, if there is one still to come; else the end of the day itself."""
        table = self.table
        index = bisect_left(table.dates, ordinal)
        if index < len(table.dates) and table.dates[index] == ordinal and table.closes[index] >= not_before:
            return max(table.closes[index], self._day_end(ordinal - 1))
        return self._day_end(ordinal)

    def _day_end(self, ordinal: int) -> int:
        """When a date is over for good: at 24:00, or when the latest night shift of its pattern would end, so that a
        holiday never brings the end of a day forward."""
        return self.clock.at(ordinal, self.book.pattern(date.fromordinal(ordinal)).day_end * 60)

    def clock_time(self, epoch: int, minute: int) -> int:
        """The first time the wall clock shows this minute of the day, at or after a moment."""
        ordinal = self.clock.ordinal(epoch)
        today = self.clock.at(ordinal, minute * 60)
        return today if today >= epoch else self.clock.at(ordinal + 1, minute * 60)

    # --- Deadlines -------------------------------------------------------------------------------------------------

    def due(self, start: int, duration: Duration) -> int:
        """The deadline without pauses."""
        unit, amount = duration.unit, duration.amount
        if duration.is_elapsed:
            return start + duration.seconds
        if unit is Unit.CLOCK:
            return self.clock_time(start, amount)
        if unit is Unit.CLOCK_NEXT_DAY:
            return self.clock.at(self.clock.ordinal(start) + 1, amount * 60)
        if unit is Unit.WORKING_DAYS:
            return self.days_after(self.inside(start), amount)
        if duration.is_working:
            return self.after(self.inside(start), duration.seconds)
        if unit is Unit.END_OF_DAY:
            return self.end_of_date(self.own_date(start), start)
        if unit is Unit.END_OF_NEXT_DAY:
            return self.end_of_date(self.own_date(start) + 1, start)
        following = self.day_of(start)[0] + 1
        if unit is Unit.NEXT_WORKING_DAY:
            return self.table.closes[self._working_day(following)]
        return self._clock_from(following, amount, start)

    def _clock_from(self, index: int, minute: int, not_before: int) -> int:
        """A minute of the first working day from ``index`` on at which it is not already past (as it may be in the
        small hours of a night shift that belongs to the day before)."""
        while True:
            due = self.clock.at(self.table.dates[self._working_day(index)], minute * 60)
            if due >= not_before:
                return due
            index += 1

    def due_with(self, start: int, duration: Duration, pauses: Sequence[Stretch]) -> int:
        """The deadline with pauses, which come in order and without overlap."""
        due = self.due(start, duration)
        for pause in pauses:
            if pause.start >= due:
                break
            if duration.is_elapsed:
                due += pause.end - pause.start
            elif duration.is_working:
                due = self.after(due, self.work(pause.end) - self.work(pause.start))
            elif due <= pause.end:
                due = self._again_after(pause.end, duration)
        return due

    def _again_after(self, end: int, duration: Duration) -> int:
        """The first moment of the same kind that is not before the end of a pause."""
        unit, table = duration.unit, self.table
        if unit in (Unit.CLOCK, Unit.CLOCK_NEXT_DAY):
            return self.clock_time(end, duration.amount)
        if unit in (Unit.END_OF_DAY, Unit.END_OF_NEXT_DAY):
            return self.end_of_date(self.own_date(end), end)
        if unit is Unit.NEXT_WORKING_DAY:
            return table.closes[self._working_day(bisect_left(table.closes, self.inside(end)))]
        return self._clock_from(
            bisect_left(table.dates, self.clock.ordinal(self.inside(end))), duration.amount, end
        )

    def is_provisional(self, start: int, due: int, duration: Duration) -> bool:
        """Whether a notice still to come may change this deadline."""
        if not duration.needs_calendar or not self.table.provisional:
            return False
        days = self.table.provisional
        index = bisect_left(days, self.clock.ordinal(start))
        return index < len(days) and days[index] <= self.clock.ordinal(due)
