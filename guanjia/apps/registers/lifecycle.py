"""The life of an entry: written once, signed in order, and at most struck out. There is no step that edits it.

``sign_last`` is the signature after which none is missing; the one who signs need not know which it is.
"""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.terms import STATES, State
from guanjia.kernel.lifecycle import Lifecycle, Step

ENTERED, SIGNED, STRUCK = State.ENTERED, State.SIGNED, State.STRUCK

LIFECYCLE = Lifecycle(
    "registers.entry",
    STATES,
    ENTERED,
    [
        Step("sign", (ENTERED,), ENTERED, _("Sign"), 90),
        Step("sign_last", (ENTERED,), SIGNED, _("Sign"), 90),
        Step("rewrite", (ENTERED, SIGNED), STRUCK, _("Correct"), 20),
        Step("strike", (ENTERED, SIGNED), STRUCK, _("Strike out"), 5),
    ],
)
