"""When the daily review and the weekly list are due, and when they may be held."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import Parameters
from guanjia.kernel.refusals import Refusal

LOOK_BACK = timedelta(days=14)
"""How far back days are made due that passed while nothing ran."""


def site_day(at: datetime, timezone: str) -> date:
    """The day it is at the site."""
    return at.astimezone(ZoneInfo(timezone)).date()


def review_moment(day: date, timezone: str, figures: Parameters) -> datetime:
    """When the review of a day becomes due."""
    return datetime.combine(day, time(figures.review_hour), ZoneInfo(timezone))


def weekly_moment(monday: date, timezone: str, figures: Parameters) -> datetime:
    """When the list of a week becomes due; ``weekly_day`` counts from Monday as 1."""
    return datetime.combine(
        monday + timedelta(days=figures.weekly_day - 1), time(figures.weekly_hour), ZoneInfo(timezone)
    )


def days_due(latest: date | None, at: datetime, timezone: str, figures: Parameters) -> list[date]:
    """The days whose review is due and not opened yet: today's, and those missed since the latest one."""
    today = site_day(at, timezone)
    first = max(latest + timedelta(days=1), today - LOOK_BACK) if latest else today
    days = [first + timedelta(days=count) for count in range((today - first).days + 1)]
    return [day for day in days if review_moment(day, timezone, figures) <= at]


def weeks_due(latest: date | None, at: datetime, timezone: str, figures: Parameters) -> list[date]:
    """The Mondays of the weeks whose list is due and not opened yet."""
    today = site_day(at, timezone)
    this = today - timedelta(days=today.weekday())
    first = max(latest + timedelta(days=7), this - LOOK_BACK) if latest else this
    weeks = [first + timedelta(days=7 * count) for count in range((this - first).days // 7 + 1)]
    return [monday for monday in weeks if weekly_moment(monday, timezone, figures) <= at]


def why_not_day(day: date, today: date) -> Refusal | None:
    """A day to come cannot be reviewed."""
    if day > today:
        return Refusal(
            "day_to_come",
            _("This day is still to come. Review today, or a day that has passed."),
            field="day",
        )
    return None


def why_not_monday(monday: date, today: date) -> Refusal | None:
    """A week is named by its Monday and has begun."""
    if monday.weekday() != 0:
        return Refusal("no_monday", _("A week is named by its Monday. Choose a Monday."), field="monday")
    return why_not_day(monday, today)


def why_not_again(done: bool) -> Refusal | None:
    """It is held once; what was written then stays."""
    if done:
        return Refusal(
            "done_already", _("This was done already; its record stays as it is. Nothing more is needed.")
        )
    return None


def why_not_remarks(remarks: Mapping[str, str], refs: Collection[str]) -> list[Refusal]:
    """Remarks belong to cases that are unfinished."""
    return [
        Refusal(
            "not_unfinished",
            _("%(ref)s is not among the unfinished cases. Take the remark out."),
            field="item_notes",
            params={"ref": ref},
        )
        for ref in remarks
        if ref not in refs
    ]


def why_not_analysis(analysis: str) -> Refusal | None:
    """The list is worth what is made of it."""
    if analysis.strip():
        return None
    return Refusal(
        "analysis_missing",
        _("Write in a few sentences why these are unfinished and what comes next."),
        field="analysis",
    )
