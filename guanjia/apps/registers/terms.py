"""The words of the app: what state an entry is in, and what can be done with it."""

from collections.abc import Callable, Collection
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text

SERIES = "RG"
"""The series of the numbers of entries: RG-2026-000123, one count per site and year over all registers."""


def series_of(own: str) -> str:
    """The series of a register: its own ("VR": RG-VR-2026-000001), else that of all registers."""
    return f"{SERIES}-{own}" if own else SERIES


DESTRUCTIONS = "RX"
"""The series of the numbers of destructions."""

IMPORTS = "RI"
"""The series of the numbers of imports."""

CUSTOMER = "customer"
"""Who signs on the screen instead of holding a post."""


ANY = "|"
"""Stands between posts of which any one signs."""


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


ENTRY_PAPER = "entry:"
PAPERS: dict[str, Text] = {ENTRY_PAPER: _("Entry of a register")}
"""What of ours belongs into the file of a unit or a customer."""


class State(StrEnum):
    """How an entry stands."""

    ENTERED = "ENTERED"
    SIGNED = "SIGNED"
    DECLINED = "DECLINED"
    STRUCK = "STRUCK"


STATES: dict[StrEnum, Text] = {
    State.ENTERED: _("Entered"),
    State.SIGNED: _("Signed by all"),
    State.DECLINED: _("Declined to sign"),
    State.STRUCK: _("Struck out"),
}

TONES = {State.ENTERED: "accent", State.SIGNED: "calm", State.DECLINED: "late", State.STRUCK: "paused"}
ICONS = {
    State.ENTERED: "note",
    State.SIGNED: "signature",
    State.DECLINED: "hand-stop",
    State.STRUCK: "eraser",
}

VERB_ICONS = {
    "sign": "signature",
    "sign_last": "signature",
    "decline": "hand-stop",
    "act": "arrow-right",
    "rewrite": "pencil",
    "strike": "eraser",
}

CAN_OF = {
    "sign": Can.SIGN,
    "sign_last": Can.SIGN,
    "decline": Can.SIGN,
    "act": Can.ENTER,
    "rewrite": Can.STRIKE,
    "strike": Can.STRIKE,
}
"""What each step of the lifecycle needs."""


StillOpen = Callable[[Collection[str]], set[str]]
"""Of the numbers of some matters, those that are not at their end."""

OPEN_MATTERS: list[StillOpen] = []


def open_matters(ask: StillOpen) -> None:
    """Declare, once at start, how an app above tells which matters are still open: nothing about these is destroyed."""
    if ask not in OPEN_MATTERS:
        OPEN_MATTERS.append(ask)
