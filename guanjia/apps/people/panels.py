"""People on the page of a unit, and the facts on their own page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.people import queries
from guanjia.apps.people.models import Person
from guanjia.apps.people.terms import GENDERS, PERSON_KINDS, Can, Gender, PersonKind, Sensitive, UnitLike
from guanjia.ui.panels import Facts, Panel
from guanjia.ui.request import Request


def on_unit_page(request: Request, unit: UnitLike) -> Panel | None:
    """Who belongs to a unit, whom to call first, and who did before; nothing for those who may not see people."""
    actor = request.actor
    if not actor.can(Can.SEE, unit.site_id):
        return None
    present = queries.people_of_unit(actor, unit)
    former = queries.former_people_of_unit(actor, unit)
    context = {
        "rows": [*present, *former],
        "present": present,
        "former": former,
        "unit": unit,
        "may_register": actor.can(Can.REGISTER, unit.site_id),
        "may_reveal": actor.can(Can.REVEAL, unit.site_id),
    }
    return Panel(
        _("People"),
        "people/panels/of_unit.html",
        context,
        icon="users",
        count=len(present),
        empty=_("Nobody is registered here."),
        empty_icon="user-question",
    )


def person_facts(person: Person, *, may_reveal: bool) -> Facts:
    """What is known about somebody, sensitive numbers masked."""
    facts = Facts(title=_("Facts"))
    facts.add(_("Kind"), PERSON_KINDS[PersonKind(person.kind)])
    if person.gender:
        facts.add(_("How to address"), GENDERS[Gender(person.gender)])
    reveal_url = reverse("people:reveal", args=[person.pk, Sensitive.ID_NUMBER]) if may_reveal else ""
    facts.add(_("Identity number"), person.masked_id_number, hidden=True, reveal_url=reveal_url)
    return facts.add(_("Note"), person.note)
