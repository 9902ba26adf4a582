"""Storing many units at once, in a number of queries that does not depend on how many there are.

It adds and changes, and never takes away: what a list leaves blank stays as it is, and a unit the list does not name
is not touched. Storing the same facts again changes nothing and records nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.places import rules
from guanjia.apps.places.events import BuildingAdded, GroupAdded, UnitAdded, UnitChanged
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.apps.places.naming import building_code, entrance_code, plain, search_words
from guanjia.apps.places.terms import Can, Outcome, Stored, UnitFacts, building_ref, group_ref, unit_ref
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.journal import Fact, record_many
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, Refusal, Refused

_ESTATE_LOCK = 0x47_4A_50_4C << 32  # a number space of our own among PostgreSQL's advisory locks


class SiteLike(Protocol):
    """A site of ``organisations``, or anything that names one."""

    company_id: int
    pk: Any


def permit_on_site(by: Actor, capability: str, site: SiteLike) -> None:
    """``permit`` for a site itself, which is asked about by its own id: it has no ``site_id``."""
    if site.company_id != by.company_id:
        raise NotFound
    permit_at(by, capability, site.pk)


@contextmanager
def one_writer(site_id: int) -> Iterator[None]:
    """Let one writer at a time add to a site's estate, from here to the end of the transaction.

    Two imports of the same list would otherwise both find a building missing. SQLite has one writer anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ESTATE_LOCK + site_id])
        yield


def store_units(
    site: SiteLike,
    facts: Sequence[UnitFacts],
    *,
    by: Actor,
    at: datetime,
    new_groups: Mapping[str, str] | None = None,
) -> dict[str, Stored]:
    """Store what a list states about units of a site; answers each unit and what it came to, by code.

    Buildings are made as needed. A group must exist or be in ``new_groups`` (code to name), where it is made when the
    first unit of it comes. Each code may occur once. Refuses an unknown group; a unit keeps its building.
    """
    permit_on_site(by, Can.MANAGE, site)
    with one_writer(site.pk):
        work = _Work(site.company_id, site.pk)
        _settle_groups(work, facts, new_groups or {})
        _settle_buildings(work, facts)
        stored = _settle_units(work, facts)
        record_many(Fact(event, by, at) for event in work.events)
    return stored


@dataclass
class _Work:
    """What one call has found and made so far."""

    company_id: int
    site_id: int
    groups: dict[str, Group] = field(default_factory=dict)
    buildings: dict[tuple[str, str], Building] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def building_of(self, one: UnitFacts) -> Building:
        return self.buildings[one.group_code, building_code(one.building)]


def _settle_groups(work: _Work, facts: Sequence[UnitFacts], new_groups: Mapping[str, str]) -> None:
    work.groups = {group.code: group for group in Group.objects.filter(site_id=work.site_id)}
    for code in dict.fromkeys(one.group_code for one in facts if one.group_code):
        if code in work.groups:
            continue
        if code not in new_groups:
            raise Refused(
                Refusal(
                    "group_unknown",
                    _("There is no group “%(group)s”. Add it first, or allow new groups."),
                    params={"group": code},
                )
            )
        group = Group(company_id=work.company_id, site_id=work.site_id, code=code, name=new_groups[code])
        group.save(force_insert=True)
        work.groups[code] = group
        work.events.append(
            GroupAdded(site_id=work.site_id, ref=group_ref(group.pk), code=code, group_name=group.name)
        )


def _settle_buildings(work: _Work, facts: Sequence[UnitFacts]) -> None:
    rows = Building.objects.filter(site_id=work.site_id).select_related("group")
    work.buildings = {(row.group.code if row.group else "", row.code): row for row in rows}
    for one in facts:
        key = (one.group_code, building_code(one.building))
        if key in work.buildings:
            continue
        building = Building(
            company_id=work.company_id,
            site_id=work.site_id,
            group=work.groups.get(one.group_code),
            code=key[1],
            name=plain(one.building),
        )
        building.save(force_insert=True)
        work.buildings[key] = building
        work.events.append(
            BuildingAdded(
                site_id=work.site_id,
                ref=building_ref(building.pk),
                code=building.code,
                building_name=building.name,
                group_code=one.group_code,
            )
        )


def _settle_units(work: _Work, facts: Sequence[UnitFacts]) -> dict[str, Stored]:
    rows = Unit.objects.filter(site_id=work.site_id, code__in=[one.code for one in facts])
    known = {unit.code: unit for unit in rows}
    outcomes: dict[str, Outcome] = {}
    added: list[Unit] = []
    changed: list[Unit] = []
    touched: set[str] = set()
    change_events: list[Event] = []
    for one in facts:
        unit = known.get(one.code)
        if unit is None:
            added.append(_new_unit(work, one))
            outcomes[one.code] = Outcome.CREATED
            continue
        changes = rules.differences(unit, one)
        outcomes[one.code] = Outcome.CHANGED if changes else Outcome.UNCHANGED
        if changes:
            change_events.append(_told(unit, changes))
            for name, value in changes.items():
                setattr(unit, name, value)
            changed.append(unit)
            touched.update(changes)
    for unit in Unit.objects.bulk_create(added):
        known[unit.code] = unit
    if changed:
        Unit.objects.bulk_update(changed, sorted(touched), batch_size=200)
    work.events += [_added(unit) for unit in added] + change_events
    return {code: Stored(known[code].pk, outcome) for code, outcome in outcomes.items()}


def _new_unit(work: _Work, one: UnitFacts) -> Unit:
    building = work.building_of(one)
    return Unit(
        company_id=work.company_id,
        site_id=work.site_id,
        building=building,
        group=building.group,
        code=one.code,
        entrance=entrance_code(one.entrance),
        floor=one.floor,
        area=one.area,
        layout=one.layout,
        delivered_on=one.delivered_on,
        fitout_on=one.fitout_on,
        moved_in_on=one.moved_in_on,
        note=one.note,
        search=search_words(one.code, building.name, entrance_code(one.entrance)),
    )


def _added(unit: Unit) -> Event:
    return UnitAdded(
        site_id=unit.site_id,
        ref=unit_ref(unit.pk),
        code=unit.code,
        building_id=unit.building_id,
        group_code=unit.group.code if unit.group else "",
        area=str(unit.area),
    )


def _told(unit: Unit, changes: dict[str, object]) -> Event:
    told = {name: rules.as_told(getattr(unit, name), value) for name, value in changes.items()}
    return UnitChanged(site_id=unit.site_id, ref=unit_ref(unit.pk), code=unit.code, changes=told)
