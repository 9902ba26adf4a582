"""What can have happened to a work order.

``thread`` is the case it belongs to, when it belongs to one. Duties follow ``assignee_id`` and the moments below.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("workorders.issued", label=_("Work order issued"))
@dataclass(frozen=True, kw_only=True)
class Issued(Event):
    """A work order was made. ``received_at`` is when the customer was first heard, not when this was typed."""

    title: str
    skill: str
    urgency: str
    case_kind: str
    group_code: str
    received_at: datetime
    paid: bool
    parent: str = ""
    split_from: str = ""


@event("workorders.offered", label=_("Put up to grab"))
@dataclass(frozen=True, kw_only=True)
class Offered(Event):
    """Technicians on duty may take it."""

    skill: str


@event("workorders.assigned", label=_("Assigned"))
@dataclass(frozen=True, kw_only=True)
class Assigned(Event):
    """Somebody was given the order. ``how`` is a ``terms.Way``; ``reason`` why somebody off duty, if so."""

    assignee_id: int
    assignee: str
    how: str
    reason: str = ""


@event("workorders.grabbed", label=_("Grabbed"))
@dataclass(frozen=True, kw_only=True)
class Grabbed(Event):
    """A technician took the order, which is accepted thereby."""

    assignee_id: int
    assignee: str


@event("workorders.accepted", label=_("Accepted"))
@dataclass(frozen=True, kw_only=True)
class Accepted(Event):
    """The assignee is on the way."""

    assignee_id: int


@event("workorders.arrived", label=_("Arrived"))
@dataclass(frozen=True, kw_only=True)
class Arrived(Event):
    """The assignee is there. ``again`` after a pause; the first arrival is the one the customer was promised."""

    assignee_id: int
    again: bool = False


@event("workorders.started", label=_("Work started"))
@dataclass(frozen=True, kw_only=True)
class Started(Event):
    """Work began; paid work only after consent."""

    assignee_id: int


@event("workorders.appointed", label=_("Time of arrival agreed"))
@dataclass(frozen=True, kw_only=True)
class Appointed(Event):
    """The customer agreed to a moment of arrival; ``agreed_with`` is who on the customer's side."""

    appointed_at: datetime
    agreed_with: str


@event("workorders.paused", label=_("Paused"))
@dataclass(frozen=True, kw_only=True)
class Paused(Event):
    """Work rests, for a ``terms.PauseReason``, until a moment somebody answers for."""

    assignee_id: int
    reason: str
    note: str
    until: datetime


@event("workorders.resumed", label=_("Taken up again"))
@dataclass(frozen=True, kw_only=True)
class Resumed(Event):
    """The pause is over; ``late`` when it lasted longer than was said."""

    assignee_id: int
    late: bool = False


@event("workorders.transferred", label=_("Transferred"))
@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """The order went from one technician to another."""

    from_id: int
    from_name: str
    assignee_id: int
    assignee: str
    reason: str


@event("workorders.sent_back", label=_("Sent back"))
@dataclass(frozen=True, kw_only=True)
class SentBack(Event):
    """The one who had it gave it back to dispatch."""

    from_id: int
    from_name: str
    reason: str


@event("workorders.quoted", label=_("Quoted"))
@dataclass(frozen=True, kw_only=True)
class Quoted(Event):
    """A price was named, in fen; it replaces an earlier one and wants a consent of its own."""

    number: int
    total_fen: int


@event("workorders.consented", label=_("Customer consented to the price"))
@dataclass(frozen=True, kw_only=True)
class Consented(Event):
    """The customer said yes to a quote, signing on the screen or by phone."""

    number: int
    total_fen: int
    signer_name: str
    how: str


@event("workorders.completed", label=_("Completed"))
@dataclass(frozen=True, kw_only=True)
class Completed(Event):
    """The work is done. ``charge_fen`` is what the customer owes for it, 0 for free work."""

    assignee_id: int
    assignee: str
    outcome: str
    charge_fen: int = 0


@event("workorders.cancelled", label=_("Cancelled"))
@dataclass(frozen=True, kw_only=True)
class Cancelled(Event):
    """The work is not needed any more."""

    reason: str
    assignee_id: int | None = None


@event("workorders.merged", label=_("Merged into another order"))
@dataclass(frozen=True, kw_only=True)
class Merged(Event):
    """The same work is already on another order; this one's clocks are void."""

    into: str
    into_thread: str
    reason: str


@event("workorders.absorbed", label=_("Took in another order"))
@dataclass(frozen=True, kw_only=True)
class Absorbed(Event):
    """The other side of a merge."""

    merged: str
    merged_thread: str


@event("workorders.done_with_other", label=_("Done together with the order it was merged into"))
@dataclass(frozen=True, kw_only=True)
class DoneWithOther(Event):
    """The order that took this one in is completed; said so that this one's case hears of it."""

    into: str
    assignee_id: int
    outcome: str


@event("workorders.split", label=_("Split"))
@dataclass(frozen=True, kw_only=True)
class Split(Event):
    """Part of the work got an order of its own."""

    into: str
    title: str


@event("workorders.contact_revealed", label=_("Phone number revealed"))
@dataclass(frozen=True, kw_only=True)
class ContactRevealed(Event):
    """Somebody who does not do the work looked at the customer's number."""

    reason: str


@event("workorders.rules_set", label=_("Rules of dispatch set"))
@dataclass(frozen=True, kw_only=True)
class RulesSet(Event):
    """The site's rules of dispatch were changed; before and after by name."""

    before: dict[str, object]
    after: dict[str, object]
