"""What an inspection comes to: the verdict on each item, the score, and why a sheet, a correction or a re-check is refused."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from guanjia.apps.inspections.terms import Given, Verdict, answer_field, note_field, photos_field
from guanjia.apps.rulebook.terms import Checklist, Item, ItemAnswer
from guanjia.kernel.refusals import Refusal

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_SHORTEST = 2
"""Signs a note needs at least, to be understood later."""


def as_number(text: str) -> float | None:
    """The number somebody typed, full-width digits too; None when it is none."""
    plain = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-")
    if not plain.isascii() or not _NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return number if math.isfinite(number) else None


def verdict_on(item: Item, answer: str) -> Verdict | None:
    """What an answer means for its item; None when there is none, or it is not understood.

    A number outside ``least`` … ``most`` (both still good) does not pass; words always do.
    """
    answer = answer.strip()
    if answer == Verdict.NOT_APPLICABLE:
        return Verdict.NOT_APPLICABLE
    if item.answer is ItemAnswer.TEXT:
        return Verdict.PASS if answer else None
    if item.answer is ItemAnswer.PASS:
        return Verdict(answer) if answer in set(Verdict) else None
    number = as_number(answer)
    if number is None:
        return None
    low = item.least is not None and number < item.least
    high = item.most is not None and number > item.most
    return Verdict.FAIL if low or high else Verdict.PASS


def verdicts_of(checklist: Checklist, given: Mapping[str, Given]) -> dict[str, Verdict | None]:
    """The verdict on every item of a checklist, in its order."""
    return {item.key: verdict_on(item, given.get(item.key, Given()).answer) for item in checklist.items}


def score(checklist: Checklist, verdicts: Mapping[str, Verdict | None]) -> int:
    """Points of the items that pass as a share of the points of those that apply, in percent, rounded down.

    Where the items that apply are worth no points, the score is 100 when all pass and 0 otherwise.
    """
    applying = [item for item in checklist.items if verdicts[item.key] is not Verdict.NOT_APPLICABLE]
    passing = [item for item in applying if verdicts[item.key] is Verdict.PASS]
    points = sum(item.points for item in applying)
    if not points:
        return 100 if len(passing) == len(applying) else 0
    return math.floor(Fraction(100 * sum(item.points for item in passing), points))


def passes(checklist: Checklist, score: int) -> bool:
    """Whether a sheet with this score passes as a whole."""
    return score >= checklist.passes_at


def failed_items(verdicts: Mapping[str, Verdict | None]) -> list[str]:
    """The keys of the items that do not pass."""
    return [key for key, verdict in verdicts.items() if verdict is Verdict.FAIL]


def why_not_fill(checklist: Checklist, given: Mapping[str, Given]) -> list[Refusal]:
    """Everything that keeps a sheet from being complete, each reason beside its item."""
    verdicts = verdicts_of(checklist, given)
    found = [*_unknown(checklist, given)]
    for number, item in enumerate(checklist.items, 1):
        here = given.get(item.key, Given())
        if verdicts[item.key] is None:
            found.append(_not_answered(checklist, verdicts, item, number, here))
        elif verdicts[item.key] is Verdict.FAIL:
            found += _not_explained(item, here)
    if checklist.items and all(one is Verdict.NOT_APPLICABLE for one in verdicts.values()):
        found.append(
            Refusal(
                "nothing_applies",
                _("No item applies, so there is nothing to score. Answer those you could look at."),
            )
        )
    return found


def _unknown(checklist: Checklist, given: Mapping[str, Given]) -> Iterable[Refusal]:
    known = {item.key for item in checklist.items}
    for key in given:
        if key not in known:
            yield Refusal(
                "unknown_item",
                _(
                    "“%(item)s” is not an item of this checklist any more. Open the form again and fill what it asks."
                ),
                params={"item": key},
            )


def _not_answered(
    checklist: Checklist, verdicts: Mapping[str, Verdict | None], item: Item, number: int, given: Given
) -> Refusal:
    field = answer_field(item.key)
    if given.answer.strip():
        if item.answer is ItemAnswer.NUMBER:
            return Refusal("not_a_number", _("Write a number, like 12 or 12.5."), field=field)
        return Refusal("no_such_answer", _("Choose one of the answers shown."), field=field)
    later = [one.key for one in checklist.items[number:]]
    if checklist.in_order and any(verdicts[key] is not None for key in later):
        return Refusal(
            "step_left_out",
            _("Step %(number)s was left out, but a later one is answered. Answer the steps in their order."),
            field=field,
            params={"number": number},
        )
    return Refusal("unanswered", _("Answer this item, or mark it as not applicable."), field=field)


def _not_explained(item: Item, given: Given) -> Iterable[Refusal]:
    if len(given.note.strip()) < _SHORTEST:
        yield Refusal(
            "note_missing",
            _("Say in a few words what is wrong, so that somebody else can put it right."),
            field=note_field(item.key),
        )
    if item.photo and not given.photos:
        yield Refusal(
            "photo_missing", _("This item needs a photo when it does not pass."), field=photos_field(item.key)
        )


def why_not_correct(note: str) -> Refusal | None:
    """Whoever checks again must be able to read what was done."""
    if len(note.strip()) < _SHORTEST:
        return Refusal("note_missing", _("Say in a few words what was put right."), field="note")
    return None


def why_not_recheck(
    *, passed: bool, note: str, by_id: int | None, corrected_by_id: int | None
) -> list[Refusal]:
    """Nobody checks their own correction, and what is still wrong is said."""
    found = []
    if by_id is not None and by_id == corrected_by_id:
        found.append(
            Refusal(
                "own_correction",
                _("You put this right yourself; somebody else has to check it. Ask a colleague."),
            )
        )
    if not passed and len(note.strip()) < _SHORTEST:
        found.append(Refusal("note_missing", _("Say in a few words what is still not right."), field="note"))
    return found
