"""From the lines of a file to the tree of a rulebook: where each line belongs, and what a person changes about it.

Pure: lines in, lines out. No step of this room drops or changes a sign of what was read; the tests hold it to that.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from guanjia.apps.manuals import numbering
from guanjia.apps.manuals.numbering import STRUCTURAL, TITLED, Kind, Numbered
from guanjia.apps.manuals.terms import DEEPEST, LONGEST_HEADING, LONGEST_NUMBER, Unplaced

BELONGS_ABOVE = 0
"""The level of a line that goes on the text of the one above."""
_SHORT = 30
_SENTENCE = re.compile(r"[。；;！!？?]|[:：,，]$")
_LINES_OF_LISTS = (Kind.HAN_IN_BRACKETS, Kind.FIGURE_IN_BRACKETS, Kind.LETTER, Kind.CIRCLED)


@dataclass(frozen=True, slots=True)
class Raw:
    """A line as a reader found it: its number in the source, the level its style gives it (None: none), or why nobody can place it."""

    number: int
    text: str
    style: int | None = None
    unplaced: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its place: ``level`` from 1, 0 for text of the one above, None for a line nobody has placed yet.

    ``numbers`` are the lines of the source it holds; ``unplaced`` says why it could not be placed.
    """

    numbers: tuple[int, ...]
    text: str
    level: int | None
    is_heading: bool = False
    unplaced: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain values to store."""
        return {
            "n": list(self.numbers),
            "t": self.text,
            "l": self.level,
            "h": self.is_heading,
            "u": self.unplaced,
        }

    @classmethod
    def of_json(cls, stored: dict[str, Any]) -> "Line":
        """The inverse of ``as_json``."""
        return cls(tuple(stored["n"]), stored["t"], stored["l"], stored["h"], stored["u"])


@dataclass(frozen=True, slots=True)
class Node:
    """A clause of the tree, in reading order: its level, number, heading and text; ``key`` stays the same across versions."""

    level: int
    number: str = ""
    heading: str = ""
    text: str = ""
    key: str = ""

    @property
    def whole(self) -> str:
        """Everything it says."""
        return "\n".join(part for part in (self.number, self.heading, self.text) if part)


# --- Placing -------------------------------------------------------------------------------------------------------------


class _Shelf:
    """What lines stand open above the next one: each level with the manners of numbering and the style it began with."""

    def __init__(self) -> None:
        self.open: list[set[tuple[int, int] | int]] = []
        self.last_decimal: tuple[int, ...] | None = None

    def level(self, found: Numbered | None, style: int | None) -> int | None:
        """The level of a line, or None when it has none of its own."""
        if style is not None:
            names: set[tuple[int, int] | int] = {style, *([found.name] if found else [])}
            return self._stand(names, lambda other: isinstance(other, int) and other >= style)
        if found is None or not self._is_number(found):
            return None
        if found.kind in STRUCTURAL:
            return self._stand(
                {found.name}, lambda other: not isinstance(other, int) and other[0] > found.kind
            )
        if found.kind is Kind.DECIMAL:
            self.last_decimal = found.value
            return self._stand(
                {found.name},
                lambda other: not isinstance(other, int) and other[0] == Kind.DECIMAL and other > found.name,
            )
        return self._stand({found.name}, lambda _other: False)

    def _is_number(self, found: Numbered) -> bool:
        if found.kind is not Kind.DECIMAL or (found.is_certain and found.rest):
            return True
        return numbering.follows(found.value, self.last_decimal)

    def _stand(self, names: set[tuple[int, int] | int], is_below: Any) -> int:
        """Close what stands at the same height or below, then open a new level or stand beside one."""
        for place, known in enumerate(self.open):
            if known & names:
                self.open = self.open[: place + 1]
                self.open[place] = known | names
                return place + 1
        for place, known in enumerate(self.open):
            if any(is_below(other) for other in known):
                self.open = self.open[:place]
                break
        self.open = [*self.open[: DEEPEST - 1], names]
        return len(self.open)


def place(raws: Iterable[Raw]) -> list[Line]:
    """Each line that says anything, with the level its style or number gives it.

    Text belongs to the line above; what stands before the first number or heading, and what the reader marked, is left
    unplaced, with the reason.
    """
    shelf, placed = _Shelf(), []
    for raw in raws:
        if not raw.text.strip():
            continue
        text, numbers = raw.text.strip(), (raw.number,)
        if raw.unplaced:
            placed.append(Line(numbers, text, None, unplaced=raw.unplaced))
            continue
        found = numbering.read(text)
        level = shelf.level(found, raw.style)
        if level is not None:
            placed.append(Line(numbers, text, level, is_heading=raw.style is not None))
        elif any(one.level for one in placed):
            placed.append(Line(numbers, text, BELONGS_ABOVE))
        else:
            placed.append(Line(numbers, text, None, unplaced=Unplaced.FRONT.value))
    return placed


# --- What a person changes -----------------------------------------------------------------------------------------------


def move(lines: Sequence[Line], place: int, level: int) -> list[Line]:
    """Give a line another level (0: text of the one above); what stands below it moves along."""
    level = min(max(level, BELONGS_ABOVE), DEEPEST)
    line = lines[place]
    found = list(lines)
    found[place] = replace(line, level=level, unplaced="")
    if line.level and level:
        for below in range(place + 1, len(lines)):
            other = lines[below].level
            if other and other <= line.level:
                break
            if other:
                found[below] = replace(lines[below], level=min(max(other + level - line.level, 1), DEEPEST))
    return found


def join(lines: Sequence[Line], place: int) -> list[Line]:
    """Make a line the end of the one above it. The first line has none above and stays."""
    if place == 0:
        return list(lines)
    above, line = lines[place - 1], lines[place]
    both = replace(above, text=f"{above.text}\n{line.text}", numbers=(*above.numbers, *line.numbers))
    return [*lines[: place - 1], both, *lines[place + 1 :]]


def split(lines: Sequence[Line], place: int, parts: Sequence[str]) -> list[Line]:
    """Divide a line into parts; each finds its level by its number, or follows the first as text.

    Raises ``ValueError`` when the parts do not say together what the line said.
    """
    line = lines[place]
    kept = [part.strip() for part in parts if part.strip()]
    if _signs("".join(kept)) != _signs(line.text):
        raise ValueError("the parts are not the line")
    first = replace(line, text=kept[0])
    rest = [Line(line.numbers, part, _level_beside(lines, place, part), unplaced="") for part in kept[1:]]
    return [*lines[:place], first, *rest, *lines[place + 1 :]]


def _level_beside(lines: Sequence[Line], place: int, text: str) -> int | None:
    """The level of the nearest line before with the same manner of numbering; one below the divided line if new."""
    found = numbering.read(text)
    if found is None or (found.kind is Kind.DECIMAL and not found.is_certain):
        return BELONGS_ABOVE if lines[place].level is not None else None
    for line in reversed(lines[: place + 1]):
        other = numbering.read(line.text)
        if line.level and other and other.name == found.name:
            return line.level
    return min((lines[place].level or 0) + 1, DEEPEST)


def said(lines: Iterable[Line]) -> str:
    """Every sign of the lines, without blanks: what may never get lost."""
    return _signs("".join(line.text for line in lines))


def _signs(text: str) -> str:
    return "".join(text.split())


# --- The tree ------------------------------------------------------------------------------------------------------------


def tree_of(lines: Iterable[Line]) -> list[Node]:
    """The clauses the lines make. A line nobody placed goes on the clause above; before the first, it is one without a number."""
    nodes: list[Node] = []
    for line in lines:
        if line.level:
            nodes.append(_node(line, min(line.level, (nodes[-1].level if nodes else 0) + 1)))
        elif nodes:
            text = f"{nodes[-1].text}\n{line.text}" if nodes[-1].text else line.text
            nodes[-1] = replace(nodes[-1], text=text)
        else:
            nodes.append(Node(1, text=line.text))
    return nodes


def _node(line: Line, level: int) -> Node:
    first, _newline, more = line.text.partition("\n")
    found = numbering.read(first)
    if found is not None and len(found.number) <= LONGEST_NUMBER:
        number, rest = found.number, found.rest
    else:
        number, rest = "", first
    if _is_heading(line, found, rest):
        return Node(level, number, rest, more)
    return Node(level, number, "", "\n".join(part for part in (rest, more) if part))


def _is_heading(line: Line, found: Numbered | None, rest: str) -> bool:
    if len(rest) > LONGEST_HEADING:
        return False
    if line.is_heading or (found and found.kind in TITLED):
        return True
    if found and found.kind in _LINES_OF_LISTS:
        return False
    return len(rest) <= _SHORT and not _SENTENCE.search(rest)


def parents_of(nodes: Sequence[Node]) -> list[int | None]:
    """For each clause the place of the one it stands under; None at the top."""
    stack: list[int] = []
    found: list[int | None] = []
    for place, node in enumerate(nodes):
        while stack and nodes[stack[-1]].level >= node.level:
            stack.pop()
        found.append(stack[-1] if stack else None)
        stack.append(place)
    return found
