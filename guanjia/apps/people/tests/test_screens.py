"""The screens about people, through HTTP: what is masked stays masked."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from guanjia.apps.people import services
from guanjia.apps.people.models import Person, Residency
from guanjia.apps.people.palette import find
from guanjia.apps.people.terms import Relation
from guanjia.apps.people.tests.test_register import NOW, somebody
from guanjia.apps.places.tests.stage import estate, give, signed_in
from guanjia.kernel.idempotency import SavedAnswer
from guanjia.kernel.models import JournalEntry
from tests.cast import harbour

ALL = ("places.see", "people.see", "people.register", "people.reveal", "people.export", "people.erase")
WHOLE = ("19900003544", "511500196412020778")


@pytest.fixture
def built(house):
    give(house, "cs_manager", *ALL)
    give(house, "front_desk", "places.see", "people.see", "people.register", "people.reveal")
    give(house, "guard", "places.see", "people.see")
    return estate(house)


@pytest.fixture
def owner(house, built):
    person = somebody(house, id_number=WHOLE[1], note="常住")
    services.move_in(person, built.first, by=house.system, at=NOW, relation=Relation.OWNER)
    return person


@pytest.fixture
def boss(house, built):
    return signed_in(house, "zhou")


def text(answer):
    return answer.content.decode()


def test_every_page_masks_telephones_and_identity_numbers(house, boss, built, owner):
    pages = [
        boss.get(reverse("people:list")),
        boss.get(reverse("people:list"), {"q": "静岩"}),
        boss.get(owner.get_absolute_url()),
        boss.get(reverse("people:change", args=[owner.pk])),
        boss.get(built.first.get_absolute_url()),
        boss.get(reverse("people:lookup"), {"q": "静岩"}),
        boss.get(reverse("people:reveal", args=[owner.pk, "PHONE"])),
    ]
    for shown in pages:
        assert shown.status_code == 200
        assert not any(secret in text(shown) for secret in WHOLE)
    assert "199****3544" in text(pages[0])
    assert "5115**********0778" in text(pages[2])
    assert "孟静岩" in text(pages[4])


def test_the_workbook_of_the_list_is_masked_too(boss, owner):
    book = openpyxl.load_workbook(BytesIO(boss.get(reverse("people:list"), {"format": "xlsx"}).content))
    name, phone, units, *_rest = [cell.value for cell in book.active[2]]
    assert (name, phone) == ("孟静岩", "199****3544")
    assert units.startswith("A1-1-0302 (")


def test_the_list_finds_people_by_telephone_and_filters(boss, house, owner):
    somebody(house, "百货有限公司", "18800001111", kind="BUSINESS")
    address = reverse("people:list")
    assert text(boss.get(address, {"q": "１９９ ００００ ３５４４"})).count('data-test="row"') == 1
    assert text(boss.get(address, {"relation": "OWNER"})).count('data-test="row"') == 1
    assert text(boss.get(address, {"relation": "TENANT"})).count('data-test="row"') == 0


def test_the_list_asks_the_same_number_of_questions_for_many_people(
    boss, house, built, django_assert_max_num_queries
):
    for number in range(30):
        person = somebody(house, f"业主{number}", f"188{number:08}")
        services.move_in(person, built.second, by=house.system, at=NOW, relation=Relation.FAMILY)
    with django_assert_max_num_queries(20):
        boss.get(reverse("people:list"))


def test_a_number_is_shown_once_for_a_reason_and_kept_nowhere(house, owner):
    desk = signed_in(house, "lin")
    address = reverse("people:reveal", args=[owner.pk, "PHONE"])
    assert desk.post(address, {"reason": ""}).status_code == 422
    answer = desk.post(address, {"reason": "回访", "form_key": "a-key-of-the-form-1"})
    assert WHOLE[0] in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    told = JournalEntry.objects.get(event="people.revealed")
    assert (told.actor_name, told.data["reason"]) == ("林晓", "回访")
    assert not SavedAnswer.objects.exists()
    assert WHOLE[0] not in text(desk.get(owner.get_absolute_url()))


def test_a_guard_sees_names_but_reveals_changes_and_exports_nothing(house, owner):
    guard = signed_in(house, "bao")
    shown = text(guard.get(owner.get_absolute_url()))
    assert "孟静岩" in shown
    for name, args in (
        ("people:reveal", [owner.pk, "PHONE"]),
        ("people:change", [owner.pk]),
        ("people:add_phone", [owner.pk]),
        ("people:move_in", [owner.pk]),
        ("people:erase", [owner.pk]),
        ("people:export", []),
        ("people:register", []),
    ):
        address = reverse(name, args=args)
        assert address not in shown
        assert guard.get(address).status_code == guard.post(address, {"reason": "x"}).status_code == 403


def test_somebody_is_registered_with_telephone_and_unit_in_one_go(boss, built):
    form = boss.get(reverse("people:register"), {"unit": built.second.pk})
    assert "A1-1-1302" in text(form)
    sent = {
        "name": "张三",
        "kind": "PERSON",
        "phone": "+86 188-0000-1111",
        "unit": built.second.pk,
        "relation": "TENANT",
    }
    answer = boss.post(reverse("people:register"), sent)
    person = Person.objects.get(name="张三")
    assert answer.headers["Location"] == person.get_absolute_url()
    assert person.phones.get().digits == "18800001111"
    assert Residency.objects.get(person=person).relation == "TENANT"


def test_a_refused_registration_keeps_what_was_typed_and_stores_nothing(boss, built):
    sent = {"name": "张三", "kind": "PERSON", "phone": "12345", "relation": "OWNER"}
    answer = boss.post(reverse("people:register"), sent)
    assert answer.status_code == 422
    assert 'value="张三"' in text(answer)
    assert not Person.objects.exists()


def test_changing_a_person_leaves_a_masked_identity_number_alone(boss, owner):
    address = reverse("people:change", args=[owner.pk])
    sent = {"name": "孟静颜", "kind": "PERSON", "id_number": owner.masked_id_number, "note": ""}
    assert boss.post(address, sent).status_code == 302
    changed = Person.objects.get(pk=owner.pk)
    assert (changed.name, changed.id_number, changed.note) == ("孟静颜", WHOLE[1], "")
    boss.post(address, {**sent, "id_number": "511500196412020786"})
    assert Person.objects.get(pk=owner.pk).id_number == "511500196412020786"


def test_telephones_and_units_come_and_go_in_the_browser(boss, built, owner):
    phones = reverse("people:add_phone", args=[owner.pk])
    assert boss.get(phones).status_code == 200
    boss.post(phones, {"number": "18800001111", "label": "太太"})
    assert owner.phones.count() == 2
    gone = reverse("people:remove_phone", args=[owner.phones.get(is_primary=True).pk])
    assert boss.get(gone).status_code == 200
    boss.post(gone)
    assert owner.phones.get().digits == "18800001111"
    assert boss.get(reverse("people:move_in", args=[owner.pk])).status_code == 200
    boss.post(reverse("people:move_in", args=[owner.pk]), {"unit": built.second.pk, "relation": "TENANT"})
    residency = Residency.objects.get(unit_id=built.second.pk)
    leaving = reverse("people:move_out", args=[residency.pk])
    assert boss.get(leaving).status_code == 200
    assert boss.post(leaving, {"until_on": "2020-01-01"}).status_code == 302
    shown = text(boss.get(owner.get_absolute_url()))
    assert shown.count("A1-1-1302") == 1


def test_an_export_with_whole_numbers_wants_a_reason_and_is_kept_nowhere(boss, owner):
    address = reverse("people:export")
    assert boss.get(address).status_code == 200
    assert boss.post(address, {"reason": ""}).status_code == 422
    answer = boss.post(address, {"reason": "年检", "form_key": "a-key-of-the-form-1"})
    book = openpyxl.load_workbook(BytesIO(answer.content))
    unit, _relation, *person = [cell.value for cell in book.active[2]]
    assert (unit, person) == ("A1-1-0302", ["孟静岩", *WHOLE])
    assert JournalEntry.objects.get(event="people.exported").data["reason"] == "年检"
    assert not SavedAnswer.objects.exists()


def test_erasing_is_refused_while_somebody_lives_here_and_final_afterwards(house, boss, owner):
    address = reverse("people:erase", args=[owner.pk])
    assert boss.get(address).status_code == 200
    assert boss.post(address, {"reason": "asked"}).status_code == 422
    boss.post(reverse("people:move_out", args=[Residency.objects.get().pk]), {"until_on": "2026-01-01"})
    assert boss.post(address, {"reason": "asked"}).status_code == 302
    assert "孟静岩" not in text(boss.get(owner.get_absolute_url()))


def test_anothers_person_is_the_same_404_as_none(house, owner):
    stranger = harbour()
    give(stranger, "cs_manager", *ALL)
    client = signed_in(stranger, "dov")
    for name, more in (
        ("people:person", []),
        ("people:change", []),
        ("people:erase", []),
        ("people:reveal", ["PHONE"]),
    ):
        theirs = client.get(reverse(name, args=[owner.pk, *more]))
        none = client.get(reverse(name, args=[10**9, *more]))
        assert theirs.status_code == none.status_code == 404
    assert client.get(reverse("people:reveal", args=[owner.pk, "NAME"])).status_code == 404
    assert client.get(reverse("people:lookup"), {"q": "静岩"}).json()["results"] == []


def test_the_palette_finds_people_with_masked_numbers(rf, house, owner):
    request = rf.get("/")
    request.actor = house.system
    hit = next(iter(find(request, "静岩")))
    assert str(hit.title) == "孟静岩"
    assert "199****3544" in str(hit.detail)
