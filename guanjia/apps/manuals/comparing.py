"""Two versions clause by clause: which clauses are the same ones, what was added, removed, changed, renumbered or moved, word by word.

Pure. A difference is complete: applied to the old version it gives the new one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from guanjia.apps.manuals import numbering
from guanjia.apps.manuals.arranging import Node, parents_of

_WORDS = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*|\s+|.", re.DOTALL)
_ALIKE = 0.55
"""From this share of common pairs of signs on, two clauses are taken for one that was reworded."""
_ALIKE_UNDER_ONE_NUMBER = 0.2
_MOST_PAIRS = 400_000


class Mark(StrEnum):
    """What happened to a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


class Fate(StrEnum):
    """What happened to a clause. A clause that was moved or renumbered may have been reworded as well."""

    SAME = "same"
    CHANGED = "changed"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of text and what happened to it."""

    mark: Mark
    text: str


Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One clause in both versions; ``old`` is None for an added one, ``new`` for a removed one."""

    fate: Fate
    key: str
    old: Node | None
    new: Node | None
    number: Edits = ()
    heading: Edits = ()
    text: Edits = ()

    @property
    def is_reworded(self) -> bool:
        """Whether heading or text changed."""
        return any(edit.mark is not Mark.KEPT for edit in (*self.heading, *self.text))

    @property
    def is_same(self) -> bool:
        """Whether nothing happened to it."""
        return self.fate is Fate.SAME


# --- Texts ---------------------------------------------------------------------------------------------------------------


def edits(old: str, new: str) -> Edits:
    """How one text becomes another: by words where there are spaces, by signs in Chinese."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    head = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[head:], b[head:]
    tail = next(
        (n for n, (x, y) in enumerate(zip(reversed(rest_a), reversed(rest_b), strict=False)) if x != y),
        min(len(rest_a), len(rest_b)),
    )
    middle_a, middle_b = rest_a[: len(rest_a) - tail], rest_b[: len(rest_b) - tail]
    pieces = [Edit(Mark.KEPT, "".join(a[:head]))]
    for tag, i, j, k, m in SequenceMatcher(None, middle_a, middle_b, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Edit(Mark.KEPT, "".join(middle_a[i:j])))
        else:
            pieces += [
                Edit(Mark.REMOVED, "".join(middle_a[i:j])),
                Edit(Mark.ADDED, "".join(middle_b[k:m])),
            ]
    pieces.append(Edit(Mark.KEPT, "".join(rest_a[len(rest_a) - tail :])))
    return _smooth([piece for piece in pieces if piece.text])


def _smooth(pieces: list[Edit]) -> Edits:
    """A single sign that stayed between two changes is read as changed too; neighbours of one kind become one."""
    smoothed: list[Edit] = []
    for place, piece in enumerate(pieces):
        lonely = (
            piece.mark is Mark.KEPT
            and len(piece.text) == 1
            and 0 < place < len(pieces) - 1
            and not piece.text.isspace()
        )
        if lonely:
            smoothed += [replace(piece, mark=Mark.REMOVED), replace(piece, mark=Mark.ADDED)]
        else:
            smoothed.append(piece)
    return tuple(_gathered(smoothed))


def _gathered(pieces: Iterable[Edit]) -> list[Edit]:
    """Between two kept stretches one removed and one added, in this order."""
    found: list[Edit] = []
    removed = added = ""
    for piece in [*pieces, Edit(Mark.KEPT, "")]:
        if piece.mark is Mark.REMOVED:
            removed += piece.text
        elif piece.mark is Mark.ADDED:
            added += piece.text
        else:
            found += [
                Edit(mark, text) for mark, text in ((Mark.REMOVED, removed), (Mark.ADDED, added)) if text
            ]
            removed = added = ""
            if piece.text and found and found[-1].mark is Mark.KEPT:
                found[-1] = Edit(Mark.KEPT, found[-1].text + piece.text)
            elif piece.text:
                found.append(piece)
    return found


def before(pieces: Edits) -> str:
    """The old text of a difference."""
    return "".join(piece.text for piece in pieces if piece.mark is not Mark.ADDED)


def after(pieces: Edits) -> str:
    """The new text of a difference."""
    return "".join(piece.text for piece in pieces if piece.mark is not Mark.REMOVED)


# --- Trees ---------------------------------------------------------------------------------------------------------------


def difference(old: Sequence[Node], new: Sequence[Node]) -> list[Change]:
    """What became of every clause, in the order of the new version; a removed one stands where it stood."""
    was = {node.key: node for node in old}
    stays = {node.key for node in new}
    steady = _steady([node.key for node in old if node.key in stays], [n.key for n in new if n.key in was])
    under_old, under_new = _parents(old), _parents(new)
    found: list[Change] = []
    gone = _removed_after(old, stays)
    found += gone.get("", [])
    for node in new:
        if node.key not in was:
            found.append(_added(node))
        else:
            before_ = was[node.key]
            moved = node.key not in steady or under_old[node.key] != under_new[node.key]
            found.append(_kept(before_, node, moved=moved))
        found += gone.get(node.key, [])
    return found


def apply(old: Sequence[Node], changes: Iterable[Change]) -> list[Node]:
    """The new version, made of the old one and the difference alone. Raises ``ValueError`` when it is not of this version."""
    was = {node.key: node for node in old}
    made = []
    for change in changes:
        if change.new is None:
            continue
        start = was.get(change.key, Node(change.new.level))
        parts = {name: getattr(change, name) for name in ("number", "heading", "text")}
        if any(before(pieces) != getattr(start, name) for name, pieces in parts.items()):
            raise ValueError(f"{change.key} is not as the difference says it was")
        made.append(
            Node(change.new.level, key=change.key, **{name: after(one) for name, one in parts.items()})
        )
    return made


def counted(changes: Iterable[Change]) -> dict[str, int]:
    """How many clauses of each fate."""
    found = dict.fromkeys(map(str, Fate), 0)
    for change in changes:
        found[change.fate] += 1
    return found


def _kept(old: Node, new: Node, *, moved: bool) -> Change:
    parts = [edits(getattr(old, name), getattr(new, name)) for name in ("number", "heading", "text")]
    reworded = (old.heading, old.text) != (new.heading, new.text)
    fate = (
        Fate.MOVED
        if moved
        else Fate.CHANGED
        if reworded
        else Fate.RENUMBERED
        if old.number != new.number
        else Fate.SAME
    )
    return Change(fate, new.key, old, new, *parts)


def _added(new: Node) -> Change:
    parts = [edits("", getattr(new, name)) for name in ("number", "heading", "text")]
    return Change(Fate.ADDED, new.key, None, new, *parts)


def _removed_after(old: Sequence[Node], stays: set[str]) -> dict[str, list[Change]]:
    """The removed clauses by the clause they stood behind ("" at the beginning)."""
    found: dict[str, list[Change]] = defaultdict(list)
    behind = ""
    for node in old:
        if node.key in stays:
            behind = node.key
            continue
        parts = [edits(getattr(node, name), "") for name in ("number", "heading", "text")]
        found[behind].append(Change(Fate.REMOVED, node.key, node, None, *parts))
    return found


def _parents(nodes: Sequence[Node]) -> dict[str, str]:
    places = parents_of(nodes)
    return {
        node.key: nodes[place].key if place is not None else ""
        for node, place in zip(nodes, places, strict=True)
    }


def _steady(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The clauses that kept their order: the longest run of them in both versions."""
    place = {key: number for number, key in enumerate(old)}
    best: list[list[str]] = []
    ends: list[int] = []
    for key in new:
        here = place[key]
        length = next((n for n, end in enumerate(ends) if end >= here), len(ends))
        run = [*(best[length - 1] if length else []), key]
        if length == len(ends):
            ends.append(here)
            best.append(run)
        else:
            ends[length], best[length] = here, run
    return set(best[-1]) if best else set()


