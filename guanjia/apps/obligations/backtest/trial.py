"""What a back-test found: how many obligations, how they ended, whose they were, with examples."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import RUNNING, State

EXAMPLES = 6
"""Examples kept of each way to end."""


class Outcome(StrEnum):
    """How an obligation stood in the end. ``OVERDUE`` still ran although its time was over."""

    KEPT = "KEPT"
    LATE = "LATE"
    MISSED = "MISSED"
    OVERDUE = "OVERDUE"
    OPEN = "OPEN"
    VOIDED = "VOIDED"


BROKEN = (Outcome.LATE, Outcome.MISSED, Outcome.OVERDUE)


def outcome_of(row: Obligation, at: datetime) -> Outcome:
    """How a row stands at ``at``."""
    if row.state not in RUNNING:
        return Outcome(row.state)
    over = row.state == State.OPEN and row.due_at <= at
    return Outcome.OVERDUE if over or row.breached_at is not None else Outcome.OPEN


@dataclass(frozen=True)
class Owner:
    """Whose it was: a person, or a post, or nobody's."""

    person: int | None
    post: str


@dataclass(frozen=True)
class Example:
    """One obligation there would have been: what it is about, its times, how it ended."""

    outcome: Outcome
    thread: str
    ref: str
    occurrence: str
    owner: Owner
    start_at: datetime
    due_at: datetime
    ended_at: datetime | None


@dataclass
class Trial:
    """The counts. Only what began in the period counts; ``escalated`` reached at least one rung of the ladder."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    owners: dict[Owner, Counter[Outcome]] = field(default_factory=lambda: defaultdict(Counter))
    examples: dict[Outcome, list[Example]] = field(default_factory=lambda: defaultdict(list))
    escalated: int = 0
    read: int = 0
    seen: Callable[[Obligation, Outcome], None] | None = None
    """Told of each one as it is counted; for whoever wants them all."""

    @property
    def began(self) -> int:
        """How many there would have been."""
        return self.counts.total()

    @property
    def broken(self) -> int:
        """How many were done late or not in time."""
        return sum(self.counts[one] for one in BROKEN)

    @property
    def share(self) -> int | None:
        """Per cent kept of those whose time has come; None when there is none."""
        asked = self.counts[Outcome.KEPT] + self.broken
        return round(100 * self.counts[Outcome.KEPT] / asked) if asked else None

    def count(self, row: Obligation, at: datetime, *, escalated: bool) -> None:
        """Count an obligation as it stands at ``at``."""
        outcome = outcome_of(row, at)
        owner = Owner(row.owner_id, "" if row.owner_id else row.owner_post)
        self.counts[outcome] += 1
        self.owners[owner][outcome] += 1
        self.escalated += escalated
        if self.seen is not None:
            self.seen(row, outcome)
        kept = self.examples[outcome]
        if len(kept) < EXAMPLES:
            times = (row.start_at, row.due_at, row.ended_at)
            kept.append(Example(outcome, row.thread, row.ref, row.occurrence, owner, *times))
