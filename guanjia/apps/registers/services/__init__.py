"""The verbs: of an entry, of a workbook that comes in, of entries whose time is over."""

from guanjia.apps.registers.services.bringing_in import bring_in, carry_out, fail
from guanjia.apps.registers.services.entries import (
    PURPOSE,
    act,
    decline,
    enter,
    rewrite,
    sign,
    strike,
)
from guanjia.apps.registers.services.looking import reveal
from guanjia.apps.registers.services.retention import ask_destruction, destroy, drop_destruction, hold
from guanjia.apps.registers.services.together import sign_many
from guanjia.apps.registers.services.writing import Photos

__all__ = [
    "PURPOSE",
    "Photos",
    "act",
    "ask_destruction",
    "bring_in",
    "carry_out",
    "decline",
    "destroy",
    "drop_destruction",
    "enter",
    "fail",
    "hold",
    "reveal",
    "rewrite",
    "sign",
    "sign_many",
    "strike",
]
