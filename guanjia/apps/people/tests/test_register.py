"""Registering people, changing them, moving them in and out."""

from datetime import date

import pytest

from guanjia.apps.people import queries, services
from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.people.terms import Relation
from guanjia.apps.places.tests.stage import FRONT_DESK, actor_with, estate, refused
from guanjia.kernel.journal import thread, timeline
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

NOW, TODAY = at("09:00"), date(2026, 3, 2)


def somebody(house, name="孟静岩", *phones, **more):
    return services.register(
        by=house.system, at=NOW, site_id=house.site.pk, name=name, phones=phones or ("19900003544",), **more
    )


def test_the_first_telephone_is_the_primary_one_and_spelling_does_not_matter(house):
    person = somebody(
        house,
        " 孟  静岩 ",
        "199 0000-3544",
        "+86 19900003544",
        "028-8765 4321",
        id_number="51150019641202077x",
    )
    assert (person.name, person.id_number) == ("孟 静岩", "51150019641202077X")
    assert list(person.phones.order_by("id").values_list("digits", "is_primary")) == [
        ("19900003544", True),
        ("02887654321", False),
    ]


def test_nobody_is_registered_by_halves(house):
    with refused("phone_malformed"):
        somebody(house, "孟静岩", "12345")
    with refused("name_missing"):
        somebody(house, "  ")
    assert not Person.objects.exists()
    assert not Phone.objects.exists()


def test_the_journal_never_carries_a_name_or_a_number(house):
    built = estate(house)
    person = somebody(house, id_number="511500196412020778")
    services.move_in(person, built.first, by=house.system, at=NOW, relation="OWNER")
    services.change(
        person, by=house.system, at=NOW, changes={"name": "孟静", "id_number": "511500196412020779"}
    )
    services.reveal(person, "PHONE", by=house.system, at=NOW, reason="回访")
    told = " ".join(str(entry.data) for entry in JournalEntry.objects.all())
    for secret in ("孟静", "19900003544", "51150019641202077"):
        assert secret not in told
    assert timeline(person.ref).filter(event="people.changed").get().data["fields"] == ["id_number", "name"]


def test_changing_nothing_is_no_change(house):
    person = somebody(house)
    services.change(person, by=house.system, at=NOW, changes={"name": "孟静岩", "company_id": 99})
    assert timeline(person.ref).count() == 1


def test_a_second_telephone_may_become_the_first_to_call(house):
    person = somebody(house)
    services.add_phone(
        person, by=house.system, at=NOW, number="１８８００００１１１１", label="先生", is_primary=True
    )
    assert person.phones.get(is_primary=True).digits == "18800001111"
    with refused("phone_known"):
        services.add_phone(person, by=house.system, at=NOW, number="188-0000-1111")


def test_taking_the_primary_telephone_away_leaves_another_in_its_place(house):
    person = somebody(house, "孟静岩", "19900003544", "18800001111")
    services.remove_phone(person.phones.get(is_primary=True), by=house.system, at=NOW)
    assert person.phones.get().is_primary
    gone = Phone(pk=10**9, person=person)
    with pytest.raises(NotFound):
        services.remove_phone(gone, by=house.system, at=NOW)


def test_moving_in_and_out_is_told_on_the_person_and_on_the_unit(house):
    built = estate(house)
    person = somebody(house)
    residency = services.move_in(
        person, built.first, by=house.system, at=NOW, relation=Relation.TENANT, from_on=date(2025, 1, 1)
    )
    with refused("here_already"):
        services.move_in(person, built.first, by=house.system, at=NOW, relation=Relation.TENANT)
    services.move_in(person, built.first, by=house.system, at=NOW, relation=Relation.EMERGENCY)
    services.move_out(residency, by=house.system, at=NOW, until_on=TODAY, today=TODAY)
    assert [one.relation for one in queries.people_of_unit(house.system, built.first)] == ["EMERGENCY"]
    assert [one.person_id for one in queries.former_people_of_unit(house.system, built.first)] == [person.pk]
    events = [entry.event for entry in thread(built.first.ref)]
    assert events.count("people.moved_in") == 2
    assert events[-1] == "people.moved_out"


def test_a_residency_ends_once(house):
    built = estate(house)
    residency = services.move_in(somebody(house), built.first, by=house.system, at=NOW, relation="OWNER")
    services.move_out(residency, by=house.system, at=NOW, until_on=TODAY, today=TODAY)
    with refused("moved_out_already"):
        services.move_out(residency, by=house.system, at=NOW, until_on=TODAY, today=TODAY)


def test_the_capability_must_be_held_where_the_person_has_a_unit(house):
    built = estate(house)
    person = somebody(house)
    desk = actor_with(house, *FRONT_DESK)
    services.move_in(person, built.first, by=desk, at=NOW, relation="OWNER")
    services.change(person, by=desk, at=NOW, changes={"note": "常住"})
    guard = actor_with(house, "people.see")
    for attempt in (
        lambda: services.change(person, by=guard, at=NOW, changes={"note": "x"}),
        lambda: services.add_phone(person, by=guard, at=NOW, number="18800001111"),
        lambda: services.remove_phone(person.phones.get(), by=guard, at=NOW),
        lambda: services.move_in(person, built.second, by=guard, at=NOW, relation="OWNER"),
        lambda: services.move_out(Residency.objects.get(), by=guard, at=NOW, until_on=TODAY, today=TODAY),
        lambda: services.register(by=guard, at=NOW, site_id=house.site.pk, name="x"),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_another_company_does_not_even_learn_that_somebody_exists(house):
    person = somebody(house)
    stranger = harbour()
    with company_scope(stranger.company.pk):
        for attempt in (
            lambda: queries.get_person(stranger.system, person.pk),
            lambda: services.change(person, by=stranger.system, at=NOW, changes={"note": "x"}),
            lambda: services.reveal(person, "PHONE", by=stranger.system, at=NOW, reason="curious"),
        ):
            with pytest.raises(NotFound):
                attempt()
        assert queries.callers_by_phone(stranger.system, house.site.pk, "19900003544") == []
