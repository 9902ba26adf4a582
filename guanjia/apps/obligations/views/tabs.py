"""The tabs over the lists of duties."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.obligations.terms import Can
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request


def tabs(request: Request, here: str) -> list[tuple[Text, str, bool]]:
    """My duties, my team's, all, the breaches, the proposals: with whether it is this page."""
    names = [("mine", _("My duties"))]
    if request.actor.can(Can.SEE):
        names += [("team", _("My team")), ("list", _("All duties"))]
    names += [("breaches", _("Breaches")), ("proposals", _("Proposals"))]
    return [(label, reverse(f"obligations:{name}"), name == here) for name, label in names]
