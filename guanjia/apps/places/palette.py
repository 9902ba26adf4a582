"""Units and places in the search box and the command palette."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.places import queries
from guanjia.apps.places.terms import Can
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb
from guanjia.ui.request import Request


def find(request: Request, text: str) -> Iterable[Hit]:
    """Units by fragments of their number, then places by name."""
    for unit in queries.find_units(request.actor, text, limit=8):
        yield Hit(
            unit.code,
            unit.get_absolute_url(),
            " · ".join(filter(None, (str(unit.group or ""), unit.building.name))),
        )
    for place in queries.find_places(request.actor, text, limit=4):
        yield Hit(place.name, place.get_absolute_url(), place.kind_label, icon="map-pin")


register(
    Provider(
        key="units",
        label=pgettext_lazy("estate", "Units"),
        icon="building-community",
        can=Can.SEE,
        find=find,
        order=30,
    )
)
register_verb(Verb(pgettext_lazy("estate", "Units"), "places:units", "building-community", Can.SEE))
register_verb(Verb(_("Print QR labels"), "places:labels", "qrcode", Can.PRINT_QR))
