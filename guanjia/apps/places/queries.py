"""Reading the estate: groups, buildings, units and places; finding a unit by what somebody types; reading a label.

Lists show the sites of the actor only. A thing that is absent and a thing that is not the actor's are the same
``NotFound``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Case, Count, IntegerField, Model, Q, QuerySet, Value, When

from guanjia.apps.places.models import Building, Group, Place, Unit
from guanjia.apps.places.naming import plain, query_words, unit_code
from guanjia.apps.places.terms import (
    VACANT,
    Located,
    PlaceKind,
    Scanned,
    Structure,
    UnitStage,
    building_ref,
    group_ref,
    place_ref,
    unit_ref,
)
from guanjia.kernel.actor import Actor
from guanjia.kernel.plain import plain_cursor
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import across_companies, current_scope

M = TypeVar("M", bound=Model)


def _visible(actor: Actor, rows: QuerySet[M], site_id: int | None = None) -> QuerySet[M]:
    rows = rows.filter(company_id=actor.company_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.site_ids)
    return rows if site_id is None else rows.filter(site_id=site_id)


def _one(rows: QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def get_group(actor: Actor, group_id: int) -> Group:
    """One group. Raises ``NotFound``."""
    return _one(_visible(actor, Group.objects.filter(pk=group_id)))


def get_building(actor: Actor, building_id: int) -> Building:
    """One building with its group. Raises ``NotFound``."""
    return _one(_visible(actor, Building.objects.filter(pk=building_id)).select_related("group"))


def get_unit(actor: Actor, unit_id: int) -> Unit:
    """One unit with its building and group. Raises ``NotFound``."""
    return _one(_visible(actor, Unit.objects.filter(pk=unit_id)).select_related("building", "group"))


def get_unit_by_code(actor: Actor, site_id: int, code: str) -> Unit:
    """One unit by its code, in any spelling of it. Raises ``NotFound``."""
    rows = Unit.objects.filter(code=unit_code(code))
    return _one(_visible(actor, rows, site_id).select_related("building", "group"))


def get_place(actor: Actor, place_id: int) -> Place:
    """One place with its building and unit. Raises ``NotFound``."""
    return _one(_visible(actor, Place.objects.filter(pk=place_id)).select_related("building", "unit"))


def list_groups(actor: Actor, site_id: int) -> list[Group]:
    """The groups of a site, in order of their codes."""
    return list(_visible(actor, Group.objects.all(), site_id).order_by("code"))


def list_buildings(actor: Actor, site_id: int, group_id: int | None = None) -> list[Building]:
    """The buildings of a site, or of one group."""
    rows = _visible(actor, Building.objects.all(), site_id).select_related("group")
    return list((rows.filter(group_id=group_id) if group_id else rows).order_by("group__code", "id"))


def list_units(actor: Actor, site_id: int | None = None) -> QuerySet[Unit]:
    """Units with building and group, in order of group, building and code; to be filtered further by the list."""
    rows = _visible(actor, Unit.objects.all(), site_id).select_related("building", "group")
    return rows.order_by("group__code", "building_id", "code")


def list_places(actor: Actor, site_id: int | None = None) -> QuerySet[Place]:
    """Places in use, with their building."""
    rows = _visible(actor, Place.objects.filter(retired_at=None), site_id).select_related("building", "unit")
    return rows.order_by("building_id", "kind", "code")


def matching(rows: QuerySet[Unit], typed: str) -> QuerySet[Unit]:
    """The units of ``rows`` that all typed words fit, best first: whole words before beginnings of words."""
    words = query_words(typed)
    if not words:
        return rows.none()
    whole = Q()
    for word in words:
        rows = rows.filter(search__contains=f"|{word}")
        whole &= Q(search__contains=f"|{word}|")
    code = unit_code(typed)
    rank = Case(
        When(code=code, then=Value(0)),
        When(whole, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "code")


def find_units(actor: Actor, typed: str, *, site_id: int | None = None, limit: int = 20) -> list[Unit]:
    """Units by fragments of what people call them: "1栋 0302", "A1-1-0302", "a1 302", in full-width digits too."""
    rows = _visible(actor, Unit.objects.all(), site_id).select_related("building", "group")
    return list(matching(rows, typed)[:limit])


def find_places(actor: Actor, typed: str, *, site_id: int | None = None, limit: int = 20) -> list[Place]:
    """Places in use, doors of units left out, by a part of their name or code."""
    text = plain(typed)
    if not text:
        return []
    rows = list_places(actor, site_id).exclude(kind=PlaceKind.UNIT_DOOR)
    return list(rows.filter(Q(name__icontains=text) | Q(code__icontains=text))[:limit])


def unit_codes(unit_ids: Iterable[int | None]) -> dict[int, str]:
    """Codes by id, in one query."""
    wanted = {one for one in unit_ids if one}
    return dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "code")) if wanted else {}


def place_names(place_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, in one query."""
    wanted = {one for one in place_ids if one}
    return dict(Place.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def building_names(building_ids: Iterable[int]) -> dict[int, str]:
    """Names of buildings by id."""
    return dict(Building.objects.filter(pk__in=set(building_ids)).values_list("pk", "name"))


def group_names(group_ids: Iterable[int]) -> dict[int, str]:
    """Names of groups by id."""
    return dict(Group.objects.filter(pk__in=set(group_ids)).values_list("pk", "name"))


def group_code_of(*, unit_id: int | None = None, place_id: int | None = None) -> str:
    """The code of the group a unit or place lies in, "" when it lies in none (a gate, the garden)."""
    if unit_id:
        return Unit.objects.filter(pk=unit_id).values_list("group__code", flat=True).first() or ""
    if place_id:
        return Place.objects.filter(pk=place_id).values_list("building__group__code", flat=True).first() or ""
    return ""


def locate_unit(site_id: int, *, unit_id: int | None = None, code: str = "") -> Located | None:
    """Where a unit of a site is, by id or by its code in any spelling; None when it is not there. One plain statement."""
    by_id = unit_id is not None
    with plain_cursor() as cursor:
        cursor.execute(
            _LOCATE.format("id" if by_id else "code"),
            [unit_id if by_id else unit_code(code), site_id, current_scope().company_id],
        )
        row = cursor.fetchone()
    return Located(row[0], row[1], row[2], row[3] or "") if row else None


_LOCATE = f"""
    SELECT u.id, u.code, u.group_id, g.code
    FROM {Unit._meta.db_table} u LEFT JOIN {Group._meta.db_table} g ON g.id = u.group_id
    WHERE u.{{}} = %s AND u.site_id = %s AND u.company_id = COALESCE(%s, u.company_id)
"""  # noqa: S608 - only table names of our own go in


def structure(site_id: int) -> Structure:
    """The groups and buildings of a site in two queries, for naming many units."""
    groups = dict(Group.objects.filter(site_id=site_id).order_by("code").values_list("code", "name"))
    buildings = (
        Building.objects.filter(site_id=site_id).order_by("id").values_list("group__code", "code", "pk")
    )
    return Structure(groups, {(group or "", code): pk for group, code, pk in buildings})


def homes_of_site(site_id: int) -> dict[str, int]:
    """The building of every unit of a site, by unit code, in one query."""
    return dict(Unit.objects.filter(site_id=site_id).values_list("code", "building_id"))


def group_refs(site_id: int) -> Iterator[tuple[str, str]]:
    """Reference and code of every group of a site."""
    for pk, code in Group.objects.filter(site_id=site_id).order_by("code").values_list("pk", "code"):
        yield group_ref(pk), code


def building_refs(site_id: int) -> Iterator[tuple[str, str]]:
    """Reference and group code of every building of a site."""
    rows = Building.objects.filter(site_id=site_id).order_by("id").values_list("pk", "group__code")
    for pk, group in rows:
        yield building_ref(pk), group or ""


def unit_refs(site_id: int, *, stage: str = "") -> Iterator[tuple[str, str]]:
    """Reference and group code of the units of a site; with ``stage``, of those at that stage, or ``VACANT``."""
    rows = Unit.objects.filter(site_id=site_id)
    if stage:
        rows = rows.filter(**_STAGES[stage])
    for pk, group in rows.order_by("id").values_list("pk", "group__code").iterator(chunk_size=10_000):
        yield unit_ref(pk), group or ""


_STAGES: dict[str, dict[str, bool]] = {
    VACANT: {"moved_in_on__isnull": True},
    UnitStage.MOVED_IN: {"moved_in_on__isnull": False},
    UnitStage.FITTING_OUT: {"moved_in_on__isnull": True, "fitout_on__isnull": False},
    UnitStage.DELIVERED: {
        "moved_in_on__isnull": True,
        "fitout_on__isnull": True,
        "delivered_on__isnull": False,
    },
    UnitStage.NOT_DELIVERED: {
        "moved_in_on__isnull": True,
        "fitout_on__isnull": True,
        "delivered_on__isnull": True,
    },
}


def place_refs(site_id: int, *, kind: str = "") -> Iterator[tuple[str, str]]:
    """Reference and group code of the places in use at a site, of one kind if given; never the doors of units."""
    rows = Place.objects.filter(site_id=site_id, retired_at=None).exclude(kind=PlaceKind.UNIT_DOOR)
    if kind:
        rows = rows.filter(kind=kind)
    for pk, group in rows.order_by("id").values_list("pk", "building__group__code"):
        yield place_ref(pk), group or ""


def place_by_token(token: str) -> Scanned:
    """What the label with this secret stands for, whatever the company; no scope need be open. Raises ``NotFound``."""
    with across_companies(reason="reading a QR label"):
        place = Place.objects.filter(qr_token=token, retired_at=None).select_related("unit").first()
    if place is None:
        raise NotFound
    return Scanned(
        company_id=place.company_id,
        site_id=place.site_id,
        place_id=place.pk,
        name=place.name,
        kind=place.kind,
        unit_id=place.unit_id,
        unit_code=place.unit.code if place.unit else "",
    )


@dataclass
class BuildingCount:
    """One building of the tree: units in all, and how many are handed over, in fit-out, moved in."""

    building: Building
    units: int = 0
    delivered: int = 0
    fitted_out: int = 0
    moved_in: int = 0


@dataclass
class GroupCount:
    """One group of the tree with its buildings; ``group`` is None for buildings without one."""

    group: Group | None
    buildings: list[BuildingCount] = field(default_factory=list)

    @property
    def units(self) -> int:
        """Units in all."""
        return sum(one.units for one in self.buildings)

    @property
    def delivered(self) -> int:
        """Units handed over."""
        return sum(one.delivered for one in self.buildings)

    @property
    def fitted_out(self) -> int:
        """Units whose fit-out was handled."""
        return sum(one.fitted_out for one in self.buildings)

    @property
    def moved_in(self) -> int:
        """Units people have moved into."""
        return sum(one.moved_in for one in self.buildings)


def estate(actor: Actor, site_id: int) -> list[GroupCount]:
    """The tree of a site, groups with their buildings and counts, in three queries however large the site."""
    counts: dict[int, dict[str, Any]] = {
        row["building_id"]: dict(row)
        for row in _visible(actor, Unit.objects.all(), site_id)
        .values("building_id")
        .annotate(
            units=Count("id"),
            delivered=Count("delivered_on"),
            fitted_out=Count("fitout_on"),
            moved_in=Count("moved_in_on"),
        )
        .order_by()
    }
    branches: dict[int | None, GroupCount] = {
        group.pk: GroupCount(group) for group in list_groups(actor, site_id)
    }
    for building in list_buildings(actor, site_id):
        numbers = {
            name: count for name, count in counts.get(building.pk, {}).items() if name != "building_id"
        }
        branch = branches.setdefault(building.group_id, GroupCount(None))
        branch.buildings.append(BuildingCount(building, **numbers))
    return list(branches.values())