# --- Which clause is which -----------------------------------------------------------------------------------------------


def keep_keys(old: Sequence[Node], new: Sequence[Node], fresh: Callable[[], str]) -> list[Node]:
    """The new clauses with the keys of the old ones they go on, and ``fresh`` ones for those that are new.

    A clause goes on the one of the same words; else the one under the same number that says something alike; else the
    most alike that is left.
    """
    free = dict(enumerate(old))
    keys: dict[int, str] = {}
    for same in (_same_place, _same_words):
        by_name: dict[object, list[int]] = defaultdict(list)
        for place in free:
            by_name[same(old, place)].append(place)
        for place in range(len(new)):
            name = same(new, place)
            if place not in keys and name is not None and by_name.get(name):
                found = by_name[name].pop(0)
                keys[place] = free.pop(found).key
    for place, found in _alike(free, new, [n for n in range(len(new)) if n not in keys]):
        keys[place] = free.pop(found).key
    return [replace(node, key=keys.get(place) or fresh()) for place, node in enumerate(new)]


def _same_place(nodes: Sequence[Node], place: int) -> object:
    node = nodes[place]
    return (node.number, node.heading, node.text)


def _same_words(nodes: Sequence[Node], place: int) -> object:
    node = nodes[place]
    words = (node.heading, node.text)
    return words if len("".join(words)) > 1 else None


def _alike(free: dict[int, Node], new: Sequence[Node], open_: list[int]) -> list[tuple[int, int]]:
    """Pairs of new and old places that say alike, the most alike first, each used once."""
    if len(free) * len(open_) > _MOST_PAIRS:
        open_ = open_[: _MOST_PAIRS // max(len(free), 1)]
    grams = {place: _pairs(node) for place, node in free.items()}
    numbers = {place: numbering.canonical(node.number) for place, node in free.items() if node.number}
    found: list[tuple[float, int, int]] = []
    for place in open_:
        mine, number = _pairs(new[place]), new[place].number
        here = numbering.canonical(number) if number else None
        for other, theirs in grams.items():
            share = _share(mine, theirs)
            same = here is not None and numbers.get(other) == here and free[other].level == new[place].level
            if share >= (_ALIKE_UNDER_ONE_NUMBER if same else _ALIKE):
                found.append((-share - (0.5 if same else 0), place, other))
    pairs, taken = [], set()
    for _worth, place, other in sorted(found):
        if ("new", place) not in taken and ("old", other) not in taken:
            taken |= {("new", place), ("old", other)}
            pairs.append((place, other))
    return pairs


def _pairs(node: Node) -> frozenset[str]:
    text = "".join(f"{node.heading}{node.text}".split())
    return (
        frozenset(text[place : place + 2] for place in range(max(len(text) - 1, 1))) if text else frozenset()
    )


def _share(mine: frozenset[str], theirs: frozenset[str]) -> float:
    total = len(mine) + len(theirs)
    return 2 * len(mine & theirs) / total if total else 0.0
