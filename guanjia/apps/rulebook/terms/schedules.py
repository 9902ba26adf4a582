"""When a duty comes round: the rhythm a rulebook names, as a value.

In a pack it is a line of English:

- ``day`` · ``working day`` · ``week`` · ``month`` · ``quarter`` · ``half-year`` · ``year`` · ``shift`` — once in each;
- ``2 a day``, ``3 a week`` — at least so often in each;
- ``monday``, ``monday, thursday`` — on these days of every week;
- ``day by 09:00``, ``friday by 17:00``, ``month by 28``, ``month by last working day 17:00``, ``year by 12-10`` — with the
  moment at which it is due; without one it is due when the period ends;
- ``gap 30-40 minutes within 22:00-06:00`` — again and again: later than 40 minutes after the last time is a miss, earlier
  than 30 is noted; ``gap 60 minutes`` all day long.
"""

import re
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from typing import Final


class Period(StrEnum):
    """The stretch of time in which a duty is done a number of times."""

    DAY = "day"
    WORKING_DAY = "working day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    SHIFT = "shift"
    GAP = "gap"


WEEKDAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LAST: Final = 99
"""``By.day`` for the last day of a period."""
_END_OF_DAY: Final = time.max


@dataclass(frozen=True, slots=True)
class By:
    """The moment in a period at which a duty is due.

    ``day`` is a day of the week (0 Monday), of the month (1-31; months that are shorter end earlier) or ``LAST``, and
    ``month`` a month of the year, as far as the period has them; ``working`` moves it to the last working day up to then.
    """

    clock: time = _END_OF_DAY
    day: int | None = None
    month: int | None = None
    working: bool = False

    @property
    def has_clock(self) -> bool:
        """Whether a time of day is named; otherwise the day's end counts."""
        return self.clock != _END_OF_DAY


@dataclass(frozen=True, slots=True)
class Gap:
    """A duty that is repeated: the longest time between two, the shortest, and the hours of the day in which it runs."""

    longest: timedelta
    shortest: timedelta = timedelta(0)
    from_clock: time = time.min
    until_clock: time = time.min
    """The same as ``from_clock`` means: all day long; an earlier one means: on the next morning."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often a duty comes round, and when each occurrence is due."""

    period: Period
    times: int = 1
    weekdays: tuple[int, ...] = ()
    by: By | None = None
    gap: Gap | None = None
    words: str = ""

    def __str__(self) -> str:
        return self.words

    @classmethod
    def parse(cls, words: str) -> "Schedule":
        """Read the line of a pack. Raises ``ValueError`` with a sentence that says how to write it."""
        plain = " ".join(words.lower().split())
        if plain.startswith("gap "):
            return cls(Period.GAP, gap=_gap(plain, words), words=words)
        match = _RHYTHM.fullmatch(plain)
        if match is None:
            raise _not_understood(words)
        times = int(match["times"] or 1)
        days = tuple(sorted({WEEKDAY_NAMES.index(day) for day in _SPLIT.split(match["days"] or "") if day}))
        period = Period.WEEK if days else Period(match["period"])
        if not times or (days and match["times"]):
            raise _not_understood(words)
        by = _by(period, bool(days), match["by"], words) if match["by"] else None
        return cls(period, times, days, by, words=words)


_SPLIT: Final = re.compile(r", ?")
_DAY_NAME: Final = "|".join(WEEKDAY_NAMES)
_PERIODS: Final = "working day|day|week|month|quarter|half-year|year|shift"
_RHYTHM: Final = re.compile(
    rf"(?:(?P<times>\d{{1,2}}) (?:a|an|per) )?(?:(?P<period>{_PERIODS})|(?P<days>(?:{_DAY_NAME})(?:, ?(?:{_DAY_NAME}))*))"
    r"(?: by (?P<by>.+))?"
)
_GAP: Final = re.compile(
    r"gap (?:(?P<shortest>\d{1,4})-)?(?P<longest>\d{1,4}) minutes(?: within (?P<from>\d\d:\d\d)-(?P<until>\d\d:\d\d))?"
)
_BY: Final = re.compile(
    rf"(?:(?P<weekday>{_DAY_NAME})|(?P<month>\d\d)-(?P<day>\d\d)|(?P<day_of_month>\d{{1,2}})"
    r"|(?P<last>last (?P<working>working )?day))?(?:(?:^| )(?P<clock>\d\d:\d\d))?"
)
_OF_A_DAY: Final = (Period.DAY, Period.WORKING_DAY)
_LONG: Final = (Period.QUARTER, Period.HALF_YEAR, Period.YEAR)


def _gap(plain: str, words: str) -> Gap:
    match = _GAP.fullmatch(plain)
    if match is None:
        raise _not_understood(words)
    longest, shortest = (timedelta(minutes=int(match[name] or 0)) for name in ("longest", "shortest"))
    if not longest or shortest >= longest:
        raise ValueError(f"In “{words}” the shortest gap must be shorter than the longest.")
    begin, end = (_clock(match[name], words) if match[name] else time.min for name in ("from", "until"))
    return Gap(longest, shortest, begin, end)


def _by(period: Period, on_weekdays: bool, text: str, words: str) -> By:
    match = _BY.fullmatch(text)
    if match is None or not text.strip() or period is Period.SHIFT:
        raise _not_understood(words)
    clock = _clock(match["clock"], words) if match["clock"] else _END_OF_DAY
    names_a_day = {name for name in ("weekday", "month", "day_of_month", "last") if match[name]}
    allowed: set[str] = set()
    if period is Period.WEEK and not on_weekdays:
        allowed = {"weekday"}
    elif period is Period.MONTH:
        allowed = {"day_of_month", "last"}
    elif period in _LONG:
        allowed = {"last"} | ({"month"} if period is Period.YEAR else set())
    if names_a_day - allowed or (not names_a_day and (period is Period.MONTH or period in _LONG)):
        raise ValueError(f"“{text}” is not a moment of a {period}, in “{words}”.{_HOW}")
    if match["weekday"]:
        return By(clock, WEEKDAY_NAMES.index(match["weekday"]))
    if match["last"]:
        return By(clock, LAST, working=bool(match["working"]))
    day = int(match["day"] or match["day_of_month"] or 0)
    month = int(match["month"] or 0)
    if (names_a_day and not 1 <= day <= 31) or month > 12:
        raise ValueError(f"“{text}” is not a day of the calendar, in “{words}”.")
    return By(clock, day or None, month or None)


def _clock(text: str, words: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is not a time of day, in “{words}”.") from None


_HOW: Final = (
    " Write it like: day, 2 a day by 18:00, monday by 10:00, month by 28, month by last working day, year by 12-10,"
    " shift, gap 30-40 minutes within 22:00-06:00."
)


def _not_understood(words: str) -> ValueError:
    return ValueError(f"“{words}” is not a rhythm.{_HOW}")
