"""Is this the same matter again? A score that can explain itself."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Text

SAME_UNIT, SAME_FAULT, SAME_CATEGORY, SAME_PHONE, SIMILAR_TITLE = 40, 40, 15, 30, 40
LIKELY = 50
ALIKE = 0.5

REASONS: dict[str, Text] = {
    "unit": _("same unit"),
    "place": _("same place"),
    "fault": _("same fault"),
    "category": _("same kind of matter"),
    "phone": _("same phone number"),
    "title": _("similar words"),
}


@dataclass(frozen=True)
class Matter:
    """What is compared of a case."""

    ref: str
    unit_id: int | None
    place_id: int | None
    phone: str
    classification_id: int | None
    category: str
    title: str
    received_at: datetime


@dataclass(frozen=True)
class Likeness:
    """How much ``ref`` looks like the matter asked about (0–100) and why, as keys of ``REASONS``."""

    ref: str
    score: int
    reasons: tuple[str, ...]
    title: str
    received_at: datetime

    @property
    def explained(self) -> list[Text]:
        """The reasons in words."""
        return [REASONS[reason] for reason in self.reasons]


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters: they serve Chinese, which has no spaces, as well as English."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", text).lower() if one.isalnum())
    return frozenset(plain[index : index + 2] for index in range(len(plain) - 1)) or frozenset({plain} - {""})


def overlap(one: Collection[str], other: Collection[str]) -> float:
    """Shared pairs over all pairs of the two (Dice): 1 for the same words, 0 for none in common."""
    if not one or not other:
        return 0.0
    return 2 * len(set(one) & set(other)) / (len(one) + len(other))


def likeness(new: Matter, old: Matter, *, window: timedelta) -> Likeness:
    """Compare two matters; nothing is alike outside the window."""
    reasons: list[tuple[str, int]] = []
    if abs(new.received_at - old.received_at) <= window:
        reasons = list(_alike(new, old))
    return Likeness(
        old.ref,
        min(sum(points for _why, points in reasons), 100),
        tuple(why for why, _points in reasons),
        old.title,
        old.received_at,
    )


def likely(new: Matter, others: Iterable[Matter], *, window: timedelta, most: int = 5) -> list[Likeness]:
    """Those that are likely the same matter, most alike first."""
    found = [one for one in (likeness(new, other, window=window) for other in others) if one.score >= LIKELY]
    return sorted(found, key=lambda one: (-one.score, one.ref))[:most]


def _alike(new: Matter, old: Matter) -> Iterable[tuple[str, int]]:
    if new.unit_id and new.unit_id == old.unit_id:
        yield "unit", SAME_UNIT
    elif new.place_id and new.place_id == old.place_id:
        yield "place", SAME_UNIT
    if new.classification_id and new.classification_id == old.classification_id:
        yield "fault", SAME_FAULT
    elif new.category and new.category == old.category:
        yield "category", SAME_CATEGORY
    if new.phone and new.phone == old.phone:
        yield "phone", SAME_PHONE
    alike = overlap(bigrams(new.title), bigrams(old.title))
    if alike >= ALIKE:
        yield "title", round(SIMILAR_TITLE * alike)
