"""What the screens share."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.apps.archives import queries
from guanjia.apps.archives.queries import Whose
from guanjia.apps.archives.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people.terms import Can as PeopleCan
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def whose_of(request: Request, unit_id: int | None, person_id: int | None) -> Whose:
    """The holder an address names. Raises ``NotFound``."""
    if unit_id is not None:
        return queries.get_unit(request.actor, unit_id)
    return queries.get_person(request.actor, site_of(request), person_id or 0)


def tabs(request: Request, here: str) -> list[tuple[Text, str, bool]]:
    """The screens of this app side by side."""
    names: list[tuple[str, Text, str]] = [
        ("units", pgettext("estate", "Units"), Can.SEE),
        ("people", _("Customers"), PeopleCan.SEE),
        ("missing", _("What is missing"), Can.SEE),
        ("loans", _("Originals lent"), Can.SEE),
        ("closed", _("Closed files"), Can.SEE),
    ]
    return [
        (label, reverse(f"archives:{name}"), name == here)
        for name, label, can in names
        if request.actor.can(can)
    ]


def rights(request: Request, site_id: int) -> dict[str, Any]:
    """What the reader may do here, for the buttons of a page."""
    return {f"may_{one.name.lower()}": request.actor.can(one, site_id) for one in Can}


def staff_of(request: Request, site_id: int) -> list[tuple[int, str]]:
    """The staff of the site, as choices."""
    return [(one.pk, one.name) for one in organisations.list_staff(request.actor, site_id)]
