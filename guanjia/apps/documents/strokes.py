"""The strokes of a signature: a tiny language that can be nothing but lines.

A signature is ``[[[x,y],[x,y],…],…]``: strokes of points on a sheet of 600 × 240, whole numbers, no blanks, as
``ui.signature`` sends it. What does not match the grammar is not stored, so what is stored may be drawn anywhere.
"""

import re

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal

WIDTH, HEIGHT = 600, 240
MOST_CHARACTERS = 60_000
LEAST_EXTENT = 24
"""A signature smaller than this in both directions is a slip of the finger."""

_POINT = r"\[\d{1,3},\d{1,3}\]"
_STROKE = rf"\[{_POINT}(?:,{_POINT})*\]"
_STROKES = re.compile(rf"\[{_STROKE}(?:,{_STROKE})*\]", re.ASCII)
_ONE_STROKE = re.compile(_STROKE, re.ASCII)
_NUMBERS = re.compile(r"\[(\d+),(\d+)\]", re.ASCII)

Point = tuple[int, int]


def points_of(strokes: str) -> list[list[Point]]:
    """The points of valid strokes, stroke by stroke."""
    return [[(int(x), int(y)) for x, y in _NUMBERS.findall(one)] for one in _ONE_STROKE.findall(strokes)]


def path_of(strokes: str) -> str:
    """Valid strokes as the ``d`` of an SVG path on a sheet of 600 × 240."""
    lines = []
    for (x, y), *rest in points_of(strokes):
        lines.append(f"M{x} {y}" + "".join(f"L{x} {y}" for x, y in rest or [(x, y)]))
    return "".join(lines)


def why_not_strokes(strokes: str) -> Refusal | None:
    """Why this is no signature: nothing, not the grammar, off the sheet, too long, or hardly a dot."""
    if strokes in {"", "[]"}:
        return Refusal("signature_missing", _("Let the customer sign in the field first."), field="signature")
    if len(strokes) > MOST_CHARACTERS or not _STROKES.fullmatch(strokes):
        return _UNREADABLE
    points = [point for stroke in points_of(strokes) for point in stroke]
    across, down = [x for x, _y in points], [y for _x, y in points]
    if max(across) > WIDTH or max(down) > HEIGHT:
        return _UNREADABLE
    if max(across) - min(across) < LEAST_EXTENT and max(down) - min(down) < LEAST_EXTENT:
        return Refusal(
            "signature_too_small",
            _("That is only a dot. Clear the field and sign with the whole name."),
            field="signature",
        )
    return None


_UNREADABLE = Refusal(
    "signature_unreadable",
    _("The signature did not arrive whole. Clear the field and sign again."),
    field="signature",
)
