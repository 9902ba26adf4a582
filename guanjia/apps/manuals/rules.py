"""Why a step of a document, a version, a copy or a reading is refused; when a version begins to hold and readers are due."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.terms import SIGNING_STEPS, SigningStep
from guanjia.kernel.refusals import Refusal

_SHORTEST = 2
_LONGEST_WAIT = 366


def why_not_open(*, number: str, title: str, taken: bool) -> list[Refusal]:
    """A document has a number of its own and a title."""
    found = []
    if not number.strip():
        found.append(Refusal("number_missing", _("Give the document a number."), field="number"))
    if taken:
        found.append(
            Refusal(
                "number_taken",
                _("Another document has this number. Open that one, or choose another number."),
                field="number",
            )
        )
    if not title.strip():
        found.append(Refusal("title_missing", _("Give the document a title."), field="title"))
    return found


def why_not_draft(*, label: str, taken: bool, under_way: str) -> list[Refusal]:
    """One edition at a time is worked on, each under a name of its own."""
    found = []
    if under_way:
        found.append(
            Refusal(
                "already_under_way",
                _("Edition %(label)s is being worked on. Finish or withdraw it first."),
                params={"label": under_way},
            )
        )
    if not label.strip():
        found.append(Refusal("label_missing", _("Name the edition, like 2026-1 or B/0."), field="label"))
    elif taken:
        found.append(
            Refusal(
                "label_taken", _("This document has such an edition. Choose another name."), field="label"
            )
        )
    return found


def why_not_sign(
    step: SigningStep, *, by_id: int | None, signed: Mapping[str, int | None], clauses: int
) -> list[Refusal]:
    """Three people sign, and there is something to sign; ``signed`` is who signed which step."""
    found = []
    if not clauses:
        found.append(
            Refusal("nothing_to_sign", _("This edition has no clauses yet. Write or import them first."))
        )
    before = next((name for name, who in signed.items() if who is not None and who == by_id), None)
    if before is not None and before != step:
        found.append(
            Refusal(
                "signed_before",
                _("You signed this edition already (%(step)s). Ask somebody else to sign here."),
                params={"step": SIGNING_STEPS[SigningStep(before)]},
            )
        )
    return found


def why_not_effective(day: date, today: date) -> Refusal | None:
    """An edition holds from today or a later day on."""
    if day < today:
        return Refusal(
            "day_over",
            _("This day is over. An edition comes into force today or later."),
            field="effective_on",
        )
    if (day - today).days > _LONGEST_WAIT:
        return Refusal(
            "day_too_far", _("This is more than a year away. Choose an earlier day."), field="effective_on"
        )
    return None


def effective_at(day: date, at: datetime, zone: ZoneInfo) -> datetime:
    """When an edition that holds from ``day`` on begins: at midnight; on the day of the approval at once."""
    if at.astimezone(zone).date() == day:
        return at
    return datetime.combine(day, time(), tzinfo=zone)


def why_not_without_reason(reason: str) -> Refusal | None:
    """Whoever sends back or withdraws says why."""
    if len(reason.strip()) < _SHORTEST:
        return Refusal(
            "reason_missing", _("Say in a few words why, so that others can follow it."), field="reason"
        )
    return None


def why_not_edit(*, is_draft: bool) -> Refusal | None:
    """Only a draft is written in."""
    if is_draft:
        return None
    return Refusal(
        "not_a_draft", _("Only a draft can be changed. Send the edition back, or begin a new one.")
    )


def why_not_write_clause(*, number: str, heading: str, text: str) -> Refusal | None:
    """A clause says something."""
    if (number + heading + text).strip():
        return None
    return Refusal("clause_empty", _("Write a heading or a text."), field="text")


def why_not_issue(*, in_force: bool, holder: str) -> list[Refusal]:
    """Copies are made of what is in force, for somebody."""
    found = []
    if not in_force:
        found.append(
            Refusal(
                "not_in_force", _("This document has no edition in force, so there is nothing to hand out.")
            )
        )
    if not holder:
        found.append(Refusal("holder_missing", _("Say who gets the copy."), field="holder"))
    return found


def why_not_acknowledge(*, is_own: bool, is_over: bool) -> Refusal | None:
    """Everybody acknowledges for themselves, while the edition is in force."""
    if not is_own:
        return Refusal("not_your_reading", _("Only the person asked can say that they have read it."))
    if is_over:
        return Refusal("reading_over", _("This edition need not be read any more."))
    return None


def concerned(posts_of: Mapping[int, Collection[str]], posts: Collection[str]) -> set[int]:
    """Of the people at a site, with the posts each holds, those a document concerns: everybody, unless it names posts."""
    if not posts:
        return set(posts_of)
    return {person for person, held in posts_of.items() if not set(posts).isdisjoint(held)}
