"""Decisions about units and places, free of database and request."""

from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from guanjia.apps.places.naming import entrance_code, plain
from guanjia.apps.places.terms import LARGEST_AREA, PlaceKind, UnitFacts
from guanjia.kernel.refusals import Refusal

FACT_FIELDS = ("entrance", "floor", "area", "layout", "delivered_on", "fitout_on", "moved_in_on", "note")


class UnitLike(Protocol):
    """Anything with the columns of a unit."""

    entrance: str
    floor: int | None
    area: Decimal
    layout: str
    delivered_on: date | None
    fitout_on: date | None
    moved_in_on: date | None
    note: str


def why_not_code(code: str, *, taken: bool, field: str = "code") -> Refusal | None:
    """A code is there, fits, and is not in use."""
    if not plain(code):
        return Refusal(
            "code_missing", _("The code is missing. Write one, for example A1-1-0302."), field=field
        )
    if len(plain(code)) > 40:
        return Refusal("code_too_long", _("The code is too long. Use at most 40 characters."), field=field)
    if taken:
        return Refusal(
            "code_taken",
            _("“%(code)s” exists here already. Choose another code, or open the existing one."),
            field=field,
            params={"code": code},
        )
    return None


def why_not_name(name: str, *, field: str = "name") -> Refusal | None:
    """A name is there."""
    if not plain(name):
        return Refusal("name_missing", _("The name is missing. Write what people call it."), field=field)
    return None


def why_not_area(area: Decimal | None) -> Refusal | None:
    """An area is above zero and believable."""
    if area is None:
        return Refusal(
            "area_missing", _("The area is missing. Write it in square metres, like 126.88."), field="area"
        )
    if area <= 0:
        return Refusal(
            "area_not_positive", _("The area must be above zero. Write it in square metres."), field="area"
        )
    if area > LARGEST_AREA:
        return Refusal(
            "area_too_large",
            _("An area above %(most)s m² is not believable. Check the decimal point."),
            field="area",
            params={"most": LARGEST_AREA},
        )
    return None


def why_not_dates(
    delivered_on: date | None, fitout_on: date | None, moved_in_on: date | None
) -> list[Refusal]:
    """Nobody fits out or moves into a unit before it was handed over."""
    found = []
    if delivered_on and fitout_on and fitout_on < delivered_on:
        found.append(
            Refusal(
                "fitout_before_delivery",
                _(
                    "The fit-out (%(fitout)s) comes before the handover (%(delivered)s). Correct one of the two dates."
                ),
                field="fitout_on",
                params={"fitout": fitout_on.isoformat(), "delivered": delivered_on.isoformat()},
            )
        )
    if delivered_on and moved_in_on and moved_in_on < delivered_on:
        found.append(
            Refusal(
                "moved_in_before_delivery",
                _(
                    "The moving in (%(moved)s) comes before the handover (%(delivered)s). Correct one of the two dates."
                ),
                field="moved_in_on",
                params={"moved": moved_in_on.isoformat(), "delivered": delivered_on.isoformat()},
            )
        )
    return found


def why_not_place(kind: str, *, has_unit: bool) -> Refusal | None:
    """The door of a unit belongs to a unit; nothing else does."""
    if kind not in set(PlaceKind):
        return Refusal("kind_unknown", _("Choose what kind of place it is."), field="kind")
    if (kind == PlaceKind.UNIT_DOOR) != has_unit:
        return Refusal(
            "unit_door_by_unit",
            _("Labels for doors of units are made on the page of the building."),
            field="kind",
        )
    return None


def why_not_change_place(*, retired: bool) -> Refusal | None:
    """A place out of use stays as it is."""
    if retired:
        return Refusal("place_retired", _("This place is out of use. Add a new one instead."))
    return None


def why_no_reason(reason: str) -> Refusal | None:
    """Some things are only done for a stated reason."""
    if not plain(reason):
        return Refusal("reason_missing", _("Write why; the reason is kept in the journal."), field="reason")
    return None


def differences(unit: UnitLike, facts: UnitFacts) -> dict[str, Any]:
    """What the facts say other than what is stored. Blank facts say nothing and so change nothing."""
    changes = {}
    for name in FACT_FIELDS:
        stated = entrance_code(facts.entrance) if name == "entrance" else getattr(facts, name)
        if stated not in (None, "") and stated != getattr(unit, name):
            changes[name] = stated
    return changes


def as_told(before: Any, after: Any) -> list[Any]:
    """An old and a new value as plain values for the journal."""
    return [_plain_value(before), _plain_value(after)]


def _plain_value(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value
