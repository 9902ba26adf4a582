"""What a back-test found, in words for a page: counts beside each other, whose they were, examples with their cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations import subjects
from guanjia.apps.obligations.backtest.trial import Example, Outcome, Owner, Trial
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.terms import Pack
from guanjia.kernel.refusals import Text
from guanjia.ui.pages import page_of

LABELS: dict[Outcome, tuple[Text, str, str]] = {
    Outcome.KEPT: (_("Kept"), "calm", "circle-check"),
    Outcome.LATE: (_("Done late"), "soon", "clock-hour-4"),
    Outcome.MISSED: (_("Missed"), "late", "circle-x"),
    Outcome.OVERDUE: (_("Overdue, not done yet"), "late", "alarm"),
    Outcome.OPEN: (_("Still running"), "accent", "clock-play"),
    Outcome.VOIDED: (_("No longer needed"), "neutral", "ban"),
}
"""Each way to end: its name, tone and icon."""
_MOST_OWNERS = 20
_FIRST = (Outcome.MISSED, Outcome.OVERDUE, Outcome.LATE, Outcome.KEPT, Outcome.OPEN, Outcome.VOIDED)


@dataclass(frozen=True)
class Count:
    """One line of the table: a way to end, and how many did in each of the trials."""

    label: Text
    tone: str
    icon: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class OwnerLine:
    """How many somebody would have had, and how many of them would have been broken."""

    name: Text
    began: int
    kept: int
    broken: int


@dataclass(frozen=True)
class ExampleLine:
    """One example, with the page of its case if it has one."""

    label: Text
    tone: str
    icon: str
    name: str
    url: str
    owner: Text
    start_at: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Findings:
    """Everything a page shows of one or two trials; the last one is the proposed duty."""

    titles: tuple[Text, ...]
    limits: tuple[str, ...]
    counts: list[Count]
    began: tuple[int, ...]
    shares: tuple[int | None, ...]
    escalated: tuple[int, ...]
    read: int
    owners: list[OwnerLine]
    more_owners: int
    examples: list[ExampleLine]
    is_reported: bool


def findings(trials: list[tuple[Text, str, Trial]], pack: Pack, *, is_reported: bool) -> Findings:
    """The trials in words, the proposed one last: title, time limit, counts."""
    found = [trial for _title, _limit, trial in trials]
    proposed = found[-1]
    names = _Names(proposed, pack)
    counts = [
        Count(label, tone, icon, tuple(trial.counts[outcome] for trial in found))
        for outcome, (label, tone, icon) in LABELS.items()
    ]
    lines = sorted(
        (
            OwnerLine(names.of(owner), one.total(), one[Outcome.KEPT], sum(one[kind] for kind in _BROKEN))
            for owner, one in proposed.owners.items()
        ),
        key=lambda line: (-line.broken, -line.began),
    )
    return Findings(
        titles=tuple(title for title, _limit, _trial in trials),
        limits=tuple(limit for _title, limit, _trial in trials),
        counts=counts,
        began=tuple(trial.began for trial in found),
        shares=tuple(trial.share for trial in found),
        escalated=tuple(trial.escalated for trial in found),
        read=sum(trial.read for trial in found),
        owners=lines[:_MOST_OWNERS],
        more_owners=max(0, len(lines) - _MOST_OWNERS),
        examples=[names.line(one) for outcome in _FIRST for one in proposed.examples.get(outcome, ())],
        is_reported=is_reported,
    )


_BROKEN = (Outcome.LATE, Outcome.MISSED, Outcome.OVERDUE)


class _Names:
    """What people and things of a trial are called, looked up once."""

    def __init__(self, trial: Trial, pack: Pack) -> None:
        self.pack = pack
        self.staff = organisations.staff_names(owner.person for owner in trial.owners)
        examples: Iterable[Example] = (one for some in trial.examples.values() for one in some)
        self.subjects = subjects.names_of(one.ref for one in examples)

    def of(self, owner: Owner) -> Text:
        if owner.person is not None:
            return self.staff.get(owner.person, str(owner.person))
        post = self.pack.posts.get(owner.post)
        return str(post.name) if post else owner.post or _("Nobody")

    def line(self, one: Example) -> ExampleLine:
        label, tone, icon = LABELS[one.outcome]
        name = self.subjects.get(one.ref, one.ref)
        return ExampleLine(
            label,
            tone,
            icon,
            f"{name} · {one.occurrence}" if one.occurrence else name,
            page_of(one.ref) or page_of(one.thread),
            self.of(one.owner),
            one.start_at,
            one.due_at,
            one.ended_at,
        )
