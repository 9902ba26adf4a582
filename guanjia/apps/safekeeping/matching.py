"""How well something found fits something lost: points by sort, words, place and day, each explained; never more than a proposal."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Text


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of each sign; ``least`` is from where on a pair is proposed, ``days`` how long after the loss still counts."""

    sort: int = 40
    words: int = 30
    place: int = 15
    day: int = 15
    least: int = 45
    days: int = 14


USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Trait:
    """What is compared of one side."""

    sort: str
    words: str
    place: str
    day: date


@dataclass(frozen=True, slots=True)
class Fit:
    """Points of 100 and the reasons for them, the strongest first."""

    points: int
    reasons: tuple[Text, ...]


_WORD = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")


def pieces(text: str) -> frozenset[str]:
    """The words of a text: Latin words and numbers whole, Chinese in pairs of signs."""
    found = set()
    for run in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if run.isascii() or len(run) == 1:
            found.add(run)
        else:
            found |= {run[place : place + 2] for place in range(len(run) - 1)}
    return frozenset(found)


def overlap(one: str, other: str) -> float:
    """The share, 0 to 1, of the words of the shorter text that the other has too."""
    here, there = pieces(one), pieces(other)
    if not here or not there:
        return 0.0
    return len(here & there) / min(len(here), len(there))


def fit(found: Trait, lost: Trait, weights: Weights = USUAL) -> Fit | None:
    """How well they fit; None when what was found lay there before the loss, or too few points speak for it."""
    later = (found.day - lost.day).days
    if later < -1:  # the loser may be a day out; not more
        return None
    points: list[tuple[int, Text]] = []
    if found.sort == lost.sort:
        points.append((weights.sort, _("same sort")))
    words = round(weights.words * overlap(found.words, lost.words))
    if words:
        points.append((words, _("same words: colour, make, marks")))
    place = round(weights.place * overlap(found.place, lost.place))
    if place:
        points.append((place, _("same place")))
    if later <= weights.days:
        near = round(weights.day * (1 - max(later, 0) / (weights.days + 1)))
        points.append((near, _("found on the day, or soon after")))
    total = sum(number for number, _why in points)
    if total < weights.least:
        return None
    points.sort(key=lambda one: -one[0])
    return Fit(total, tuple(why for _number, why in points))
