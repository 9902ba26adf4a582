"""Single verbs about groups, buildings and units."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guanjia.apps.places import rules
from guanjia.apps.places.events import BuildingAdded, GroupAdded, GroupChanged, UnitAdded, UnitChanged
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.apps.places.naming import building_code, entrance_code, plain, search_words, unit_code
from guanjia.apps.places.services.bulk import SiteLike, one_writer, permit_on_site
from guanjia.apps.places.terms import Can, building_ref, group_ref, unit_ref
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def add_group(site: SiteLike, *, by: Actor, at: datetime, code: str, name: str) -> Group:
    """Add a group (组团) to a site. Refuses a code in use."""
    with one_writer(site.pk):
        permit_on_site(by, Can.MANAGE, site)
        code = plain(code).upper()
        taken = Group.objects.filter(site_id=site.pk, code=code).exists()
        refuse([rules.why_not_code(code, taken=taken), rules.why_not_name(name)])
        group = Group(company_id=site.company_id, site_id=site.pk, code=code[:20], name=plain(name)[:60])
        group.save(force_insert=True)
        event = GroupAdded(site_id=site.pk, ref=group_ref(group.pk), code=group.code, group_name=group.name)
        record(event, by=by, at=at)
    return group


def change_group(group: Group, *, by: Actor, at: datetime, name: str) -> Group:
    """Rename a group. Refuses an empty name; the same name again is no change."""
    with locked(group) as group:
        permit(by, Can.MANAGE, group)
        refuse(rules.why_not_name(name))
        before, group.name = group.name, plain(name)[:60]
        if before == group.name:
            return group
        group.save(update_fields=["name"])
        record(
            GroupChanged(
                site_id=group.site_id,
                ref=group_ref(group.pk),
                code=group.code,
                group_name=group.name,
                previous_name=before,
            ),
            by=by,
            at=at,
        )
    return group


def add_building(
    site: SiteLike, *, by: Actor, at: datetime, name: str, group: Group | None = None
) -> Building:
    """Add a building, in a group or in none. Refuses one that exists there under any spelling of its name."""
    with one_writer(site.pk):
        permit_on_site(by, Can.MANAGE, site)
        code = building_code(name)
        taken = Building.objects.filter(site_id=site.pk, group=group, code=code).exists()
        refuse([rules.why_not_name(name), rules.why_not_code(code, taken=taken, field="name")])
        building = Building(
            company_id=site.company_id, site_id=site.pk, group=group, code=code, name=plain(name)[:60]
        )
        building.save(force_insert=True)
        record(
            BuildingAdded(
                site_id=site.pk,
                ref=building_ref(building.pk),
                code=code,
                building_name=building.name,
                group_code=group.code if group else "",
            ),
            by=by,
            at=at,
        )
    return building


def add_unit(
    building: Building,
    *,
    by: Actor,
    at: datetime,
    code: str,
    area: Decimal | None,
    entrance: str = "",
    floor: int | None = None,
    layout: str = "",
    delivered_on: date | None = None,
    fitout_on: date | None = None,
    moved_in_on: date | None = None,
    note: str = "",
) -> Unit:
    """Add a unit to a building; ``area`` in square metres. Refuses a code in use and dates in an impossible order."""
    with one_writer(building.site_id):
        permit(by, Can.MANAGE, building)
        code = unit_code(code)
        taken = Unit.objects.filter(site_id=building.site_id, code=code).exists()
        dates = rules.why_not_dates(delivered_on, fitout_on, moved_in_on)
        refuse([rules.why_not_code(code, taken=taken), rules.why_not_area(area), *dates])
        unit = Unit(
            company_id=building.company_id,
            site_id=building.site_id,
            building=building,
            group=building.group,
            code=code,
            entrance=entrance_code(entrance),
            floor=floor,
            area=area or Decimal(0),
            layout=plain(layout)[:40],
            delivered_on=delivered_on,
            fitout_on=fitout_on,
            moved_in_on=moved_in_on,
            note=plain(note)[:300],
            search=search_words(code, building.name, entrance_code(entrance)),
        )
        unit.save(force_insert=True)
        record(
            UnitAdded(
                site_id=unit.site_id,
                ref=unit_ref(unit.pk),
                code=unit.code,
                building_id=building.pk,
                group_code=building.group.code if building.group else "",
                area=str(area),
            ),
            by=by,
            at=at,
        )
    return unit


def change_unit(unit: Unit, *, by: Actor, at: datetime, changes: Mapping[str, Any]) -> Unit:
    """Change facts about a unit (``rules.FACT_FIELDS``); None or "" clears one. Nothing new is no change.

    Refuses an area that is none and dates in an impossible order.
    """
    with locked(unit) as unit:
        permit(by, Can.MANAGE, unit)
        told = {}
        for name in rules.FACT_FIELDS:
            if name not in changes or changes[name] == getattr(unit, name):
                continue
            told[name] = rules.as_told(getattr(unit, name), changes[name])
            setattr(unit, name, changes[name])
        refuse(
            [
                rules.why_not_area(unit.area),
                *rules.why_not_dates(unit.delivered_on, unit.fitout_on, unit.moved_in_on),
            ]
        )
        if not told:
            return unit
        unit.entrance = entrance_code(unit.entrance)
        unit.search = search_words(unit.code, unit.building.name, unit.entrance)
        unit.save(update_fields=[*sorted(told), "search"])
        event = UnitChanged(site_id=unit.site_id, ref=unit_ref(unit.pk), code=unit.code, changes=told)
        record(event, by=by, at=at)
    return unit
