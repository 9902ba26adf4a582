"""Places on a page that higher apps fill: a page may show what it must not know.

The page of a unit lies below people and cases, so it cannot ask them. They register a function here when they start
(``apps.py``, ``ready``), and the page shows what each answers, in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from guanjia.ui.panels import Panel

Thing = TypeVar("Thing")
Filler = Callable[[Any, Any], "Panel | None"]


@dataclass
class Slot(Generic[Thing]):
    """A place on the page of one kind of thing. A filler is ``f(request, thing) -> Panel | None``."""

    fillers: dict[str, tuple[int, Filler]] = field(default_factory=dict)

    def fill(self, key: str, filler: Filler, *, order: int = 50) -> None:
        """Show what ``filler`` answers; the same key again replaces the earlier one."""
        self.fillers[key] = (order, filler)

    def panels(self, request: Any, thing: Thing) -> list[tuple[str, Panel]]:
        """The panels of a thing with their keys, in order; empty places are left out."""
        asked = (
            (key, filler(request, thing))
            for key, (_order, filler) in sorted(self.fillers.items(), key=_by_order)
        )
        return [(key, panel) for key, panel in asked if panel is not None]


def _by_order(item: tuple[str, tuple[int, Filler]]) -> tuple[int, str]:
    return item[1][0], item[0]


unit_page: Slot[Any] = Slot()
"""Beside a unit's facts: its people, its open cases, its work orders."""
