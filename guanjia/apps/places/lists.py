"""The lists of units and places, declared."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.places import queries
from guanjia.apps.places.models import Place, Unit
from guanjia.apps.places.terms import PLACE_KINDS, UNIT_STAGES, Can, UnitStage
from guanjia.kernel.refusals import Text
from guanjia.ui.lists import Bulk, Column, Empty, Filter, List
from guanjia.ui.request import Request
from guanjia.ui.rows import ordered

STAGE_TONES = {
    UnitStage.NOT_DELIVERED: "neutral",
    UnitStage.DELIVERED: "paused",
    UnitStage.FITTING_OUT: "soon",
    UnitStage.MOVED_IN: "calm",
}


def groups_of(request: Request) -> Iterable[tuple[Any, Text]]:
    """The groups of the chosen site."""
    return [(group.pk, str(group)) for group in _cached(request, "groups", queries.list_groups)]


def buildings_of(request: Request) -> Iterable[tuple[Any, Text]]:
    """The buildings of the chosen site; of the chosen group when one is chosen."""
    wanted = request.GET.get("group", "")
    found = _cached(request, "buildings", queries.list_buildings)
    return [(one.pk, one.name) for one in found if not wanted or str(one.group_id or "") == wanted]


def _cached(request: Request, key: str, ask: Any) -> list[Any]:
    """Filters ask for their options several times while a list is drawn; the database is asked once."""
    name = f"_places_{key}"
    if not hasattr(request, name):
        setattr(request, name, ask(request.actor, request.site.pk) if request.site else [])
    found: list[Any] = getattr(request, name)
    return found


def at_stage(rows: Any, stage: str) -> Any:
    """The units at a stage, read from their dates."""
    moved = {"moved_in_on__isnull": stage != UnitStage.MOVED_IN}
    if stage == UnitStage.MOVED_IN:
        return rows.filter(**moved)
    if stage == UnitStage.FITTING_OUT:
        return rows.filter(**moved, fitout_on__isnull=False)
    return rows.filter(**moved, fitout_on=None, delivered_on__isnull=stage == UnitStage.NOT_DELIVERED)


class UnitList(List):
    """Units: where, how large, how far."""

    key = "units"
    columns = (
        Column("code", _("Room number"), link=True, sort="code"),
        Column("group", _("Group"), sort="group__code"),
        Column("building", _("Building"), sort="building__code", phone=False),
        Column("floor", _("Floor"), kind="number", sort="floor", phone=False),
        Column(
            "area",
            _("Area (m²)"),
            kind="number",
            sort="area",
            total=True,
            excel=lambda unit: float(unit.area),
        ),
        Column("layout", _("Layout"), sort="layout", phone=False),
        Column(
            "stage",
            _("Stage"),
            kind="badge",
            value=lambda unit: unit.stage_label,
            tone=lambda unit: STAGE_TONES[unit.stage],
        ),
        Column("delivered_on", _("Handed over on"), kind="day", sort="delivered_on", phone=False),
        Column("moved_in_on", _("Moved in on"), kind="day", sort="moved_in_on", phone=False),
    )
    filters = (
        Filter("group", _("Group"), options=groups_of),
        Filter("building", _("Building"), options=buildings_of),
        Filter("stage", _("Stage"), options=list(UNIT_STAGES.items()), apply=at_stage),
    )
    search = ("search",)
    empty = Empty(
        _("No units yet"),
        _("Import the estate's unit list, or add units one by one."),
        "",
        "",
        "building-community",
    )

    @cached_property
    def totals(self) -> list[Any] | None:
        """The sum of areas with two decimals: SQLite adds them as binary fractions."""
        cells = super().totals
        return cells and [replace(cell, value=round(cell.value, 2)) if cell.value else cell for cell in cells]

    @cached_property
    def found(self) -> Any:
        """Units are found by fragments of their number ("1栋 0302"), best match first unless an order was asked for."""
        rows: Any = self.all_rows
        for one in self.filters:
            rows = one.narrow(rows, self.request)
        if self.text:
            rows = queries.matching(rows, self.text)
        return ordered(rows, self.sorting)


def place_where(place: Place) -> str:
    """The building a place belongs to, if any."""
    return place.building.name if place.building else ""


class PlaceList(List):
    """Places with a label: lifts, doors, machine rooms, gardens."""

    key = "places"
    columns = (
        Column("name", pgettext_lazy("thing", "Name"), link=True, sort="name", wide=True),
        Column("kind_label", _("Kind"), kind="badge", sort="kind"),
        Column("building", _("Building"), value=place_where, sort="building__code"),
        Column("code", pgettext_lazy("place", "Code"), sort="code", phone=False),
    )
    filters = (
        Filter("kind", _("Kind"), options=list(PLACE_KINDS.items())),
        Filter("building", _("Building"), options=buildings_of),
    )
    search = ("name", "code")
    empty = Empty(
        _("No places yet"),
        _("Add lifts, entrances and machine rooms; each gets a QR label people report from."),
        "places:add_place",
        _("Add a place"),
        "qrcode",
    )
    bulk = (Bulk("places:labels", _("Print QR labels"), icon="printer", can=Can.PRINT_QR),)


def unit_title(unit: Unit) -> str:
    """A unit as a choice shows it."""
    return f"{unit.code} · {unit.building.name}"
