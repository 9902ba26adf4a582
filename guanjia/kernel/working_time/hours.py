"""Opening hours: the intervals of a day, of a week, of a season.

An interval belongs to the day it starts on and may run into the next morning (``22:00-06:00+1``). Minutes count from
the midnight that begins its day, so 06:00 of the next morning is 1800.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from guanjia.kernel.working_time.errors import BadHours

MINUTES_A_DAY = 1440
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

CLOSED = "closed"
USUAL = "usual"

_INTERVAL = re.compile(r"(\d{1,2}):(\d{2})\s*[-~–—至到]\s*(\d{1,2}):(\d{2})(\s*\+\s*1)?")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Half-open working interval, minutes after midnight of the day it belongs to; ``end`` may pass 1440."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read ``08:30-12:00`` or, over midnight, ``22:00-06:00+1``; raises :class:`BadHours`."""
        match = _INTERVAL.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if match is None:
            raise BadHours(
                "unreadable_interval",
                "“%(text)s” is not an interval; write it like 08:30-12:00, or 22:00-06:00+1 over midnight.",
                text=text,
            )
        from_hour, from_minute, to_hour, to_minute = (int(part) for part in match.groups()[:4])
        start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
        if max(from_minute, to_minute) > 59 or start >= MINUTES_A_DAY or end > MINUTES_A_DAY:
            raise BadHours(
                "no_such_time", "“%(text)s” names a time no day has; use 00:00 to 24:00.", text=text
            )
        if match.group(5):
            end += MINUTES_A_DAY
        if end <= start:
            raise BadHours(
                "end_before_start",
                "“%(text)s” ends before it starts; write +1 after the end if the shift ends the next morning.",
                text=text,
            )
        if end - start > MINUTES_A_DAY:
            raise BadHours("too_long", "“%(text)s” is longer than a day; split it.", text=text)
        return cls(start, end)

    def __str__(self) -> str:
        end, tail = self.end, ""
        if end > MINUTES_A_DAY:
            end, tail = end - MINUTES_A_DAY, "+1"
        return f"{self.start // 60:02}:{self.start % 60:02}-{end // 60:02}:{end % 60:02}{tail}"


DayHours = tuple[Interval, ...]
Week = tuple[DayHours, ...]


def parse_day(texts: Sequence[str]) -> DayHours:
    """The intervals of one day in order; raises :class:`BadHours` where two overlap."""
    intervals = tuple(sorted(Interval.parse(text) for text in texts))
    for earlier, later in pairwise(intervals):
        if later.start < earlier.end:
            raise _overlap(str(earlier), str(later))
    return intervals


def _overlap(one: str, other: str) -> BadHours:
    return BadHours("overlap", "%(one)s and %(other)s overlap; shorten one of them.", one=one, other=other)


def check_week(week: Week) -> None:
    """Refuse a night shift that runs into the next day's first interval (Sunday's runs into Monday's)."""
    spans = [
        (day * MINUTES_A_DAY + interval.start, day * MINUTES_A_DAY + interval.end, day, interval)
        for day, hours in enumerate(week)
        for interval in hours
    ]
    if not spans:
        raise BadHours("no_hours", "The week has no working hours at all; give at least one day hours.")
    first = spans[0]
    wrapped = (first[0] + MINUTES_A_WEEK, first[1] + MINUTES_A_WEEK, first[2], first[3])
    for earlier, later in zip(spans, [*spans[1:], wrapped], strict=True):
        if later[0] < earlier[1]:
            raise _overlap(f"{WEEKDAYS[earlier[2]]} {earlier[3]}", f"{WEEKDAYS[later[2]]} {later[3]}")


def parse_week(data: Mapping[str, Sequence[str]]) -> Week:
    """Hours of the seven days from ``{"mon": ["08:30-12:00", …], …}``; a day left out is a day off."""
    for key in data:
        if key not in WEEKDAYS:
            raise BadHours(
                "unknown_day",
                "“%(key)s” is not a day of the week; use %(known)s.",
                key=key,
                known=", ".join(WEEKDAYS),
            )
    week = tuple(parse_day(data.get(key, ())) for key in WEEKDAYS)
    check_week(week)
    return week


