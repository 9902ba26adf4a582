"""The screens of the estate, through HTTP."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from guanjia.apps.places import queries, services
from guanjia.apps.places.models import Building, Group, Place, Unit
from guanjia.apps.places.palette import find
from guanjia.apps.places.tests.stage import estate, give, signed_in
from tests.cast import at, harbour

ALL = ("places.see", "places.manage", "places.print_qr")


@pytest.fixture
def built(house):
    give(house, "cs_manager", *ALL)
    give(house, "guard", "places.see")
    return estate(house)


@pytest.fixture
def boss(house, built):
    return signed_in(house, "zhou")


@pytest.fixture
def guard(house, built):
    return signed_in(house, "bao")


def text(answer):
    return answer.content.decode()


def test_the_tree_shows_groups_buildings_and_how_far_they_are(boss, built):
    shown = text(boss.get(reverse("places:estate")))
    assert "罗马假日" in shown
    assert "A1栋" in shown
    assert reverse("places:add_group") in shown


def test_an_empty_estate_says_what_to_do_next(house):
    give(house, "guard", "places.see")
    assert "empty-state" in text(signed_in(house, "bao").get(reverse("places:estate")))


def test_buttons_are_only_for_those_who_may(guard, built):
    shown = text(guard.get(reverse("places:estate"))) + text(guard.get(built.first.get_absolute_url()))
    for name in ("places:add_group", "places:add_building"):
        assert reverse(name) not in shown
    assert reverse("places:change_unit", args=[built.first.pk]) not in shown
    assert guard.get(reverse("places:add_unit")).status_code == 403
    assert guard.post(reverse("places:add_group"), {"code": "Z", "name": "Z"}).status_code == 403
    assert guard.get(reverse("places:labels")).status_code == 403


def test_the_list_of_units_filters_searches_sums_and_exports(boss, house, built):
    address = reverse("places:units")
    services.change_unit(
        built.first, by=house.system, at=at("09:00"), changes={"delivered_on": at("09:00").date()}
    )
    assert text(boss.get(address)).count('data-test="row"') == 2
    assert text(boss.get(address, {"q": "１栋 ０３０２"})).count('data-test="row"') == 1
    assert text(boss.get(address, {"stage": "DELIVERED"})).count('data-test="row"') == 1
    assert text(boss.get(address, {"stage": "MOVED_IN"})).count('data-test="row"') == 0
    assert (
        text(
            boss.get(address, {"group": built.group.pk, "building": built.building.pk, "sort": "-code"})
        ).count('data-test="row"')
        == 2
    )
    assert "253.76" in text(boss.get(address))
    book = openpyxl.load_workbook(BytesIO(boss.get(address, {"format": "xlsx"}).content))
    assert [cell.value for cell in book.active["A"]][1:] == ["A1-1-0302", "A1-1-1302"]
    assert book.active["E2"].value == 126.88


def test_the_list_asks_the_same_number_of_questions_for_many_units(
    boss, house, built, django_assert_max_num_queries
):
    for number in range(30):
        services.add_unit(
            built.building, by=house.system, at=at("09:00"), code=f"A1-2-{number:04}", area=Decimal(9)
        )
    with django_assert_max_num_queries(20):
        boss.get(reverse("places:units"))


def test_the_page_of_a_unit_shows_facts_and_story(boss, built):
    shown = text(boss.get(built.first.get_absolute_url()))
    assert "126.88" in shown
    assert "timeline-item" in shown


def test_groups_buildings_and_units_are_added_in_the_browser(boss, built):
    assert boss.post(reverse("places:add_group"), {"code": "b", "name": "巴黎春天"}).status_code == 302
    group = Group.objects.get(code="B")
    assert boss.post(reverse("places:add_building"), {"name": "2号楼", "group": group.pk}).status_code == 302
    building = Building.objects.get(code="2")
    sent = {
        "building": building.pk,
        "code": "2-1-0101",
        "area": "９０.５",
        "floor": "1",
        "delivered_on": "2010-05-01",
    }
    answer = boss.post(reverse("places:add_unit"), sent)
    unit = Unit.objects.get(code="2-1-0101")
    assert answer.headers["Location"] == unit.get_absolute_url()
    assert (unit.area, unit.group, unit.floor) == (Decimal("90.50"), group, 1)
    assert boss.post(reverse("places:change_group", args=[group.pk]), {"name": "春天"}).status_code == 302
    assert Group.objects.get(pk=group.pk).name == "春天"


def test_a_refused_form_comes_back_with_the_sentence_and_what_was_typed(boss, built):
    answer = boss.post(
        reverse("places:add_unit"), {"building": built.building.pk, "code": "A1-1-0302", "area": "77"}
    )
    assert answer.status_code == 422
    assert 'data-test="error-code"' in text(answer)
    assert 'value="77"' in text(answer)
    for name in ("places:add_unit", "places:add_group", "places:add_building", "places:add_place"):
        assert boss.get(reverse(name)).status_code == 200


def test_a_unit_is_changed_in_the_browser(boss, built):
    address = reverse("places:change_unit", args=[built.first.pk])
    assert 'value="126.88"' in text(boss.get(address))
    boss.post(address, {"area": "99", "entrance": "1", "floor": "3", "layout": "", "note": "角房"})
    changed = Unit.objects.get(pk=built.first.pk)
    assert (changed.area, changed.note) == (Decimal(99), "角房")


def test_units_are_looked_up_while_typing(boss, built):
    found = boss.get(reverse("places:lookup"), {"q": "A1 302"}).json()["results"]
    assert [one["text"] for one in found] == ["A1-1-0302 · A1栋"]


def test_a_place_lives_from_adding_to_retiring(boss, built):
    sent = {"kind": "LIFT", "code": "L1", "name": "A1栋电梯", "building": built.building.pk}
    assert boss.post(reverse("places:add_place"), sent).status_code == 302
    place = Place.objects.get(code="L1")
    shown = text(boss.get(place.get_absolute_url()))
    assert "<svg" in shown
    assert "A1栋电梯" in text(boss.get(reverse("places:places")))
    assert boss.get(reverse("places:change_place", args=[place.pk])).status_code == 200
    boss.post(reverse("places:change_place", args=[place.pk]), {"kind": "DOOR", "name": "大门"})
    token = Place.objects.get(pk=place.pk).qr_token
    boss.post(reverse("places:renew_qr", args=[place.pk]), {"reason": "scratched"})
    changed = Place.objects.get(pk=place.pk)
    assert (changed.name, changed.kind) == ("大门", "DOOR")
    assert changed.qr_token != token
    assert boss.post(reverse("places:retire_place", args=[place.pk]), {"reason": ""}).status_code == 422
    assert boss.post(reverse("places:retire_place", args=[place.pk]), {"reason": "gone"}).status_code == 302
    assert reverse("places:renew_qr", args=[place.pk]) not in text(boss.get(place.get_absolute_url()))


def test_labels_are_printed_for_the_chosen_places_a_building_or_all(boss, house, built):
    lift = services.add_place(
        house.site, by=house.system, at=at("09:00"), kind="LIFT", code="L1", name="电梯"
    )
    services.add_place(house.site, by=house.system, at=at("09:00"), kind="GATE", code="G1", name="南门")
    address = reverse("places:labels")
    assert text(boss.get(address)).count('data-test="label"') == 2
    assert text(boss.get(address, {"chosen": [lift.pk]})).count('data-test="label"') == 1
    doors = reverse("places:unit_doors", args=[built.building.pk])
    assert boss.get(doors).status_code == 200
    answer = boss.post(doors, follow=True)
    assert text(answer).count('data-test="label"') == 2
    assert "A1-1-0302" in text(answer)
    assert text(boss.get(reverse("places:places"), {"kind": "UNIT_DOOR"})).count('data-test="row"') == 2
    assert text(boss.get(address, {"building": "0"})).count('data-test="label"') == 0


def test_a_guard_sees_a_place_but_not_its_secret(guard, house, built):
    lift = services.add_place(
        house.site, by=house.system, at=at("09:00"), kind="LIFT", code="L1", name="电梯"
    )
    shown = text(guard.get(lift.get_absolute_url()))
    assert "电梯" in shown
    assert "qr-sheet" not in shown
    assert lift.qr_token not in shown


def test_anothers_unit_is_the_same_404_as_none(boss, built):
    stranger = harbour()
    give(stranger, "cs_manager", *ALL)
    client = signed_in(stranger, "dov")
    for name, key in (
        ("places:unit", built.first.pk),
        ("places:change_unit", built.first.pk),
        ("places:unit_doors", built.building.pk),
    ):
        theirs, none = client.get(reverse(name, args=[key])), client.get(reverse(name, args=[10**9]))
        assert theirs.status_code == none.status_code == 404
    assert "A1-1-0302" not in text(client.get(reverse("places:units")))
    assert client.get(reverse("places:lookup"), {"q": "0302"}).json()["results"] == []


def test_the_palette_finds_units_and_places(rf, house, built):
    services.add_place(house.site, by=house.system, at=at("09:00"), kind="LIFT", code="L1", name="0302旁电梯")
    request = rf.get("/")
    request.actor = house.system
    assert [str(hit.title) for hit in find(request, "0302")] == ["A1-1-0302", "0302旁电梯"]
    assert queries.find_units(house.system, "nothing like it") == []
