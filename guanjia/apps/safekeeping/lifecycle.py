"""The lifecycles of a kept item and of a report of a loss. ``hand_out_part`` leaves the rest where it is."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.safekeeping.terms import LOSS_STATES, STATES, LossState, State
from guanjia.kernel.lifecycle import Lifecycle, Step

_IN_HAND = (State.KEPT, State.WITH_STEWARD, State.UNCLAIMED)

ITEM = Lifecycle(
    "safekeeping.item",
    {state: STATES[state] for state in State},
    State.KEPT,
    [
        Step("hand_out", _IN_HAND, State.HANDED_OUT, _("Give out"), weight=9),
        *(Step("hand_out_part", (state,), state, _("Give out a part")) for state in _IN_HAND),
        Step("hand_on", (State.KEPT,), State.WITH_STEWARD, _("Hand on to the steward"), weight=5),
        Step("bring_back", (State.WITH_STEWARD,), State.KEPT, _("Back on the shelf"), weight=4),
        Step("tell", (State.KEPT,), State.KEPT, _("Owner told"), weight=6),
        Step("prolong", (State.KEPT,), State.KEPT, _("Keep for longer"), weight=2),
        Step("move", (State.KEPT,), State.KEPT, _("Another shelf"), weight=1),
        Step("lapse", (State.KEPT,), State.UNCLAIMED, _("Nobody has claimed it")),
        Step("keep_on", (State.UNCLAIMED,), State.KEPT, _("Keep on"), weight=7),
        Step("release", (State.UNCLAIMED,), State.TO_DISPOSE, _("Decide to dispose of it"), weight=6),
        Step("dispose", (State.TO_DISPOSE,), State.DISPOSED, _("Dispose of it, by two"), weight=8),
        Step(
            "send_back",
            (State.KEPT, State.UNCLAIMED),
            State.RETURNED,
            _("Give back to the carrier"),
            weight=2,
        ),
        Step(
            "give_to_police", (State.KEPT, State.UNCLAIMED), State.POLICE, _("Give to the police"), weight=3
        ),
    ],
)

LOSS = Lifecycle(
    "safekeeping.loss",
    {state: LOSS_STATES[state] for state in LossState},
    LossState.OPEN,
    [
        Step("give_back", (LossState.OPEN,), LossState.FOUND, _("Given back")),
        Step("close", (LossState.OPEN,), LossState.CLOSED, _("Look no longer"), weight=1),
    ],
)
