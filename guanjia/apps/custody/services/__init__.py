"""The verbs: keep, lend, hand over, take back, report and settle a loss, count."""

from guanjia.apps.custody.services.bringing_in import bring_in
from guanjia.apps.custody.services.counting import clear_difference, count
from guanjia.apps.custody.services.ending import entrust, find, report_loss, settle_loss, take_back
from guanjia.apps.custody.services.keeping import add_kind, add_piece, change_kind, change_piece, retire
from guanjia.apps.custody.services.lending import (
    approve,
    decline,
    extend,
    hand_out,
    issue,
    lend,
    reveal_contact,
    withdraw,
)

__all__ = [
    "add_kind",
    "add_piece",
    "approve",
    "bring_in",
    "change_kind",
    "change_piece",
    "clear_difference",
    "count",
    "decline",
    "entrust",
    "extend",
    "find",
    "hand_out",
    "issue",
    "lend",
    "report_loss",
    "retire",
    "reveal_contact",
    "settle_loss",
    "take_back",
    "withdraw",
]
