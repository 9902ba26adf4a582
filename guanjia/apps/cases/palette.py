"""Cases in the search box and the command palette."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import queries
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.terms import Can
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb
from guanjia.ui.request import Request


def find(request: Request, text: str) -> Iterable[Hit]:
    """Cases by number, title, place or the end of the caller's number."""
    for case in queries.search(request.actor, text):
        detail = f"{case.ref} · {CASE.label(case.state)}" + (f" · {case.where}" if case.where else "")
        yield Hit(case.title, reverse("cases:case", args=[case.ref]), detail)


register(Provider(key="cases", label=_("Cases"), icon="inbox", can=Can.SEE, find=find))
register_verb(Verb(_("New case"), "cases:receive", "phone-incoming", Can.RECEIVE))
register_verb(Verb(_("Return visits"), "cases:visits", "phone-call", Can.VISIT))
register_verb(Verb(_("Daily review"), "cases:reviews", "checklist", Can.REVIEW))
