"""Everything the gate keeps."""

from guanjia.apps.gate.models.people import BarredPerson, Pass, Passage, Visit
from guanjia.apps.gate.models.rooms import GateRules, RoomEntry, RoomRule
from guanjia.apps.gate.models.slips import HeldGoods, Item, ReleaseSlip, ReleaseStop

__all__ = [
    "BarredPerson",
    "GateRules",
    "HeldGoods",
    "Item",
    "Pass",
    "Passage",
    "ReleaseSlip",
    "ReleaseStop",
    "RoomEntry",
    "RoomRule",
    "Visit",
]
