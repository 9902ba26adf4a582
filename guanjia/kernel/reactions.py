"""Reactions: which event wakes whom. The table itself is ``config/wiring.py``.

``now(handler)`` runs in the transaction of the verb: its failure undoes the verb. ``later(handler)`` runs after commit,
from the outbox, retried until it succeeds. A handler takes the event and its journal entry.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from guanjia.kernel.events import Event

if TYPE_CHECKING:
    from guanjia.kernel.models import JournalEntry

Handler: TypeAlias = "Callable[[Any, JournalEntry], None]"
"""Takes an event of the class it is wired to, and its entry."""


@dataclass(frozen=True)
class Reaction:
    """One handler of one event.

    ``in_transaction`` tells the two kinds apart. A later reaction that talks to the outside or runs long is
    ``outside``: it gets no transaction around it and ``lease`` to finish before another worker may take it over.
    """

    handler: Handler
    in_transaction: bool
    outside: bool = False
    lease: timedelta = timedelta(minutes=1)

    @property
    def key(self) -> str:
        """The handler's stable name in the outbox."""
        return f"{self.handler.__module__}:{self.handler.__qualname__}"


def now(handler: Handler) -> Reaction:
    """Run ``handler`` at once, in the same transaction."""
    return Reaction(handler, in_transaction=True)


def later(handler: Handler, *, outside: bool = False, lease: timedelta = timedelta(minutes=1)) -> Reaction:
    """Run ``handler`` after commit, through the outbox."""
    return Reaction(handler, in_transaction=False, outside=outside, lease=lease)


_by_event: dict[str, list[Reaction]] = {}
_by_key: dict[str, Reaction] = {}
_to_all: list[Reaction] = []


def wire(table: Mapping[type[Event], Iterable[Reaction]], to_all: Iterable[Reaction] = ()) -> None:
    """Take the wiring in force. ``to_all`` reactions see every event, before the event's own."""
    _by_event.clear()
    _by_key.clear()
    _to_all[:] = to_all
    for event_class, reactions in table.items():
        _by_event[event_class.name] = list(reactions)
    for reaction in [*_to_all, *(one for many in _by_event.values() for one in many)]:
        _by_key[reaction.key] = reaction


def reactions_to(event_name: str) -> list[Reaction]:
    """Everything woken by an event of this name."""
    return [*_to_all, *_by_event.get(event_name, ())]


def reaction_called(key: str) -> Reaction | None:
    """The reaction with this key, or None when the wiring no longer has it."""
    return _by_key.get(key)
