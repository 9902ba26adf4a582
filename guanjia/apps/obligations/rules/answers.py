"""Which breaches are answered, and why a step of an answer is not done."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.terms import CAUSES, AnswerPolicy, Cause
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel.refusals import Refusal


def is_answered(policy: AnswerPolicy, duty: Duty, *, is_safety: bool, of_clause: int) -> bool:
    """Whether a breach of a duty is answered; ``of_clause`` counts the breaches of its clause lately, this one included."""
    if policy.all_breaches or (policy.with_consequence and (duty.consequence.zh or duty.consequence.en)):
        return True
    if policy.safety and is_safety:
        return True
    return bool(policy.clause_count) and of_clause >= policy.clause_count


def why_not_cause(cause: str, words: str) -> Refusal | None:
    """A cause is one of the classes, and another cause is said in words."""
    if cause not in {one.value for one in CAUSES}:
        return Refusal("cause_unknown", _("Choose one of the causes."), field="cause")
    if cause == Cause.OTHER and len(words.strip()) < 2:
        return Refusal("cause_words_missing", _("Say in a few words what the cause was."), field="words")
    return None


def why_not_correction(correction: str) -> Refusal | None:
    """A correction somebody else can check."""
    if len(correction.strip()) < 2:
        return Refusal(
            "correction_missing",
            _("Write down what was done, so that somebody else can check it."),
            field="correction",
        )
    return None


def why_not_check(
    *, accepted: bool, note: str, by_id: int | None, corrected_by_id: int | None, done_by_id: int | None
) -> list[Refusal]:
    """Nobody checks their own correction, and what is sent back goes with a word."""
    found = []
    if by_id is not None and by_id in (corrected_by_id, done_by_id):
        found.append(
            Refusal("own_answer", _("This is your own correction. Somebody else has to check it; tell them."))
        )
    if not accepted and len(note.strip()) < 2:
        found.append(
            Refusal(
                "check_note_missing", _("Say what is still missing before you send it back."), field="note"
            )
        )
    return found


def why_not_policy(clause_count: int, clause_days: int) -> Refusal | None:
    """A count needs days in which it is counted."""
    if clause_count and not 1 <= clause_days <= 366:
        return Refusal("days_out_of_range", _("Write between 1 and 366 days."), field="clause_days")
    return None
