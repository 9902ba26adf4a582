"""Our place on Today: what I am asked to read."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals import queries
from guanjia.ui.http import Request
from guanjia.ui.panels import Panel

_MOST_ON_TODAY = 5


def today_reading(request: Request) -> Panel | None:
    """The documents I have still to read; no panel when there are none."""
    rows = list(queries.my_readings(request.actor)[: _MOST_ON_TODAY + 1])
    if not rows:
        return None
    return Panel(
        _("My reading"),
        "manuals/panels/reading.html",
        {"rows": rows[:_MOST_ON_TODAY], "now": request.now},
        icon="book",
        count=len(rows) if len(rows) <= _MOST_ON_TODAY else None,
        url=reverse("manuals:mine"),
        urgent=any(one.due_at <= request.now for one in rows),
    )
