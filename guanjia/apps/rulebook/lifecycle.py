"""The lifecycle of a proposed change of figures."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms.figures import CHANGE_STATES, ChangeState
from guanjia.kernel.lifecycle import Lifecycle, Step

_PROPOSED = (ChangeState.PROPOSED,)

FIGURE_CHANGE = Lifecycle(
    "rulebook.figure_change",
    {state: CHANGE_STATES[state] for state in ChangeState},
    ChangeState.PROPOSED,
    [
        Step("approve", _PROPOSED, ChangeState.APPROVED, _("Approve"), weight=2),
        Step("decline", _PROPOSED, ChangeState.DECLINED, _("Decline"), weight=1),
        Step("withdraw", _PROPOSED, ChangeState.WITHDRAWN, _("Withdraw")),
    ],
)
