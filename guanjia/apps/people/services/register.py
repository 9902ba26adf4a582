"""Registering people, changing them, moving them in and out."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from guanjia.apps.people import rules
from guanjia.apps.people.events import Changed, MovedIn, MovedOut, Registered
from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.people.numbers import normal_identity, normal_phone, tail
from guanjia.apps.people.services.permission import permit_on_person
from guanjia.apps.people.terms import Can, Gender, PersonKind, UnitLike, person_ref
from guanjia.apps.places.terms import plain
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse

CHANGEABLE = ("name", "kind", "gender", "id_number", "note")


def register(
    *,
    by: Actor,
    at: datetime,
    site_id: int | None,
    name: str,
    kind: str = PersonKind.PERSON,
    gender: str = Gender.UNSAID,
    id_number: str = "",
    phones: Sequence[str] = (),
    note: str = "",
) -> Person:
    """Register somebody; the first telephone is the primary one. Refuses a missing name and numbers that are none."""
    with transaction.atomic():
        permit_at(by, Can.REGISTER, site_id)
        numbers = list(dict.fromkeys(normal_phone(phone) or phone for phone in phones))
        refuse([*rules.why_not_person(name, kind), *(rules.why_not_phone(number) for number in numbers)])
        person = Person(
            company_id=by.company_id,
            name=plain(name)[:80],
            kind=kind,
            gender=gender,
            id_number=normal_identity(id_number),
            note=plain(note)[:300],
        )
        person.save(force_insert=True)
        Phone.objects.bulk_create(
            Phone(
                company_id=by.company_id,
                person=person,
                digits=number,
                tail=tail(number),
                is_primary=position == 0,
            )
            for position, number in enumerate(numbers)
        )
        record(Registered(site_id=site_id, ref=person.ref, person_id=person.pk, kind=str(kind)), by=by, at=at)
    return person


def change(person: Person, *, by: Actor, at: datetime, changes: Mapping[str, Any]) -> Person:
    """Change what is known about somebody (``CHANGEABLE``). The journal keeps which fields, never their values."""
    with locked(person) as person:
        site_id = permit_on_person(by, Can.REGISTER, person)
        wanted = {key: _clean(key, value) for key, value in changes.items() if key in CHANGEABLE}
        refuse(
            [
                rules.why_not_change(erased=person.erased_at is not None),
                *rules.why_not_person(wanted.get("name", person.name), wanted.get("kind", person.kind)),
            ]
        )
        fields = sorted(key for key, value in wanted.items() if value != getattr(person, key))
        if not fields:
            return person
        for key in fields:
            setattr(person, key, wanted[key])
        person.save(update_fields=fields)
        record(
            Changed(site_id=site_id, ref=person.ref, person_id=person.pk, fields=tuple(fields)), by=by, at=at
        )
    return person


def add_phone(
    person: Person, *, by: Actor, at: datetime, number: str, label: str = "", is_primary: bool = False
) -> Phone:
    """Add a telephone. The first one is the primary one. Refuses what is no number, or is there already."""
    with locked(person) as person:
        site_id = permit_on_person(by, Can.REGISTER, person)
        digits = normal_phone(number)
        known = set(person.phones.values_list("digits", flat=True))
        refuse(
            [
                rules.why_not_change(erased=person.erased_at is not None),
                rules.why_not_phone(digits, known=known),
            ]
        )
        if is_primary:
            person.phones.filter(is_primary=True).update(is_primary=False)
        phone = Phone(
            company_id=person.company_id,
            person=person,
            digits=digits,
            tail=tail(digits),
            label=plain(label)[:30],
            is_primary=is_primary or not known,
        )
        phone.save(force_insert=True)
        record(
            Changed(site_id=site_id, ref=person.ref, person_id=person.pk, fields=("phones",)), by=by, at=at
        )
    return phone


def remove_phone(phone: Phone, *, by: Actor, at: datetime) -> None:
    """Take a telephone away from a person; another of theirs becomes the primary one."""
    with locked(phone.person) as person:
        site_id = permit_on_person(by, Can.REGISTER, person)
        gone = person.phones.filter(pk=phone.pk).first()
        if gone is None:
            raise NotFound
        gone.delete()
        heir = person.phones.order_by("id").first()
        if gone.is_primary and heir is not None:
            heir.is_primary = True
            heir.save(update_fields=["is_primary"])
        record(
            Changed(site_id=site_id, ref=person.ref, person_id=person.pk, fields=("phones",)), by=by, at=at
        )


def move_in(
    person: Person, unit: UnitLike, *, by: Actor, at: datetime, relation: str, from_on: date | None = None
) -> Residency:
    """Let somebody belong to a unit, as owner, tenant, family or contact. Refuses the same thing twice."""
    with locked(person) as person:
        permit(by, Can.REGISTER, unit)
        here = Residency.objects.filter(
            person=person, unit_id=unit.pk, relation=relation, until_on=None
        ).exists()
        refuse(
            [
                rules.why_not_change(erased=person.erased_at is not None),
                rules.why_not_move_in(relation, here_already=here),
            ]
        )
        residency = Residency(
            company_id=unit.company_id,
            site_id=unit.site_id,
            person=person,
            unit_id=unit.pk,
            relation=relation,
            from_on=from_on,
        )
        residency.save(force_insert=True)
        record(
            MovedIn(
                site_id=unit.site_id,
                ref=person.ref,
                thread=f"unit:{unit.pk}",
                person_id=person.pk,
                unit_id=unit.pk,
                unit_code=unit.code,
                relation=str(relation),
                from_on=from_on,
            ),
            by=by,
            at=at,
        )
    return residency


def move_out(residency: Residency, *, by: Actor, at: datetime, until_on: date, today: date) -> Residency:
    """End a residency; ``until_on`` is the first day it no longer holds, ``today`` the site's day of ``at``.

    Refuses an end before the start, in the future, or a second time.
    """
    with locked(residency) as residency:
        permit(by, Can.REGISTER, residency)
        refuse(
            rules.why_not_move_out(
                from_on=residency.from_on,
                until_on=until_on,
                today=today,
                ended=residency.until_on is not None,
            )
        )
        residency.until_on = until_on
        residency.save(update_fields=["until_on"])
        record(
            MovedOut(
                site_id=residency.site_id,
                ref=person_ref(residency.person_id),
                thread=f"unit:{residency.unit_id}",
                person_id=residency.person_id,
                unit_id=residency.unit_id,
                unit_code=residency.unit.code,
                relation=residency.relation,
                until_on=until_on,
            ),
            by=by,
            at=at,
        )
    return residency


def _clean(key: str, value: Any) -> Any:
    if key == "id_number":
        return normal_identity(value or "")
    limit = {"name": 80, "note": 300}.get(key)
    return plain(value or "")[:limit] if limit else value
