"""Random calendars, with the moments and durations to try on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from guanjia.kernel.working_time import (
    DatedHours,
    Duration,
    HoursPattern,
    Interval,
    MakeUp,
    Season,
    Unit,
    WorkingCalendar,
    YearDays,
)
from guanjia.kernel.working_time.tests.oracle import Oracle

FIRST, LAST = date(2026, 2, 23), date(2026, 3, 22)
"""Four weeks; in New York the clock jumps in them."""
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
DAY_SHAPES = [
    (),
    (),
    ((510, 720), (810, 1050)),
    ((470, 720), (840, 1080)),
    ((540, 720),),
    ((360, 840),),
    ((1200, 1440),),
    ((0, 60), (600, 615), (1000, 1380)),
]
NIGHT_SHAPES = [*DAY_SHAPES, ((360, 600), (1320, 1800)), ((1260, 1860),), ((480, 1440),)]


@dataclass(frozen=True)
class World:
    """One drawn calendar, as our engine and as the oracle see it."""

    week: tuple[tuple[tuple[int, int], ...], ...]
    zone: str
    holidays: frozenset[date] = frozenset()
    makeup: tuple[tuple[date, date], ...] = ()

    @property
    def calendar(self) -> WorkingCalendar:
        """Ours."""
        week = tuple(tuple(Interval(*interval) for interval in day) for day in self.week)
        notice = YearDays(
            2026,
            tuple((day, "Holiday") for day in sorted(self.holidays)),
            tuple(MakeUp(on, works_for) for on, works_for in self.makeup),
        )
        return WorkingCalendar.of(
            HoursPattern(week), [notice], zone=self.zone, first_year=2026, last_year=2026, label="drawn"
        )

    @property
    def oracle(self) -> Oracle:
        """The dull one."""
        return Oracle(
            [list(day) for day in self.week],
            FIRST,
            LAST,
            ZoneInfo(self.zone),
            set(self.holidays),
            {on: works_for.weekday() for on, works_for in self.makeup},
        )

    def with_holiday(self, on: date) -> World:
        """The same, closed on one more date."""
        return replace(
            self, holidays=self.holidays | {on}, makeup=tuple(x for x in self.makeup if x[0] != on)
        )

    def with_makeup(self, on: date, works_for: date) -> World:
        """The same, working on one more date."""
        return replace(self, holidays=self.holidays - {on}, makeup=(*self.makeup, (on, works_for)))


def _fits(week: tuple) -> bool:
    """No night shift runs into the next day's hours, on no kind of day."""
    latest = max((day[-1][1] for day in week if day), default=0)
    earliest = min((day[0][0] for day in week if day), default=0)
    return any(week) and latest - 1440 <= earliest


@st.composite
def worlds(draw: st.DrawFn, *, nights: bool = True, zones: tuple[str, ...] = ("Asia/Shanghai",)) -> World:
    """Any week, any holidays, any make-up days."""
    shapes = NIGHT_SHAPES if nights else DAY_SHAPES
    week = draw(st.tuples(*[st.sampled_from(shapes)] * 7).filter(_fits))
    holidays = draw(st.frozensets(st.sampled_from(DAYS), max_size=5))
    makeup = draw(st.dictionaries(st.sampled_from(DAYS), st.sampled_from(DAYS), max_size=3))
    kept = tuple((on, works_for) for on, works_for in sorted(makeup.items()) if on not in holidays)
    return World(week, draw(st.sampled_from(zones)), holidays, kept)


def moments(first: date = FIRST, last: date = LAST) -> st.SearchStrategy[datetime]:
    """Any minute, in UTC; often a round one."""
    whole = int((last - first).total_seconds() // 60)
    minutes = st.one_of(st.integers(0, whole), st.integers(0, whole // 30).map(lambda half: half * 30))
    return minutes.map(
        lambda minute: datetime(first.year, first.month, first.day, tzinfo=UTC) + timedelta(minutes=minute)
    )


AMOUNTS = {
    Unit.MINUTES: 3000,
    Unit.HOURS: 100,
    Unit.DAYS: 9,
    Unit.WORKING_MINUTES: 3000,
    Unit.WORKING_HOURS: 40,
    Unit.WORKING_DAYS: 9,
    Unit.CLOCK: 1440,
    Unit.CLOCK_NEXT_DAY: 1440,
    Unit.CLOCK_NEXT_WORKING_DAY: 1440,
}


@st.composite
def durations(draw: st.DrawFn, units: tuple[Unit, ...] = tuple(Unit)) -> Duration:
    """Any duration of these units, small enough to end within a year."""
    unit = draw(st.sampled_from(units))
    return Duration(unit, draw(st.integers(0, AMOUNTS.get(unit, 0))))


def seasonal(week: dict, summer: dict) -> WorkingCalendar:
    """Two sets of hours, May to September and the rest."""
    pattern = HoursPattern.parse({"week": week})
    season = Season("summer", (5, 1), (9, 30), HoursPattern.parse({"week": summer}).week)
    return WorkingCalendar(
        (DatedHours(date.min, replace(pattern, seasons=(season,))),),
        (YearDays(2026),),
        first_year=2026,
        last_year=2026,
    )
