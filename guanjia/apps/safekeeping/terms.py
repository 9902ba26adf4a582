"""The words of the app: kinds and sorts of things kept, states, ways of handing over, capabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text

ITEMS, BATCHES, LOSSES, TURNED_AWAY = "KP", "KB", "KL", "KR"
"""The series of the numbers of kept items, of batches handed on, of reports of a loss, and of what was turned away."""


class Can(Capability):
    """Capabilities over what the desk keeps for others."""

    SEE = "safekeeping.see"
    RECEIVE = "safekeeping.receive"
    HAND_OUT = "safekeeping.hand_out"
    DECIDE = "safekeeping.decide"
    SETTINGS = "safekeeping.settings"


declare(
    {
        Can.SEE: _("See what the desk keeps for others"),
        Can.RECEIVE: _("Take things into keeping, turn them away, hand them on to a steward"),
        Can.HAND_OUT: _("Hand out or deliver what is kept"),
        Can.DECIDE: _("Decide about what nobody has claimed"),
        Can.SETTINGS: _("Set what a site refuses to keep, and for how long it keeps"),
    }
)


class Kind(StrEnum):
    """Why a thing is with us: somebody left it, somebody found it, or the post brought it."""

    STORAGE = "storage"
    FOUND = "found"
    MAIL = "mail"


KINDS: dict[Kind, Text] = {
    Kind.STORAGE: _("Left in keeping"),
    Kind.FOUND: _("Something found"),
    Kind.MAIL: _("Mail"),
}


class Sort(StrEnum):
    """What sort of thing it is."""

    PARCEL = "parcel"
    EXPRESS = "express"
    LETTER = "letter"
    REGISTERED = "registered"
    NEWSPAPER = "newspaper"
    DOCUMENT = "document"
    BAG = "bag"
    CLOTHING = "clothing"
    PHONE = "phone"
    DEVICE = "device"
    CARD = "card"
    KEYS = "keys"
    JEWELLERY = "jewellery"
    CASH = "cash"
    OTHER = "other"


SORTS: dict[Sort, Text] = {
    Sort.PARCEL: _("Parcel"),
    Sort.EXPRESS: _("Express mail"),
    Sort.LETTER: _("Ordinary letter"),
    Sort.REGISTERED: _("Registered mail"),
    Sort.NEWSPAPER: _("Newspapers"),
    Sort.DOCUMENT: _("Papers and files"),
    Sort.BAG: _("Bag or suitcase"),
    Sort.CLOTHING: _("Clothing"),
    Sort.PHONE: _("Mobile phone"),
    Sort.DEVICE: _("Electronic device"),
    Sort.CARD: _("Card or identity paper"),
    Sort.KEYS: _("Bunch of keys"),
    Sort.JEWELLERY: _("Jewellery or watch"),
    Sort.CASH: _("Cash or purse"),
    Sort.OTHER: _("Something else"),
}
SORTS_OF: dict[Kind, tuple[Sort, ...]] = {
    Kind.STORAGE: (Sort.PARCEL, Sort.BAG, Sort.DOCUMENT, Sort.CLOTHING, Sort.DEVICE, Sort.OTHER),
    Kind.FOUND: (
        Sort.CARD,
        Sort.KEYS,
        Sort.PHONE,
        Sort.BAG,
        Sort.CLOTHING,
        Sort.DEVICE,
        Sort.JEWELLERY,
        Sort.CASH,
        Sort.DOCUMENT,
        Sort.OTHER,
    ),
    Kind.MAIL: (Sort.PARCEL, Sort.EXPRESS, Sort.LETTER, Sort.REGISTERED, Sort.DOCUMENT, Sort.OTHER),
}
"""Which sorts there are of each kind; newspapers come by the list of subscriptions."""

PRECIOUS = frozenset({Sort.CASH, Sort.JEWELLERY})
"""What two people count and hand over together, whatever it is worth."""


class State(StrEnum):
    """Where a kept item stands."""

    KEPT = "KEPT"
    WITH_STEWARD = "WITH_STEWARD"
    UNCLAIMED = "UNCLAIMED"
    TO_DISPOSE = "TO_DISPOSE"
    HANDED_OUT = "HANDED_OUT"
    RETURNED = "RETURNED"
    POLICE = "POLICE"
    DISPOSED = "DISPOSED"


STATES: dict[State, Text] = {
    State.KEPT: _("On the shelf"),
    State.WITH_STEWARD: _("With the steward"),
    State.UNCLAIMED: _("Unclaimed, to be decided"),
    State.TO_DISPOSE: _("To be disposed of"),
    State.HANDED_OUT: _("Given out"),
    State.RETURNED: _("Back to the carrier"),
    State.POLICE: _("Given to the police"),
    State.DISPOSED: _("Disposed of"),
}
HERE = (State.KEPT, State.WITH_STEWARD, State.UNCLAIMED, State.TO_DISPOSE)
"""States in which the thing is still ours to answer for."""
TONES = {
    State.KEPT: "accent",
    State.WITH_STEWARD: "soon",
    State.UNCLAIMED: "late",
    State.TO_DISPOSE: "late",
    State.HANDED_OUT: "calm",
}
ICONS = {
    State.KEPT: "package",
    State.WITH_STEWARD: "walk",
    State.UNCLAIMED: "hourglass",
    State.TO_DISPOSE: "trash",
    State.HANDED_OUT: "circle-check",
    State.RETURNED: "truck",
    State.POLICE: "shield",
    State.DISPOSED: "trash",
}


class Delivery(StrEnum):
    """How it is to reach its owner."""

    DESK = "desk"
    DOOR = "door"


DELIVERIES: dict[Delivery, Text] = {
    Delivery.DESK: _("Collected at the desk"),
    Delivery.DOOR: _("Brought to the door by the steward"),
}


class How(StrEnum):
    """How it was handed over."""

    SIGNED = "signed"
    DOOR = "door"
    BOX = "box"


HOWS: dict[How, Text] = {
    How.SIGNED: _("Signed for"),
    How.DOOR: _("Left at the door, agreed"),
    How.BOX: _("Put into the letter box"),
}


class Refused(StrEnum):
    """Classes of things that are not taken into keeping; a site chooses which, and adds its own in words."""

    DANGEROUS = "dangerous"
    CASH = "cash"
    VALUABLES = "valuables"
    DOCUMENTS = "documents"
    ANIMALS = "animals"
    PERISHABLE = "perishable"
    UNLAWFUL = "unlawful"


REFUSED: dict[Refused, Text] = {
    Refused.DANGEROUS: _("Inflammable, explosive or toxic"),
    Refused.CASH: _("Cash and securities"),
    Refused.VALUABLES: _("Valuables: jewellery, works of art"),
    Refused.DOCUMENTS: _("Identity papers, deeds and contracts"),
    Refused.ANIMALS: _("Live animals"),
    Refused.PERISHABLE: _("Food and what perishes"),
    Refused.UNLAWFUL: _("What the law forbids"),
}


class Told(StrEnum):
    """How the owner heard of it."""

    PHONE = "phone"
    MESSAGE = "message"
    DOOR = "door"
    SLIP = "slip"


TOLD: dict[Told, Text] = {
    Told.PHONE: _("By telephone"),
    Told.MESSAGE: _("By short message"),
    Told.DOOR: _("In person"),
    Told.SLIP: _("By a slip in the letter box"),
}


class LossState(StrEnum):
    """Where a report of a loss stands."""

    OPEN = "OPEN"
    FOUND = "FOUND"
    CLOSED = "CLOSED"


LOSS_STATES: dict[LossState, Text] = {
    LossState.OPEN: _("Looked for"),
    LossState.FOUND: _("Found and given back"),
    LossState.CLOSED: _("Given up"),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is said of a thing when it is taken in. ``value_fen`` is what its owner says it is worth, in fen.

    ``features`` are marks everybody may read; ``marks`` are those only the real owner can name (of what was found).
    ``collector`` is who besides the owner may fetch it. ``counted_with_id`` is the second person who counted.
    """

    kind: Kind
    sort: Sort
    what: str
    count: int = 1
    features: str = ""
    marks: str = ""
    value_fen: int | None = None
    shelf: str = ""
    unit_id: int | None = None
    for_name: str = ""
    phone: str = ""
    collector: str = ""
    delivery: Delivery = Delivery.DESK
    due_at: datetime | None = None
    carrier: str = ""
    tracking: str = ""
    found_at: datetime | None = None
    found_where: str = ""
    found_by: str = ""
    counted_with_id: int | None = None
    in_scope: bool = False
    reminded: bool = False
    inspected: bool = False
    condition: str = ""
    note: str = ""
    photos: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Release:
    """What is said when a thing is handed over. ``signed`` is whether strokes were given.

    ``household``: the taker lives or works in the unit the mail is for. ``identity`` is the number of a paper shown; only
    its end is kept. ``proof`` is how a claimant described what was found; ``agreed`` who agreed to the door.
    """

    count: int
    taken_by: str
    how: How = How.SIGNED
    code: str = ""
    household: bool = False
    identity: str = ""
    proof: str = ""
    agreed: str = ""
    witness_id: int | None = None
    loss_ref: str = ""
    strokes: str = ""

    @property
    def signed(self) -> bool:
        """Whether somebody signed on the screen."""
        return bool(self.strokes)


@dataclass(frozen=True, slots=True)
class Loss:
    """What somebody says they have lost."""

    sort: Sort
    what: str
    name: str
    lost_on: date
    features: str = ""
    where: str = ""
    phone: str = ""
    unit_id: int | None = None


CAN_OF: dict[str, Can] = {
    "hand_out": Can.HAND_OUT,
    "hand_on": Can.RECEIVE,
    "bring_back": Can.HAND_OUT,
    "tell": Can.HAND_OUT,
    "prolong": Can.RECEIVE,
    "move": Can.RECEIVE,
    "keep_on": Can.DECIDE,
    "release": Can.DECIDE,
    "dispose": Can.HAND_OUT,
    "send_back": Can.RECEIVE,
    "give_to_police": Can.HAND_OUT,
}
"""What each step of an item takes. A part is handed over by the same door, and lapsing is the clock's."""
