"""The lifecycles of a piece, of a loan, of a loss and of a difference found by a count."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody.terms import (
    DIFFERENCE_STATES,
    LOAN_STATES,
    LOSS_STATES,
    PIECE_STATES,
    DifferenceState,
    LoanState,
    LossState,
    PieceState,
)
from guanjia.kernel.lifecycle import Lifecycle, Step

_P, _L = PieceState, LoanState

PIECE = Lifecycle(
    "custody.piece",
    {state: PIECE_STATES[state] for state in PieceState},
    PieceState.IN,
    [
        Step("lend", (_P.IN,), _P.OUT, _("Lend"), weight=3),
        Step("issue", (_P.IN,), _P.ISSUED, _("Hand over for good"), weight=2),
        Step("take_back", (_P.OUT, _P.ISSUED), _P.IN, _("Take it back"), weight=3),
        Step("report_loss", (_P.IN, _P.OUT, _P.ISSUED), _P.LOST, _("Report a loss")),
        Step("find", (_P.LOST,), _P.IN, _("Turned up again"), weight=1),
        Step("retire", (_P.IN, _P.LOST), _P.RETIRED, _("Take off the list")),
    ],
)

LOAN = Lifecycle(
    "custody.loan",
    {state: LOAN_STATES[state] for state in LoanState},
    LoanState.ASKED,
    [
        Step("approve", (_L.ASKED,), _L.APPROVED, _("Approve"), weight=3),
        Step("decline", (_L.ASKED,), _L.DECLINED, _("Decline")),
        Step("withdraw", (_L.ASKED, _L.APPROVED), _L.WITHDRAWN, _("Withdraw")),
        Step("hand_out", (_L.ASKED, _L.APPROVED), _L.OUT, _("Hand out"), weight=2),
        Step("take_back", (_L.OUT,), _L.BACK, _("Take it back"), weight=3),
        Step("report_loss", (_L.OUT,), _L.LOST, _("Report a loss")),
    ],
)

LOSS = Lifecycle(
    "custody.loss",
    {state: LOSS_STATES[state] for state in LossState},
    LossState.OPEN,
    [
        Step("settle", (LossState.OPEN,), LossState.SETTLED, _("Settle"), weight=2),
        Step("find", (LossState.OPEN,), LossState.FOUND, _("Turned up again"), weight=1),
    ],
)

DIFFERENCE = Lifecycle(
    "custody.difference",
    {state: DIFFERENCE_STATES[state] for state in DifferenceState},
    DifferenceState.OPEN,
    [Step("clear", (DifferenceState.OPEN,), DifferenceState.CLEARED, _("Cleared up"), weight=1)],
)
