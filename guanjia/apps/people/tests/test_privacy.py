"""Revealing, exporting and erasing: always with a reason, always in the journal."""

import pytest

from guanjia.apps.people import queries, services
from guanjia.apps.people.models import Person
from guanjia.apps.people.tests.test_register import NOW, TODAY, somebody
from guanjia.apps.places.tests.stage import FRONT_DESK, actor_with, estate, refused
from guanjia.kernel.journal import timeline
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotPermitted


@pytest.fixture
def owner(house):
    built = estate(house)
    person = somebody(house, "孟静岩", "19900003544", "18800001111", id_number="511500196412020778")
    services.move_in(person, built.first, by=house.system, at=NOW, relation="OWNER")
    return person


def test_everything_is_masked_until_it_is_revealed(house, owner):
    built_unit = queries.units_of_person(house.system, owner)[0].unit
    caller = queries.callers_by_phone(house.system, house.site.pk, "19900003544")[0]
    contact = queries.unit_contacts(house.system, built_unit)[0]
    assert caller.phone == contact.phone == "199****3544"
    assert owner.masked_id_number == "5115**********0778"
    assert str(owner.phones.first()) == "199****3544"


def test_revealing_answers_the_value_once_and_keeps_who_looked_and_why(house, owner):
    desk = actor_with(house, *FRONT_DESK, name="林晓")
    assert services.reveal(owner, "PHONE", by=desk, at=NOW, reason=" 回访 ") == "19900003544、18800001111"
    assert services.reveal(owner, "ID_NUMBER", by=desk, at=NOW, reason="过户") == "511500196412020778"
    looks = timeline(owner.ref).filter(event="people.revealed")
    assert [(look.actor_name, look.data["field"], look.data["reason"], look.site_id) for look in looks] == [
        ("林晓", "PHONE", "回访", house.site.pk),
        ("林晓", "ID_NUMBER", "过户", house.site.pk),
    ]


def test_without_a_reason_or_the_right_nothing_is_shown_nor_told(house, owner):
    before = JournalEntry.objects.count()
    with refused("reason_missing"):
        services.reveal(owner, "PHONE", by=house.system, at=NOW, reason=" ")
    with refused("field_unknown"):
        services.reveal(owner, "note", by=house.system, at=NOW, reason="回访")
    with pytest.raises(NotPermitted):
        services.reveal(owner, "PHONE", by=actor_with(house, "people.see"), at=NOW, reason="回访")
    assert JournalEntry.objects.count() == before


def test_an_export_tells_how_many_and_why(house, owner):
    with refused("reason_missing"):
        services.export(house.site.pk, by=house.system, at=NOW, reason="")
    with pytest.raises(NotPermitted):
        services.export(house.site.pk, by=actor_with(house, *FRONT_DESK), at=NOW, reason="年检")
    rows = services.export(house.site.pk, by=house.system, at=NOW, reason="年检")
    assert [(row.unit_code, row.name, row.phones, row.id_number) for row in rows] == [
        ("A1-1-0302", "孟静岩", ("19900003544", "18800001111"), "511500196412020778")
    ]
    assert JournalEntry.objects.get(event="people.exported").data == {"count": 1, "reason": "年检"}


def test_somebody_who_still_belongs_to_a_unit_is_not_erased(house, owner):
    with refused("still_resident"):
        services.erase(owner, by=house.system, at=NOW, reason="asked")
    assert Person.objects.get(pk=owner.pk).name == "孟静岩"


def test_erasing_leaves_the_row_and_nothing_personal(house, owner):
    residency = queries.units_of_person(house.system, owner)[0]
    services.move_out(residency, by=house.system, at=NOW, until_on=TODAY, today=TODAY)
    with refused("reason_missing"):
        services.erase(owner, by=house.system, at=NOW, reason="")
    erased = services.erase(owner, by=house.system, at=NOW, reason="asked in writing")
    assert (erased.name, erased.id_number, erased.note, erased.gender) == ("—", "", "", "")
    assert not erased.phones.exists()
    assert queries.callers_by_phone(house.system, house.site.pk, "19900003544") == []
    assert list(queries.list_people(house.system)) == []
    for attempt in (
        lambda: services.erase(erased, by=house.system, at=NOW, reason="again"),
        lambda: services.change(erased, by=house.system, at=NOW, changes={"name": "back"}),
        lambda: services.add_phone(erased, by=house.system, at=NOW, number="18800001111"),
    ):
        with pytest.raises(Exception, match=r".") as caught:
            attempt()
        assert caught.value.code in {"erased_already", "person_erased"}


def test_only_those_who_may_erase_do(house, owner):
    with pytest.raises(NotPermitted):
        services.erase(owner, by=actor_with(house, *FRONT_DESK), at=NOW, reason="asked")
