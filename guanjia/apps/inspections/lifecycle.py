"""The lifecycles of a sheet and of a finding.

A finding that fails its re-check is open again, with a new date.
"""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.inspections.terms import FINDING_STATES, SHEET_STATES, FindingState, SheetState
from guanjia.kernel.lifecycle import Lifecycle, Step

SHEET = Lifecycle(
    "inspections.sheet",
    {state: SHEET_STATES[state] for state in SheetState},
    SheetState.DRAFT,
    [Step("complete", (SheetState.DRAFT,), SheetState.COMPLETED, _("Complete the sheet"))],
)

FINDING = Lifecycle(
    "inspections.finding",
    {state: FINDING_STATES[state] for state in FindingState},
    FindingState.OPEN,
    [
        Step("correct", (FindingState.OPEN,), FindingState.CORRECTED, _("Put right"), weight=2),
        Step("clear", (FindingState.CORRECTED,), FindingState.CLEARED, _("Good now"), weight=2),
        Step("send_back", (FindingState.CORRECTED,), FindingState.OPEN, _("Still not right"), weight=1),
    ],
)
