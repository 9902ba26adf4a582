"""Finding words in clauses: how a text is kept for searching, what is looked for, how good a find is, and the excerpt shown. Pure.

A clause is searched with LIKE on its folded text, which both databases do alike and which misses nothing in a language
without blanks. What is typed is first looked for as it stands; when nothing holds it, the pairs of signs of it are.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_MOST_WORDS = 8
_AROUND = 40
ENOUGH = 0.5
"""The share of pairs a clause must hold to be shown when nothing holds the words themselves."""


def fold(*texts: str) -> str:
    """A text as it is searched: full-width signs narrow, small letters, one blank between words."""
    joined = unicodedata.normalize("NFKC", " ".join(text for text in texts if text)).casefold()
    return " ".join(joined.split())


def words_of(typed: str) -> tuple[str, ...]:
    """The words of what was typed, folded."""
    return tuple(dict.fromkeys(fold(typed).split()))[:_MOST_WORDS]


def pairs_of(words: Iterable[str]) -> tuple[str, ...]:
    """The pairs of Chinese signs in the words; other words stay whole."""
    found: list[str] = []
    for word in words:
        runs = _HAN.findall(word)
        found += [run[place : place + 2] for run in runs for place in range(len(run) - 1)]
        found += [rest for rest in _HAN.sub(" ", word).split() if rest]
    return tuple(dict.fromkeys(found))


def worth(wanted: Sequence[str], *, number: str, heading: str, text: str) -> float:
    """How well a clause answers: its number weighs most, then its heading, then how often and how early its text says it."""
    folded = fold(text)
    total = 0.0
    for word in wanted:
        if word == fold(number):
            total += 20
        if word in fold(heading):
            total += 8 if word == fold(heading) else 5
        if word in folded:
            total += 1 + min(folded.count(word), 5) * 0.4 + 1 / (1 + folded.index(word) / 20)
    return total


def share(wanted: Sequence[str], folded: str) -> float:
    """Which part of the words a folded text holds."""
    return sum(word in folded for word in wanted) / len(wanted) if wanted else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an excerpt; ``found`` when it is what was looked for."""

    text: str
    found: bool = False


def excerpt(text: str, wanted: Sequence[str]) -> list[Piece]:
    """The stretch of a text around the first find, with every find in it marked; the beginning when there is none."""
    spans = _spans(text, wanted)
    start = max(0, spans[0][0] - _AROUND) if spans else 0
    end = min(len(text), (spans[0][1] if spans else 0) + 2 * _AROUND)
    return [
        *([Piece("…")] if start else []),
        *marked(text[start:end], wanted),
        *([Piece("…")] if end < len(text) else []),
    ]


def marked(text: str, wanted: Sequence[str]) -> list[Piece]:
    """A text in pieces, what was looked for marked."""
    pieces, place = [], 0
    for start, end in _spans(text, wanted):
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:end], found=True))
        place = end
    return [*pieces, *([Piece(text[place:])] if place < len(text) else [])]


def _spans(text: str, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a text as written, joined where they touch."""
    folded, origin = _folded_with_places(text)
    found = sorted(
        (origin[hit.start()], origin[hit.end() - 1] + 1)
        for word in wanted
        if word
        for hit in re.finditer(re.escape(word), folded)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in unicodedata.normalize("NFKC", sign).casefold():
            signs.append(" " if one.isspace() else one)
            places.append(place)
    return "".join(signs), places
