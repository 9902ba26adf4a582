"""The work of many years as sorted arrays of whole seconds, so that a deadline is two look-ups.

For segment ``i``: it begins at ``starts[i]``, ends at ``ends[i]``, ``before[i]`` seconds of work lie before it,
``reach[i]`` up to its end, and ``shift[i] = starts[i] - before[i]``. The work done by ``t`` inside it is
``t - shift[i]``; the moment at which ``w`` seconds are done is ``w + shift[j]`` for the first ``j`` with ``reach[j] >= w``.
Segment 0 is empty and stands at the beginning of the calendar, so that every covered moment has a segment at its left.

For working day ``k`` (a date with any work): ``dates[k]`` is its ordinal, ``midnights[k]`` when that date begins,
``opens[k]`` and ``closes[k]`` its first and last working moment. A night shift may close after the next midnight.
``provisional`` holds the ordinals of all dates a later notice may still change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from guanjia.kernel.working_time.days import Day
from guanjia.kernel.working_time.zone import LocalClock


@dataclass(slots=True)
class WorkTable:
    """See the module. Built once, then only read. Covers ``first`` up to, not including, ``last`` (epoch seconds)."""

    first: int
    last: int
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    shift: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    midnights: list[int] = field(default_factory=list)
    opens: list[int] = field(default_factory=list)
    closes: list[int] = field(default_factory=list)
    provisional: list[int] = field(default_factory=list)

    @classmethod
    def build(cls, days: Iterable[Day], clock: LocalClock, first: int, last: int) -> WorkTable:
        """Lay the days' intervals end to end. Where a season's change makes two overlap, the time counts once."""
        table = cls(first, last)
        table._segment(first, first, 0)
        done = 0
        free_from = first
        for day in days:
            ordinal = day.on.toordinal()
            if day.provisional:
                table.provisional.append(ordinal)
            opened: int | None = None
            for interval in day.hours:
                start = max(clock.at(ordinal, interval.start * 60), free_from)
                end = min(clock.at(ordinal, interval.end * 60), last)
                if end <= start:
                    continue
                table._segment(start, end, done)
                done += end - start
                free_from = end
                opened = start if opened is None else opened
            if opened is not None:
                table._day(ordinal, clock.at(ordinal, 0), opened, free_from)
        return table

    def _segment(self, start: int, end: int, done: int) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.before.append(done)
        self.reach.append(done + end - start)
        self.shift.append(start - done)

    def _day(self, ordinal: int, midnight: int, opened: int, closed: int) -> None:
        self.dates.append(ordinal)
        self.midnights.append(midnight)
        self.opens.append(opened)
        self.closes.append(closed)
