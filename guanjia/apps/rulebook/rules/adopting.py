"""Pure decisions about adopting packs and setting figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms import Clause, Duty, Pack, RegisterTerm, Schedule
from guanjia.kernel.refusals import Refusal
from guanjia.kernel.working_time import Duration, NotUnderstood

FIGURES = ("deadline", "every", "reminders", "off")
"""What a site may set for itself."""


def why_not_from(from_at: datetime, at: datetime) -> Refusal | None:
    """Rules never change backwards."""
    if from_at < at:
        return Refusal(
            "from_the_past",
            _("A rule cannot begin in the past. Choose this moment or a later one."),
            field="from_at",
        )
    return None


def why_not_duties(wanted: Iterable[str], others: Iterable[str]) -> Refusal | None:
    """Two packs of one site may not both name a duty the same, or a page could not tell them apart."""
    twice = sorted(set(wanted) & set(others))
    if twice:
        return Refusal(
            "duty_twice",
            _("Another rulebook of this site has the duties %(keys)s too. Give that one up first."),
            params={"keys": ", ".join(twice)},
        )
    return None


def why_not_reason(reason: str) -> Refusal | None:
    """Changing a rule needs a reason somebody can read later."""
    if not reason.strip():
        return Refusal(
            "reason_missing", _("Write down why, so that it can be understood later."), field="reason"
        )
    return None


def why_not_figure(duty: Duty | None, name: str, figure: Any) -> Refusal | None:
    """A figure must belong to a duty of the pack and be a length of time the product understands."""
    if duty is None:
        return Refusal(
            "unknown_duty", _("The rulebook has no such duty. Choose one from the list."), field="duty"
        )
    if name not in FIGURES:
        return Refusal(
            "unknown_figure", _("This cannot be set for a site. Set the deadline or the reminders.")
        )
    if name == "off" or figure is None:
        return None
    if name == "deadline" and duty.deadline is None:
        return Refusal(
            "no_figure",
            _("The time limit of this duty is a date somebody promised; it has no figure to set."),
        )
    if name == "every":
        return _why_not_rhythm(duty, figure)
    try:
        for words in [figure] if isinstance(figure, str) else figure:
            Duration.parse(words)
    except NotUnderstood:
        return Refusal(
            "not_a_duration",
            _("“%(text)s” is not a length of time. Write it like 15 minutes, 24 hours or 3 working days."),
            field="figure",
            params={"text": figure},
        )
    return None


T = TypeVar("T", Clause, Duty, RegisterTerm)


@dataclass(frozen=True)
class Change(Generic[T]):
    """A clause, duty or register that another version of a pack adds (no ``before``), takes away (no ``after``), or words anew."""

    before: T | None
    after: T | None

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``changed``."""
        if self.before is None:
            return "added"
        return "changed" if self.after is not None else "removed"


@dataclass(frozen=True)
class Difference:
    """What changes for a site that goes from one version of a pack to another."""

    clauses: list[Change[Clause]]
    duties: list[Change[Duty]]
    registers: list[Change[RegisterTerm]]

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not self.clauses and not self.duties and not self.registers


def difference(before: Pack | None, after: Pack) -> Difference:
    """What ``after`` changes against ``before``; without ``before`` everything is added."""
    return Difference(
        _changed(before.clauses if before else {}, after.clauses),
        _changed(before.duties if before else {}, after.duties),
        _changed(before.registers if before else {}, after.registers),
    )


def _changed(before: Mapping[str, T], after: Mapping[str, T]) -> list[Change[T]]:
    keys = dict.fromkeys([*after, *before])
    pairs = [(before.get(key), after.get(key)) for key in keys]
    return [Change(old, new) for old, new in pairs if old != new]


def _why_not_rhythm(duty: Duty, figure: Any) -> Refusal | None:
    if duty.every is None:
        return Refusal(
            "no_rhythm",
            _("This duty begins with an event, not by the calendar. Set its time limit instead."),
        )
    try:
        Schedule.parse(str(figure))
    except ValueError:
        return Refusal(
            "not_a_rhythm",
            _(
                "“%(text)s” is not a rhythm. Write it like day by 09:00, 2 a month, monday by 10:00, month by 28, "
                "gap 30-40 minutes within 22:00-06:00."
            ),
            field="figure",
            params={"text": figure},
        )
    return None
