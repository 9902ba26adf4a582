"""What several screens ask for."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.custody.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request

Tab = tuple[Text, str, bool]


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def staff_of(request: Request, site_id: int) -> list[tuple[int, str]]:
    """The staff of the site, as choices."""
    return [(one.pk, one.name) for one in organisations.list_staff(request.actor, site_id)]


def posts_of(site_id: int) -> list[tuple[str, str]]:
    """The posts of the site, as choices."""
    return [(one.key, one.name) for one in organisations.list_posts(site_id)]


def tabs(here: str) -> list[Tab]:
    """The screens of this app side by side."""
    names = [
        ("board", _("Out now")),
        ("pieces", _("The list")),
        ("losses", _("Losses")),
        ("counts", _("Counts")),
    ]
    return [(label, reverse(f"custody:{name}"), name == here) for name, label in names]


def rights(request: Request, site_id: int) -> dict[str, Any]:
    """What the reader may do here, for the buttons of a page."""
    can = request.actor.can
    return {
        "may_lend": can(Can.LEND, site_id),
        "may_manage": can(Can.MANAGE, site_id),
        "may_count": can(Can.COUNT, site_id),
        "may_approve": can(Can.APPROVE, site_id),
    }
