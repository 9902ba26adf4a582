"""Working time: when is something due, if only working hours count?

A :class:`WorkingCalendar` is an immutable value: the hours of one place (several intervals a day, night shifts,
summer and winter hours), the holidays and make-up working days (调休) of the years, and a time zone. It answers in two
look-ups, whatever the distance, because the work of all years is kept as running sums.

    calendar = WorkingCalendar.of(HoursPattern.parse({...}), years, first_year=2024, last_year=2028)
    calendar.deadline(received_at, Duration.parse("3 working days"), pauses).due_at

It knows neither Django nor where its data comes from; ``guanjia.apps.calendars`` keeps hours and holidays and hands them
in. What every unit means, with worked examples: ``docs/algorithms/working-time.md``.

``hours`` patterns · ``days`` kinds of days · ``durations`` and ``reading`` what a rulebook says · ``zone`` clocks ·
``table`` the running sums · ``reckoning`` the arithmetic · ``pauses`` · ``explaining`` why · ``calendar`` the front.
"""

from guanjia.kernel.working_time.calendar import CHINA, Deadline, Explanation, WorkingCalendar
from guanjia.kernel.working_time.days import DatedHours, Day, DayKind, MakeUp, YearDays
from guanjia.kernel.working_time.durations import Duration, Unit
from guanjia.kernel.working_time.errors import (
    BadHours,
    BeyondCalendar,
    NaiveMoment,
    NotUnderstood,
    WorkingTimeError,
)
from guanjia.kernel.working_time.explaining import Span, Why
from guanjia.kernel.working_time.hours import WEEKDAYS, HoursPattern, Interval, Season
from guanjia.kernel.working_time.pauses import Pause

__all__ = [
    "CHINA",
    "WEEKDAYS",
    "BadHours",
    "BeyondCalendar",
    "DatedHours",
    "Day",
    "DayKind",
    "Deadline",
    "Duration",
    "Explanation",
    "HoursPattern",
    "Interval",
    "MakeUp",
    "NaiveMoment",
    "NotUnderstood",
    "Pause",
    "Season",
    "Span",
    "Unit",
    "Why",
    "WorkingCalendar",
    "WorkingTimeError",
    "YearDays",
]
