"""Pure arithmetic of boards and measures."""

from dataclasses import dataclass
from datetime import date, timedelta

from guanjia.apps.insight.terms import Health
from guanjia.apps.rulebook.terms import Measure, Per
from guanjia.kernel.periods import Period

_MONTHS = {Per.MONTH: 1, Per.QUARTER: 3, Per.YEAR: 12}


@dataclass(frozen=True)
class Tally:
    """What became of the obligations of one clause on one day (or of several): counts by how they stand."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.kept + other.kept, self.late + other.late, self.broken + other.broken, self.open + other.open
        )

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.late + self.broken + self.open

    @property
    def worst(self) -> str:
        """The word for the whole: ``broken``, ``late``, ``open``, ``kept``, or ``none`` where nothing was due."""
        for word in ("broken", "late", "open", "kept"):
            if getattr(self, word):
                return word
        return "none"

    @property
    def share_kept(self) -> int | None:
        """Of what is decided, how much was kept in time, in percent; None where nothing is decided."""
        decided = self.kept + self.late + self.broken
        return 100 * self.kept // decided if decided else None


def period_of(per: Per, day: date) -> Period[date]:
    """The period of a measure that holds a day."""
    if per is Per.DAY:
        return Period(day, day + timedelta(days=1))
    if per is Per.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=7))
    months = _MONTHS[per]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.year * 12 + first.month - 1 + months
    return Period(first, date(after // 12, after % 12 + 1, 1))


def periods_to(per: Per, day: date, number: int) -> list[Period[date]]:
    """The last periods up to the one that holds a day, the earliest first."""
    found = [period_of(per, day)]
    while len(found) < number:
        found.append(previous(per, found[-1]))
    return found[::-1]


def days_to(last: date, number: int) -> Period[date]:
    """So many days up to ``last``, both included."""
    return Period(last - timedelta(days=number - 1), last + timedelta(days=1))


def previous(per: Per, period: Period[date]) -> Period[date]:
    """The period before."""
    return period_of(per, period.start - timedelta(days=1))


def health_of(measure: Measure, value: float | None) -> Health:
    """How a value stands against the measure's target and tolerance; a missing value or target is left open."""
    if value is None or measure.target is None:
        return Health.OPEN
    short = value - measure.target if measure.at_most else measure.target - value
    if short <= 0:
        return Health.HEALTHY
    return Health.NEAR if short <= measure.tolerance else Health.OFF


def is_share(measure: Measure) -> bool:
    """Whether a measure is in percent."""
    return bool(measure.among or measure.kept or measure.score)


def figure_of(measure: Measure, value: float | None) -> str:
    """A value as it is written: "33.3%", "7", or a dash where there was nothing to measure."""
    if value is None:
        return "–"
    return f"{round(value, 1):g}{'%' if is_share(measure) else ''}"
