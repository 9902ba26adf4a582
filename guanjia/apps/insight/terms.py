"""What can be done here, and how a figure or a day of a clause stands."""

from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging.terms import declare_message
from guanjia.apps.rulebook.terms import Per
from guanjia.kernel.periods import Period
from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over boards and measures."""

    SEE = "insight.see"


declare({Can.SEE: _("See how the rulebook is kept: the board of clauses and the measures")})


class Health(StrEnum):
    """How a measure stands against its healthy value."""

    HEALTHY = "healthy"
    NEAR = "near"
    OFF = "off"
    OPEN = "open"


HEALTHS = {
    Health.HEALTHY: _("healthy"),
    Health.NEAR: _("within tolerance"),
    Health.OFF: _("not healthy"),
    Health.OPEN: _("no healthy value set"),
}

PERS = {
    Per.DAY: _("a day"),
    Per.WEEK: _("a week"),
    Per.MONTH: _("a month"),
    Per.QUARTER: _("a quarter"),
    Per.YEAR: _("a year"),
}
"""The stretch of a measure in words."""

JOBS = {
    "sweep the duties": _("ring the alarms of duties"),
    "plan the duties of the calendar": _("plan the duties of the calendar"),
    "fold the tally of duties": _("fold the tally of duties"),
    "close periods": _("tell the figures of periods that are over"),
    "send waiting messages": _("send waiting messages"),
    "seal the journal": _("seal the journal"),
    "put stale return visits back": _("put stale return visits back"),
    "open the daily reviews": _("open the daily reviews"),
    "clear files that belong to nothing": _("clear files that belong to nothing"),
    "bring editions into force": _("bring editions of rulebook documents into force"),
    "ask newcomers to read": _("ask newcomers to read what holds for them"),
    "let slips and visits run out": _("let release slips and visits run out"),
    "look over what the desks keep": _("look over what the desks keep"),
    "purge old unit lists": _("purge old unit lists"),
    "draw up the weekly lists": _("draw up the weekly lists"),
}
"""What people call the jobs of the worker; the names are those of ``config/wiring.py``."""

CLOSED = declare_message(
    "insight.closed",
    title=_("Figures of %(period)s, %(site)s: %(off)s not healthy"),
    body=_("%(site)s, %(period)s. %(figures)s. Every figure opens the records behind it."),
)


def period_words(per: Per, period: Period[date]) -> str:
    """A period as people write it, the same in both languages: 2026-03-02, 2026-W10, 2026-03, 2026-Q1, 2026."""
    day = period.start
    if per is Per.WEEK:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    if per is Per.QUARTER:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day:{_WRITTEN[per]}}"


_WRITTEN = {Per.DAY: "%Y-%m-%d", Per.MONTH: "%Y-%m", Per.YEAR: "%Y"}
