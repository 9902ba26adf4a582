"""The lifecycles: a release slip, held goods, a visit, a pass, a machine-room entry."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.gate.terms import (
    ENTRY_STATES,
    HELD_STATES,
    PASS_STATES,
    SLIP_STATES,
    VISIT_STATES,
    EntryState,
    HeldState,
    PassState,
    SlipState,
    VisitState,
)
from guanjia.kernel.lifecycle import Lifecycle, Step

_S, _V, _E = SlipState, VisitState, EntryState

SLIP = Lifecycle(
    "gate.slip",
    {state: SLIP_STATES[state] for state in SlipState},
    _S.ASKED,
    [
        Step("approve", (_S.ASKED,), _S.APPROVED, _("Approve"), weight=3),
        Step("let_pass", (_S.APPROVED,), _S.PASSED, _("Let pass"), weight=3),
        Step("take_word", (_S.ASKED,), _S.ASKED, _("Note the owner's word"), weight=2),
        Step("hold", (_S.APPROVED,), _S.HELD, _("Hold the goods"), weight=1),
        Step("decline", (_S.ASKED,), _S.DECLINED, pgettext_lazy("slip", "Decline"), weight=1),
        Step("cancel", (_S.ASKED, _S.APPROVED), _S.CANCELLED, _("Call off")),
        Step("lapse", (_S.ASKED, _S.APPROVED), _S.EXPIRED, _("Run out")),
    ],
)

HELD_GOODS = Lifecycle(
    "gate.held",
    {state: HELD_STATES[state] for state in HeldState},
    HeldState.HELD,
    [
        Step("decide", (HeldState.HELD,), HeldState.DECIDED, _("Decide"), weight=2),
        Step("give_out", (HeldState.DECIDED,), HeldState.RETURNED, _("Give out"), weight=2),
    ],
)

VISIT = Lifecycle(
    "gate.visit",
    {state: VISIT_STATES[state] for state in VisitState},
    _V.ANNOUNCED,
    [
        Step("arrive", (_V.ANNOUNCED,), _V.WAITING, _("Is at the gate")),
        Step("ask_host", (_V.WAITING,), _V.WAITING, _("Ask the host"), weight=2),
        Step("come_in", (_V.ANNOUNCED, _V.WAITING), _V.INSIDE, _("Let in"), weight=3),
        Step("leave", (_V.INSIDE,), _V.LEFT, _("Let out"), weight=3),
        Step("turn_away", (_V.ANNOUNCED, _V.WAITING), _V.REFUSED, _("Turn away"), weight=1),
        Step("cancel", (_V.ANNOUNCED,), _V.CANCELLED, _("Call off")),
        Step("lapse", (_V.ANNOUNCED,), _V.MISSED, _("Run out")),
    ],
)

PASS = Lifecycle(
    "gate.pass",
    {state: PASS_STATES[state] for state in PassState},
    PassState.VALID,
    [
        Step("go_in", (PassState.VALID,), PassState.VALID, _("Let in"), weight=3),
        Step("go_out", (PassState.VALID,), PassState.VALID, _("Let out"), weight=2),
        Step("see_off", (PassState.WITHDRAWN,), PassState.WITHDRAWN, _("Let out"), weight=2),
        Step("renew", (PassState.VALID,), PassState.VALID, _("Renew"), weight=1),
        Step("withdraw", (PassState.VALID,), PassState.WITHDRAWN, _("Take the pass back")),
    ],
)

ENTRY = Lifecycle(
    "gate.entry",
    {state: ENTRY_STATES[state] for state in EntryState},
    _E.ASKED,
    [
        Step("approve", (_E.ASKED,), _E.APPROVED, _("Approve"), weight=3),
        Step("countersign", (_E.ASKED,), _E.ASKED, _("One of the approvals")),
        Step("come_in", (_E.APPROVED,), _E.INSIDE, _("Let in"), weight=3),
        Step("leave", (_E.INSIDE,), _E.LEFT, _("Let out"), weight=3),
        Step("decline", (_E.ASKED,), _E.DECLINED, pgettext_lazy("slip", "Decline"), weight=1),
        Step("cancel", (_E.ASKED, _E.APPROVED), _E.CANCELLED, _("Call off")),
    ],
)
