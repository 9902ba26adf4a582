"""Groups, buildings, units, places, and who lives there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from guanjia.apps.organisations import services as organisations
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from tests.cast import at
from tests.matrix.stage.company import Estate


def tell_homes(estate: Estate, code: str) -> None:
    """Two buildings, two homes, a lift, an owner, and a turn of duty."""
    house, things, begun = estate.house, estate.things, at("00:00")
    site, system = house.site, house.system
    group = places.add_group(site, by=system, at=begun, code="A", name=f"{estate.word}甲组团")
    other = places.add_group(site, by=system, at=begun, code="B", name=f"{estate.word}乙组团")
    building = places.add_building(site, by=system, at=begun, name=f"{estate.word}一栋", group=group)
    places.add_building(site, by=system, at=begun, name=f"{estate.word}二栋", group=other)
    unit = _home(estate, building, f"{code}Q1-0301")
    things |= {"second_unit": _home(estate, building, f"{code}Q1-0302"), "group": group, "building": building}
    place = places.add_place(
        site,
        by=system,
        at=begun,
        kind=PlaceKind.LIFT,
        code=f"{code}Q1-DT",
        name=f"{estate.word}电梯",
        building=building,
    )
    person = people.register(
        by=system,
        at=begun,
        site_id=site.pk,
        name=f"{estate.word}王业主",
        phones=("13800138000", "13900139000"),
        id_number="11010519491231002X",
    )
    home = people.move_in(
        person, unit, by=system, at=begun, relation=Relation.OWNER, from_on=begun.date() - timedelta(days=9)
    )
    shift = organisations.plan_shift(
        house.posts["cs_manager"],
        house.people.get("zhou") or house.people["dov"],
        by=system,
        at=begun,
        from_at=at("18:30"),
        until_at=at("19:30"),
    )
    things |= {"unit": unit, "place": place, "person": person, "residency": home, "shift": shift}
    things["post"] = house.posts["front_desk"]


def _home(estate: Estate, building: Any, code: str) -> Any:
    return places.add_unit(
        building,
        by=estate.house.system,
        at=at("00:00"),
        code=code,
        area=Decimal("89.50"),
        floor=3,
        layout="三室",
        delivered_on=at("00:00").date() - timedelta(days=900),
    )


def grow_homes(estate: Estate, number: int) -> None:
    system, site, things = estate.house.system, estate.house.site, estate.things
    unit = _home(estate, things["building"], f"WQ1-9{number:03d}")
    places.add_building(site, by=system, at=at("00:00"), name=f"万兴又一栋{number}", group=things["group"])
    places.add_place(
        site, by=system, at=at("00:00"), kind=PlaceKind.LIFT, code=f"WQ1-L{number}", name="万兴梯"
    )
    for home, relation in ((unit, Relation.OWNER), (things["unit"], Relation.FAMILY)):
        person = people.register(
            by=system,
            at=at("00:00"),
            site_id=site.pk,
            name=f"万兴李{number}",
            phones=(f"1360000{number:04d}",),
        )
        people.move_in(person, home, by=system, at=at("00:00"), relation=relation, from_on=at("00:00").date())
