"""Settling the owners a unit list names: thousands at once, in a number of queries that does not depend on how many.

It recognises people (``rules.recognise``), registers who is new, adds telephones, and passes ownership on: when a list names
an owner the unit does not have, the former owners' residency ends; owners the list does not mention stay as long as
everybody it names is known. Settling the same again changes nothing and records nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from guanjia.apps.people import rules
from guanjia.apps.people.events import Changed, MovedIn, MovedOut, Registered
from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.people.numbers import tail
from guanjia.apps.people.terms import Can, Household, Named, Relation, person_ref
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.journal import Fact, record_many
from guanjia.kernel.permissions import permit_at


def settle_owners(
    site_id: int, households: Sequence[Household], *, by: Actor, at: datetime, today: date
) -> set[int]:
    """Make the owners of units what a list says; answers the ids of the units where anything changed.

    ``today`` is the site's day of ``at``: the day a former owner's residency ends. The caller holds the site's estate
    (``places.services.one_writer``), so that two lists do not register the same person twice.
    """
    with transaction.atomic():
        permit_at(by, Can.REGISTER, site_id)
        work = _Work(company_id=by.company_id, site_id=site_id, today=today)
        _load(work, households)
        for household in households:
            _settle(work, household)
        _write(work)
        record_many(Fact(event, by, at) for event in _told(work))
    return work.changed_units


@dataclass
class _Someone:
    """A person of the work: stored or about to be, with the telephones they have and get."""

    person: Person
    phones: dict[str, Phone] = field(default_factory=dict)
    is_new: bool = False
    changed: set[str] = field(default_factory=set)

    def known(self, key: int) -> rules.Known:
        return rules.Known(key, self.person.name, self.person.id_number, frozenset(self.phones))


@dataclass
class _Work:
    """What one call has found and decided so far. ``someones`` are addressed by their place in the list."""

    company_id: int
    site_id: int
    today: date
    someones: list[_Someone] = field(default_factory=list)
    by_person_id: dict[int, int] = field(default_factory=dict)
    by_id_number: dict[str, list[int]] = field(default_factory=dict)
    by_digits: dict[str, list[int]] = field(default_factory=dict)
    owned: dict[int, list[tuple[Residency, int]]] = field(default_factory=dict)
    new_phones: list[Phone] = field(default_factory=list)
    demoted: list[Phone] = field(default_factory=list)
    arrivals: list[Residency] = field(default_factory=list)
    departures: list[Residency] = field(default_factory=list)
    changed_units: set[int] = field(default_factory=set)

    def know(self, person: Person, *, is_new: bool = False) -> int:
        key = len(self.someones) if is_new else self.by_person_id.get(person.pk, len(self.someones))
        if key == len(self.someones):
            self.someones.append(_Someone(person, is_new=is_new))
            if not is_new:
                self.by_person_id[person.pk] = key
            if person.id_number:
                self.by_id_number.setdefault(person.id_number, []).append(key)
        return key

    def note_phone(self, key: int, phone: Phone) -> None:
        self.someones[key].phones[phone.digits] = phone
        self.by_digits.setdefault(phone.digits, []).append(key)

    def candidates(self, named: Named) -> Iterator[rules.Known]:
        keys = [*self.by_id_number.get(named.id_number, ())] if named.id_number else []
        keys += [key for digits in named.phones for key in self.by_digits.get(digits, ())]
        return (self.someones[key].known(key) for key in dict.fromkeys(keys))


def _load(work: _Work, households: Sequence[Household]) -> None:
    """Read who owns these units now, and who in the company has these numbers, in four queries."""
    named = [one for household in households for one in household.owners]
    owners = Residency.objects.filter(
        unit_id__in=[household.unit_id for household in households], relation=Relation.OWNER, until_on=None
    ).select_related("person")
    for residency in owners.order_by("id"):
        work.owned.setdefault(residency.unit_id, []).append((residency, work.know(residency.person)))
    people = Person.objects.filter(company_id=work.company_id, erased_at=None)
    for person in people.filter(id_number__in={one.id_number for one in named if one.id_number}):
        work.know(person)
    digits = {phone for one in named for phone in one.phones}
    shared = Phone.objects.filter(company_id=work.company_id, tail__in={tail(one) for one in digits})
    for phone in shared.select_related("person").order_by("id"):
        if phone.digits in digits:
            work.know(phone.person)
    for phone in Phone.objects.filter(person_id__in=list(work.by_person_id)).order_by("id"):
        work.note_phone(work.by_person_id[phone.person_id], phone)


def _settle(work: _Work, household: Household) -> None:
    present = work.owned.get(household.unit_id, [])
    here = [work.someones[key].known(key) for _residency, key in present]
    keys = []
    for named in household.owners:
        key = rules.recognise(named, here, work.candidates(named))
        if key is None:
            person = Person(
                company_id=work.company_id, name=named.name, kind=named.kind, id_number=named.id_number
            )
            key = work.know(person, is_new=True)
        _bring_up_to_date(work, work.someones[key], key, named, household.unit_id)
        keys.append(key)
    arriving = [key for key in dict.fromkeys(keys) if key not in {key for _residency, key in present}]
    if not arriving:
        return
    work.changed_units.add(household.unit_id)
    for residency, key in present:
        if key not in keys:
            residency.until_on = max(work.today, residency.from_on or work.today)
            work.departures.append(residency)
    for key in arriving:
        work.arrivals.append(
            Residency(
                company_id=work.company_id,
                site_id=work.site_id,
                person=work.someones[key].person,
                unit_id=household.unit_id,
                relation=Relation.OWNER,
                from_on=household.since,
            )
        )


def _bring_up_to_date(work: _Work, someone: _Someone, key: int, named: Named, unit_id: int) -> None:
    """Take over a corrected name or identity number, and telephones not known yet; a new first one becomes primary."""
    person = someone.person
    if named.id_number and person.id_number != named.id_number:
        person.id_number = named.id_number
        someone.changed.add("id_number")
        work.by_id_number.setdefault(named.id_number, []).append(key)
    if person.name != named.name:
        person.name = named.name
        someone.changed.add("name")
    for position, digits in enumerate(named.phones):
        if digits in someone.phones:
            continue
        leads = position == 0 or not someone.phones
        if leads:
            for phone in someone.phones.values():
                if phone.is_primary:
                    phone.is_primary = False
                    work.demoted.append(phone)
        phone = Phone(
            company_id=work.company_id, person=person, digits=digits, tail=tail(digits), is_primary=leads
        )
        work.new_phones.append(phone)
        work.note_phone(key, phone)
        someone.changed.add("phones")
    if someone.changed:
        work.changed_units.add(unit_id)


def _write(work: _Work) -> None:
    Person.objects.bulk_create(someone.person for someone in work.someones if someone.is_new)
    corrected = [
        someone.person
        for someone in work.someones
        if not someone.is_new and someone.changed & {"name", "id_number"}
    ]
    if corrected:
        Person.objects.bulk_update(corrected, ["name", "id_number"], batch_size=200)
    stored = [phone.pk for phone in work.demoted if phone.pk]
    if stored:
        Phone.objects.filter(pk__in=stored).update(is_primary=False)
    Phone.objects.bulk_create(work.new_phones)
    if work.departures:
        Residency.objects.bulk_update(work.departures, ["until_on"], batch_size=200)
    Residency.objects.bulk_create(work.arrivals)


def _told(work: _Work) -> Iterator[Event]:
    moved = {one.unit_id for one in (*work.arrivals, *work.departures)}
    codes = places.unit_codes(moved)
    for someone in work.someones:
        person = someone.person
        if someone.is_new:
            yield Registered(site_id=work.site_id, ref=person.ref, person_id=person.pk, kind=str(person.kind))
        elif someone.changed:
            fields = tuple(sorted(someone.changed))
            yield Changed(site_id=work.site_id, ref=person.ref, person_id=person.pk, fields=fields)
    for one in work.departures:
        yield MovedOut(
            site_id=work.site_id,
            ref=person_ref(one.person_id),
            thread=f"unit:{one.unit_id}",
            person_id=one.person_id,
            unit_id=one.unit_id,
            unit_code=codes[one.unit_id],
            relation=one.relation,
            until_on=one.until_on or work.today,
        )
    for one in work.arrivals:
        yield MovedIn(
            site_id=work.site_id,
            ref=person_ref(one.person_id),
            thread=f"unit:{one.unit_id}",
            person_id=one.person_id,
            unit_id=one.unit_id,
            unit_code=codes[one.unit_id],
            relation=str(one.relation),
            from_on=one.from_on,
        )
