"""The words of the app: states and kinds of slips, held goods, stops, visits, passes and entries; what can be done."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities at the gate."""

    SEE = "gate.see"
    ASK = "gate.ask"
    APPROVE = "gate.approve"
    GUARD = "gate.guard"
    DECIDE_HELD = "gate.decide_held"
    STOP = "gate.stop"
    ISSUE_PASS = "gate.issue_pass"  # noqa: S105 - a paper, no secret
    BAR = "gate.bar"
    APPROVE_ENTRY = "gate.approve_entry"
    SEE_PHONE = "gate.see_phone"
    SET_RULES = "gate.set_rules"


declare(
    {
        Can.SEE: _("See release slips, visitors, passes and machine-room entries"),
        Can.ASK: _("Ask for a release slip, announce a visitor, ask for a machine-room entry"),
        Can.APPROVE: _("Approve or decline a release slip"),
        Can.GUARD: _("Work at the gate: let pass, hold goods, sign people in and out"),
        Can.DECIDE_HELD: _("Decide what becomes of held goods"),
        Can.STOP: _("Set and lift release stops of a unit"),
        Can.ISSUE_PASS: _("Issue, renew and withdraw passes"),
        Can.BAR: _("Put somebody on the black list, and take them off it"),
        Can.APPROVE_ENTRY: _("Approve or decline a machine-room entry"),
        Can.SEE_PHONE: _("Show a hidden number at the gate, with a reason"),
        Can.SET_RULES: _("Set the rules of the gate and of each machine room"),
    }
)

SLIP, HELD, VISIT, PASS, ENTRY = "RS", "HG", "VS", "TP", "ME"
PAGES = {SLIP: "slip", HELD: "held", VISIT: "visit", PASS: "pass", ENTRY: "entry"}
"""The series of our numbers and their pages: release slips, held goods, visits, temporary passes, machine-room entries."""


SLIP_PAPER, PASS_PAPER = "gate.slip", "gate.pass"
PAPERS = {SLIP_PAPER: _("Release slip"), PASS_PAPER: _("Temporary pass")}
"""What of ours belongs into the file of a unit."""


class SlipKind(StrEnum):
    """What leaves: the whole household, or single things."""

    WHOLE = "WHOLE"
    SINGLE = "SINGLE"


SLIP_KINDS = {SlipKind.SINGLE: _("Single things"), SlipKind.WHOLE: _("The whole household moves out")}


