"""The lifecycles of a meeting, a decision, a duty log, and a line of a duty log."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings.terms import DecisionState, ItemState, LogState, State
from guanjia.kernel.lifecycle import Lifecycle, Step

MEETINGS = Lifecycle(
    "meetings.meeting",
    {
        State.CALLED: _("Called"),
        State.HELD: _("Minutes being written"),
        State.REVIEW: _("With the chair"),
        State.APPROVED: _("Approved by the chair"),
        State.PUBLISHED: _("Published"),
        State.CANCELLED: _("Called off"),
    },
    State.CALLED,
    [
        Step("edit", (State.CALLED,), State.CALLED, _("Change the meeting")),
        Step("answer", (State.CALLED,), State.CALLED, _("Answer the notice"), weight=2),
        Step("attend", (State.CALLED, State.HELD), State.HELD, _("Take attendance"), weight=1),
        Step("write", (State.HELD,), State.HELD, _("Write the minutes"), weight=2),
        Step("decide", (State.HELD,), State.HELD, _("Add a decision"), weight=1),
        Step("submit", (State.HELD,), State.REVIEW, _("Hand the minutes to the chair")),
        Step("approve", (State.REVIEW,), State.APPROVED, _("Approve the minutes"), weight=2),
        Step("send_back", (State.REVIEW,), State.HELD, _("Send the minutes back")),
        Step("publish", (State.APPROVED,), State.PUBLISHED, _("Publish the minutes"), weight=2),
        Step("read", (State.PUBLISHED,), State.PUBLISHED, _("I have read the minutes"), weight=2),
        Step("correct", (State.PUBLISHED,), State.PUBLISHED, _("Strike and rewrite")),
        Step("cancel", (State.CALLED,), State.CANCELLED, _("Call the meeting off")),
    ],
)

DECISIONS = Lifecycle(
    "meetings.decision",
    {
        DecisionState.DRAFT: _("Not published yet"),
        DecisionState.OPEN: _("To be done"),
        DecisionState.REPORTED: _("Reported done"),
        DecisionState.DONE: _("Done and checked"),
        DecisionState.DROPPED: _("Dropped"),
    },
    DecisionState.DRAFT,
    [
        Step("begin", (DecisionState.DRAFT,), DecisionState.OPEN, _("Begins with the publication")),
        Step("report", (DecisionState.OPEN,), DecisionState.REPORTED, _("Report it done"), weight=2),
        Step("pass", (DecisionState.REPORTED,), DecisionState.DONE, _("Check it"), weight=2),
        Step("send_back", (DecisionState.REPORTED,), DecisionState.OPEN, _("Send it back")),
        Step("amend", (DecisionState.OPEN,), DecisionState.OPEN, _("Strike and rewrite")),
        Step(
            "drop",
            (DecisionState.DRAFT, DecisionState.OPEN, DecisionState.REPORTED),
            DecisionState.DROPPED,
            _("Drop"),
        ),
    ],
)

LOGS = Lifecycle(
    "meetings.log",
    {
        LogState.OPEN: _("Being written"),
        LogState.HANDED: _("Handed over, to be received"),
        LogState.RECEIVED: _("Received by the next shift"),
        LogState.UNRECEIVED: _("Not received"),
        LogState.READ: _("Countersigned"),
    },
    LogState.OPEN,
    [
        Step("write", (LogState.OPEN,), LogState.OPEN, _("Enter a line"), weight=2),
        Step("hand_over", (LogState.OPEN,), LogState.HANDED, _("Hand the shift over"), weight=1),
        Step("resume", (LogState.HANDED,), LogState.OPEN, _("Take it up again")),
        Step("receive", (LogState.HANDED,), LogState.RECEIVED, _("Receive the shift"), weight=2),
        Step(
            "pass_over",
            (LogState.OPEN, LogState.HANDED),
            LogState.UNRECEIVED,
            _("The next shift begins without receipt"),
        ),
        Step(
            "countersign",
            (LogState.RECEIVED, LogState.UNRECEIVED),
            LogState.READ,
            _("Read and countersign"),
            weight=2,
        ),
    ],
)

ITEMS = Lifecycle(
    "meetings.item",
    {
        ItemState.NOTED: _("Noted"),
        ItemState.OPEN: _("Still to be done"),
        ItemState.SETTLED: _("Settled"),
        ItemState.CASE: _("Became a case"),
        ItemState.STRUCK: _("Struck out"),
    },
    ItemState.NOTED,
    [
        Step("leave_open", (ItemState.NOTED,), ItemState.OPEN, _("Leave open")),
        Step("settle", (ItemState.OPEN,), ItemState.SETTLED, _("Settled"), weight=1),
        Step("make_case", (ItemState.NOTED, ItemState.OPEN), ItemState.CASE, _("Make it a case"), weight=2),
        Step("strike", (ItemState.NOTED, ItemState.OPEN), ItemState.STRUCK, _("Strike out")),
    ],
)
