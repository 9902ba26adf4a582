"""What can have happened to groups, buildings, units and places."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("places.group_added", label=_("Group added"))
@dataclass(frozen=True, kw_only=True)
class GroupAdded(Event):
    """A group (组团) was added to a site."""

    code: str
    group_name: str


@event("places.group_changed", label=_("Group renamed"))
@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    """A group got another name."""

    code: str
    group_name: str
    previous_name: str


@event("places.building_added", label=_("Building added"))
@dataclass(frozen=True, kw_only=True)
class BuildingAdded(Event):
    """A building was added."""

    code: str
    building_name: str
    group_code: str


@event("places.unit_added", label=_("Unit added"))
@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    """A unit was added; ``area`` is in square metres, written out."""

    code: str
    building_id: int
    group_code: str
    area: str


@event("places.unit_changed", label=_("Unit changed"))
@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    """Facts about a unit were changed: ``changes`` maps each field to what it was and what it is."""

    code: str
    changes: dict[str, Any] = field(default_factory=dict)


@event("places.place_added", label=_("Place added"))
@dataclass(frozen=True, kw_only=True)
class PlaceAdded(Event):
    """A place (a lift, a door, a machine room) was added."""

    code: str
    kind: str
    unit_id: int | None = None


@event("places.place_changed", label=_("Place changed"))
@dataclass(frozen=True, kw_only=True)
class PlaceChanged(Event):
    """A place got another name or kind."""

    code: str
    changes: dict[str, Any] = field(default_factory=dict)


@event("places.place_retired", label=_("Place taken out of use"))
@dataclass(frozen=True, kw_only=True)
class PlaceRetired(Event):
    """A place is no more; its label answers nothing."""

    code: str
    reason: str


@event("places.qr_renewed", label=_("QR label renewed"))
@dataclass(frozen=True, kw_only=True)
class QrRenewed(Event):
    """A place got a new label; the old one answers nothing."""

    code: str
    reason: str
