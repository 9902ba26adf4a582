"""The words of the app, and what can be done with it. Other apps show deadlines with the words kept here."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Refusal, Text
from guanjia.kernel.working_time import DayKind, Why, WorkingTimeError, YearDays


class Can(Capability):
    """Capabilities over calendars."""

    SEE = "calendars.see"
    SET_HOURS = "calendars.set_hours"
    LOAD_YEAR = "calendars.load_year"


declare(
    {
        Can.SEE: _("See working hours and holidays"),
        Can.SET_HOURS: _("Set the working hours of a site"),
        Can.LOAD_YEAR: _("Load a year's holidays and make-up days"),
    }
)

CHINA = "CN"


class NoticeState(StrEnum):
    """Whether the public notice of a year is out."""

    ANNOUNCED = "ANNOUNCED"
    PROVISIONAL = "PROVISIONAL"


@dataclass(frozen=True)
class Notice:
    """A year's file as it was read. Made by ``queries.read_year_file``."""

    country: str
    days: YearDays
    source: str = ""

    @property
    def state(self) -> NoticeState:
        """Whether it is the public notice or only what the law says."""
        return NoticeState.ANNOUNCED if self.days.announced else NoticeState.PROVISIONAL


NOTICE_STATES = {NoticeState.ANNOUNCED: _("Announced"), NoticeState.PROVISIONAL: _("Provisional")}


@dataclass(frozen=True)
class Look:
    """How something is shown: a word, a tone and an icon, never a colour alone."""

    label: Text
    tone: str
    icon: str


DAY_KINDS = MappingProxyType(
    {
        DayKind.WORKING: Look(_("Working day"), "neutral", "briefcase"),
        DayKind.REST: Look(_("Day off"), "neutral", "minus"),
        DayKind.HOLIDAY: Look(_("Holiday"), "late", "calendar-off"),
        DayKind.MAKEUP: Look(_("Make-up working day"), "accent", "calendar-event"),
    }
)

WHY = MappingProxyType(
    {
        Why.ELAPSED: Look(_("Runs on"), "calm", "clock-play"),
        Why.WORK: Look(_("Working time"), "calm", "clock-play"),
        Why.MAKEUP: Look(_("Working time, make-up working day"), "calm", "calendar-event"),
        Why.BREAK: Look(_("Break between hours"), "neutral", "clock-pause"),
        Why.NIGHT: Look(_("Outside hours"), "neutral", "moon"),
        Why.REST: Look(_("Day off"), "neutral", "minus"),
        Why.HOLIDAY: Look(_("Holiday"), "neutral", "calendar-off"),
        Why.PAUSE: Look(_("Paused"), "paused", "player-pause"),
    }
)
"""The reason a stretch of a deadline counts or not, for the page that explains it."""

FESTIVALS: MappingProxyType[str, Text] = MappingProxyType(
    {
        "元旦": _("New Year's Day"),
        "春节": _("Spring Festival"),
        "清明节": _("Qingming Festival"),
        "劳动节": _("Labour Day"),
        "端午节": _("Dragon Boat Festival"),
        "中秋节": _("Mid-Autumn Festival"),
        "国庆节": _("National Day"),
        "抗战胜利70周年纪念日": _("70th anniversary of victory in the War of Resistance"),
    }
)


def festival(name: str) -> str:
    """A holiday's name in the reader's language; a name we do not know stays as the notice wrote it."""
    return " · ".join(str(FESTIVALS.get(part, part)) for part in name.split("、"))


SENTENCES: MappingProxyType[str, Text] = MappingProxyType(
    {
        "duration_not_understood": _("“%(text)s” is not a length of time; write it like: %(examples)s."),
        "not_a_whole_number": _("“%(text)s” is not a whole number of %(unit)s; give smaller units."),
        "amount_out_of_range": _(
            "%(amount)s is not an amount of time to wait; use a number from 0 to %(longest)s."
        ),
        "no_such_clock_time": _("“%(text)s” names a time no day has; use 00:00 to 24:00."),
        "not_a_length": _("“%(duration)s” names a moment, not a length; it cannot be subtracted."),
        "pause_ends_before_start": _(
            "The pause from %(from_at)s ends before it begins; correct one of the two moments."
        ),
        "naive_moment": _("%(moment)s has no offset from UTC; add one, like +08:00."),
        "beyond_calendar": _(
            "The calendar covers the years %(first)s to %(last)s; choose a moment and a duration inside them."
        ),
        "moment_not_understood": _("“%(text)s” is not a moment; write it like 2026-03-02T09:30+08:00."),
        "beyond_time": _("The moment lies outside the years a date can name."),
        "unreadable_interval": _(
            "“%(text)s” is not an interval; write it like 08:30-12:00, or 22:00-06:00+1 over midnight."
        ),
        "no_such_time": _("“%(text)s” names a time no day has; use 00:00 to 24:00."),
        "end_before_start": _(
            "“%(text)s” ends before it starts; write +1 after the end if the shift ends the next morning."
        ),
        "too_long": _("“%(text)s” is longer than a day; split it."),
        "overlap": _("%(one)s and %(other)s overlap; shorten one of them."),
        "no_hours": _("The week has no working hours at all; give at least one day hours."),
        "unknown_day": _("“%(key)s” is not a day of the week; use %(known)s."),
        "unknown_holiday_rule": _(
            "“%(rule)s” is not a rule for holidays; use closed, usual, or a day of the week."
        ),
        "unreadable_month_day": _("“%(text)s” is not a day of the year; write it like 05-01."),
    }
)
"""The sentences of the working-time engine, which knows no language, by their codes."""


def refusal_of(error: WorkingTimeError, field: str | None = None) -> Refusal:
    """An engine's error as a refusal in the reader's language."""
    return Refusal(error.code, SENTENCES.get(error.code, error.message), field=field, params=error.params)
