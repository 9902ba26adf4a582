"""What the calendar pages show: the year by months, the hours of a week, the years and their state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from guanjia.apps.calendars.queries import Month
from guanjia.apps.calendars.terms import DAY_KINDS, WHY, Look, festival
from guanjia.kernel.refusals import Text
from guanjia.kernel.working_time import WEEKDAYS, Day, DayKind, Explanation, HoursPattern, Span

WEEKDAY_NAMES: Mapping[str, Text] = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}
HOLIDAY_RULES: Mapping[str, Text] = {
    "closed": gettext_lazy("Closed on public holidays"),
    "usual": gettext_lazy("Public holidays are like any day"),
} | {key: gettext_lazy("Public holidays keep another weekday's hours") for key in WEEKDAYS}

MARKS: Mapping[DayKind, Text] = {
    DayKind.HOLIDAY: pgettext_lazy("mark of a day in a calendar", "off"),
    DayKind.MAKEUP: pgettext_lazy("mark of a day in a calendar", "work"),
}


@dataclass(frozen=True)
class Cell:
    """One day of a month: a number, a mark where the notice changes it, and the whole story as a title."""

    day: Day
    look: Look
    mark: Text
    title: str
    today: bool


@dataclass(frozen=True)
class MonthPanel:
    """A month with its weeks of cells."""

    title: str
    working: int
    weeks: list[list[Cell | None]]


def year_panels(months: Iterable[Month], today: date) -> list[MonthPanel]:
    """The months of a year, ready to be drawn."""
    return [
        MonthPanel(
            date_format(month.first, "YEAR_MONTH_FORMAT"),
            sum(1 for week in month.weeks for day in week if day and day.hours),
            [[_cell(day, today) if day else None for day in week] for week in month.weeks],
        )
        for month in months
    ]


def _cell(day: Day, today: date) -> Cell:
    look = DAY_KINDS[day.kind]
    parts = [date_format(day.on, "DATE_FORMAT"), str(look.label)]
    if day.name:
        parts.append(festival(day.name))
    parts.append(hours_text(day) or _("no working hours"))
    if day.provisional:
        parts.append(_("provisional"))
    return Cell(day, look, MARKS.get(day.kind, ""), " · ".join(parts), day.on == today)


def hours_text(day: Day) -> str:
    """The working intervals of a day, empty for none."""
    return ", ".join(str(interval) for interval in day.hours)


@dataclass(frozen=True)
class Notable:
    """A run of days with the same name: a festival, or a make-up day."""

    first: date
    last: date
    look: Look
    name: str

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1


def notable_days(days: Iterable[Day]) -> list[Notable]:
    """Festivals and make-up days in order, neighbouring days of one festival as one row."""
    rows: list[Notable] = []
    for day in days:
        if day.kind not in MARKS:
            continue
        look, name = DAY_KINDS[day.kind], festival(day.name)
        last = rows[-1] if rows else None
        if last and last.look is look and last.name == name and last.last + timedelta(days=1) == day.on:
            rows[-1] = Notable(last.first, day.on, look, name)
        else:
            rows.append(Notable(day.on, day.on, look, name))
    return rows


@dataclass(frozen=True)
class WeekRow:
    """The hours of one weekday."""

    name: Text
    hours: str


@dataclass(frozen=True)
class WeekPanel:
    """The hours of a week, perhaps only of a season."""

    title: str
    rows: list[WeekRow]


def week_panels(pattern: HoursPattern) -> list[WeekPanel]:
    """The ordinary week, then each season's."""
    weeks = [("", pattern.week)]
    for season in pattern.seasons:
        (one, two), (three, four) = season.first, season.last
        weeks.append((f"{season.name} {one:02}-{two:02} – {three:02}-{four:02}", season.week))
    return [
        WeekPanel(
            title,
            [
                WeekRow(WEEKDAY_NAMES[key], ", ".join(str(interval) for interval in hours))
                for key, hours in zip(WEEKDAYS, week, strict=True)
            ],
        )
        for title, week in weeks
    ]


@dataclass(frozen=True)
class SpanRow:
    """One stretch of an explained deadline."""

    span: Span
    look: Look
    name: str
    length: str


def span_rows(explanation: Explanation) -> list[SpanRow]:
    """The stretches of a deadline with their words; other apps show the same on the page of a case."""
    return [
        SpanRow(span, WHY[span.why], festival(span.name), length_text(span.seconds))
        for span in explanation.spans
    ]


def length_text(seconds: int) -> str:
    """A length in days, hours and minutes, as one says it."""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = divmod(rest // 60, 60)
    parts = ((days, _("%(count)s d")), (hours, _("%(count)s h")), (minutes, _("%(count)s min")))
    said = [words % {"count": count} for count, words in parts if count]
    return " ".join(said) or _("%(count)s min") % {"count": 0}