@dataclass(frozen=True, slots=True)
class Season:
    """Hours that replace the ordinary week from one month-day to another, both included, every year (夏令/冬令)."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    week: Week

    def covers(self, day: date) -> bool:
        """Whether the day lies in the season; a season may run over the new year (11-01 … 03-31)."""
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True, slots=True)
class HoursPattern:
    """When a place works, without knowing any year.

    ``on_holiday``: ``closed``, ``usual`` (holidays are ignored) or a weekday whose hours hold on a holiday.
    ``makeup_days``: whether a make-up working day (调休上班) turns a day off into a working day.
    """

    week: Week
    seasons: tuple[Season, ...] = ()
    on_holiday: str = CLOSED
    makeup_days: bool = True

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> HoursPattern:
        """Read the shape kept in TOML and in the database; raises :class:`BadHours` with what to change."""
        on_holiday = data.get("on_holiday", CLOSED)
        if on_holiday not in (CLOSED, USUAL, *WEEKDAYS):
            raise BadHours(
                "unknown_holiday_rule",
                "“%(rule)s” is not a rule for holidays; use closed, usual, or a day of the week.",
                rule=on_holiday,
            )
        seasons = tuple(_parse_season(season) for season in data.get("seasons", ()))
        _check_seasons(seasons)
        return cls(
            week=parse_week(data.get("week", {})),
            seasons=seasons,
            on_holiday=on_holiday,
            makeup_days=bool(data.get("makeup_days", True)),
        )

    def dump(self) -> dict[str, Any]:
        """The same pattern as plain data; ``parse(dump())`` gives an equal pattern."""
        return {
            "week": _dump_week(self.week),
            "seasons": [
                {
                    "name": season.name,
                    "from": f"{season.first[0]:02}-{season.first[1]:02}",
                    "until": f"{season.last[0]:02}-{season.last[1]:02}",
                    "week": _dump_week(season.week),
                }
                for season in self.seasons
            ],
            "on_holiday": self.on_holiday,
            "makeup_days": self.makeup_days,
        }

    @property
    def follows_notices(self) -> bool:
        """Whether the yearly notice changes anything here; if not, nothing is ever provisional."""
        return self.on_holiday != USUAL or self.makeup_days

    def week_of(self, day: date) -> Week:
        """The week in force on a day: the season's, else the ordinary one."""
        for season in self.seasons:
            if season.covers(day):
                return season.week
        return self.week

    def weeks(self) -> Iterator[Week]:
        """Every week the pattern knows."""
        yield self.week
        for season in self.seasons:
            yield season.week

    @property
    def day_end(self) -> int:
        """Minutes after midnight at which a calendar day is over for good: 24:00, or the latest end of a night shift."""
        ends = (interval.end for week in self.weeks() for hours in week for interval in hours)
        return max(MINUTES_A_DAY, max(ends, default=0))


def _dump_week(week: Week) -> dict[str, list[str]]:
    return {key: [str(interval) for interval in hours] for key, hours in zip(WEEKDAYS, week, strict=True)}


def _parse_season(data: Mapping[str, Any]) -> Season:
    return Season(
        name=str(data.get("name", "")),
        first=_parse_month_day(data.get("from", "")),
        last=_parse_month_day(data.get("until", "")),
        week=parse_week(data.get("week", {})),
    )


def _parse_month_day(text: str) -> tuple[int, int]:
    match = _MONTH_DAY.fullmatch(str(text).strip())
    try:
        month, day = (int(part) for part in match.groups()) if match else (0, 0)
        date(2024, month, day)  # a leap year: a season may begin or end on 29 February
    except ValueError:
        raise BadHours(
            "unreadable_month_day", "“%(text)s” is not a day of the year; write it like 05-01.", text=text
        ) from None
    return month, day


def _check_seasons(seasons: tuple[Season, ...]) -> None:
    for index, season in enumerate(seasons):
        for other in seasons[index + 1 :]:
            for probe in (other.first, other.last, season.first, season.last):
                day = date(2024, *probe)
                if season.covers(day) and other.covers(day):
                    raise _overlap(season.name or "season", other.name or "season")
