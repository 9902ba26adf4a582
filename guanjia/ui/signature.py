"""A signature as strokes. The browser sends numbers only; the picture is drawn here, so it can hold nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass

from guanjia.kernel.refusals import Refusal, Refused, Text

WIDTH, HEIGHT = 600, 240
_MOST_POINTS = 5000
_LEAST_POINTS = 6  # a dot or an accidental touch is no signature

Point = tuple[int, int]


@dataclass(frozen=True)
class Signature:
    """Strokes on a sheet of 600 × 240."""

    strokes: tuple[tuple[Point, ...], ...]

    @classmethod
    def parse(cls, text: str, *, unreadable: Text, too_short: Text) -> Signature:
        """Read ``[[[x, y], …], …]``. Raises ``Refused`` when it is no signature or has hardly a line."""
        try:
            strokes = tuple(tuple(_point(pair) for pair in stroke) for stroke in json.loads(text))
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise Refused(Refusal("bad_signature", unreadable)) from error
        points = sum(len(stroke) for stroke in strokes)
        if points > _MOST_POINTS:
            raise Refused(Refusal("bad_signature", unreadable))
        if points < _LEAST_POINTS:
            raise Refused(Refusal("short_signature", too_short))
        return cls(strokes)

    @property
    def svg(self) -> str:
        """The signature as a drawing, black lines on nothing."""
        paths = "".join(f'<path d="{_path(stroke)}"/>' for stroke in self.strokes if stroke)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="currentColor" '
            f'stroke-width="3" stroke-linecap="round" stroke-linejoin="round">{paths}</svg>'
        )

    @property
    def json(self) -> str:
        """The strokes as they were sent, for storing."""
        return json.dumps(self.strokes, separators=(",", ":"))


def _point(pair: object) -> Point:
    if not isinstance(pair, list) or len(pair) != 2:
        raise ValueError("a point is two numbers")
    x, y = (int(float(value)) for value in pair)
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise ValueError("a point lies on the sheet")
    return x, y


def _path(stroke: tuple[Point, ...]) -> str:
    start = f"M{stroke[0][0]} {stroke[0][1]}"
    rest = stroke[1:] or (stroke[0],)  # a dot is a line to itself
    return start + "".join(f"L{x} {y}" for x, y in rest)
