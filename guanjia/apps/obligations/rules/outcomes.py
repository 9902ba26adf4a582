"""How an obligation ends. What counts is when a thing happened, not when it was written down."""

from datetime import datetime

from guanjia.apps.obligations.terms import State


def is_late(at: datetime, due_at: datetime, breached_at: datetime | None) -> bool:
    """Whether something done at ``at`` is late.

    A breach recorded for a moment after ``at`` does not count: the deed was in time and only written down later. A
    breach before ``at`` does, even if another due time was agreed since.
    """
    return at > due_at or (breached_at is not None and breached_at < at)


def met(at: datetime, due_at: datetime, breached_at: datetime | None) -> State:
    """The state of an obligation that was done at ``at``."""
    return State.LATE if is_late(at, due_at, breached_at) else State.KEPT


def voided(at: datetime, due_at: datetime, breached_at: datetime | None) -> State:
    """The state of an obligation whose reason went away at ``at``: a missed time stays missed."""
    return State.MISSED if is_late(at, due_at, breached_at) else State.VOIDED


def late_seconds(at: datetime, due_at: datetime) -> int:
    """How late, in whole seconds; 0 when in time."""
    return max(0, int((at - due_at).total_seconds()))
