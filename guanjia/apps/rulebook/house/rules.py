"""Pure decisions about house rules."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal


def why_not_approve(proposed_by: int | None, written_by: int | None, by: int | None) -> Refusal | None:
    """Whoever wrote or proposed a rule does not approve it."""
    if by is not None and by in (proposed_by, written_by):
        return Refusal(
            "own_rule", _("You wrote or proposed this rule yourself. Ask somebody else to approve it.")
        )
    return None


def why_not_approve_form(proposed_by: int | None, written_by: int | None, by: int | None) -> Refusal | None:
    """Whoever wrote or proposed a form does not approve it."""
    if by is not None and by in (proposed_by, written_by):
        return Refusal(
            "own_form", _("You wrote or proposed this form yourself. Ask somebody else to approve it.")
        )
    return None


def why_not_begin_form(*, in_work: bool, is_approved: bool) -> Refusal | None:
    """A form has one edition in work, and a new one only takes the place of one that is approved."""
    if in_work:
        return Refusal("in_work", _("Somebody is working on a new edition of this form. Open that one."))
    if not is_approved:
        return Refusal("not_approved", _("This form is no longer in force. Design a new one."))
    return None


def why_not_retire_form(titles: Sequence[str]) -> Refusal | None:
    """A form that rules in force are proved by stays; ``titles`` are theirs."""
    if titles:
        sentence = _("Rules in force ask for entries in this form: %(rules)s. Change or retire them first.")
        return Refusal("proves_rules", sentence, params={"rules": "、".join(titles)})
    return None


def why_not_replace(other: object | None) -> Refusal | None:
    """Of a shipped register there is one edition of the company's own."""
    if other is not None:
        return Refusal(
            "replaced", _("Your company has its own edition of this form already. Change that one.")
        )
    return None


def why_not_reason(reason: str) -> Refusal | None:
    """A reason somebody can read later."""
    if len(reason.strip()) < 2:
        return Refusal(
            "reason_missing", _("Write down why, so that it can be understood later."), field="reason"
        )
    return None


def why_not_begin(*, in_work: bool, is_approved: bool) -> Refusal | None:
    """A rule has one edition in work, and a new one only takes the place of one that is approved."""
    if in_work:
        return Refusal("in_work", _("Somebody is working on a new edition of this rule. Open that one."))
    if not is_approved:
        return Refusal("not_approved", _("This rule is no longer in force. Write a new one."))
    return None
