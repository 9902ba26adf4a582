"""The panels the frame itself fills."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.ui.panels import Panel
from guanjia.ui.request import Request


def on_duty(request: Request) -> Panel | None:
    """Who is on duty at the site now, by post."""
    if request.site is None:
        return None
    turns = organisations.shifts_at(request.site.pk, request.now)
    return Panel(
        _("On duty now"),
        "shell/panels/on_duty.html",
        {"rows": turns},
        icon="users",
        count=len(turns),
        empty=_("Nobody is rostered for this hour."),
        empty_icon="users",
    )
