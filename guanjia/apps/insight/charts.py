"""A small chart of a measure over its periods: bars, and the healthy value as a line. The numbers stand beside it as a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, FOOT = 720, 160, 22
"""The drawing's own units; on the page it takes the width there is."""


@dataclass(frozen=True)
class Bar:
    """One period: where it stands, how high, its tone, and its words."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    label: str
    value: str
    middle: float


@dataclass(frozen=True)
class Chart:
    """Bars from the earliest period to the latest; ``target_y`` is where the healthy value lies."""

    bars: tuple[Bar, ...]
    target_y: float | None
    foot: float = HEIGHT - FOOT
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_empty(self) -> bool:
        """Whether no period had anything to measure."""
        return not any(bar.value for bar in self.bars)


def chart_of(
    points: Sequence[tuple[str, float | None, str]], *, target: float | None, top: float | None
) -> Chart:
    """A chart of (period, value, tone). ``top`` is the highest value there can be, None where there is no such."""
    highest = top or max([target or 0, *(value or 0 for _label, value, _tone in points)]) * 1.1 or 1
    room, slot = HEIGHT - FOOT - 16, WIDTH / max(1, len(points))

    def up(value: float) -> float:
        return round(16 + room - room * min(value, highest) / highest, 1)

    bars = []
    for place, (label, value, tone) in enumerate(points):
        x, y = round(place * slot + slot * 0.18, 1), up(value or 0)
        words = "" if value is None else f"{value:g}"
        height = 0.0 if value is None else max(2.0, round(HEIGHT - FOOT - y, 1))
        y = min(y, HEIGHT - FOOT - 2)
        bars.append(
            Bar(x, y, round(slot * 0.64, 1), height, tone, label, words, round(place * slot + slot / 2, 1))
        )
    return Chart(tuple(bars), None if target is None else up(target))
