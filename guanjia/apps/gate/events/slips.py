"""What can have happened to release slips, held goods and stops."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class _OfUnit(Event):
    unit_id: int | None = None


@event("gate.slip_asked", label=_("Release slip asked for"))
@dataclass(frozen=True, kw_only=True)
class SlipAsked(_OfUnit):
    """Goods are to leave; ``approver_post`` is the first post that may approve, "" where any that can may."""

    kind: str
    pieces: int
    planned_at: datetime
    approver_post: str = ""
    asked_by: str = ""


@event("gate.word_taken", label=_("Owner's word noted"))
@dataclass(frozen=True, kw_only=True)
class WordTaken(_OfUnit):
    """The owner lets the goods leave: on the screen, or by phone to whoever acts."""

    word_name: str
    how: str


@event("gate.slip_approved", label=_("Release slip approved"))
@dataclass(frozen=True, kw_only=True)
class SlipApproved(_OfUnit):
    """The goods may leave until ``expires_at``."""

    planned_at: datetime
    expires_at: datetime


@event("gate.slip_declined", label=_("Release slip declined"))
@dataclass(frozen=True, kw_only=True)
class SlipDeclined(_OfUnit):
    """The goods may not leave."""

    reason: str


@event("gate.slip_cancelled", label=_("Release slip called off"))
@dataclass(frozen=True, kw_only=True)
class SlipCancelled(_OfUnit):
    """Nothing is to leave any more."""

    reason: str


@event("gate.slip_expired", label=_("Release slip expired"))
@dataclass(frozen=True, kw_only=True)
class SlipExpired(_OfUnit):
    """Nobody came in time."""


@event("gate.slip_passed", label=_("Goods passed the gate"))
@dataclass(frozen=True, kw_only=True)
class SlipPassed(_OfUnit):
    """A guard looked at the goods and let them pass."""

    pieces: int
    plate: str = ""
    photos: int = 0
    note: str = ""


@event("gate.goods_held", label=_("Goods held"))
@dataclass(frozen=True, kw_only=True)
class GoodsHeld(_OfUnit):
    """Goods stay at the gate; ``slip`` is the number of their slip, "" when they had none."""

    reason: str
    pieces: int
    slip: str = ""
    owner_name: str = ""
    kept_where: str = ""


@event("gate.held_decided", label=_("Decided on held goods"))
@dataclass(frozen=True, kw_only=True)
class HeldDecided(_OfUnit):
    """What becomes of held goods is decided."""

    outcome: str
    note: str = ""


@event("gate.goods_given_out", label=_("Held goods given out"))
@dataclass(frozen=True, kw_only=True)
class GoodsGivenOut(_OfUnit):
    """Somebody took held goods away, against a signature."""

    outcome: str
    taken_by: str


@event("gate.stop_set", label=_("Release stop set"))
@dataclass(frozen=True, kw_only=True)
class StopSet(_OfUnit):
    """Nothing may leave a unit any more; ``source`` is the number of the matter it comes from, "" when told by hand."""

    kind: str
    reason: str
    source: str = ""


@event("gate.stop_lifted", label=_("Release stop lifted"))
@dataclass(frozen=True, kw_only=True)
class StopLifted(_OfUnit):
    """The reason of a stop is gone."""

    kind: str
    reason: str


@event("gate.rules_set", label=_("Rules of the gate set"))
@dataclass(frozen=True, kw_only=True)
class RulesSet(Event):
    """A site changed who approves, and what is refused."""

    before: dict[str, Any]
    after: dict[str, Any]
