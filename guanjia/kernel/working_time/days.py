"""What kind of day a date is: the weekly pattern, corrected by the year's public notice.

The notice of a year (放假通知) names holidays and make-up working days (调休上班). It may reach into the last days of
December before it, so a year's data can hold a few dates of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from guanjia.kernel.working_time.hours import CLOSED, USUAL, WEEKDAYS, DayHours, HoursPattern


class DayKind(StrEnum):
    """How a date is treated."""

    WORKING = "working"
    REST = "rest"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A make-up working day: it works with the hours of ``works_for``'s weekday, or a Monday's where none is named."""

    on: date
    works_for: date | None = None
    name: str = ""

    @property
    def weekday(self) -> int:
        """The weekday whose hours it works."""
        return self.works_for.weekday() if self.works_for else 0


@dataclass(frozen=True, slots=True)
class YearDays:
    """The public notice of one year. ``announced`` is false while only the statutory days are known (provisional)."""

    year: int
    holidays: tuple[tuple[date, str], ...] = ()
    makeup: tuple[MakeUp, ...] = ()
    announced: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """One date, resolved: its kind, the holiday's name, its working intervals, and whether the data is provisional."""

    on: date
    kind: DayKind
    name: str
    hours: DayHours
    provisional: bool


@dataclass(frozen=True, slots=True)
class DatedHours:
    """Hours that hold from a date on, until the next ones."""

    from_on: date
    pattern: HoursPattern


class DayBook:
    """Answers for any date of the covered years; later years' notices win over earlier ones for the same date."""

    __slots__ = ("_holidays", "_hours", "_makeup", "_provisional")

    def __init__(
        self, hours: Iterable[DatedHours], years: Iterable[YearDays], covered: Iterable[int]
    ) -> None:
        self._hours = tuple(sorted(hours, key=lambda dated: dated.from_on))
        known = {notice.year: notice for notice in years}
        holidays: dict[date, str] = {}
        makeup: dict[date, MakeUp] = {}
        for _year, notice in sorted(known.items()):
            for on, name in notice.holidays:
                makeup.pop(on, None)
                holidays[on] = name
            for day in notice.makeup:
                holidays.pop(day.on, None)
                makeup[day.on] = day
        self._holidays: Mapping[date, str] = MappingProxyType(holidays)
        self._makeup: Mapping[date, MakeUp] = MappingProxyType(makeup)
        self._provisional = frozenset(
            year for year in covered if year not in known or not known[year].announced
        )

    @property
    def provisional_years(self) -> frozenset[int]:
        """Covered years whose notice is not out yet."""
        return self._provisional

    def pattern(self, on: date) -> HoursPattern:
        """The pattern in force; before the first one, the first one."""
        current = self._hours[0].pattern
        for dated in self._hours:
            if dated.from_on > on:
                break
            current = dated.pattern
        return current

    def is_provisional(self, on: date) -> bool:
        """Whether a later notice may still change the date: its year is unpublished, or it is one of the last days of
        December and the next year is (the notice for 2019 made 29 December 2018 a working day)."""
        year = on.year + 1 if (on.month, on.day) >= (12, 25) else on.year
        return (on.year in self._provisional or year in self._provisional) and self.pattern(
            on
        ).follows_notices

    def day(self, on: date) -> Day:
        """Resolve one date."""
        pattern = self.pattern(on)
        week = pattern.week_of(on)
        provisional = self.is_provisional(on)
        makeup = self._makeup.get(on)
        if makeup is not None and pattern.makeup_days:
            usual = week[on.weekday()]
            if not usual:
                return Day(on, DayKind.MAKEUP, makeup.name, week[makeup.weekday], provisional)
        name = self._holidays.get(on)
        if name is not None and pattern.on_holiday != USUAL:
            hours = () if pattern.on_holiday == CLOSED else week[WEEKDAYS.index(pattern.on_holiday)]
            return Day(on, DayKind.HOLIDAY, name, hours, provisional)
        hours = week[on.weekday()]
        return Day(on, DayKind.WORKING if hours else DayKind.REST, "", hours, provisional)
