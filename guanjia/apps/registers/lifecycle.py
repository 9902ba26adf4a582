"""The life of an entry: written once, signed in order or declined, and at most struck out. There is no step that edits it.

``sign_last`` is the signature after which none is missing; the one who signs need not know which it is.
``act`` is any step between the states a register declares for itself; it leads on in ``Entry.stage`` and leaves this table alone.
"""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.terms import STATES, State
from guanjia.kernel.lifecycle import Lifecycle, Step

ENTERED, SIGNED, DECLINED, STRUCK = State.ENTERED, State.SIGNED, State.DECLINED, State.STRUCK

LIFECYCLE = Lifecycle(
    "registers.entry",
    STATES,
    ENTERED,
    [
        Step("sign", (ENTERED,), ENTERED, _("Sign"), 90),
        Step("sign_last", (ENTERED,), SIGNED, _("Sign"), 90),
        Step("decline", (ENTERED,), DECLINED, _("Decline to sign"), 30),
        Step("act", (ENTERED,), ENTERED, _("Next step"), 80),
        Step("act", (SIGNED,), SIGNED, _("Next step"), 80),
        Step("rewrite", (ENTERED, SIGNED, DECLINED), STRUCK, _("Correct"), 20),
        Step("strike", (ENTERED, SIGNED, DECLINED), STRUCK, _("Strike out"), 5),
    ],
)
