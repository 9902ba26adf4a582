"""The words of the app: states, alarms, capabilities, the messages it sends."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging.terms import declare_message
from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over obligations. Seeing one's own needs none."""

    SEE = "obligations.see"
    ACKNOWLEDGE = "obligations.acknowledge"
    PAUSE = "obligations.pause"
    REASSIGN = "obligations.reassign"
    EXCUSE = "obligations.excuse"
    CHECK = "obligations.check"
    PROPOSE = "obligations.propose"
    DECIDE = "obligations.decide"


declare(
    {
        Can.SEE: _("See everybody's duties"),
        Can.ACKNOWLEDGE: _("Acknowledge an escalation"),
        Can.PAUSE: _("Pause and resume a duty's clock"),
        Can.REASSIGN: _("Give a duty to somebody else"),
        Can.EXCUSE: _("Excuse a duty with a reason"),
        Can.CHECK: _("Check what was done about a breach"),
        Can.PROPOSE: _("Propose a consequence"),
        Can.DECIDE: _("Decide on a proposed consequence"),
    }
)


class State(StrEnum):
    """Where an obligation stands. The last five are final."""

    OPEN = "OPEN"
    PAUSED = "PAUSED"
    KEPT = "KEPT"
    LATE = "LATE"
    MISSED = "MISSED"
    EXCUSED = "EXCUSED"
    VOIDED = "VOIDED"


STATES = {
    State.OPEN: _("Running"),
    State.PAUSED: _("Paused"),
    State.KEPT: _("Kept"),
    State.LATE: _("Done late"),
    State.MISSED: _("Missed"),
    State.EXCUSED: _("Excused"),
    State.VOIDED: _("No longer needed"),
}
RUNNING = (State.OPEN, State.PAUSED)
"""States in which something is still to be done."""

COUNTED = ("running", "kept", "late", "missed", "excused", "voided")
"""The columns of the tally."""
STANDING = {
    State.OPEN: "running",
    State.PAUSED: "running",
    State.KEPT: "kept",
    State.LATE: "late",
    State.MISSED: "missed",
    State.EXCUSED: "excused",
    State.VOIDED: "voided",
}
"""The column of the tally in which an obligation of each state is counted."""


class Alarm(IntEnum):
    """Kinds of alarm. An obligation's alarms are passed in the order of their ranks; see ``rules.alarms``."""

    NOBODY = 0
    ANNOUNCE = 1
    REMINDER = 2
    DUE = 3
    TOLD = 4
    RUNG = 5
    OVER = 6


class BreachState(StrEnum):
    """Where the answer to a breach stands. The last two are final."""

    OPEN = "OPEN"
    EXPLAINED = "EXPLAINED"
    CORRECTED = "CORRECTED"
    SENT_BACK = "SENT_BACK"
    CLOSED = "CLOSED"
    DISPENSED = "DISPENSED"


BREACH_STATES = {
    BreachState.OPEN: _("Cause to be given"),
    BreachState.EXPLAINED: _("Correction to be made"),
    BreachState.CORRECTED: _("Correction to be checked"),
    BreachState.SENT_BACK: _("Sent back to be improved"),
    BreachState.CLOSED: _("Checked and closed"),
    BreachState.DISPENSED: _("No answer needed"),
}
UNANSWERED = (BreachState.OPEN, BreachState.EXPLAINED, BreachState.SENT_BACK, BreachState.CORRECTED)
"""States in which somebody still has something to do."""
TO_ANSWER = (BreachState.OPEN, BreachState.EXPLAINED, BreachState.SENT_BACK)
"""States in which whoever owed the duty has something to do."""


class Cause(StrEnum):
    """Why a duty was breached, as a class that can be counted."""

    FORGOTTEN = "forgotten"
    NOBODY = "nobody"
    WORKLOAD = "workload"
    MATERIAL = "material"
    THIRD_PARTY = "third_party"
    SYSTEM = "system"
    OTHER = "other"


CAUSES = {
    Cause.FORGOTTEN: _("Forgotten"),
    Cause.NOBODY: _("Nobody on duty"),
    Cause.WORKLOAD: _("Too much work"),
    Cause.MATERIAL: _("Material missing"),
    Cause.THIRD_PARTY: _("Third party"),
    Cause.SYSTEM: _("System"),
    Cause.OTHER: _("Another cause"),
}


class ProposalState(StrEnum):
    """Where a proposed consequence stands. The last three are final."""

    PROPOSED = "PROPOSED"
    HEARD = "HEARD"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


