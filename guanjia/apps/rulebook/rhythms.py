"""The rhythm of a duty of the calendar, in the reader's language."""

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanjia.apps.rulebook.terms import By, Period, Schedule
from guanjia.apps.rulebook.terms.schedules import LAST, Gap


def rhythm(schedule: Schedule) -> str:
    """``every working day, by 09:00`` · ``at least twice a month`` · ``every 30 to 40 minutes, 22:00-06:00``."""
    if schedule.gap is not None:
        return _gap(schedule.gap)
    if schedule.weekdays:
        days = _(", ").join(str(dates.WEEKDAYS[day]) for day in schedule.weekdays)
        often = _("every %(days)s") % {"days": days}
    elif schedule.times > 1:
        often = ngettext(
            "at least %(times)s time in %(period)s", "at least %(times)s times in %(period)s", schedule.times
        ) % {"times": schedule.times, "period": _IN[schedule.period]()}
    else:
        often = _EVERY[schedule.period]()
    return _("%(often)s, by %(moment)s") % {"often": often, "moment": _by(schedule)} if schedule.by else often


def _by(schedule: Schedule) -> str:
    by = schedule.by
    assert by is not None
    clock = f"{by.clock:%H:%M}" if by.has_clock else ""
    day = _day(by, schedule.period)
    return " ".join(part for part in (day, clock) if part)


def _day(by: By, period: Period) -> str:
    if by.day is None:
        return ""
    if by.day == LAST:
        return _("the last working day") if by.working else _("the last day")
    if period is Period.WEEK:
        return str(dates.WEEKDAYS[by.day])
    if by.month is not None:
        return _("%(month)s-%(day)s") % {"month": f"{by.month:02d}", "day": f"{by.day:02d}"}
    return _("day %(day)s") % {"day": by.day}


def _gap(gap: Gap) -> str:
    shortest, longest = (int(length.total_seconds() // 60) for length in (gap.shortest, gap.longest))
    if shortest:
        often = _("every %(shortest)s to %(longest)s minutes") % {"shortest": shortest, "longest": longest}
    else:
        often = _("at least every %(longest)s minutes") % {"longest": longest}
    if gap.from_clock == gap.until_clock:
        return often
    hours = f"{gap.from_clock:%H:%M}-{gap.until_clock:%H:%M}"
    return _("%(often)s, %(hours)s") % {"often": often, "hours": hours}


_EVERY = {
    Period.DAY: lambda: _("every day"),
    Period.WORKING_DAY: lambda: _("every working day"),
    Period.WEEK: lambda: _("every week"),
    Period.MONTH: lambda: _("every month"),
    Period.QUARTER: lambda: _("every quarter"),
    Period.HALF_YEAR: lambda: _("every half-year"),
    Period.YEAR: lambda: _("every year"),
    Period.SHIFT: lambda: _("every turn of duty"),
}
_IN = {
    Period.DAY: lambda: _("a day"),
    Period.WORKING_DAY: lambda: _("a working day"),
    Period.WEEK: lambda: _("a week"),
    Period.MONTH: lambda: _("a month"),
    Period.QUARTER: lambda: _("a quarter"),
    Period.HALF_YEAR: lambda: _("half a year"),
    Period.YEAR: lambda: _("a year"),
    Period.SHIFT: lambda: _("a turn of duty"),
}
