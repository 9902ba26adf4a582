"""The lives of a case and of a return visit. A verb that leaves the state alone is in the table too: it is legal there."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.lifecycle import Lifecycle, Step
from guanjia.kernel.refusals import Text


class CaseState(StrEnum):
    """Where a case is. ``RESOLVED`` waits for its return visit."""

    RECEIVED = "RECEIVED"
    HANDLING = "HANDLING"
    RESOLVED = "RESOLVED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"
    MERGED = "MERGED"


CASE_STATES: dict[StrEnum, Text] = {
    CaseState.RECEIVED: _("Received"),
    CaseState.HANDLING: _("In hand"),
    CaseState.RESOLVED: _("Resolved, visit to come"),
    CaseState.CLOSED: _("Closed"),
    CaseState.WITHDRAWN: _("Withdrawn"),
    CaseState.MERGED: _("Merged"),
}

R, H, S = CaseState.RECEIVED, CaseState.HANDLING, CaseState.RESOLVED
OPEN_STATES = (R, H, S)
"""A case in one of these needs an owner's attention."""


def _starts(verb: str, label: Text, weight: int = 0) -> list[Step]:
    """The verb puts the case in hand."""
    return [Step(verb, (R, H), H, label, weight)]


def _stays(
    verb: str, label: Text, states: tuple[CaseState, ...] = OPEN_STATES, weight: int = 0
) -> list[Step]:
    """The verb leaves the case where it is."""
    return [Step(verb, (state,), state, label, weight) for state in states]


CASE = Lifecycle(
    "cases.case",
    CASE_STATES,
    CaseState.RECEIVED,
    [
        *_starts("dispatch", _("Issue a work order"), 90),
        *_starts("promise", _("Promise a date"), 70),
        *_starts("forward", _("Forward to a department"), 60),
        *_starts("hand_over", _("Hand over"), 55),
        *_stays("agree_later_arrival", _("Agree on coming later"), (R, H), 65),
        Step("postpone", (H,), H, _("Postpone once"), 40),
        *_stays("tell_progress", _("Tell the customer how it stands"), weight=50),
        *_stays("answer", _("Answer the customer"), weight=75),
        *_stays("urge", _("Note an urging")),
        *_stays("answer_urge", _("Answer the urging"), weight=80),
        *_stays("add_note", _("Add a note"), weight=10),
        *_stays("correct", _("Correct details"), weight=5),
        *_stays("change_owner", _("Change the owner")),
        *_stays("note_fee_refusal", _("Note that the fee will be refused")),
        *_stays("rule_complaint", _("Rule on the complaint"), weight=85),
        *_stays("report_to_gm", _("Report to the property general manager"), weight=84),
        *_stays("hold_emergency_meeting", _("Record the emergency meeting"), weight=83),
        *_stays("apologise_in_person", _("Record the apology visit"), weight=82),
        *_stays("reply_in_writing", _("Reply in writing"), weight=81),
        *_stays("explain_invalid", _("Explain why it is invalid"), weight=84),
        *_stays("place_under", _("Place under another case")),
        *_stays("split", _("Split"), (R, H)),
        Step("merge", (R, H, S), CaseState.MERGED, _("Merge into another case")),
        Step("resolve", (R, H), S, _("Mark as resolved"), 72),
        Step("close_at_once", (R, H), CaseState.CLOSED, _("Answered: close"), 74),
        Step("close", (S,), CaseState.CLOSED, _("Close"), 88),
        Step("reopen", (S, CaseState.CLOSED), H, _("Reopen"), 1),
        Step("withdraw", (R, H, S), CaseState.WITHDRAWN, _("Withdraw")),
    ],
)


class VisitState(StrEnum):
    """Where a return visit is. ``UNREACHED`` was tried in vain and waits for the next attempt."""

    DUE = "DUE"
    CLAIMED = "CLAIMED"
    UNREACHED = "UNREACHED"
    SATISFIED = "SATISFIED"
    DISSATISFIED = "DISSATISFIED"
    CANCELLED = "CANCELLED"


VISIT_STATES: dict[StrEnum, Text] = {
    VisitState.DUE: _("Due"),
    VisitState.CLAIMED: _("Taken"),
    VisitState.UNREACHED: _("Not reached, to be tried again"),
    VisitState.SATISFIED: _("Satisfied"),
    VisitState.DISSATISFIED: _("Dissatisfied"),
    VisitState.CANCELLED: _("Cancelled"),
}

WAITING_VISITS = (VisitState.DUE, VisitState.UNREACHED)
OPEN_VISITS = (VisitState.DUE, VisitState.CLAIMED, VisitState.UNREACHED)

VISIT = Lifecycle(
    "cases.return_visit",
    VISIT_STATES,
    VisitState.DUE,
    [
        Step("claim", WAITING_VISITS, VisitState.CLAIMED, _("Take this visit"), 50),
        Step("release", (VisitState.CLAIMED,), VisitState.DUE, _("Put it back")),
        Step("record_satisfied", (VisitState.CLAIMED,), VisitState.SATISFIED, _("Satisfied and signed"), 40),
        Step("record_dissatisfied", (VisitState.CLAIMED,), VisitState.DISSATISFIED, _("Dissatisfied"), 30),
        Step("record_unreached", (VisitState.CLAIMED,), VisitState.UNREACHED, _("Not reached"), 20),
        Step("confirm", OPEN_VISITS, VisitState.SATISFIED, _("Confirm and sign")),
        Step("contest", OPEN_VISITS, VisitState.DISSATISFIED, _("I am not satisfied")),
        Step("cancel", OPEN_VISITS, VisitState.CANCELLED, _("Cancel")),
    ],
)
