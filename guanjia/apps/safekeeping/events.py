"""What can have happened to a thing that is kept, to a report of a loss, and to the newspapers of a day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class _OfItem(Event):
    """What every fact about a kept item says: its kind and sort, what it is, and where it belongs (``group``: its code)."""

    kind: str
    sort: str
    what: str
    group: str = ""


@event("safekeeping.received", label=_("Taken into keeping"))
@dataclass(frozen=True, kw_only=True)
class Received(_OfItem):
    """A thing is with us. ``delivery`` is "door" or "desk"; ``precious`` when two people counted it."""

    count: int
    unit: str = ""
    delivery: str = "desk"
    precious: bool = False
    due_at: datetime | None = None
    keep_until: datetime | None = None


@event("safekeeping.turned_away", label=_("Refused to keep"))
@dataclass(frozen=True, kw_only=True)
class TurnedAway(Event):
    """Something was not taken in; ``reason`` is the class it belongs to, as the site calls it."""

    reason: str
    what: str
    offered_by: str = ""


@event("safekeeping.told", label=_("Owner told"))
@dataclass(frozen=True, kw_only=True)
class OwnerTold(_OfItem):
    """The owner knows that it is here. ``overdue`` when it should have been fetched by then."""

    how: str
    overdue: bool = False
    note: str = ""


@event("safekeeping.handed_on", label=_("Handed on to the steward"))
@dataclass(frozen=True, kw_only=True)
class HandedOn(_OfItem):
    """A steward has it and signed for it, in a batch."""

    steward_id: int
    steward: str
    batch: str


@event("safekeeping.brought_back", label=_("Back on the shelf"))
@dataclass(frozen=True, kw_only=True)
class BroughtBack(_OfItem):
    """The steward could not deliver it."""

    note: str


@event("safekeeping.handed_out", label=_("Given out"))
@dataclass(frozen=True, kw_only=True)
class HandedOut(_OfItem):
    """Somebody has it now, or ``count`` pieces of it. ``complete`` when nothing is left with us."""

    count: int
    left: int
    complete: bool
    how: str
    taken_by: str
    note: str = ""


@event("safekeeping.prolonged", label=_("Kept for longer"))
@dataclass(frozen=True, kw_only=True)
class Prolonged(_OfItem):
    """The owner comes later."""

    due_at: datetime
    note: str = ""


@event("safekeeping.moved", label=_("Put on another shelf"))
@dataclass(frozen=True, kw_only=True)
class Moved(_OfItem):
    """It lies elsewhere."""

    shelf: str


@event("safekeeping.overdue", label=_("Not fetched in time"))
@dataclass(frozen=True, kw_only=True)
class Overdue(_OfItem):
    """The time at which it should have been fetched has passed; said once for each such time."""

    due_at: datetime


@event("safekeeping.unclaimed", label=_("Nobody has claimed it"))
@dataclass(frozen=True, kw_only=True)
class Unclaimed(_OfItem):
    """The time for keeping it is over; a supervisor decides."""

    kept_since: datetime


@event("safekeeping.kept_on", label=_("Kept on"))
@dataclass(frozen=True, kw_only=True)
class KeptOn(_OfItem):
    """It was decided to keep an unclaimed thing, until ``keep_until``."""

    keep_until: datetime
    note: str


@event("safekeeping.released", label=_("To be disposed of"))
@dataclass(frozen=True, kw_only=True)
class Released(_OfItem):
    """It was decided to dispose of an unclaimed thing."""

    note: str


@event("safekeeping.disposed", label=_("Disposed of"))
@dataclass(frozen=True, kw_only=True)
class Disposed(_OfItem):
    """Two people disposed of it."""

    note: str
    witness: str


@event("safekeeping.sent_back", label=_("Back to the carrier"))
@dataclass(frozen=True, kw_only=True)
class SentBack(_OfItem):
    """The carrier has it again: wrong addressee, refused, or kept too long."""

    note: str
    carrier: str = ""


@event("safekeeping.given_to_police", label=_("Given to the police"))
@dataclass(frozen=True, kw_only=True)
class GivenToPolice(_OfItem):
    """The police has it; ``receipt`` is the number on its receipt."""

    station: str
    receipt: str


@event("safekeeping.phone_shown", label=_("Telephone number shown"))
@dataclass(frozen=True, kw_only=True)
class PhoneShown(Event):
    """Somebody looked at the number of an owner or loser; the number is not repeated."""

    reason: str


@event("safekeeping.loss_reported", label=_("Loss reported"))
@dataclass(frozen=True, kw_only=True)
class LossReported(Event):
    """Somebody misses something."""

    sort: str
    what: str
    lost_on: date


@event("safekeeping.loss_settled", label=_("Loss settled"))
@dataclass(frozen=True, kw_only=True)
class LossSettled(Event):
    """It was given back (``item``), or is looked for no longer."""

    found: bool
    item: str = ""
    note: str = ""


@event("safekeeping.subscribed", label=_("Newspaper subscribed"))
@dataclass(frozen=True, kw_only=True)
class Subscribed(Event):
    """A unit gets a newspaper from a day on."""

    paper: str
    unit: str
    copies: int
    from_on: date


@event("safekeeping.subscription_ended", label=_("Subscription ended"))
@dataclass(frozen=True, kw_only=True)
class SubscriptionEnded(Event):
    """A unit gets a newspaper no longer."""

    paper: str
    unit: str
    until_on: date


@event("safekeeping.papers_arrived", label=_("Newspapers arrived"))
@dataclass(frozen=True, kw_only=True)
class PapersArrived(Event):
    """A newspaper of a day was counted against the list; ``short`` when copies are missing."""

    paper: str
    day: date
    expected: int
    arrived: int
    short: bool


@event("safekeeping.papers_made_good", label=_("Missing copies came"))
@dataclass(frozen=True, kw_only=True)
class PapersMadeGood(Event):
    """The copies that were missing came, or the carrier answered for them."""

    paper: str
    day: date
    note: str


@event("safekeeping.rules_set", label=_("Rules of keeping set"))
@dataclass(frozen=True, kw_only=True)
class RulesSet(Event):
    """What a site refuses and how long it keeps was changed."""

    changes: dict[str, list[object]]
