"""The verbs: file and take out, do without, place, look; ask, approve, hand out, take back; close, hold, list, destroy."""

from guanjia.apps.archives.services.ending import (
    approve_destruction,
    ask_destruction,
    close,
    destroy,
    drop_destruction,
    hold,
    witness,
)
from guanjia.apps.archives.services.filing import (
    file_paper,
    lift_waiver,
    place,
    reveal,
    waive,
    withdraw_paper,
)
from guanjia.apps.archives.services.lending import (
    approve_loan,
    ask_loan,
    decline_loan,
    hand_out,
    take_back,
    withdraw_loan,
)

__all__ = [
    "approve_destruction",
    "approve_loan",
    "ask_destruction",
    "ask_loan",
    "close",
    "decline_loan",
    "destroy",
    "drop_destruction",
    "file_paper",
    "hand_out",
    "hold",
    "lift_waiver",
    "place",
    "reveal",
    "take_back",
    "waive",
    "withdraw_loan",
    "withdraw_paper",
    "witness",
]
