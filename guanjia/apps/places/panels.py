"""What the pages of units and places show beside their lists."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.apps.places.models import Place, Unit
from guanjia.ui.panels import Facts


def unit_facts(unit: Unit) -> Facts:
    """The facts about a unit."""
    entrance = (
        _("Entrance %(number)s") % {"number": unit.entrance} if unit.entrance.isdigit() else unit.entrance
    )
    facts = Facts(title=_("Facts"))
    facts.add(_("Group"), str(unit.group) if unit.group else "")
    facts.add(_("Building"), unit.building.name)
    facts.add(_("Entrance"), entrance)
    facts.add(_("Floor"), unit.floor)
    facts.add(_("Area (m²)"), unit.area)
    facts.add(_("Layout"), unit.layout)
    facts.add(_("Handed over on"), unit.delivered_on and unit.delivered_on.isoformat())
    facts.add(_("Fit-out on"), unit.fitout_on and unit.fitout_on.isoformat())
    facts.add(_("Moved in on"), unit.moved_in_on and unit.moved_in_on.isoformat())
    return facts.add(_("Note"), unit.note)


def place_facts(place: Place) -> Facts:
    """The facts about a place."""
    facts = Facts(title=_("Facts"))
    facts.add(_("Kind"), place.kind_label)
    facts.add(_("Building"), place.building.name if place.building else "")
    return facts.add(pgettext("place", "Code"), place.code)
