"""Time in words, in the reader's language: how long, how long ago, which day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def span(length: timedelta) -> str:
    """A length of time in its two largest units: "2 h 5 min", "3 d 4 h", "under 1 min". The sign is ignored."""
    seconds = abs(int(length.total_seconds()))
    if seconds < _MINUTE:
        return _("under 1 min")
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    parts = [(days, _("%s d")), (hours, _("%s h")), (minutes, _("%s min"))]
    first = next(place for place, (count, _unit) in enumerate(parts) if count)
    return " ".join(unit % count for count, unit in parts[first : first + 2] if count)


def ago(moment: datetime, now: datetime) -> str:
    """How far ``moment`` is from ``now``: "5 min ago", "in 2 h", "just now"."""
    length = moment - now
    if abs(length) < timedelta(minutes=1):
        return _("just now")
    if length > timedelta(0):
        return _("in %(span)s") % {"span": span(length)}
    return _("%(span)s ago") % {"span": span(length)}


def moment_words(moment: datetime, now: datetime) -> str:
    """A moment on the site's clock, as short as it can be said: "14:05", "yesterday 09:30", "11-19 14:05"."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    clock = here.strftime("%H:%M")
    days = (here.date() - today.date()).days
    if days == 0:
        return _("today %(time)s") % {"time": clock}
    if days == -1:
        return _("yesterday %(time)s") % {"time": clock}
    if days == 1:
        return _("tomorrow %(time)s") % {"time": clock}
    if here.year == today.year:
        return f"{here:%m-%d} {clock}"
    return f"{here:%Y-%m-%d} {clock}"


def clock_words(state: str, due_at: datetime | None, now: datetime) -> str:
    """What a clock says: time left, time over, paused, met or missed."""
    if state == "met":
        return pgettext("clock", "Kept")
    if state == "missed":
        return pgettext("clock", "Missed")
    if due_at is None:
        return pgettext("clock", "Paused") if state == "paused" else _("no deadline")
    length = span(due_at - now)
    if state == "paused":
        return _("Paused, %(span)s left") % {"span": length} if due_at > now else pgettext("clock", "Paused")
    if due_at > now:
        return _("%(span)s left") % {"span": length}
    return _("%(span)s overdue") % {"span": length}


def quick_words(pick: str) -> str:
    """What a quick pick of a moment says: "+30m" is "in 30 min", "17:50" stays."""
    if not pick.startswith("+"):
        return pick
    unit = {"m": "minutes", "h": "hours", "d": "days"}[pick[-1]]
    return _("in %(span)s") % {"span": span(timedelta(**{unit: int(pick[1:-1])}))}


def for_scripts() -> dict[str, str]:
    """The same words for the scripts that tick clocks in the browser, and the few sentences scripts say themselves."""
    return {
        "days": _("%s d"),
        "hours": _("%s h"),
        "minutes": _("%s min"),
        "moment": _("under 1 min"),
        "left": _("%(span)s left"),
        "overdue": _("%(span)s overdue"),
        "ago": _("%(span)s ago"),
        "in": _("in %(span)s"),
        "now": _("just now"),
        "lost": _("The server does not answer. Check the network and try again."),
        "trouble": _("Something went wrong on our side. Try again; if it stays, tell your administrator."),
        "restored": _("What you typed before was brought back."),
        "forget": _("Start empty"),
        "close": _("Close"),
        "cancel": _("Cancel"),
        "confirm": _("Yes, do it"),
        "remove": _("Remove"),
        "nothing": _("Nothing found."),
        "searching": _("Searching…"),
        "choose": _("Type to search"),
        "too_many": _("Only the first %s photos are kept."),
        "no_camera": _("The camera cannot be used. Type the code below instead."),
        "point": _("Hold the code inside the frame."),
        "unknown_code": _("This code is not one of ours. Try again or type it below."),
        "selected": _("%s selected"),
    }
