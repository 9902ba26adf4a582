"""The dullest possible clock: it looks at every single minute. Slow, obvious, and shares no code with the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@cache
def minutes_of(zone: ZoneInfo, first: date, last: date) -> list[tuple[datetime, date, int]]:
    """Every minute of a window, a day wider at both ends: the moment, and the date and minute on the wall clock there."""
    moment = datetime(first.year, first.month, first.day, tzinfo=UTC) - DAY
    found = []
    while moment.date() <= last + DAY:
        local = moment.astimezone(zone)
        found.append((moment, local.date(), local.hour * 60 + local.minute))
        moment += MINUTE
    return found


@dataclass
class Oracle:
    """Minutes of a window of days; ``week`` is seven lists of (start, end) minutes, ``makeup`` date -> weekday."""

    week: list[list[tuple[int, int]]]
    first: date
    last: date
    zone: ZoneInfo
    holidays: set[date] = field(default_factory=set)
    makeup: dict[date, int] = field(default_factory=dict)

    @cached_property
    def working(self) -> list[datetime]:
        """Every working minute of the window."""
        wall = minutes_of(self.zone, self.first, self.last)
        return [moment for moment, on, minute in wall if self._works(on, minute)]

    def hours(self, on: date) -> list[tuple[int, int]]:
        """Working minutes of a date."""
        usual = self.week[on.weekday()]
        if on in self.makeup and not usual:
            return self.week[self.makeup[on]]
        return [] if on in self.holidays else usual

    def _works(self, on: date, minute: int) -> bool:
        if not self.first <= on <= self.last:
            return False
        if any(start <= minute < end for start, end in self.hours(on)):
            return True
        return on > self.first and any(start <= minute + 1440 < end for start, end in self.hours(on - DAY))

    def add(self, start: datetime, minutes: int) -> datetime | None:
        """The end of the minute in which the last of ``minutes`` is worked."""
        if minutes == 0:
            return start
        counted = 0
        for moment in self.working:
            if moment >= start:
                counted += 1
                if counted == minutes:
                    return moment + MINUTE
        return None

    def between(self, start: datetime, end: datetime) -> int:
        """Working minutes from start to end."""
        return sum(1 for moment in self.working if start <= moment < end)

    def days_after(self, start: datetime, days: int) -> datetime | None:
        """Working days as the document words them; only for hours that end at midnight or before."""
        local = start.astimezone(self.zone)
        on, minute = local.date(), local.hour * 60 + local.minute
        today = self.hours(on)
        time = 10_000  # as late as can be
        if today and minute < today[0][0]:
            time = -1  # as early as can be
        elif today and minute <= today[-1][1]:
            time = minute
        while days:
            on += DAY
            if on > self.last:
                return None
            if self.hours(on):
                days -= 1
        hours = self.hours(on)
        midnight = datetime(on.year, on.month, on.day, tzinfo=self.zone)
        return midnight + timedelta(minutes=min(max(time, hours[0][0]), hours[-1][1]))
