"""What the product knows that a pack may speak of: its events, their fields, and what kind of value each holds."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.utils.module_loading import autodiscover_modules

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
    """Fields and their kinds by event name, the capabilities a post may be given, the guards a clause may name."""

    events: Mapping[str, Mapping[str, Kind]]
    capabilities: frozenset[str] = frozenset()
    guards: frozenset[str] = frozenset()

    @classmethod
    def of_product(cls) -> "Knowledge":
        """Everything the installed apps have declared."""
        autodiscover_modules("events", "terms", "guards")
        return cls(
            {name: fields_of(event) for name, event in sorted(EVENTS.items()) if not name.startswith(OWN)},
            frozenset(CAPABILITIES),
            frozenset(GUARDS),
        )

    @cached_property
    def anywhere(self) -> Mapping[str, Kind]:
        """Every field any event carries, for ``thread:`` values."""
        return {field: kind for fields in self.events.values() for field, kind in fields.items()}


def fields_of(event: type[Event]) -> dict[str, Kind]:
    """The fields of an event class and their kinds; an optional field counts as what it holds when present."""
    return {
        name: _kind(hint)
        for name, hint in get_type_hints(event).items()
        if name not in _COMMON and not _is_class(hint)
    }


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
