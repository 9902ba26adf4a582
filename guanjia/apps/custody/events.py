"""What can have happened to what is kept and lent.

``ref`` is the number of the loan, loss or count, or the piece itself; ``thread`` is the piece, whose life is one matter.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class _OfPiece(Event):
    """What every fact about a piece carries: its family, the name of its kind, its number and name."""

    family: str
    kind: str
    title: str
    number: str
    unit_id: int | None = None
    place_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class _OfLoan(_OfPiece):
    """What every fact about a loan carries.

    ``approved`` says that the kind needs approval, ``staff_id`` who borrows if of the staff, ``lender_id`` who handed it out.
    """

    way: str
    borrower_kind: str
    quantity: int
    approved: bool = False
    due_at: datetime | None = None
    staff_id: int | None = None
    lender_id: int | None = None


@event("custody.kind_set", label=_("Kind set"))
@dataclass(frozen=True, kw_only=True)
class KindSet(Event):
    """What holds for a kind of thing from now on; amounts in fen, ``hours`` of a usual loan."""

    family: str
    kind: str
    approver_post: str
    deposit_fen: int
    fee_fen: int
    hours: int


@event("custody.kept", label=_("Taken on the list"))
@dataclass(frozen=True, kw_only=True)
class Kept(_OfPiece):
    """A piece is kept from now on; ``replaces`` is the number of the one it takes the place of."""

    hook: str = ""
    parts: int = 1
    stock: int = 1
    replaces: str = ""


@event("custody.changed", label=_("Entry in the list changed"))
@dataclass(frozen=True, kw_only=True)
class Changed(_OfPiece):
    """What the list says of a piece was changed."""

    hook: str = ""
    parts: int = 1
    stock: int = 1


@event("custody.retired", label=_("Taken off the list"))
@dataclass(frozen=True, kw_only=True)
class Retired(_OfPiece):
    """A piece is kept no longer."""

    reason: str


@event("custody.asked", label=_("Loan asked for"))
@dataclass(frozen=True, kw_only=True)
class Asked(_OfLoan):
    """Somebody wants something whose loans are approved; ``approver_post`` does."""

    reason: str
    approver_post: str


@event("custody.approved", label=_("Loan approved"))
@dataclass(frozen=True, kw_only=True)
class Approved(_OfLoan):
    """It may be handed out."""


@event("custody.declined", label=_("Loan declined"))
@dataclass(frozen=True, kw_only=True)
class Declined(_OfLoan):
    """It is not handed out."""

    reason: str


@event("custody.withdrawn", label=_("Loan withdrawn"))
@dataclass(frozen=True, kw_only=True)
class Withdrawn(_OfLoan):
    """It is not wanted any more."""


@event("custody.lent", label=_("Lent out"))
@dataclass(frozen=True, kw_only=True)
class Lent(_OfLoan):
    """It left the cabinet and comes back by ``due_at``. ``deposit_fen`` and ``fee_fen`` were taken, in fen."""

    reason: str
    deposit_fen: int = 0
    fee_fen: int = 0
    signed: bool = False


@event("custody.issued", label=_("Handed over"))
@dataclass(frozen=True, kw_only=True)
class Issued(_OfLoan):
    """It is with its holder for good, against a signature."""

    deposit_fen: int = 0
    fee_fen: int = 0
    signed: bool = False


@event("custody.extended", label=_("Time of return put off"))
@dataclass(frozen=True, kw_only=True)
class Extended(_OfLoan):
    """It comes back by ``until`` instead."""

    until: datetime
    reason: str


@event("custody.returned", label=_("Taken back"))
@dataclass(frozen=True, kw_only=True)
class Returned(_OfLoan):
    """It is back. ``complete``: nothing is missing; ``sound``: nothing is broken. ``refund_fen`` was paid back, in fen."""

    complete: bool
    sound: bool
    late: bool
    note: str = ""
    refund_fen: int = 0
    deduction_fen: int = 0
    deduction_reason: str = ""


@event("custody.entrusted", label=_("Kept for the owner"))
@dataclass(frozen=True, kw_only=True)
class Entrusted(_OfLoan):
    """The owner gave it back into our keeping, with consent."""


@event("custody.lost", label=_("Loss reported"))
@dataclass(frozen=True, kw_only=True)
class Lost(_OfPiece):
    """Something is lost. ``ref`` is the loan it was out with, or else the piece; ``loss`` the number of the report."""

    loss: str
    note: str
    whole: bool = True
    missing: int = 1


@event("custody.loss_reported", label=_("Loss to be settled"))
@dataclass(frozen=True, kw_only=True)
class LossReported(_OfPiece):
    """A report of a loss stands under its own number until somebody settles it."""

    note: str
    whole: bool = True


@event("custody.loss_settled", label=_("Loss settled"))
@dataclass(frozen=True, kw_only=True)
class LossSettled(_OfPiece):
    """It is decided and done what follows: ``remedy``, who bears ``cost_fen``, what of the deposit is kept, in fen."""

    remedy: str
    payer: str
    cost_fen: int
    kept_fen: int = 0
    note: str = ""
    new_number: str = ""


@event("custody.found", label=_("Turned up again"))
@dataclass(frozen=True, kw_only=True)
class Found(_OfPiece):
    """What was reported lost is there."""

    note: str = ""


@event("custody.counted", label=_("Hooks counted"))
@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    """Everything of a family was counted: ``pieces`` entries, of which ``differences`` were not as listed."""

    family: str
    pieces: int
    differences: int


@event("custody.difference_found", label=_("Difference found"))
@dataclass(frozen=True, kw_only=True)
class DifferenceFound(_OfPiece):
    """A count found ``counted`` where ``expected`` should be. ``count`` is its number."""

    count: str
    expected: int
    counted: int
    note: str = ""


@event("custody.difference_cleared", label=_("Difference cleared up"))
@dataclass(frozen=True, kw_only=True)
class DifferenceCleared(_OfPiece):
    """It is explained or put right."""

    count: str
    note: str


@event("custody.contact_revealed", label=_("Phone number shown"))
@dataclass(frozen=True, kw_only=True)
class ContactRevealed(_OfPiece):
    """Somebody looked at a borrower's whole number."""

    reason: str
