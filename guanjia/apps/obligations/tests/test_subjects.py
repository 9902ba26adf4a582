"""What a duty of the calendar is about: the subjects each selector finds, and their names."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.apps.obligations.subjects import names_of, subjects_of
from guanjia.apps.places import services as places
from guanjia.apps.rulebook.loading.words import each, owner
from guanjia.apps.rulebook.terms import Duty
from tests.cast import at


@pytest.fixture
def estate(house):
    """Two groups, a building in one of them with three units, a lift, and the label of a door."""
    by = {"by": house.system, "at": at("07:00")}
    group = places.add_group(house.site, code="A", name="Maple", **by)
    places.add_group(house.site, code="B", name="Cedar", **by)
    building = places.add_building(house.site, name="1", group=group, **by)
    size = {"area": Decimal(90), **by}
    empty = places.add_unit(building, code="1-101", **size)
    given = places.add_unit(building, code="1-102", delivered_on=date(2025, 1, 1), **size)
    lived = places.add_unit(
        building, code="1-103", delivered_on=date(2025, 1, 1), moved_in_on=date(2025, 6, 1), **size
    )
    lift = places.add_place(house.site, kind="LIFT", code="L1", name="Lift 1", building=building, **by)
    places.add_unit_doors(building, **by)
    return {"group": group, "building": building, "units": [empty, given, lived], "lift": lift}


def found(house, words, post="cs_supervisor"):
    duty = Duty(key="d", pack="p", clause="1", title=None, each=each(words), owners=(owner(f"post:{post}"),))
    return list(subjects_of(duty, house.site.pk, at("08:00")))


def test_every_selector_finds_its_subjects(house, estate):
    empty, given, lived = estate["units"]
    assert [one.ref for one in found(house, "site")] == [f"site:{house.site.pk}"]
    assert [one.group_code for one in found(house, "group")] == ["A", "B"]
    assert [(one.ref, one.group_code) for one in found(house, "building")] == [
        (f"building:{estate['building'].pk}", "A")
    ]
    assert [one.ref for one in found(house, "unit")] == [empty.ref, given.ref, lived.ref]
    assert [one.ref for one in found(house, "unit[stage=VACANT]")] == [empty.ref, given.ref]
    assert [one.ref for one in found(house, "unit[stage=NOT_DELIVERED]")] == [empty.ref]
    assert [one.ref for one in found(house, "unit[stage=DELIVERED]")] == [given.ref]
    assert [one.ref for one in found(house, "unit[stage=MOVED_IN]")] == [lived.ref]
    assert [one.ref for one in found(house, "unit[stage=FITTING_OUT]")] == []
    assert {one.group_code for one in found(house, "unit")} == {"A"}
    lift = f"place:{estate['lift'].pk}"
    assert lift in [one.ref for one in found(house, "place")]
    assert [one.ref for one in found(house, "place[kind=LIFT]")] == [lift]
    assert found(house, "place[kind=UNIT_DOOR]") == []


def test_holders_do_their_own_and_are_looked_after_by_others(house):
    own = found(house, "holder", post="steward")
    assert own
    assert all(one.ref == f"staff:{one.person}" for one in own)
    looked_after = found(house, "holder[post=steward]")
    assert [one.ref for one in looked_after] == [one.ref for one in own]
    assert {one.person for one in looked_after} == {None}
    assert [one.ref for one in found(house, "holder", post="nobody")] == [f"site:{house.site.pk}"]
    assert found(house, "holder[post=nobody]") == []


def test_subjects_have_names(house, estate):
    unit, lift = estate["units"][0].ref, f"place:{estate['lift'].pk}"
    refs = [
        unit,
        lift,
        f"group:{estate['group'].pk}",
        f"building:{estate['building'].pk}",
        f"site:{house.site.pk}",
    ]
    named = names_of([*refs, "CS-2026-000001", "unit:x"])
    assert set(named) == set(refs)
    assert named[unit] == "1-101"
    assert named[f"group:{estate['group'].pk}"] == "Maple"
    assert named[f"site:{house.site.pk}"] == house.site.name