class SlipState(StrEnum):
    """Where a release slip stands."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    PASSED = "PASSED"
    HELD = "HELD"
    EXPIRED = "EXPIRED"


SLIP_STATES = {
    SlipState.ASKED: _("Waits for approval"),
    SlipState.APPROVED: _("May pass the gate"),
    SlipState.DECLINED: pgettext_lazy("slip", "Declined"),
    SlipState.CANCELLED: _("Called off"),
    SlipState.PASSED: _("Has passed"),
    SlipState.HELD: _("Held at the gate"),
    SlipState.EXPIRED: _("Expired"),
}
OPEN_SLIPS = (SlipState.ASKED, SlipState.APPROVED)
"""Slips that may still become something."""


class StopKind(StrEnum):
    """Why nothing may leave a unit."""

    ARREARS = "ARREARS"
    FITOUT = "FITOUT"
    COURT = "COURT"
    OTHER = "OTHER"


STOP_KINDS = {
    StopKind.ARREARS: _("Fees in arrears"),
    StopKind.FITOUT: _("Fit-out not finished"),
    StopKind.COURT: _("Order of a court"),
    StopKind.OTHER: _("Another reason"),
}


class HeldState(StrEnum):
    """Where held goods stand."""

    HELD = "HELD"
    DECIDED = "DECIDED"
    RETURNED = "RETURNED"


HELD_STATES = {
    HeldState.HELD: _("Waits for a decision"),
    HeldState.DECIDED: _("To be given out"),
    HeldState.RETURNED: _("Given out"),
}


class HeldOutcome(StrEnum):
    """What becomes of held goods."""

    RETURN = "RETURN"
    AUTHORITY = "AUTHORITY"


HELD_OUTCOMES = {
    HeldOutcome.RETURN: _("Back to whoever they belong to"),
    HeldOutcome.AUTHORITY: _("To the police or another authority"),
}


class VisitState(StrEnum):
    """Where a visit stands."""

    ANNOUNCED = "ANNOUNCED"
    WAITING = "WAITING"
    INSIDE = "INSIDE"
    LEFT = "LEFT"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"
    MISSED = "MISSED"


VISIT_STATES = {
    VisitState.ANNOUNCED: _("Is expected"),
    VisitState.WAITING: _("Waits at the gate"),
    VisitState.INSIDE: _("Inside"),
    VisitState.LEFT: _("Has left"),
    VisitState.REFUSED: _("Turned away"),
    VisitState.CANCELLED: _("Called off"),
    VisitState.MISSED: _("Did not come"),
}
EXPECTED = (VisitState.ANNOUNCED, VisitState.WAITING, VisitState.INSIDE)


class Channel(StrEnum):
    """Who said that a visitor comes."""

    RESIDENT = "RESIDENT"
    TENANT = "TENANT"
    DESK = "DESK"
    NOBODY = "NOBODY"


CHANNELS = {
    Channel.RESIDENT: _("The resident"),
    Channel.TENANT: _("The tenant company"),
    Channel.DESK: _("Our own desk"),
    Channel.NOBODY: _("Nobody: came unannounced"),
}


class Checked(StrEnum):
    """How a visitor proved who they are."""

    ID_CARD = "ID_CARD"
    WORK_CARD = "WORK_CARD"
    HOST = "HOST"


CHECKED = {
    Checked.ID_CARD: _("Identity card"),
    Checked.WORK_CARD: _("Work card"),
    Checked.HOST: _("The host knows them"),
}


class PassKind(StrEnum):
    """Whom a pass is for."""

    CONTRACTOR = "CONTRACTOR"
    COURIER = "COURIER"
    DOMESTIC = "DOMESTIC"
    OTHER = "OTHER"


PASS_KINDS = {
    PassKind.CONTRACTOR: _("Worker of a contractor"),
    PassKind.COURIER: _("Courier"),
    PassKind.DOMESTIC: _("Domestic help"),
    PassKind.OTHER: _("Somebody else"),
}


class PassState(StrEnum):
    """Where a pass stands; whether it has run out is read from its dates."""

    VALID = "VALID"
    WITHDRAWN = "WITHDRAWN"


PASS_STATES = {PassState.VALID: _("Valid pass"), PassState.WITHDRAWN: _("Taken back")}


class Who(StrEnum):
    """Who wants to go into a machine room."""

    STAFF = "STAFF"
    CONTRACTOR = "CONTRACTOR"
    VISITOR = "VISITOR"


WHOS = {Who.STAFF: _("Own staff"), Who.CONTRACTOR: _("Contractor"), Who.VISITOR: _("A visitor")}


class EntryState(StrEnum):
    """Where a machine-room entry stands."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    CANCELLED = "CANCELLED"
    INSIDE = "INSIDE"
    LEFT = "LEFT"


ENTRY_STATES = {
    EntryState.ASKED: _("Waits for approval"),
    EntryState.APPROVED: _("May go in"),
    EntryState.DECLINED: pgettext_lazy("slip", "Declined"),
    EntryState.CANCELLED: _("Called off"),
    EntryState.INSIDE: _("Inside"),
    EntryState.LEFT: _("Has left"),
}


@dataclass(frozen=True)
class Goods:
    """One line of what leaves or is held: a name, how many pieces, and a note."""

    name: str
    pieces: int = 1
    note: str = ""


MOST_LINES = 60
"""Lines on one slip."""
MOST_PIECES = 9999
"""Pieces in one line."""
MOST_PHOTOS = 9
"""Photographs sent at one time."""
OWNERS_WORD = "owners_word"
"""The purpose of the signature, or of the word by phone, with which an owner lets goods leave."""
RECEIPT = "receipt"
"""The purpose of the signature of whoever takes held goods away."""
