"""The words of the app: kinds of place, what can be done, and the facts about a unit as a list states them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.apps.places.naming import building_code as building_code
from guanjia.apps.places.naming import composed_code as composed_code
from guanjia.apps.places.naming import entrance_code as entrance_code
from guanjia.apps.places.naming import from_numeral as from_numeral
from guanjia.apps.places.naming import plain as plain
from guanjia.apps.places.naming import unit_code as unit_code
from guanjia.apps.places.slots import Slot as Slot
from guanjia.apps.places.slots import unit_page as unit_page
from guanjia.kernel.permissions import Capability, declare

LARGEST_AREA = Decimal(200_000)
"""Square metres; more than the largest single unit anybody lets, less than a misplaced decimal point makes."""


class Can(Capability):
    """Capabilities over buildings, units and places."""

    SEE = "places.see"
    MANAGE = "places.manage"
    PRINT_QR = "places.print_qr"


declare(
    {
        Can.SEE: _("See buildings, units and places"),
        Can.MANAGE: _("Add and change groups, buildings, units and places"),
        Can.PRINT_QR: _("Print and renew the QR labels of doors and places"),
    }
)


class PlaceKind(StrEnum):
    """What a place is: somewhere that is not a unit but where something can be out of order."""

    COMMON_AREA = "COMMON_AREA"
    LIFT = "LIFT"
    DOOR = "DOOR"
    UNIT_DOOR = "UNIT_DOOR"
    MACHINE_ROOM = "MACHINE_ROOM"
    STAIRS = "STAIRS"
    CAR_PARK = "CAR_PARK"
    GARDEN = "GARDEN"
    GATE = "GATE"
    FACILITY = "FACILITY"


PLACE_KINDS = {
    PlaceKind.COMMON_AREA: _("Common area"),
    PlaceKind.LIFT: _("Lift"),
    PlaceKind.DOOR: _("Building entrance"),
    PlaceKind.UNIT_DOOR: _("Door of a unit"),
    PlaceKind.MACHINE_ROOM: _("Machine room"),
    PlaceKind.STAIRS: _("Stairs and corridors"),
    PlaceKind.CAR_PARK: _("Car park"),
    PlaceKind.GARDEN: _("Garden and water"),
    PlaceKind.GATE: _("Gate"),
    PlaceKind.FACILITY: _("Sports and play ground"),
}


class UnitStage(StrEnum):
    """How far a unit has come, read from its dates: delivered (交房), fitted out (装修), moved in (入住)."""

    NOT_DELIVERED = "NOT_DELIVERED"
    DELIVERED = "DELIVERED"
    FITTING_OUT = "FITTING_OUT"
    MOVED_IN = "MOVED_IN"


VACANT = "VACANT"
"""A unit nobody has moved into (空置房), whatever else has been done to it."""

UNIT_STAGES = {
    UnitStage.NOT_DELIVERED: _("Not handed over yet"),
    UnitStage.DELIVERED: _("Handed over to the owner"),
    UnitStage.FITTING_OUT: _("Fit-out"),
    UnitStage.MOVED_IN: _("Moved in"),
}


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What a list states about a unit. Blank text and None mean: the list says nothing about it.

    ``building`` is the building as people write it ("A1栋", "1#"); ``group_code`` names an existing group; ``area`` is in square
    metres.
    """

    code: str
    building: str
    area: Decimal
    group_code: str = ""
    entrance: str = ""
    floor: int | None = None
    layout: str = ""
    delivered_on: date | None = None
    fitout_on: date | None = None
    moved_in_on: date | None = None
    note: str = ""


class Outcome(StrEnum):
    """What storing the facts about a unit came to."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"


@dataclass(frozen=True)
class Stored:
    """A unit after its facts were stored."""

    unit_id: int
    outcome: Outcome


@dataclass(frozen=True)
class Structure:
    """The groups and buildings of a site, as far as naming a unit needs them.

    ``groups`` maps a group's code to its name; ``buildings`` maps (group code or "", building code) to the building's id.
    """

    groups: Mapping[str, str] = field(default_factory=dict)
    buildings: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Located:
    """A unit and the group it lies in; ``group_code`` is "" outside any group."""

    unit_id: int
    code: str
    group_id: int | None
    group_code: str


@dataclass(frozen=True)
class Scanned:
    """What a QR label stands for; ``unit_id`` is set when it hangs at the door of a unit."""

    company_id: int
    site_id: int
    place_id: int
    name: str
    kind: str
    unit_id: int | None = None
    unit_code: str = ""


def unit_ref(unit_id: int) -> str:
    """The reference of a unit in the journal."""
    return f"unit:{unit_id}"


def group_ref(group_id: int) -> str:
    """The reference of a group in the journal."""
    return f"group:{group_id}"


def building_ref(building_id: int) -> str:
    """The reference of a building in the journal."""
    return f"building:{building_id}"


def place_ref(place_id: int) -> str:
    """The reference of a place in the journal."""
    return f"place:{place_id}"
