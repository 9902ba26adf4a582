"""The lifecycles of a file, of a paper filed by hand, of the loan of an original, of a list for destruction."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.archives.terms import (
    FILE_STATES,
    LOAN_STATES,
    PAPER_STATES,
    RUN_STATES,
    FileState,
    LoanState,
    PaperState,
    RunState,
)
from guanjia.kernel.lifecycle import Lifecycle, Step

_L, _R = LoanState, RunState

FILE = Lifecycle(
    "archives.file",
    {state: FILE_STATES[state] for state in FileState},
    FileState.OPEN,
    [
        Step("close", (FileState.OPEN,), FileState.CLOSED, _("Close the file")),
        Step("destroy", (FileState.CLOSED,), FileState.DESTROYED, _("Destroy")),
    ],
)

PAPER = Lifecycle(
    "archives.paper",
    {state: PAPER_STATES[state] for state in PaperState},
    PaperState.FILED,
    [
        Step("withdraw", (PaperState.FILED,), PaperState.WITHDRAWN, _("Take out of the file")),
        Step("destroy", (PaperState.FILED, PaperState.WITHDRAWN), PaperState.DESTROYED, _("Destroy")),
    ],
)

LOAN = Lifecycle(
    "archives.loan",
    {state: LOAN_STATES[state] for state in LoanState},
    LoanState.ASKED,
    [
        Step("approve", (_L.ASKED,), _L.APPROVED, _("Approve"), weight=3),
        Step("decline", (_L.ASKED,), _L.DECLINED, _("Decline")),
        Step("withdraw", (_L.ASKED, _L.APPROVED), _L.WITHDRAWN, _("Withdraw")),
        Step("hand_out", (_L.APPROVED,), _L.OUT, _("Hand out"), weight=3),
        Step("take_back", (_L.OUT,), _L.BACK, _("Take it back"), weight=3),
    ],
)

RUN = Lifecycle(
    "archives.destruction",
    {state: RUN_STATES[state] for state in RunState},
    RunState.ASKED,
    [
        Step("approve", (_R.ASKED,), _R.APPROVED, _("Approve"), weight=3),
        Step("drop", (_R.ASKED, _R.APPROVED), _R.DROPPED, _("Drop the list")),
        Step("destroy", (_R.APPROVED,), _R.BEGUN, _("Destroy"), weight=2),
        Step("witness", (_R.BEGUN,), _R.DESTROYED, _("Witness the destruction"), weight=3),
    ],
)
