"""The words of the app: what state an entry is in, and what can be done with it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text

SERIES = "RG"
"""The series of the numbers of entries: RG-2026-000123, one count per site and year over all registers."""

CUSTOMER = "customer"
"""Who signs on the screen instead of holding a post."""


class Can(Capability):
    """Capabilities over registers and their entries."""

    SEE = "registers.see"
    ENTER = "registers.enter"
    SIGN = "registers.sign"
    STRIKE = "registers.strike"


declare(
    {
        Can.SEE: _("See registers and their entries"),
        Can.ENTER: _("Make entries in registers"),
        Can.SIGN: _("Sign entries as the post the rulebook names, and take a customer's signature"),
        Can.STRIKE: _("Strike entries out, and write the right one in their place"),
    }
)


class State(StrEnum):
    """How an entry stands."""

    ENTERED = "ENTERED"
    SIGNED = "SIGNED"
    STRUCK = "STRUCK"


STATES: dict[StrEnum, Text] = {
    State.ENTERED: _("Entered"),
    State.SIGNED: _("Signed by all"),
    State.STRUCK: _("Struck out"),
}

TONES = {State.ENTERED: "accent", State.SIGNED: "calm", State.STRUCK: "paused"}
ICONS = {State.ENTERED: "note", State.SIGNED: "signature", State.STRUCK: "eraser"}

VERB_ICONS = {"sign": "signature", "sign_last": "signature", "rewrite": "pencil", "strike": "eraser"}

CAN_OF = {"sign": Can.SIGN, "sign_last": Can.SIGN, "rewrite": Can.STRIKE, "strike": Can.STRIKE}
"""What each step of the lifecycle needs."""
