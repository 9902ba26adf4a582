"""The words of the app: families of what is lent, states, who borrows, what follows a loss, capabilities."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over what is kept and lent."""

    SEE = "custody.see"
    LEND = "custody.lend"
    APPROVE = "custody.approve"
    COUNT = "custody.count"
    MANAGE = "custody.manage"
    SEE_CONTACT = "custody.see_contact"


declare(
    {
        Can.SEE: _("See keys, cards and things lent"),
        Can.LEND: _("Lend, hand over and take back keys, cards and things"),
        Can.APPROVE: _("Approve loans that need it, such as keys of machine rooms"),
        Can.COUNT: _("Count keys, cards and things, and clear up differences"),
        Can.MANAGE: _("Keep the list of keys, cards and things; settle losses"),
        Can.SEE_CONTACT: _("See a borrower’s whole telephone number, with a reason"),
    }
)

LOANS = "LN"
"""The series of the numbers of loans."""
LOSSES = "LS"
"""The series of the numbers of losses."""
COUNTS = "CT"
"""The series of the numbers of counts."""

ISSUED_PAPER = "custody.issued"
PAPERS = {ISSUED_PAPER: _("Receipt of keys and cards")}
"""What of ours belongs into the file of a unit or a customer."""


class Family(StrEnum):
    """What kind of thing is kept, as far as rules tell them apart."""

    KEY = "key"
    CARD = "card"
    THING = "thing"


FAMILIES = {Family.KEY: _("Keys to doors"), Family.CARD: _("Cards"), Family.THING: _("Things to borrow")}
FAMILY_ICONS = {Family.KEY: "key", Family.CARD: "id-badge-2", Family.THING: "package"}


class PieceState(StrEnum):
    """Where a piece is. One that is a mere stock is in as long as we keep it; how many are out stands beside it."""

    IN = "IN"
    OUT = "OUT"
    ISSUED = "ISSUED"
    LOST = "LOST"
    RETIRED = "RETIRED"


PIECE_STATES = {
    PieceState.IN: _("In the cabinet"),
    PieceState.OUT: _("Lent out"),
    PieceState.ISSUED: _("Handed over"),
    PieceState.LOST: _("Lost"),
    PieceState.RETIRED: _("Taken off the list"),
}
KEPT = (PieceState.IN, PieceState.OUT, PieceState.ISSUED, PieceState.LOST)
"""States of a piece that stands on the list."""
COUNTED = (PieceState.IN, PieceState.OUT)
"""States of a piece that a count asks for."""


class LoanState(StrEnum):
    """How far a loan has come."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    OUT = "OUT"
    BACK = "BACK"
    LOST = "LOST"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


LOAN_STATES = {
    LoanState.ASKED: _("Waits for approval"),
    LoanState.APPROVED: _("Approved, not yet handed out"),
    LoanState.OUT: _("Out"),
    LoanState.BACK: _("Given back"),
    LoanState.LOST: _("Lost by the borrower"),
    LoanState.DECLINED: _("Declined"),
    LoanState.WITHDRAWN: _("Withdrawn"),
}
OPEN = (LoanState.ASKED, LoanState.APPROVED, LoanState.OUT)
"""States of a loan that is not at its end."""


class Way(StrEnum):
    """Whether a piece comes back at a time, or stays with its holder."""

    LOAN = "loan"
    ISSUE = "issue"


WAYS = {Way.LOAN: _("Loan"), Way.ISSUE: _("Handed over for good")}


class BorrowerKind(StrEnum):
    """Who takes something away."""

    STAFF = "staff"
    CONTRACTOR = "contractor"
    RESIDENT = "resident"


BORROWERS = {
    BorrowerKind.STAFF: _("Our staff"),
    BorrowerKind.CONTRACTOR: _("Contractor"),
    BorrowerKind.RESIDENT: _("Owner or resident"),
}


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who takes something away. Staff and residents by id where they are known; everybody else by name and number."""

    kind: str
    name: str = ""
    phone: str = ""
    party: str = ""
    staff_id: int | None = None
    person_id: int | None = None


class LossState(StrEnum):
    """What became of a loss."""

    OPEN = "OPEN"
    SETTLED = "SETTLED"
    FOUND = "FOUND"


LOSS_STATES = {
    LossState.OPEN: _("To be settled"),
    LossState.SETTLED: _("Settled"),
    LossState.FOUND: _("Turned up again"),
}


class Remedy(StrEnum):
    """What is done about a loss."""

    LOCK_CHANGED = "lock_changed"
    NEW_PIECE = "new_piece"
    DISABLED = "disabled"
    WRITTEN_OFF = "written_off"


REMEDIES = {
    Remedy.LOCK_CHANGED: _("Lock changed, new key"),
    Remedy.NEW_PIECE: _("Made or bought anew"),
    Remedy.DISABLED: _("Card disabled"),
    Remedy.WRITTEN_OFF: _("Written off"),
}


class Payer(StrEnum):
    """Who bears what a loss costs."""

    BORROWER = "borrower"
    COMPANY = "company"
    NOBODY = "nobody"


PAYERS = {
    Payer.BORROWER: _("The borrower"),
    Payer.COMPANY: _("The company"),
    Payer.NOBODY: _("It costs nothing"),
}


class DifferenceState(StrEnum):
    """Whether a difference found by a count is explained."""

    OPEN = "OPEN"
    CLEARED = "CLEARED"


DIFFERENCE_STATES = {DifferenceState.OPEN: _("To be cleared up"), DifferenceState.CLEARED: _("Cleared up")}

LOAN_TONES = {
    LoanState.ASKED: "soon",
    LoanState.APPROVED: "accent",
    LoanState.OUT: "accent",
    LoanState.BACK: "calm",
    LoanState.LOST: "late",
    LoanState.DECLINED: "neutral",
    LoanState.WITHDRAWN: "neutral",
}
LOAN_ICONS = {
    LoanState.ASKED: "hourglass",
    LoanState.APPROVED: "check",
    LoanState.OUT: "arrow-right",
    LoanState.BACK: "arrow-back-up",
    LoanState.LOST: "alert-circle",
    LoanState.DECLINED: "ban",
    LoanState.WITHDRAWN: "x",
}
PIECE_TONES = {
    PieceState.IN: "calm",
    PieceState.OUT: "accent",
    PieceState.ISSUED: "neutral",
    PieceState.LOST: "late",
    PieceState.RETIRED: "neutral",
}
PIECE_ICONS = {
    PieceState.IN: "circle-check",
    PieceState.OUT: "arrow-right",
    PieceState.ISSUED: "user-check",
    PieceState.LOST: "alert-circle",
    PieceState.RETIRED: "archive",
}


def piece_ref(piece_id: int) -> str:
    """The reference of a piece in the journal; everything that happened to it is one matter."""
    return f"piece:{piece_id}"
