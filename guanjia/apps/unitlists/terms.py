"""The words of the app: what a unit list can state, how its columns are understood, and what can be done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text
from guanjia.ui.spreadsheets.reader import Cell as Cell


class Can(Capability):
    """The one capability: whoever imports also needs to manage places and register people at the site."""

    IMPORT = "unitlists.import"


declare({Can.IMPORT: _("Import unit lists")})


class State(StrEnum):
    """How far an import has come."""

    UPLOADED = "UPLOADED"
    MAPPED = "MAPPED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


STATES: dict[StrEnum, Text] = {
    State.UPLOADED: _("Uploaded"),
    State.MAPPED: _("Ready to run"),
    State.RUNNING: _("Running"),
    State.DONE: _("Done"),
    State.CANCELLED: _("Cancelled"),
    State.FAILED: _("Failed"),
}


class Field(StrEnum):
    """What a column of a unit list can hold."""

    GROUP = "group"
    GROUP_NAME = "group_name"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    ROOM = "room"
    AREA = "area"
    LAYOUT = "layout"
    OWNER = "owner"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    DELIVERED_ON = "delivered_on"
    FITOUT_ON = "fitout_on"
    MOVED_IN_ON = "moved_in_on"
    NOTE = "note"


FIELDS = {
    Field.GROUP: _("Group"),
    Field.GROUP_NAME: _("Group name"),
    Field.BUILDING: _("Building"),
    Field.ENTRANCE: _("Entrance"),
    Field.FLOOR: _("Floor"),
    Field.ROOM: _("Room number"),
    Field.AREA: _("Area (m²)"),
    Field.LAYOUT: _("Layout"),
    Field.OWNER: pgettext_lazy("unit", "Owner"),
    Field.PHONE: _("Telephone"),
    Field.ID_NUMBER: _("Identity number"),
    Field.DELIVERED_ON: _("Handed over on"),
    Field.FITOUT_ON: _("Fit-out on"),
    Field.MOVED_IN_ON: _("Moved in on"),
    Field.NOTE: _("Note"),
}

REQUIRED = (Field.ROOM, Field.AREA)
"""Without these columns no row can be taken."""

WRITTEN_ONCE = (Field.GROUP, Field.GROUP_NAME, Field.BUILDING, Field.ENTRANCE)
"""What lists like to write in the first row of a block only, and leave blank below."""


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read: its header row (the spreadsheet's own number) and which column (from 0) holds what."""

    sheet: str
    header_row: int
    columns: Mapping[Field, int] = field(default_factory=dict)
    is_used: bool = True

    def as_json(self) -> dict[str, Any]:
        """The plan as plain values."""
        columns = {key.value: place for key, place in self.columns.items()}
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "columns": columns,
            "is_used": self.is_used,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "SheetPlan":
        """The inverse of ``as_json``."""
        columns = {Field(key): int(place) for key, place in data["columns"].items()}
        return cls(data["sheet"], int(data["header_row"]), columns, bool(data.get("is_used", True)))
