"""What the journeys of the desk need beside the cast: hours, rulebook, matters, a home with its owner, a labelled lift."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from guanjia.apps.calendars import services as calendars
from guanjia.apps.cases import services as cases
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.cast import House

PHONE = "13800138000"
HOME = "A1-0302"


@dataclass(frozen=True)
class Estate:
    """The house with its furniture."""

    house: House
    unit: Any
    owner: Any
    lift: Any


def furnish(house: House) -> Estate:
    """Adopt the rulebook, open the calendar, build one home, its owner and a lift with a label."""
    begun = clock.now() - timedelta(days=30)
    by, site = house.system, house.site
    with company_scope(house.company.pk):
        calendars.open_calendar(site.pk, by=by, at=begun, key="office", hours="office-week", is_default=True)
        cases.load_classification(by=by, at=begun)
        rulebook.adopt(site.pk, by=by, at=begun, pack="estate_desk", from_at=begun)
        group = places.add_group(site, by=by, at=begun, code="A", name="春苑")
        building = places.add_building(site, by=by, at=begun, name="A1栋", group=group)
        unit = places.add_unit(building, by=by, at=begun, code=HOME, area=Decimal("89.5"), floor=3)
        owner = people.register(by=by, at=begun, site_id=site.pk, name="陈业主", phones=(PHONE,))
        people.move_in(owner, unit, by=by, at=begun, relation=Relation.OWNER)
        lift = places.add_place(
            site, by=by, at=begun, kind=PlaceKind.LIFT, code="A1-DT", name="A1栋电梯", building=building
        )
    return Estate(house, unit, owner, lift)
