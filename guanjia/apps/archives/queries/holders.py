"""Whose files there are: the units of a site and the customers who belong to them, with what plans ask about them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from guanjia.apps.archives.models import File
from guanjia.apps.archives.terms import Can, Holder, file_thread
from guanjia.apps.people import queries as people
from guanjia.apps.people.terms import Can as PeopleCan
from guanjia.apps.people.terms import PersonKind, Relation
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Text

_LIVING = (Relation.OWNER, Relation.TENANT, Relation.FAMILY)


@dataclass
class Whose:
    """A unit or a customer as the holder of a file: what plans ask about them, and where they are.

    ``other`` is, of a unit, who owns or rents it; of a customer, their units. ``company_id`` and ``site_id`` make permission ask here.
    """

    of: Holder
    pk: int
    name: str
    company_id: int
    site_id: int
    facts: Mapping[str, bool] = field(default_factory=dict)
    other: str = ""
    group: str = ""
    group_id: int | None = None
    building: str = ""
    kind: Text = ""

    @property
    def url(self) -> str:
        """The page of the file."""
        return reverse(f"archives:{self.of}", args=[self.pk])

    @property
    def page_url(self) -> str:
        """The page of the unit or of the customer."""
        return reverse("places:unit" if self.of is Holder.UNIT else "people:person", args=[self.pk])

    @property
    def thread(self) -> str:
        """The matter of the file in the journal."""
        return file_thread(self.of, self.pk)

    @property
    def about(self) -> str:
        """The holder's reference, for entries of registers."""
        return f"{self.of}:{self.pk}"

    @property
    def unit_id(self) -> int | None:
        """The unit, if it is one."""
        return self.pk if self.of is Holder.UNIT else None

    @property
    def person_id(self) -> int | None:
        """The customer, if it is one."""
        return self.pk if self.of is Holder.PERSON else None


def holders(actor: Actor, site_id: int, of: Holder, ids: Iterable[int] | None = None) -> list[Whose]:
    """All holders of a kind at a site, or these; two queries. Raises ``NotFound`` where the actor sees no files."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    wanted = None if ids is None else list(ids)
    return _units(actor, site_id, wanted) if of is Holder.UNIT else _people(actor, site_id, wanted)


def get_unit(actor: Actor, unit_id: int) -> Whose:
    """A unit as the holder of a file. Raises ``NotFound``."""
    unit = places.get_unit(actor, unit_id)
    return holders(actor, unit.site_id, Holder.UNIT, [unit.pk])[0]


def get_person(actor: Actor, site_id: int, person_id: int) -> Whose:
    """A customer as the holder of a file at a site, also one who has left. Raises ``NotFound``."""
    person = people.get_person(actor, person_id)
    found = holders(actor, site_id, Holder.PERSON, [person.pk])
    if found:
        return found[0]
    was_here = any(one.site_id == site_id for one in people.units_of_person(actor, person))
    if not was_here and not File.objects.filter(site_id=site_id, person=person).exists():
        raise NotFound
    return Whose(Holder.PERSON, person.pk, person.name, person.company_id, site_id, _facts_of(set(), person))


def _units(actor: Actor, site_id: int, ids: list[int] | None) -> list[Whose]:
    rows = places.list_units(actor, site_id)
    units = list(rows if ids is None else rows.filter(pk__in=ids))
    living: dict[int, list[Any]] = defaultdict(list)
    for one in people.residents(site_id, unit_ids=ids):
        living[one.unit_id].append(one)
    names = actor.can(PeopleCan.SEE, site_id)
    return [_unit(one, living[one.pk], names=names) for one in units]


def _unit(unit: Any, living: list[Any], *, names: bool) -> Whose:
    relations = {one.relation for one in living}
    principal = next((one for one in living if one.relation == Relation.TENANT), None) or next(
        (one for one in living if one.relation == Relation.OWNER), None
    )
    facts = {
        "owned": Relation.OWNER in relations,
        "let": Relation.TENANT in relations,
        "delivered": unit.delivered_on is not None,
        "fitted_out": unit.fitout_on is not None,
        "moved_in": unit.moved_in_on is not None,
        "lived_in": bool(relations & set(_LIVING)),
        "business": principal is not None and principal.person.kind != PersonKind.PERSON,
    }
    return Whose(
        Holder.UNIT,
        unit.pk,
        unit.code,
        unit.company_id,
        unit.site_id,
        facts,
        other=principal.person.name if principal and names else "",
        group=str(unit.group or ""),
        group_id=unit.group_id,
        building=unit.building.name,
        kind=unit.stage_label,
    )


def _people(actor: Actor, site_id: int, ids: list[int] | None) -> list[Whose]:
    if not actor.can(PeopleCan.SEE, site_id):
        return []
    rows: dict[int, list[Any]] = defaultdict(list)
    for one in people.residents(site_id, person_ids=ids):
        rows[one.person_id].append(one)
    units = places.list_units(actor, site_id)
    if ids is not None:
        units = units.filter(pk__in={row.unit_id for mine in rows.values() for row in mine})
    homes = {one.pk: one for one in units}
    return [_person(mine, homes) for mine in rows.values()]


def _person(mine: list[Any], homes: Mapping[int, Any]) -> Whose:
    person = mine[0].person
    units = [homes[one.unit_id] for one in mine if one.unit_id in homes]
    first = units[0] if units else None
    return Whose(
        Holder.PERSON,
        person.pk,
        person.name,
        person.company_id,
        mine[0].site_id,
        _facts_of({one.relation for one in mine}, person),
        other=", ".join(dict.fromkeys(one.code for one in units)),
        group=str(first.group or "") if first else "",
        group_id=first.group_id if first else None,
        building=first.building.name if first else "",
        kind=mine[0].get_relation_display(),
    )


def _facts_of(relations: set[str], person: Any) -> dict[str, bool]:
    found = {relation.value.lower(): relation.value in relations for relation in Relation}
    return {**found, "business": person.kind != PersonKind.PERSON}
