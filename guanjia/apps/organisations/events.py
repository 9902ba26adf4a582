"""What can have happened in the organisation."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("organisations.appointed", label=_("Appointed"))
@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    """Somebody took up a post."""

    staff_id: int
    post: str
    from_on: date


@event("organisations.appointment_ended", label=_("Appointment ended"))
@dataclass(frozen=True, kw_only=True)
class AppointmentEnded(Event):
    """Somebody left a post; ``until_on`` is the first day they no longer hold it."""

    staff_id: int
    post: str
    until_on: date


@event("organisations.stood_in", label=_("Stand-in named"))
@dataclass(frozen=True, kw_only=True)
class StoodIn(Event):
    """Somebody was named to stand in for an absent holder of a post."""

    absent_id: int
    stand_in_id: int
    post: str
    from_at: datetime
    until_at: datetime
    reason: str


@event("organisations.shift_planned", label=_("Shift planned"))
@dataclass(frozen=True, kw_only=True)
class ShiftPlanned(Event):
    """Somebody was put on duty."""

    staff_id: int
    post: str
    from_at: datetime
    until_at: datetime


@event("organisations.shift_cancelled", label=_("Shift cancelled"))
@dataclass(frozen=True, kw_only=True)
class ShiftCancelled(Event):
    """A planned turn of duty was taken back."""

    staff_id: int
    post: str


@event("organisations.capabilities_set", label=_("Capabilities of a post changed"))
@dataclass(frozen=True, kw_only=True)
class CapabilitiesSet(Event):
    """What a post may do was changed."""

    post: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
