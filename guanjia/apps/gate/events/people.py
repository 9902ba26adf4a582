"""What can have happened to visits, passes, the black list and machine-room entries."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class _Visit(Event):
    visitor: str
    people: int = 1
    unit_id: int | None = None


@event("gate.visit_announced", label=_("Visitor announced"))
@dataclass(frozen=True, kw_only=True)
class VisitAnnounced(_Visit):
    """Somebody is expected between two moments."""

    channel: str
    from_at: datetime
    until_at: datetime


@event("gate.visitor_arrived", label=_("Visitor at the gate"))
@dataclass(frozen=True, kw_only=True)
class VisitorArrived(_Visit):
    """Somebody stands at the gate, and their host is to be asked."""

    host: str = ""


@event("gate.host_asked", label=_("Host asked"))
@dataclass(frozen=True, kw_only=True)
class HostAsked(_Visit):
    """The host was asked by phone, and said yes or no."""

    host: str
    agrees: bool
    note: str = ""


@event("gate.visitor_in", label=_("Visitor signed in"))
@dataclass(frozen=True, kw_only=True)
class VisitorIn(_Visit):
    """A visitor is inside, to be out again by ``until_at``."""

    checked: str
    badge: str
    until_at: datetime


@event("gate.visitor_out", label=_("Visitor signed out"))
@dataclass(frozen=True, kw_only=True)
class VisitorOut(_Visit):
    """A visitor has left; whether the badge came back."""

    badge: str = ""
    badge_back: bool = True
    late: bool = False


@event("gate.visitor_turned_away", label=_("Visitor turned away"))
@dataclass(frozen=True, kw_only=True)
class VisitorTurnedAway(_Visit):
    """A visitor was not let in."""

    reason: str


@event("gate.visit_cancelled", label=_("Visit called off"))
@dataclass(frozen=True, kw_only=True)
class VisitCancelled(_Visit):
    """An announced visitor does not come."""

    reason: str = ""


@event("gate.visit_missed", label=_("Visitor did not come"))
@dataclass(frozen=True, kw_only=True)
class VisitMissed(_Visit):
    """The time of an announced visit is over."""


@dataclass(frozen=True, kw_only=True)
class _Pass(Event):
    holder: str
    kind: str
    unit_id: int | None = None


@event("gate.pass_issued", label=_("Pass issued"))
@dataclass(frozen=True, kw_only=True)
class PassIssued(_Pass):
    """Somebody may come and go for a time."""

    from_at: datetime
    until_at: datetime


@event("gate.pass_renewed", label=_("Pass renewed"))
@dataclass(frozen=True, kw_only=True)
class PassRenewed(_Pass):
    """A pass is good for longer."""

    until_at: datetime


@event("gate.pass_withdrawn", label=_("Pass withdrawn"))
@dataclass(frozen=True, kw_only=True)
class PassWithdrawn(_Pass):
    """A pass is good no longer."""

    reason: str


@event("gate.passed_in", label=_("Came in by pass"))
@dataclass(frozen=True, kw_only=True)
class PassedIn(_Pass):
    """The holder of a pass came in."""

    until_at: datetime


@event("gate.passed_out", label=_("Left by pass"))
@dataclass(frozen=True, kw_only=True)
class PassedOut(_Pass):
    """The holder of a pass left."""


@event("gate.barred", label=_("Put on the black list"))
@dataclass(frozen=True, kw_only=True)
class Barred(Event):
    """Somebody is not to be let in until a moment."""

    person: str
    reason: str
    until_at: datetime


@event("gate.bar_lifted", label=_("Taken off the black list"))
@dataclass(frozen=True, kw_only=True)
class BarLifted(Event):
    """Somebody may be let in again."""

    person: str
    reason: str


@event("gate.phone_revealed", label=_("Number shown"))
@dataclass(frozen=True, kw_only=True)
class PhoneRevealed(Event):
    """Somebody looked at a hidden number, for a reason."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class _Entry(Event):
    place_id: int
    place: str
    who: str
    person: str


@event("gate.entry_asked", label=_("Machine-room entry asked for"))
@dataclass(frozen=True, kw_only=True)
class EntryAsked(_Entry):
    """Somebody is to go into a machine room; ``approver_post`` is the first post that may approve."""

    purpose: str
    planned_at: datetime
    approver_post: str = ""


@event("gate.entry_signed", label=_("One approval of an entry given"))
@dataclass(frozen=True, kw_only=True)
class EntrySigned(_Entry):
    """Somebody approved for ``post``; others may still have to."""

    post: str


@event("gate.entry_approved", label=_("Machine-room entry approved"))
@dataclass(frozen=True, kw_only=True)
class EntryApproved(_Entry):
    """They may go in; ``automatic`` where the room asks for no approval."""

    works: str = ""
    automatic: bool = False


@event("gate.entry_declined", label=_("Machine-room entry declined"))
@dataclass(frozen=True, kw_only=True)
class EntryDeclined(_Entry):
    """They may not go in."""

    reason: str


@event("gate.entry_cancelled", label=_("Machine-room entry called off"))
@dataclass(frozen=True, kw_only=True)
class EntryCancelled(_Entry):
    """Nobody is to go in any more."""

    reason: str


@event("gate.room_entered", label=_("Went into a machine room"))
@dataclass(frozen=True, kw_only=True)
class RoomEntered(_Entry):
    """Somebody is in a machine room, to be out by ``due_out_at``; ``escort_id`` is of the staff beside them."""

    due_out_at: datetime
    escort_id: int | None = None
    escort: str = ""
    key_taken: str = ""


@event("gate.room_left", label=_("Left a machine room"))
@dataclass(frozen=True, kw_only=True)
class RoomLeft(_Entry):
    """They are out; whether tools and key are complete and back."""

    late: bool = False
    note: str = ""


@event("gate.room_rule_set", label=_("Approvers of a machine room set"))
@dataclass(frozen=True, kw_only=True)
class RoomRuleSet(Event):
    """A room says who approves the entry of whom."""

    place_id: int
    who: str
    after: dict[str, Any]
