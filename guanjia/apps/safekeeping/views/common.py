"""What the screens share."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping.terms import Can
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def tabs(request: Request, here: str) -> list[tuple[Text, str, bool]]:
    """The rooms of the desk; the one shown is marked."""
    names = [
        ("counter", _("Counter"), Can.HAND_OUT),
        ("shelf", _("On the shelf"), Can.SEE),
        ("batches", _("Handed on"), Can.SEE),
        ("losses", _("Losses"), Can.SEE),
        ("papers", _("Newspapers"), Can.SEE),
        ("turned_away", _("Not taken in"), Can.SEE),
        ("rules", _("Rules"), Can.SETTINGS),
    ]
    return [
        (label, reverse(f"safekeeping:{name}"), name == here)
        for name, label, can in names
        if request.actor.can(can)
    ]
