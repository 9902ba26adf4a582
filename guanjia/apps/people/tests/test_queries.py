"""Who calls, who belongs to a unit, whom to ring."""

import pytest

from guanjia.apps.organisations import services as organisations
from guanjia.apps.people import queries, services
from guanjia.apps.people.tests.test_register import NOW, TODAY, somebody
from guanjia.apps.places import services as places
from guanjia.apps.places.tests.stage import FRONT_DESK, actor_with, estate
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


@pytest.fixture
def built(house):
    return estate(house)


def live(house, person, unit, relation="OWNER"):
    return services.move_in(person, unit, by=house.system, at=NOW, relation=relation)


@pytest.mark.parametrize(
    "typed",
    [
        "19900003544",
        "+86 199 0000 3544",
        "0086-199-0000-3544",
        "１９９００００３５４４",
        "019900003544",
        "8619900003544",
    ],
)
def test_a_caller_is_recognised_however_the_number_comes(house, built, typed):
    person = somebody(house)
    live(house, person, built.first)
    caller = queries.callers_by_phone(actor_with(house, *FRONT_DESK), house.site.pk, typed)[0]
    assert (caller.person_id, caller.name, caller.phone) == (person.pk, "孟静岩", "199****3544")
    assert [(unit.code, unit.relation, unit.group_code) for unit in caller.units] == [
        ("A1-1-0302", "OWNER", "A")
    ]


def test_a_landline_is_recognised_with_and_without_its_area_code(house, built):
    live(house, somebody(house, "固话", "028-87654321"), built.first)
    live(house, somebody(house, "本地", "87654322"), built.second)
    for typed, name in (("87654321", "固话"), ("02887654321", "固话"), ("028 8765 4322", "本地")):
        assert [one.name for one in queries.callers_by_phone(house.system, house.site.pk, typed)] == [name]


def test_several_people_may_share_a_telephone_and_those_with_a_unit_come_first(house, built):
    somebody(house, "没有房")
    live(house, somebody(house, "业主"), built.first)
    live(house, somebody(house, "家属"), built.first, "FAMILY")
    found = queries.callers_by_phone(house.system, house.site.pk, "19900003544")
    assert [one.name for one in found] == ["业主", "家属", "没有房"]


def test_somebody_who_moved_out_is_still_recognised_but_without_the_unit(house, built):
    residency = live(house, somebody(house), built.first)
    services.move_out(residency, by=house.system, at=NOW, until_on=TODAY, today=TODAY)
    assert [one.units for one in queries.callers_by_phone(house.system, house.site.pk, "19900003544")] == [()]


@pytest.mark.parametrize("typed", ["", "12", "3544", "0003544", "1990000354", "anonymous", "19900003545"])
def test_a_part_of_a_number_is_nobodys(house, built, typed):
    live(house, somebody(house), built.first)
    assert queries.callers_by_phone(house.system, house.site.pk, typed) == []


def test_recognising_takes_two_queries_however_many_units_somebody_has(
    house, built, django_assert_num_queries
):
    person = somebody(house)
    live(house, person, built.first)
    live(house, person, built.second)
    with django_assert_num_queries(2):
        caller = queries.callers_by_phone(house.system, house.site.pk, "19900003544")[0]
        assert [unit.code for unit in caller.units] == ["A1-1-0302", "A1-1-1302"]
    with django_assert_num_queries(1):
        assert queries.callers_by_phone(house.system, house.site.pk, "18800001111") == []


def test_people_of_another_site_are_not_shown_to_this_one(house, built):
    other = organisations.open_site(by=house.system, code="GD", name="广都")
    building = places.add_building(other, by=house.system, at=NOW, name="1栋")
    unit = places.add_unit(building, by=house.system, at=NOW, code="1-101", area=80)
    person = somebody(house)
    live(house, person, unit)
    desk = actor_with(house, *FRONT_DESK)
    assert queries.callers_by_phone(desk, house.site.pk, "19900003544") == []
    assert queries.find_people(desk, "孟静岩") == []
    assert queries.people_of_unit(desk, unit) == queries.former_people_of_unit(desk, unit) == []
    assert queries.units_of_person(desk, person) == []
    with pytest.raises(NotFound):
        queries.get_person(desk, person.pk)
    with pytest.raises(NotFound):
        queries.get_phone(desk, person.phones.get().pk)
    with pytest.raises(NotFound):
        queries.get_residency(desk, queries.units_of_person(house.system, person)[0].pk)
    assert not queries.may(desk, "people.see", person)


def test_without_the_right_to_see_people_nobody_is_there(house, built):
    live(house, somebody(house), built.first)
    blind: Actor = actor_with(house, "places.see")
    assert queries.callers_by_phone(blind, house.site.pk, "19900003544") == []
    assert queries.people_of_unit(blind, built.first) == []
    assert list(queries.list_people(blind)) == list(queries.list_people(blind, house.site.pk)) == []


def test_who_lives_in_a_unit_is_called_before_who_owns_it(house, built):
    for name, relation in (("应急", "EMERGENCY"), ("业主", "OWNER"), ("租户", "TENANT"), ("家属", "FAMILY")):
        live(house, somebody(house, name), built.first, relation)
    contacts = queries.unit_contacts(house.system, built.first)
    assert [(one.name, one.relation) for one in contacts] == [
        ("租户", "TENANT"),
        ("业主", "OWNER"),
        ("家属", "FAMILY"),
        ("应急", "EMERGENCY"),
    ]
    assert all(one.has_phone and one.phone == "199****3544" for one in contacts)


def test_people_are_found_by_name_and_by_telephone(house, built):
    person = somebody(house)
    live(house, person, built.first)
    for typed in ("静岩", "199 0000 3544", "1990000", "3544"):
        assert [one.pk for one in queries.find_people(house.system, typed)] == [person.pk], typed
    for typed in ("", "王", "354", "00003"):
        assert queries.find_people(house.system, typed) == [], typed
    assert queries.person_names([person.pk, None]) == {person.pk: "孟静岩"}
    assert queries.person_names([None]) == {}
