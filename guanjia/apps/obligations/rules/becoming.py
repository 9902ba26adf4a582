"""What becomes of an obligation when it has rung: the one answer for the sweep, which writes it, and for a back-test, which does not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from guanjia.apps.obligations.rules.firing import Firing
from guanjia.apps.obligations.terms import State
from guanjia.apps.rulebook.terms import Duty

LONG_OVER = 12 * 3600
"""Seconds after which a turn of the calendar that is over is only recorded: calling people would help nobody."""


class Running(Protocol):
    """What is asked of an obligation that rings."""

    state: str
    due_at: datetime
    breached_at: datetime | None
    level: int


@dataclass(frozen=True, slots=True)
class Became:
    """The columns afterwards. ``comes_again``: its next occurrence begins at ``ended_at``."""

    state: str
    breached_at: datetime | None
    level: int
    ended_at: datetime | None = None
    comes_again: bool = False


def became(row: Running, duty: Duty, firing: Firing) -> Became:
    """What becomes of a running obligation after this ringing.

    One that comes again is missed at its due time; a turn of the calendar when it is over; of any other, the due time
    passing is a breach, and it runs on.
    """
    if duty.comes_again and firing.due is not None:
        return Became(State.MISSED, row.due_at, row.level, row.due_at, comes_again=True)
    breached_at = row.breached_at or (row.due_at if firing.due or firing.over else None)
    level = firing.rungs[-1].index if firing.rungs else row.level
    if firing.over is None:
        return Became(row.state, breached_at, level)
    return Became(State.MISSED, breached_at, level, firing.over.at)
