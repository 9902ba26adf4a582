"""Revealing, exporting and erasing personal data: always with a reason, always in the journal."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from guanjia.apps.people import rules
from guanjia.apps.people.events import Erased, Exported, Revealed
from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.people.services.permission import permit_on_person
from guanjia.apps.people.terms import Can, Sensitive
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import refuse


@dataclass(frozen=True)
class ExportRow:
    """One line of an export: numbers are whole."""

    unit_code: str
    relation: str
    name: str
    phones: tuple[str, ...]
    id_number: str


def reveal(person: Person, field: str, *, by: Actor, at: datetime, reason: str) -> str:
    """The whole value of a sensitive field, for this one look; several telephones are joined by "、".

    Refuses without a reason. The journal keeps who looked, at which field, and why; never the value.
    """
    with locked(person) as person:
        site_id = permit_on_person(by, Can.REVEAL, person)
        refuse([rules.why_not_reveal(field), rules.why_not_reason(reason)])
        if field == Sensitive.PHONE:
            numbers = person.phones.order_by("-is_primary", "id").values_list("digits", flat=True)
            value = "、".join(numbers)
        else:
            value = person.id_number
        event = Revealed(
            site_id=site_id,
            ref=person.ref,
            person_id=person.pk,
            field=str(field),
            reason=reason.strip()[:200],
        )
        record(event, by=by, at=at)
    return value


def export(site_id: int, *, by: Actor, at: datetime, reason: str) -> list[ExportRow]:
    """Everybody who belongs to a unit of a site, with whole numbers. Refuses without a reason."""
    with transaction.atomic():
        permit_at(by, Can.EXPORT, site_id)
        refuse(rules.why_not_reason(reason))
        rows = (
            Residency.objects.filter(site_id=site_id, company_id=by.company_id, until_on=None)
            .select_related("person", "unit")
            .prefetch_related(Prefetch("person__phones", Phone.objects.order_by("-is_primary", "id")))
            .order_by("unit__code", "relation", "id")
        )
        found = [
            ExportRow(
                unit_code=row.unit.code,
                relation=row.get_relation_display(),
                name=row.person.name,
                phones=tuple(phone.digits for phone in row.person.phones.all()),
                id_number=row.person.id_number,
            )
            for row in rows
        ]
        event = Exported(
            site_id=site_id, ref=f"site:{site_id}", count=len(found), reason=reason.strip()[:200]
        )
        record(event, by=by, at=at)
    return found


def erase(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Take everything personal out of a person's row, on request or when keeping it is no longer needed (PIPL art. 47).

    The row stays, because cases refer to it. Refuses while the person still belongs to a unit.
    """
    with locked(person) as person:
        site_id = permit_on_person(by, Can.ERASE, person)
        lives_here = Residency.objects.filter(person=person, until_on=None).exists()
        refuse(
            [
                rules.why_not_erase(lives_here=lives_here, erased=person.erased_at is not None),
                rules.why_not_reason(reason),
            ]
        )
        person.phones.all().delete()
        person.name, person.gender, person.id_number, person.note = "—", "", "", ""
        person.erased_at = at
        person.save(update_fields=["name", "gender", "id_number", "note", "erased_at"])
        event = Erased(site_id=site_id, ref=person.ref, person_id=person.pk, reason=reason.strip()[:200])
        record(event, by=by, at=at)
    return person
