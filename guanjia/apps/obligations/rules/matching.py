"""Which duty an event makes, and which running obligation it touches."""

from collections.abc import Iterable
from typing import Any, Protocol

from guanjia.apps.rulebook.terms import Condition, Duty, Subject, Trigger, Value


class Matter(Protocol):
    """The event at hand and, behind it, what is known of the matter."""

    def value(self, value: Value) -> Any:
        """What a value is; None when nothing carries it."""


def hold(conditions: Iterable[Condition], matter: Matter) -> bool:
    """Whether all conditions hold."""
    return all(condition.holds_for(matter.value(condition.value)) for condition in conditions)


def makes(duty: Duty, trigger: Trigger, matter: Matter) -> bool:
    """Whether the event of this trigger makes an obligation of the duty."""
    return hold(trigger.conditions, matter) and hold(duty.conditions, matter)


def subject_of(duty: Duty, ref: str, thread: str) -> str:
    """What an obligation of this duty is about when an event happens to ``ref`` in ``thread``."""
    return thread if duty.subject is Subject.THREAD else ref


def is_about(duty: Duty, subject: str, obligation_thread: str, ref: str, thread: str) -> bool:
    """Whether an event concerns an obligation: it happened to its subject, or to the matter as a whole."""
    if duty.subject is Subject.THREAD:
        return obligation_thread == thread
    return subject == ref or obligation_thread == ref


def effects(duty: Duty, event: str, matter: Matter) -> list[tuple[str, Trigger]]:
    """What an event does to a running obligation of this duty, in the order of effect."""
    return [
        (effect, trigger)
        for effect, trigger in duty.touched_by.get(event, ())
        if hold(trigger.conditions, matter)
    ]
