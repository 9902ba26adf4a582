"""Buttons that higher apps put on a page below them: the page shows a way to go on that it must not know.

An app that lies above registers a function here when it starts (``apps.py``, ``ready``); the page asks all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from guanjia.kernel.refusals import Text

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Offer:
    """A button: what it says, where it leads, its picture."""

    label: Text
    url: str
    icon: str


Offering = Callable[[Any, Any], "Offer | None"]


@dataclass
class Offers(Generic[Thing]):
    """The buttons others put on the page of one kind of thing. A filler is ``f(request, thing) -> Offer | None``."""

    fillers: dict[str, tuple[int, Offering]] = field(default_factory=dict)

    def fill(self, key: str, filler: Offering, *, order: int = 50) -> None:
        """Show what ``filler`` answers; the same key again replaces the earlier one."""
        self.fillers[key] = (order, filler)

    def of(self, request: Any, thing: Thing) -> list[tuple[str, Offer]]:
        """The buttons of a thing with their keys, in order; no button for those who may not."""
        ordered = sorted(self.fillers.items(), key=lambda one: (one[1][0], one[0]))
        asked = ((key, filler(request, thing)) for key, (_order, filler) in ordered)
        return [(key, offer) for key, offer in asked if offer is not None]