PROPOSAL_STATES = {
    ProposalState.PROPOSED: _("Proposed"),
    ProposalState.HEARD: _("View stated"),
    ProposalState.APPROVED: _("Approved"),
    ProposalState.DECLINED: _("Declined"),
    ProposalState.WITHDRAWN: _("Withdrawn"),
}
UNDECIDED = (ProposalState.PROPOSED, ProposalState.HEARD)


class Consequence(StrEnum):
    """What can be proposed. There is no kind that takes anything from anybody's pay."""

    TALK = "talk"
    WARNING = "warning"
    POINTS = "points"
    FINE = "fine"


CONSEQUENCES = {
    Consequence.TALK: _("Talk"),
    Consequence.WARNING: _("Warning"),
    Consequence.POINTS: _("Points in the appraisal"),
    Consequence.FINE: _("Fine (proposal only)"),
}
DEDUCTION = "deduction"
"""What rulebooks sometimes ask for and this product never does: named, so that it can be refused with a reason."""

VIEW_DAYS = 3
"""Working days in which the person concerned can state their view before anything is approved. Our figure."""


@dataclass(frozen=True, slots=True)
class AnswerPolicy:
    """Which breaches are answered: all; those of a duty that names a consequence; what concerns safety; and everything of a
    clause from the ``clause_count``-th breach within ``clause_days`` days on (0: never)."""

    all_breaches: bool = False
    with_consequence: bool = True
    safety: bool = True
    clause_count: int = 3
    clause_days: int = 30


RECURS_DAYS = 30
"""The days over which breaches of the same duty and owner are counted together."""
RECURS = 2
"""So many of them, and the page speaks of it."""

BREACH_PREFIX = "BR-"
PROPOSAL_PREFIX = "CP-"
BREACH_LINK = "/obligations/breaches/%d/"
PROPOSAL_LINK = "/obligations/proposals/%d/"
PREFIX = "OB-"
"""An obligation's reference is this and its id."""
LINK = "/obligations/%d/"
"""Its page; written out because a sweep writes thousands of messages with it (a test holds it to the URLs)."""

ANNOUNCED = declare_message(
    "obligations.announced",
    title=_("New: %(title)s"),
    body=_("%(thread)s: %(title)s, due at %(due)s (clause %(clause)s)."),
)
REMINDED = declare_message(
    "obligations.reminded",
    title=_("Due %(due)s: %(title)s"),
    body=_("%(thread)s: %(title)s is due at %(due)s (clause %(clause)s)."),
)
OVERDUE = declare_message(
    "obligations.overdue",
    title=_("Overdue: %(title)s"),
    body=_(
        "%(thread)s: %(title)s was due at %(due)s (clause %(clause)s). Do it now, or say why it has to wait."
    ),
)
MISSED = declare_message(
    "obligations.missed",
    title=_("Missed: %(title)s"),
    body=_(
        "%(thread)s: %(title)s was due at %(due)s (clause %(clause)s) and was not done. The next one runs."
    ),
)
ESCALATED = declare_message(
    "obligations.escalated",
    title=_("Overdue, please see to it: %(title)s"),
    body=_(
        "%(thread)s: %(title)s was due at %(due)s (clause %(clause)s) and is not done. Level %(level)s. "
        "Acknowledge it, or it goes on to the next level."
    ),
)
UNASSIGNED = declare_message(
    "obligations.unassigned",
    title=_("Nobody owns this duty: %(title)s"),
    body=_(
        "%(thread)s: %(title)s is due at %(due)s (clause %(clause)s) and has no owner. Give it to somebody."
    ),
)

CHECK_WANTED = declare_message(
    "obligations.check_wanted",
    title=_("Please check the correction: %(title)s"),
    body=_("%(thread)s: %(title)s was breached; %(name)s says what was done. Check it or send it back."),
)
SENT_BACK = declare_message(
    "obligations.sent_back",
    title=_("Sent back: %(title)s"),
    body=_("%(thread)s: %(name)s does not accept the correction: %(note)s"),
)
PROPOSED = declare_message(
    "obligations.proposed",
    title=_("A consequence was proposed for you: %(number)s"),
    body=_("State your view before it is decided. You have until %(until)s."),
)
TO_DECIDE = declare_message(
    "obligations.to_decide",
    title=_("A proposed consequence waits for a decision: %(number)s"),
    body=_("The person concerned can state their view until %(until)s."),
)
VIEW_STATED = declare_message(
    "obligations.view_stated",
    title=_("The person concerned has stated their view: %(number)s"),
    body=_("Read it and decide."),
)
DECIDED = declare_message(
    "obligations.decided",
    title=_("Decided: %(number)s"),
    body=_("Open it to read the decision and its reason."),
)
