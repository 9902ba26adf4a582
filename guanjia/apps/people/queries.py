"""Reading people: who calls, who belongs to a unit, whom to ring. Numbers leave here masked (``Phone.masked``).

People are seen by those who hold ``people.see`` at a site the person has, or had, a unit at. Somebody registered without
any unit yet is seen by everybody in the company who may see people.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When

from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.people.numbers import normal_phone, same_line, tail
from guanjia.apps.people.terms import CALLING_ORDER, Caller, Can, Contact, Relation, UnitLike, UnitOfPerson
from guanjia.apps.places.terms import plain
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

_IN_CALLING_ORDER = Case(
    *(When(relation=relation, then=Value(place)) for place, relation in enumerate(CALLING_ORDER)),
    default=Value(len(CALLING_ORDER)),
    output_field=IntegerField(),
)


def _phones(lookup: str = "phones") -> "Prefetch[Any]":
    """The telephones of people, the primary one first, in one query."""
    return Prefetch(lookup, Phone.objects.order_by("-is_primary", "id"))


def _visible(actor: Actor, rows: QuerySet[Person], site_id: int | None = None) -> QuerySet[Person]:
    rows = rows.filter(company_id=actor.company_id)
    anywhere = Residency.objects.filter(person=OuterRef("pk"))
    if site_id is not None:
        if not actor.can(Can.SEE, site_id):
            return rows.none()
        return rows.filter(Exists(anywhere.filter(site_id=site_id)))
    if actor.is_system:
        return rows
    if not actor.can(Can.SEE):
        return rows.none()
    mine = anywhere.filter(site_id__in=actor.sites_with(Can.SEE))
    return rows.filter(Exists(mine) | ~Exists(anywhere))


def get_person(actor: Actor, person_id: int) -> Person:
    """One person with telephones. Raises ``NotFound``."""
    found = _visible(actor, Person.objects.filter(pk=person_id)).prefetch_related(_phones()).first()
    if found is None:
        raise NotFound
    return found


def get_phone(actor: Actor, phone_id: int) -> Phone:
    """One telephone of a person the actor sees. Raises ``NotFound``."""
    found = Phone.objects.filter(pk=phone_id, company_id=actor.company_id).select_related("person").first()
    if found is None:
        raise NotFound
    get_person(actor, found.person_id)
    return found


def get_residency(actor: Actor, residency_id: int) -> Residency:
    """One residency at a site where the actor sees people. Raises ``NotFound``."""
    rows = Residency.objects.filter(pk=residency_id, company_id=actor.company_id)
    found = rows.select_related("person", "unit").first()
    if found is None or not actor.can(Can.SEE, found.site_id):
        raise NotFound
    return found


def list_people(actor: Actor, site_id: int | None = None) -> QuerySet[Person]:
    """People with their telephones and present units, in order of name; to be filtered further by the list."""
    current = Residency.objects.filter(until_on=None).select_related("unit").order_by("unit__code", "id")
    return (
        _visible(actor, Person.objects.filter(erased_at=None), site_id)
        .prefetch_related(_phones(), Prefetch("residencies", current, to_attr="current"))
        .order_by("name", "id")
    )


def matching(rows: QuerySet[Person], typed: str) -> QuerySet[Person]:
    """The people of ``rows`` whose name holds what was typed, or one of whose telephones starts or ends with it."""
    text = plain(typed)
    if not text:
        return rows.none()
    digits = normal_phone(text)
    wanted = Q(name__icontains=text)
    if len(digits) >= 4:
        held = Phone.objects.filter(person=OuterRef("pk"))
        wanted |= Q(Exists(held.filter(Q(digits__startswith=digits) | Q(digits__endswith=digits))))
    return rows.filter(wanted)


def find_people(actor: Actor, typed: str, *, site_id: int | None = None, limit: int = 20) -> list[Person]:
    """People by a part of their name or by telephone."""
    return list(matching(list_people(actor, site_id), typed)[:limit])


def callers_by_phone(actor: Actor, site_id: int, digits: str) -> list[Caller]:
    """Who calls from this number at this site: those with units here first, then those without any unit yet.

    +86, blanks, dashes, full-width digits and a missing area code do not matter. Two queries, by index.
    """
    number = normal_phone(digits)
    if len(number) < 3 or not actor.can(Can.SEE, site_id):
        return []
    phones = [
        phone
        for phone in Phone.objects.filter(company_id=actor.company_id, tail=tail(number))
        .select_related("person")
        .order_by("-is_primary", "id")
        if same_line(phone.digits, number)
    ]
    if not phones:
        return []
    units, strangers = _units_of([phone.person_id for phone in phones], site_id)
    callers = {
        phone.person_id: Caller(
            person_id=phone.person_id,
            name=phone.person.name,
            kind=phone.person.kind,
            phone=phone.masked,
            label=phone.label,
            units=tuple(units.get(phone.person_id, ())),
        )
        for phone in phones
        if phone.person_id not in strangers
    }
    return sorted(callers.values(), key=lambda caller: not caller.units)


def _units_of(person_ids: list[int], site_id: int) -> tuple[dict[int, list[UnitOfPerson]], set[int]]:
    """The present units of people at a site, and which of them have to do with other sites only."""
    here: dict[int, list[UnitOfPerson]] = {}
    elsewhere: set[int] = set()
    rows = Residency.objects.filter(person_id__in=person_ids).select_related("unit", "unit__group")
    for row in rows.annotate(rank=_IN_CALLING_ORDER).order_by("rank", "unit__code"):
        if row.site_id != site_id:
            elsewhere.add(row.person_id)
            continue
        units = here.setdefault(row.person_id, [])
        if row.until_on is None:
            group = row.unit.group.code if row.unit.group else ""
            units.append(
                UnitOfPerson(
                    row.unit_id, row.unit.code, row.relation, group, row.unit.moved_in_on is not None
                )
            )
    return here, elsewhere - here.keys()


def people_of_unit(actor: Actor, unit: UnitLike) -> list[Residency]:
    """Who belongs to a unit now, in the order to call them, each with person and telephones; empty without the right."""
    if not actor.can(Can.SEE, unit.site_id) or unit.company_id != actor.company_id:
        return []
    return list(
        Residency.objects.filter(unit_id=unit.pk, until_on=None)
        .select_related("person")
        .prefetch_related(_phones("person__phones"))
        .annotate(rank=_IN_CALLING_ORDER)
        .order_by("rank", "id")
    )


def former_people_of_unit(actor: Actor, unit: UnitLike) -> list[Residency]:
    """Who belonged to a unit before, latest first; empty without the right."""
    if not actor.can(Can.SEE, unit.site_id) or unit.company_id != actor.company_id:
        return []
    gone = Residency.objects.filter(unit_id=unit.pk).exclude(until_on=None).select_related("person")
    return list(gone.order_by("-until_on", "-id"))


def units_of_person(actor: Actor, person: Person) -> list[Residency]:
    """Every unit a person belongs or belonged to at sites where the actor sees people, present ones first."""
    rows = Residency.objects.filter(person=person).select_related("unit", "unit__group", "unit__building")
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
    return sorted(rows.order_by("unit__code", "id"), key=lambda row: row.until_on is not None)


def unit_contacts(actor: Actor, unit: UnitLike) -> list[Contact]:
    """Whom to call about a unit, first things first, numbers masked."""
    contacts = []
    for row in people_of_unit(actor, unit):
        phones = list(row.person.phones.all())
        contacts.append(
            Contact(
                person_id=row.person_id,
                name=row.person.name,
                relation=row.relation,
                phone=phones[0].masked if phones else "",
                has_phone=bool(phones),
            )
        )
    return contacts


def may(actor: Actor, capability: str, person: Person) -> bool:
    """Whether a capability is held at one of the sites a person has, or had, a unit at (anywhere, for one without)."""
    sites = set(Residency.objects.filter(person=person).values_list("site_id", flat=True))
    return any(actor.can(capability, site_id) for site_id in sites) if sites else actor.can(capability)


def person_names(person_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, in one query."""
    wanted = {one for one in person_ids if one}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def residents(
    site_id: int, *, unit_ids: Iterable[int] | None = None, person_ids: Iterable[int] | None = None
) -> list[Residency]:
    """Who belongs to which unit of a site now, with the person; of all, or of some units or people only. One query.

    The caller has permitted itself; numbers are not among it.
    """
    rows = Residency.objects.filter(site_id=site_id, until_on=None).select_related("person")
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=list(unit_ids))
    if person_ids is not None:
        rows = rows.filter(person_id__in=list(person_ids))
    return list(rows.annotate(rank=_IN_CALLING_ORDER).order_by("rank", "id"))


def owned_before(unit_id: int, day: date, than: int | None = None) -> bool:
    """Whether a unit has an owner now who owned it before a day, somebody else than the person ``than``."""
    rows = Residency.objects.filter(unit_id=unit_id, relation=Relation.OWNER.value, until_on=None)
    since = Q(from_on__lt=day) | Q(from_on=None)
    others = rows if than is None else rows.exclude(person_id=than)
    return others.filter(since).exists()
