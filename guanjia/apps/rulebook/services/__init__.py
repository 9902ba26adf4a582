"""The verbs of the rulebook, the only writers of its tables."""

from guanjia.apps.rulebook.services.adopting import adopt, give_up, store_shipped, store_version
from guanjia.apps.rulebook.services.deciding import approve, decline, withdraw
from guanjia.apps.rulebook.services.proposing import decide_conflict, propose, set_figure
from guanjia.apps.rulebook.services.refusing import note_refusal

__all__ = [
    "adopt",
    "approve",
    "decide_conflict",
    "decline",
    "give_up",
    "note_refusal",
    "propose",
    "set_figure",
    "store_shipped",
    "store_version",
    "withdraw",
]
