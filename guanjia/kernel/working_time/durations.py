"""How long something may take, as a rulebook says it.

Elapsed units run by the clock on the wall; working units run only while the place works; the rest name a moment:
a clock time, the end of today, of tomorrow, of the next working day. ``docs/algorithms/working-time.md`` says exactly
what each means.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from guanjia.kernel.working_time.errors import NotUnderstood


class Unit(StrEnum):
    """What a duration is counted in."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_MINUTES = "working minutes"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"
    CLOCK = "clock"
    CLOCK_NEXT_DAY = "clock next day"
    CLOCK_NEXT_WORKING_DAY = "clock next working day"
    END_OF_DAY = "end of day"
    END_OF_NEXT_DAY = "end of next day"
    NEXT_WORKING_DAY = "next working day"


_SECONDS: Final = {
    Unit.MINUTES: 60,
    Unit.HOURS: 3600,
    Unit.DAYS: 86_400,
    Unit.WORKING_MINUTES: 60,
    Unit.WORKING_HOURS: 3600,
}
ELAPSED: Final = frozenset({Unit.MINUTES, Unit.HOURS, Unit.DAYS})
WORKING_TIME: Final = frozenset({Unit.WORKING_MINUTES, Unit.WORKING_HOURS})
CLOCK_TIMES: Final = frozenset({Unit.CLOCK, Unit.CLOCK_NEXT_DAY, Unit.CLOCK_NEXT_WORKING_DAY})
NAMED_DAYS: Final = frozenset({Unit.END_OF_DAY, Unit.END_OF_NEXT_DAY, Unit.NEXT_WORKING_DAY})
CALENDAR_BOUND: Final = WORKING_TIME | NAMED_DAYS | {Unit.WORKING_DAYS, Unit.CLOCK_NEXT_WORKING_DAY}
"""Units whose deadline depends on hours and holidays."""

LONGEST: Final = 10_000_000
"""More of any unit is a slip of the pen, not a duration."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A unit and how many of it; for clock times ``amount`` is minutes after midnight (0 to 1440)."""

    unit: Unit
    amount: int = 0

    def __post_init__(self) -> None:
        if self.amount < 0 or self.amount > LONGEST:
            raise NotUnderstood(
                "amount_out_of_range",
                "%(amount)s is not an amount of time to wait; use a number from 0 to %(longest)s.",
                amount=self.amount,
                longest=LONGEST,
            )
        if self.unit in CLOCK_TIMES and self.amount > 1440:
            raise NotUnderstood(
                "no_such_clock_time",
                "“%(text)s” names a time no day has; use 00:00 to 24:00.",
                text=f"{self.amount // 60}:{self.amount % 60:02}",
            )

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read “7 working days”, “by 17:50 next day”, “30分钟”, “次日”; raises :class:`NotUnderstood`."""
        from guanjia.kernel.working_time.reading import read_duration

        return read_duration(text)

    @property
    def seconds(self) -> int:
        """Length in seconds of elapsed and working-time units; 0 for the others, whose length depends on the start."""
        return self.amount * _SECONDS.get(self.unit, 0)

    @property
    def is_elapsed(self) -> bool:
        """Counted by the clock on the wall, nights and holidays included."""
        return self.unit in ELAPSED

    @property
    def is_working(self) -> bool:
        """Counted in working minutes, hours or days."""
        return self.unit in WORKING_TIME or self.unit is Unit.WORKING_DAYS

    @property
    def needs_calendar(self) -> bool:
        """Whether hours and holidays move the deadline."""
        return self.unit in CALENDAR_BOUND

    def __str__(self) -> str:
        return self.wording("en")

    def wording(self, language: str) -> str:
        """The duration in words, English or Chinese (``zh…``); ``parse`` reads both back."""
        chinese = language.startswith("zh")
        template = (_CHINESE if chinese else _ENGLISH)[self.unit]
        if self.unit in CLOCK_TIMES:
            return template.format(f"{self.amount // 60:02}:{self.amount % 60:02}")
        text = template.format(self.amount)
        return (
            text.removesuffix("s")
            if not chinese and self.amount == 1 and self.unit not in NAMED_DAYS
            else text
        )


_ENGLISH: Final = {
    Unit.MINUTES: "{} minutes",
    Unit.HOURS: "{} hours",
    Unit.DAYS: "{} days",
    Unit.WORKING_MINUTES: "{} working minutes",
    Unit.WORKING_HOURS: "{} working hours",
    Unit.WORKING_DAYS: "{} working days",
    Unit.CLOCK: "by {}",
    Unit.CLOCK_NEXT_DAY: "by {} next day",
    Unit.CLOCK_NEXT_WORKING_DAY: "by {} next working day",
    Unit.END_OF_DAY: "end of day",
    Unit.END_OF_NEXT_DAY: "next day",
    Unit.NEXT_WORKING_DAY: "next working day",
}
_CHINESE: Final = {
    Unit.MINUTES: "{}分钟",
    Unit.HOURS: "{}小时",
    Unit.DAYS: "{}天",
    Unit.WORKING_MINUTES: "{}个工作分钟",
    Unit.WORKING_HOURS: "{}个工作小时",
    Unit.WORKING_DAYS: "{}个工作日",
    Unit.CLOCK: "{}前",
    Unit.CLOCK_NEXT_DAY: "次日{}前",
    Unit.CLOCK_NEXT_WORKING_DAY: "下一工作日{}前",
    Unit.END_OF_DAY: "当日内",
    Unit.END_OF_NEXT_DAY: "次日内",
    Unit.NEXT_WORKING_DAY: "下一工作日内",
}
