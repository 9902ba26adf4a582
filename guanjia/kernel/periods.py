"""Periods are half-open: they hold their start and not their end, so that neighbours neither overlap nor leave a gap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal

T = TypeVar("T", date, datetime)
FARTHEST = timedelta(days=3 * 366)
"""How far ahead somebody can want a thing done; the calendars of working time reach farther."""


@dataclass(frozen=True, order=True)
class Period(Generic[T]):
    """From ``start`` up to, but not including, ``end``. Raises ``ValueError`` when ``end`` comes before ``start``."""

    start: T
    end: T

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, moment: T) -> bool:
        return self.start <= moment < self.end

    def overlaps(self, other: "Period[T]") -> bool:
        """Whether the two share any moment."""
        return self.start < other.end and other.start < self.end

    @property
    def length(self) -> timedelta:
        """From start to end."""
        return self.end - self.start


def why_too_far(moment: datetime, at: datetime, field: str) -> Refusal | None:
    """What is wanted in more than three years has a mistyped year."""
    if moment > at + FARTHEST:
        return Refusal("too_far", _("This is more than three years ahead. Check the year."), field=field)
    return None


def month_of(day: date) -> Period[date]:
    """The calendar month that holds ``day``."""
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=32)).replace(day=1))
