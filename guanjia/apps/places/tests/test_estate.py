"""Adding and changing groups, buildings and units, one by one."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.apps.places import queries, services
from guanjia.apps.places.models import Unit
from guanjia.apps.places.tests.stage import actor_with, estate, refused
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

NOW = at("09:00")


def test_an_estate_grows_from_groups_to_units_and_the_journal_tells_it(house):
    built = estate(house)
    assert (built.building.code, built.building.group) == ("A1", built.group)
    assert (built.first.entrance, built.first.group, built.first.site_id) == ("1", built.group, house.site.pk)
    told = [entry.event for entry in timeline(built.first.ref)]
    assert told == ["places.unit_added"]
    assert timeline(f"building:{built.building.pk}").get().data["group_code"] == "A"


def test_a_code_in_use_is_refused_in_any_spelling(house):
    built = estate(house)
    by = house.system
    with refused("code_taken"):
        services.add_group(house.site, by=by, at=NOW, code="ａ", name="Again")
    with refused("code_taken"):
        services.add_building(house.site, by=by, at=NOW, name="A1号楼", group=built.group)
    with refused("code_taken"):
        services.add_unit(built.building, by=by, at=NOW, code="Ａ1－1－0302", area=Decimal(90))
    assert Unit.objects.count() == 2


def test_the_same_building_name_may_stand_in_two_groups(house):
    built = estate(house)
    other = services.add_group(house.site, by=house.system, at=NOW, code="B", name="巴黎春天")
    twin = services.add_building(house.site, by=house.system, at=NOW, name="A1栋", group=other)
    assert twin.code == built.building.code
    assert twin.pk != built.building.pk


def test_all_that_is_wrong_with_a_unit_is_told_at_once(house):
    built = estate(house)
    with pytest.raises(Refused) as caught:
        services.add_unit(
            built.building,
            by=house.system,
            at=NOW,
            code="",
            area=Decimal(-1),
            delivered_on=date(2010, 1, 2),
            fitout_on=date(2010, 1, 1),
        )
    assert [one.code for one in caught.value.refusals] == [
        "code_missing",
        "area_not_positive",
        "fitout_before_delivery",
    ]


def test_changing_a_unit_tells_what_was_and_what_is(house):
    built = estate(house)
    changed = services.change_unit(
        built.first,
        by=house.system,
        at=NOW,
        changes={"area": Decimal("130.50"), "floor": 3, "entrance": "2单元"},
    )
    assert (changed.area, changed.entrance) == (Decimal("130.50"), "2")
    entry = timeline(built.first.ref).last()
    assert entry.data["changes"] == {"area": ["126.88", "130.50"], "entrance": ["1", "2单元"]}
    assert [one.pk for one in queries.find_units(house.system, "2单元")] == [built.first.pk]


def test_changing_nothing_is_no_change(house):
    built = estate(house)
    services.change_unit(
        built.first, by=house.system, at=NOW, changes={"floor": 3, "area": Decimal("126.88")}
    )
    assert timeline(built.first.ref).count() == 1


def test_a_change_that_makes_the_dates_impossible_is_refused_and_nothing_stored(house):
    built = estate(house)
    with refused("moved_in_before_delivery"):
        services.change_unit(
            built.first,
            by=house.system,
            at=NOW,
            changes={"delivered_on": date(2010, 5, 1), "moved_in_on": date(2010, 4, 1), "note": "x"},
        )
    assert Unit.objects.get(pk=built.first.pk).note == ""


def test_renaming_a_group_keeps_its_code(house):
    built = estate(house)
    group = services.change_group(built.group, by=house.system, at=NOW, name=" 罗马  假日 ")
    assert (group.code, group.name) == ("A", "罗马 假日")
    services.change_group(group, by=house.system, at=NOW, name="罗马 假日")
    assert timeline(f"group:{group.pk}").count() == 2
    with refused("name_missing"):
        services.change_group(group, by=house.system, at=NOW, name=" ")


def test_without_the_capability_nothing_is_built(house):
    built = estate(house)
    guest = actor_with(house, "places.see")
    for attempt in (
        lambda: services.add_group(house.site, by=guest, at=NOW, code="Z", name="Z"),
        lambda: services.add_building(house.site, by=guest, at=NOW, name="Z"),
        lambda: services.add_unit(built.building, by=guest, at=NOW, code="Z", area=Decimal(1)),
        lambda: services.change_unit(built.first, by=guest, at=NOW, changes={"note": "x"}),
        lambda: services.change_group(built.group, by=guest, at=NOW, name="Z"),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_another_company_sees_no_word_of_it(house):
    built = estate(house)
    stranger = harbour()
    with company_scope(stranger.company.pk):
        for ask in (
            lambda: queries.get_unit(stranger.system, built.first.pk),
            lambda: queries.get_building(stranger.system, built.building.pk),
            lambda: queries.get_group(stranger.system, built.group.pk),
            lambda: queries.get_unit_by_code(stranger.system, house.site.pk, "A1-1-0302"),
            lambda: services.add_group(house.site, by=stranger.system, at=NOW, code="Z", name="Z"),
        ):
            with pytest.raises(NotFound):
                ask()
        assert queries.find_units(stranger.system, "0302") == []


def test_the_tree_counts_each_building_in_a_fixed_number_of_queries(house, django_assert_num_queries):
    built = estate(house)
    services.add_building(house.site, by=house.system, at=NOW, name="会所")
    services.change_unit(
        built.first,
        by=house.system,
        at=NOW,
        changes={"delivered_on": date(2010, 1, 1), "moved_in_on": date(2010, 2, 1)},
    )
    with django_assert_num_queries(3):
        tree = queries.estate(house.system, house.site.pk)
    assert [
        (str(branch.group), branch.units, branch.delivered, branch.fitted_out, branch.moved_in)
        for branch in tree
    ] == [
        ("A 罗马假日", 2, 1, 0, 1),
        ("None", 0, 0, 0, 0),
    ]
