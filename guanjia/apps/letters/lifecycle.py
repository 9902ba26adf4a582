"""The lifecycles of a letter received, a letter sent, a contact sheet, a rectification notice, a notice to residents."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters.terms import InState, NoticeState, OutState, RectState, SheetState
from guanjia.kernel.lifecycle import Lifecycle, Step

INCOMING = Lifecycle(
    "letters.incoming",
    {
        InState.RECEIVED: _("To be answered"),
        InState.ANSWERED: _("Answered, to be filed"),
        InState.FILED: _("Filed"),
    },
    InState.RECEIVED,
    [
        Step("hand_on", (InState.RECEIVED,), InState.RECEIVED, _("Hand on")),
        Step("answer", (InState.RECEIVED,), InState.ANSWERED, _("Answered otherwise"), weight=1),
        Step("waive", (InState.RECEIVED,), InState.ANSWERED, _("Needs no answer")),
        Step("file", (InState.ANSWERED,), InState.FILED, _("Put on file"), weight=2),
    ],
)

OUTGOING = Lifecycle(
    "letters.outgoing",
    {
        OutState.DRAFT: _("Draft"),
        OutState.REVIEW: _("In review"),
        OutState.APPROVED: _("Approved, to be sent"),
        OutState.SENT: _("Sent"),
        OutState.ANSWERED: _("Reply received"),
        OutState.FILED: _("Filed"),
        OutState.WITHDRAWN: _("Withdrawn"),
    },
    OutState.DRAFT,
    [
        Step("edit", (OutState.DRAFT,), OutState.DRAFT, _("Edit")),
        Step("submit", (OutState.DRAFT,), OutState.REVIEW, _("Hand in for review"), weight=2),
        Step("agree", (OutState.REVIEW,), OutState.REVIEW, _("Agree")),
        Step("approve", (OutState.REVIEW,), OutState.APPROVED, _("Review"), weight=2),
        Step("send_back", (OutState.REVIEW,), OutState.DRAFT, _("Send the draft back")),
        Step("seal", (OutState.APPROVED,), OutState.APPROVED, _("Put the seal on"), weight=1),
        Step("send", (OutState.APPROVED,), OutState.SENT, _("Send out"), weight=2),
        Step("record_reply", (OutState.SENT,), OutState.ANSWERED, _("Record the reply"), weight=1),
        Step("file", (OutState.SENT, OutState.ANSWERED), OutState.FILED, _("Put on file")),
        Step(
            "withdraw",
            (OutState.DRAFT, OutState.REVIEW, OutState.APPROVED),
            OutState.WITHDRAWN,
            _("Withdraw"),
        ),
    ],
)

CONTACT = Lifecycle(
    "letters.contact",
    {
        SheetState.ISSUED: _("To be acknowledged"),
        SheetState.ACKNOWLEDGED: _("In hand"),
        SheetState.ANSWERED: _("Answered"),
        SheetState.CLOSED: _("Settled"),
        SheetState.WITHDRAWN: _("Withdrawn"),
    },
    SheetState.ISSUED,
    [
        Step("acknowledge", (SheetState.ISSUED,), SheetState.ACKNOWLEDGED, _("Confirm receipt"), weight=2),
        Step(
            "answer",
            (SheetState.ISSUED, SheetState.ACKNOWLEDGED),
            SheetState.ANSWERED,
            _("Answer with the result"),
            weight=1,
        ),
        Step("accept", (SheetState.ANSWERED,), SheetState.CLOSED, _("Settled"), weight=2),
        Step("give_back", (SheetState.ANSWERED,), SheetState.ACKNOWLEDGED, _("Not settled yet")),
        Step("withdraw", (SheetState.ISSUED, SheetState.ACKNOWLEDGED), SheetState.WITHDRAWN, _("Withdraw")),
    ],
)

RECTIFICATION = Lifecycle(
    "letters.rectification",
    {
        RectState.DRAFT: _("Draft"),
        RectState.ISSUED: _("Issued, to be delivered"),
        RectState.DELIVERED: _("Delivered, to be put right"),
        RectState.CORRECTED: _("Reported as put right"),
        RectState.FAILED: _("Re-check not passed"),
        RectState.SECOND: _("Second notice given"),
        RectState.REFERRED: _("Referred to the authority"),
        RectState.CLOSED: _("Put right and checked"),
        RectState.WITHDRAWN: _("Withdrawn"),
    },
    RectState.DRAFT,
    [
        Step("edit", (RectState.DRAFT,), RectState.DRAFT, _("Edit")),
        Step("issue", (RectState.DRAFT,), RectState.ISSUED, _("Issue"), weight=3),
        Step("deliver", (RectState.ISSUED,), RectState.DELIVERED, _("Deliver"), weight=3),
        Step("correct", (RectState.DELIVERED,), RectState.CORRECTED, _("Reported as put right"), weight=1),
        Step(
            "recheck",
            (RectState.DELIVERED, RectState.CORRECTED, RectState.REFERRED),
            RectState.CLOSED,
            _("Check again"),
            weight=2,
        ),
        Step(
            "fail",
            (RectState.DELIVERED, RectState.CORRECTED, RectState.REFERRED),
            RectState.FAILED,
            _("Not passed"),
        ),
        Step("second", (RectState.FAILED,), RectState.SECOND, _("Second notice"), weight=2),
        Step("refer", (RectState.FAILED,), RectState.REFERRED, _("Refer to the authority"), weight=1),
        Step("withdraw", (RectState.DRAFT, RectState.ISSUED), RectState.WITHDRAWN, _("Withdraw")),
    ],
)

NOTICE = Lifecycle(
    "letters.notice",
    {
        NoticeState.DRAFT: _("Draft"),
        NoticeState.REVIEW: _("In review"),
        NoticeState.APPROVED: _("Approved, to be put up"),
        NoticeState.POSTED: _("Hanging"),
        NoticeState.RECALLED: _("Recalled, to be taken down"),
        NoticeState.DOWN: _("Taken down"),
        NoticeState.WITHDRAWN: _("Withdrawn"),
    },
    NoticeState.DRAFT,
    [
        Step("edit", (NoticeState.DRAFT,), NoticeState.DRAFT, _("Edit")),
        Step("submit", (NoticeState.DRAFT,), NoticeState.REVIEW, _("Hand in for review"), weight=2),
        Step("agree", (NoticeState.REVIEW,), NoticeState.REVIEW, _("Agree")),
        Step("approve", (NoticeState.REVIEW,), NoticeState.APPROVED, _("Review"), weight=2),
        Step("send_back", (NoticeState.REVIEW,), NoticeState.DRAFT, _("Send the draft back")),
        Step("put_up", (NoticeState.APPROVED, NoticeState.POSTED), NoticeState.POSTED, _("Put up"), weight=3),
        Step("recall", (NoticeState.APPROVED, NoticeState.POSTED), NoticeState.RECALLED, _("Recall")),
        Step("take_one_down", (NoticeState.POSTED,), NoticeState.POSTED, _("Take one down")),
        Step(
            "take_down",
            (NoticeState.POSTED, NoticeState.RECALLED),
            NoticeState.DOWN,
            _("Take down"),
            weight=2,
        ),
        Step("withdraw", (NoticeState.DRAFT, NoticeState.REVIEW), NoticeState.WITHDRAWN, _("Withdraw")),
    ],
)
