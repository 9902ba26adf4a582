"""Settling the owners a unit list names."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanjia.apps.people import queries, services
from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.people.terms import Household, Named, PersonKind
from guanjia.apps.people.tests.test_register import NOW, TODAY, somebody
from guanjia.apps.places import services as places
from guanjia.apps.places.tests.stage import actor_with, estate
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotPermitted


@pytest.fixture
def built(house):
    return estate(house)


def owner(name="孟静岩", id_number="511500196412020778", phones=("19900003544",)):
    return Named(name=name, id_number=id_number, phones=phones)


def settle(house, *households):
    return services.settle_owners(house.site.pk, households, by=house.system, at=NOW, today=TODAY)


def home(unit, *owners, since=None):
    return Household(unit_id=unit.pk, owners=owners, since=since)


def names(house, unit):
    return [one.person.name for one in queries.people_of_unit(house.system, unit)]


def test_a_new_owner_is_registered_with_telephone_and_unit(house, built):
    changed = settle(house, home(built.first, owner(), since=date(2009, 5, 6)))
    assert changed == {built.first.pk}
    residency = queries.people_of_unit(house.system, built.first)[0]
    assert (residency.relation, residency.from_on, residency.site_id) == (
        "OWNER",
        date(2009, 5, 6),
        house.site.pk,
    )
    assert [(phone.digits, phone.is_primary) for phone in residency.person.phones.all()] == [
        ("19900003544", True)
    ]
    events = list(
        JournalEntry.objects.filter(event__startswith="people.")
        .order_by("id")
        .values_list("event", flat=True)
    )
    assert events == ["people.registered", "people.moved_in"]


def test_the_same_again_changes_and_tells_nothing(house, built):
    household = home(built.first, owner(), owner("孟二", "", ("18800001111",)))
    settle(house, household)
    before = JournalEntry.objects.count()
    assert settle(house, household) == set()
    assert JournalEntry.objects.count() == before
    assert Person.objects.count() == Residency.objects.count() == Phone.objects.count() == 2


def test_somebody_with_two_units_is_one_person(house, built):
    settle(house, home(built.first, owner()), home(built.second, owner()))
    assert Person.objects.count() == 1
    assert Residency.objects.count() == 2
    settle(house, home(built.second, owner("张三", "", ("18800001111",))))
    settle(house, home(built.first, owner(), owner("张三", "", ("18800001111",))))
    assert Person.objects.filter(name="张三").count() == 1


def test_people_who_share_a_telephone_stay_apart(house, built):
    settle(house, home(built.first, owner("张三", "1" * 18)), home(built.second, owner("李四", "2" * 18)))
    assert Person.objects.count() == Phone.objects.count() == 2


def test_ownership_passes_on_when_a_list_names_somebody_else(house, built):
    settle(house, home(built.first, owner(), since=date(2009, 5, 6)))
    settle(house, home(built.first, owner("新业主", "", ("18800001111",))))
    assert names(house, built.first) == ["新业主"]
    former = queries.former_people_of_unit(house.system, built.first)[0]
    assert (former.person.name, former.until_on) == ("孟静岩", TODAY)
    assert JournalEntry.objects.filter(event="people.moved_out").count() == 1


def test_an_owner_the_list_does_not_mention_stays(house, built):
    settle(house, home(built.first, owner(), owner("孟二", "", ("18800001111",))))
    assert settle(house, home(built.first, owner())) == set()
    assert names(house, built.first) == ["孟静岩", "孟二"]


def test_tenants_and_family_are_none_of_the_lists_business(house, built):
    services.move_in(somebody(house, "租户"), built.first, by=house.system, at=NOW, relation="TENANT")
    settle(house, home(built.first, owner()))
    settle(house, home(built.first, owner("新业主", "", ())))
    assert names(house, built.first) == ["租户", "新业主"]


def test_a_corrected_name_number_or_telephone_is_taken_over(house, built):
    settle(house, home(built.first, owner()))
    assert settle(house, home(built.first, owner("孟静颜"))) == {built.first.pk}
    assert settle(house, home(built.first, owner("孟静颜", "511500196412020786"))) == {built.first.pk}
    assert settle(house, home(built.first, owner("孟静颜", "", ("18800001111", "19900003544")))) == {
        built.first.pk
    }
    person = Person.objects.get()
    assert (person.name, person.id_number) == ("孟静颜", "511500196412020786")
    phones = dict(person.phones.values_list("digits", "is_primary"))
    assert phones == {"19900003544": False, "18800001111": True}
    fields = JournalEntry.objects.filter(event="people.changed").order_by("id").values_list("data", flat=True)
    assert [data["fields"] for data in fields] == [["name"], ["id_number"], ["phones"]]


def test_a_second_telephone_does_not_push_the_first_aside(house, built):
    settle(house, home(built.first, owner()))
    settle(house, home(built.first, owner(phones=("19900003544", "18800001111"))))
    assert Phone.objects.get(is_primary=True).digits == "19900003544"


def test_a_business_is_registered_as_one(house, built):
    settle(house, home(built.first, Named(name="百货有限公司", kind=PersonKind.BUSINESS)))
    assert Person.objects.get().kind == "BUSINESS"


def test_an_erased_person_is_not_brought_back_to_life(house, built):
    settle(house, home(built.first, owner()))
    person = Person.objects.get()
    settle(house, home(built.first, owner("新业主", "", ("18800001111",))))
    services.erase(person, by=house.system, at=NOW, reason="asked")
    settle(house, home(built.second, owner()))
    assert Person.objects.filter(name="孟静岩").get().pk != person.pk


def test_the_number_of_queries_hardly_depends_on_the_number_of_households(house, built):
    counts = []
    for size in (5, 120):
        units = [
            places.add_unit(built.building, by=house.system, at=NOW, code=f"A{size}-{number}", area=50)
            for number in range(size)
        ]
        many = [
            home(unit, owner(f"业主{size}{number}", f"{size:03}{number:015}", (f"199{size:04}{number:04}",)))
            for number, unit in enumerate(units)
        ]
        with CaptureQueriesContext(connection) as made:
            settle(house, *many)
        counts.append(len(made))
    # SQLite takes 999 values in a statement, so a large insert comes in a few pieces; PostgreSQL in one.
    assert counts[1] <= counts[0] + (12 if connection.vendor == "sqlite" else 0)


def test_without_the_capability_nobody_is_settled(house, built):
    with pytest.raises(NotPermitted):
        services.settle_owners(
            house.site.pk,
            [home(built.first, owner())],
            by=actor_with(house, "people.see"),
            at=NOW,
            today=TODAY,
        )
    assert not Person.objects.exists()
