"""What the product knows that a pack may speak of: its events, their fields, and what kind of value each holds."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.utils.module_loading import autodiscover_modules

from guanjia.apps.documents.terms import paper_kinds
from guanjia.apps.rulebook.loading.vocabulary import topics
from guanjia.kernel.events import EVENTS, Event
from guanjia.kernel.guards import GUARDS
from guanjia.kernel.permissions import CAPABILITIES


class Kind(StrEnum):
    """What a field holds, as far as packs care."""

    MOMENT = "a moment"
    DATE = "a date"
    NUMBER = "a number"
    TEXT = "a text"
    FLAG = "true or false"
    OTHER = "something else"


_KINDS: tuple[tuple[type, Kind], ...] = (
    (datetime, Kind.MOMENT),
    (date, Kind.DATE),
    (bool, Kind.FLAG),
    (int, Kind.NUMBER),
    (str, Kind.TEXT),
)
_COMMON = frozenset({"site_id", "thread"})
OWN = "obligations."
"""Obligations' own events cannot make duties: a duty about duties would feed on itself."""


@dataclass(frozen=True)
class Knowledge:
    """Fields and their kinds by event name, the capabilities a post may be given, the guards a clause may name and their
    figures, and the topics.

    ``papers`` are the kinds of papers rooms have about units and customers.
    ``checklists`` and ``registers`` are those of other packs that this one may speak of; a shipped pack speaks of its own only.
    """

    events: Mapping[str, Mapping[str, Kind]]
    capabilities: frozenset[str] = frozenset()
    guards: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    guard_figures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    checklists: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()

    @classmethod
    def of_product(cls) -> "Knowledge":
        """Everything the installed apps have declared."""
        autodiscover_modules("events", "terms", "guards")
        return cls(
            {name: fields_of(event) for name, event in sorted(EVENTS.items()) if not name.startswith(OWN)},
            frozenset(CAPABILITIES),
            frozenset(GUARDS),
            frozenset(topics()),
            {name: frozenset(one.name for one in guard.figures) for name, guard in GUARDS.items()},
            papers=frozenset(paper_kinds()),
        )

    @cached_property
    def anywhere(self) -> Mapping[str, Kind]:
        """Every field any event carries, for ``thread:`` values."""
        return {field: kind for fields in self.events.values() for field, kind in fields.items()}


_fields: dict[type[Event], Mapping[str, Kind]] = {}


def fields_of(event: type[Event]) -> Mapping[str, Kind]:
    """The fields of an event class and their kinds; an optional field counts as what it holds when present."""
    if event not in _fields:
        _fields[event] = {
            name: _kind(hint)
            for name, hint in get_type_hints(event).items()
            if name not in _COMMON and not _is_class(hint)
        }
    return _fields[event]


def _is_class(hint: Any) -> bool:
    return "ClassVar" in str(get_origin(hint) or hint)


def _kind(hint: Any) -> Kind:
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    plain = [part for part in parts if part is not type(None)]
    if len(plain) == 1 and isinstance(plain[0], type):
        for base, kind in _KINDS:
            if issubclass(plain[0], base):
                return kind
    return Kind.OTHER
