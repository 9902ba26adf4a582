"""The life of a work order.

Paused work is taken up on the way again: whoever rests an order has left, and each new arrival is a fact of its own.
``quote``, ``consent``, ``start``, ``appoint`` and ``split`` leave the order where it stands.
"""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.workorders.terms import STATES, State
from guanjia.kernel.lifecycle import Lifecycle, Step
from guanjia.kernel.refusals import Text

ISSUED, OFFERED, ASSIGNED, ACCEPTED = State.ISSUED, State.OFFERED, State.ASSIGNED, State.ACCEPTED
ON_SITE, PAUSED, COMPLETED, CANCELLED, MERGED = (
    State.ON_SITE,
    State.PAUSED,
    State.COMPLETED,
    State.CANCELLED,
    State.MERGED,
)
_WAITING = (ISSUED, OFFERED)
_HELD = (ASSIGNED, ACCEPTED, ON_SITE, PAUSED)
_OPEN = _WAITING + _HELD


def _stays(verb: str, states: tuple[State, ...], label: Text, weight: int = 0) -> list[Step]:
    """Steps that change something about an order but not where it stands."""
    return [Step(verb, (state,), state, label, weight) for state in states]


LIFECYCLE = Lifecycle(
    "workorders.work_order",
    STATES,
    ISSUED,
    [
        Step("assign", _WAITING, ASSIGNED, _("Assign"), 90),
        Step("auto_assign", _WAITING, ASSIGNED, _("Assign automatically"), 40),
        Step("offer", (ISSUED,), OFFERED, _("Put up to grab"), 30),
        Step("grab", (OFFERED,), ACCEPTED, _("Grab"), 80),
        Step("accept", (ASSIGNED,), ACCEPTED, _("Accept"), 90),
        Step("arrive", (ACCEPTED,), ON_SITE, _("I have arrived"), 90),
        *_stays("quote", (ACCEPTED, ON_SITE, PAUSED), _("Quote"), 20),
        *_stays("consent", (ACCEPTED, ON_SITE, PAUSED), _("Customer's consent"), 85),
        *_stays("start", (ON_SITE,), _("Start work"), 87),
        Step("complete", (ON_SITE,), COMPLETED, _("Complete"), 80),
        Step("pause", (ACCEPTED, ON_SITE), PAUSED, _("Pause"), 15),
        Step("resume", (PAUSED,), ACCEPTED, _("Take up again"), 90),
        Step("transfer", _HELD, ASSIGNED, _("Transfer"), 12),
        Step("send_back", _HELD, ISSUED, _("Send back"), 10),
        *_stays("appoint", (ISSUED, OFFERED, ASSIGNED, ACCEPTED, PAUSED), _("Agree a time"), 8),
        *_stays("split", _OPEN, _("Split"), 6),
        Step("merge", _OPEN, MERGED, _("Merge"), 5),
        Step("cancel", _OPEN, CANCELLED, _("Cancel the order"), 1),
    ],
)
