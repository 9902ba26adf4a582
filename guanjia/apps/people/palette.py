"""People in the search box and the command palette."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.people import queries
from guanjia.apps.people.lists import phones_shown, units_shown
from guanjia.apps.people.terms import Can
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb
from guanjia.ui.request import Request


def find(request: Request, text: str) -> Iterable[Hit]:
    """People by a part of their name or by telephone; numbers masked."""
    for person in queries.find_people(request.actor, text, limit=8):
        detail = " · ".join(filter(None, (units_shown(person), phones_shown(person))))
        yield Hit(person.name, person.get_absolute_url(), detail)


register(Provider(key="people", label=_("People"), icon="user", can=Can.SEE, find=find, order=20))
register_verb(Verb(_("Register somebody"), "people:register", "user-plus", Can.REGISTER))
