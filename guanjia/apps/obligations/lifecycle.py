"""The lifecycles of an obligation, of the answer to a breach, and of a proposed consequence.

``KEPT`` and ``LATE`` were done, in time or not. ``MISSED`` was not done, and its time had passed when it ended. ``VOIDED`` ended
before its time, because its reason was gone. ``EXCUSED`` was taken away by a person, with a reason.

An answer that is sent back waits for a better correction. A proposal is approved or declined, and that is all that happens.
"""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.terms import (
    BREACH_STATES,
    PROPOSAL_STATES,
    RUNNING,
    STATES,
    TO_ANSWER,
    UNDECIDED,
    BreachState,
    ProposalState,
    State,
)
from guanjia.kernel.lifecycle import Lifecycle, Step

OBLIGATION = Lifecycle(
    "obligation",
    {state: STATES[state] for state in State},
    State.OPEN,
    [
        Step("acknowledge", (State.OPEN,), State.OPEN, _("Acknowledge"), weight=3),
        Step("pause", (State.OPEN,), State.PAUSED, _("Pause the clock")),
        Step("resume", (State.PAUSED,), State.OPEN, _("Resume the clock"), weight=3),
        Step("reassign", (State.OPEN,), State.OPEN, _("Give to somebody else"), weight=2),
        Step("reassign", (State.PAUSED,), State.PAUSED, _("Give to somebody else"), weight=2),
        Step("meet", RUNNING, State.KEPT, _("Done in time")),
        Step("meet_late", RUNNING, State.LATE, _("Done late")),
        Step("void", RUNNING, State.VOIDED, _("No longer needed")),
        Step("miss", RUNNING, State.MISSED, _("Missed")),
        Step("excuse", RUNNING, State.EXCUSED, _("Excuse"), weight=1),
    ],
)

BREACH = Lifecycle(
    "obligations.breach",
    {state: BREACH_STATES[state] for state in BreachState},
    BreachState.OPEN,
    [
        Step("explain", TO_ANSWER, BreachState.EXPLAINED, _("Give the cause"), weight=1),
        Step(
            "correct",
            (BreachState.EXPLAINED, BreachState.SENT_BACK),
            BreachState.CORRECTED,
            _("Say what was done"),
            weight=3,
        ),
        Step("accept", (BreachState.CORRECTED,), BreachState.CLOSED, _("Accept it"), weight=3),
        Step("send_back", (BreachState.CORRECTED,), BreachState.SENT_BACK, _("Send it back"), weight=2),
        Step("dispense", TO_ANSWER, BreachState.DISPENSED, _("No answer needed")),
    ],
)

PROPOSAL = Lifecycle(
    "obligations.proposal",
    {state: PROPOSAL_STATES[state] for state in ProposalState},
    ProposalState.PROPOSED,
    [
        Step("state_view", UNDECIDED, ProposalState.HEARD, _("State my view"), weight=3),
        Step("approve", UNDECIDED, ProposalState.APPROVED, _("Approve"), weight=1),
        Step("decline", UNDECIDED, ProposalState.DECLINED, _("Decline"), weight=1),
        Step("withdraw", UNDECIDED, ProposalState.WITHDRAWN, _("Withdraw")),
    ],
)
