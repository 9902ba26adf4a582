"""Finding a unit by what somebody types, while the caller waits."""

from decimal import Decimal

import pytest

from guanjia.apps.places import queries, services
from guanjia.apps.places.tests.stage import actor_with, estate
from guanjia.kernel.refusals import NotFound
from tests.cast import at


@pytest.fixture
def built(house):
    built = estate(house)
    other = services.add_building(
        house.site, by=house.system, at=at("09:00"), name="B11栋", group=built.group
    )
    services.add_unit(
        other, by=house.system, at=at("09:00"), code="B11-2-0302", area=Decimal(80), entrance="2单元"
    )
    return built


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("A1-1-0302", ["A1-1-0302"]),
        ("ａ１－１－０３０２", ["A1-1-0302"]),
        ("1栋 0302", ["A1-1-0302", "B11-2-0302"]),
        ("A1栋0302", ["A1-1-0302"]),
        ("a1 302", ["A1-1-0302"]),
        ("1-302", ["A1-1-0302"]),
        ("1-1-0302", ["A1-1-0302"]),
        ("A110302", ["A1-1-0302"]),
        ("A1栋1单元302室", ["A1-1-0302"]),
        ("B11 二单元", ["B11-2-0302"]),
        ("0302", ["A1-1-0302", "B11-2-0302"]),
        ("1302", ["A1-1-1302"]),
        ("302", ["A1-1-0302", "B11-2-0302"]),
        ("9999", []),
        ("", []),
        ("%", []),
        ("|", []),
    ],
)
def test_a_unit_is_found_by_fragments_of_what_people_call_it(house, built, typed, codes):
    assert [unit.code for unit in queries.find_units(house.system, typed)] == codes


def test_whole_words_come_before_beginnings(house, built):
    services.add_unit(built.building, by=house.system, at=at("09:00"), code="A1-1-03021", area=Decimal(80))
    assert next(unit.code for unit in queries.find_units(house.system, "A1 0302")) == "A1-1-0302"


def test_one_query_finds_and_names_the_units(house, built, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.find_units(house.system, "0302", site_id=house.site.pk)
        assert [str(unit.group) + unit.building.name for unit in found]


def test_only_units_of_the_own_sites_are_found(house, built):
    here = actor_with(house, "places.see")
    assert queries.find_units(here, "0302")
    nowhere = actor_with(house, "places.see").__class__(
        kind=here.kind, company_id=here.company_id, name="nobody"
    )
    assert queries.find_units(nowhere, "0302") == []
    with pytest.raises(NotFound):
        queries.get_unit(nowhere, built.first.pk)


def test_a_unit_is_fetched_by_any_spelling_of_its_code(house, built):
    assert queries.get_unit_by_code(house.system, house.site.pk, " ａ1—1—0302 ").pk == built.first.pk


def test_the_group_of_a_spot_is_told_by_unit_or_place(house, built):
    lift = services.add_place(
        house.site,
        by=house.system,
        at=at("09:00"),
        kind="LIFT",
        code="L1",
        name="电梯",
        building=built.building,
    )
    pond = services.add_place(
        house.site, by=house.system, at=at("09:00"), kind="GARDEN", code="P", name="水池"
    )
    assert queries.group_code_of(unit_id=built.first.pk) == queries.group_code_of(place_id=lift.pk) == "A"
    assert queries.group_code_of(place_id=pond.pk) == queries.group_code_of() == ""
    assert queries.unit_codes([built.first.pk, None]) == {built.first.pk: "A1-1-0302"}
    assert queries.place_names([lift.pk]) == {lift.pk: "电梯"}
    assert [place.pk for place in queries.find_places(house.system, "水")] == [pond.pk]
    assert queries.find_places(house.system, " ") == []
