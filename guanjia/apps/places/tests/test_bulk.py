"""Storing many units at once."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanjia.apps.places import queries, services
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.apps.places.terms import Outcome, UnitFacts
from guanjia.apps.places.tests.stage import actor_with, estate, refused
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotPermitted
from tests.cast import at

NOW = at("09:00")


def facts(code, *, group="A", **more):
    return UnitFacts(
        code=code, building=f"{code.split('-')[0]}栋", area=Decimal("88.80"), group_code=group, **more
    )


def store(house, *many, **more):
    return services.store_units(house.site, list(many), by=house.system, at=NOW, **more)


def test_buildings_and_allowed_groups_are_made_as_needed(house):
    stored = store(
        house,
        facts("A1-1-0101"),
        facts("A2-1-0101"),
        facts("X9", group=""),
        new_groups={"A": "罗马假日", "B": "no"},
    )
    assert {one.outcome for one in stored.values()} == {Outcome.CREATED}
    assert list(Group.objects.values_list("code", "name")) == [("A", "罗马假日")]
    assert set(Building.objects.values_list("code", "group__code")) == {
        ("A1", "A"),
        ("A2", "A"),
        ("X9", None),
    }
    assert queries.structure(house.site.pk).groups == {"A": "罗马假日"}
    assert queries.homes_of_site(house.site.pk).keys() == stored.keys()


def test_a_group_nobody_allowed_is_refused_and_nothing_is_stored(house):
    with refused("group_unknown"):
        store(house, facts("A1-1-0101"))
    assert not Building.objects.exists()
    assert not Unit.objects.exists()


def test_the_same_facts_again_change_and_tell_nothing(house):
    lot = [
        facts(f"A1-1-{number:04}", entrance="1单元", floor=1, delivered_on=date(2010, 1, 1))
        for number in range(1, 40)
    ]
    store(house, *lot, new_groups={"A": "A"})
    before = JournalEntry.objects.count()
    again = store(house, *lot)
    assert {one.outcome for one in again.values()} == {Outcome.UNCHANGED}
    assert JournalEntry.objects.count() == before


def test_what_a_list_leaves_blank_stays(house):
    built = estate(house)
    stored = store(house, facts("A1-1-0302", note="角房"))
    assert stored["A1-1-0302"].outcome is Outcome.CHANGED
    unit = Unit.objects.get(pk=built.first.pk)
    assert (unit.floor, unit.note, unit.area) == (3, "角房", Decimal("88.80"))
    entry = JournalEntry.objects.get(event="places.unit_changed")
    assert entry.data["changes"] == {"area": ["126.88", "88.80"], "note": ["", "角房"]}


def test_a_unit_keeps_its_building_whatever_a_list_says(house):
    built = estate(house)
    store(house, UnitFacts(code="A1-1-0302", building="A9栋", area=Decimal(1), group_code="A"))
    assert Unit.objects.get(pk=built.first.pk).building_id == built.building.pk


def test_the_number_of_queries_hardly_depends_on_the_number_of_units(house):
    counts = []
    for size in (20, 200):
        lot = [facts(f"A{size}-1-{number:04}") for number in range(size)]
        with CaptureQueriesContext(connection) as queries_made:
            store(house, *lot, new_groups={"A": "A"})
        counts.append(len(queries_made))
    # SQLite takes 999 values in a statement, so a large insert comes in a few pieces; PostgreSQL in one.
    assert counts[1] <= counts[0] + 20 // (4 if connection.vendor == "sqlite" else 20) * 2


def test_without_the_capability_nothing_is_stored(house):
    with pytest.raises(NotPermitted):
        services.store_units(house.site, [facts("A1", group="")], by=actor_with(house, "places.see"), at=NOW)
    assert not Unit.objects.exists()
