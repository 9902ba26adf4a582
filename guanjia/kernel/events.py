"""Events: facts in the past tense, as frozen values of ids and plain data, never model instances.

An event class is registered under a stable name ("cases.received"); packs refer to it by that name, and a pack that
names an unknown event or field does not load.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

from guanjia.kernel.refusals import Text

EVENTS: dict[str, type["Event"]] = {}
"""Every event of the product by name."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened to the thing called ``ref`` at a site.

    ``thread`` is the reference of the matter it belongs to (a work order belongs to its case); by default the thing
    is its own thread.
    """

    name: ClassVar[str] = ""
    label: ClassVar[Text] = ""

    site_id: int | None
    ref: str
    thread: str = ""

    def payload(self) -> dict[str, Any]:
        """The event's own fields as plain JSON values: moments and dates become ISO text, tuples lists."""
        return {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if field.name not in _COMMON
        }


_COMMON = frozenset({"site_id", "ref", "thread"})

E = TypeVar("E", bound=type[Event])


def event(name: str, *, label: Text) -> Callable[[E], E]:
    """Register an event class under ``name``; ``label`` is what a timeline calls it."""

    def register(cls: E) -> E:
        if EVENTS.get(name, cls).__qualname__ != cls.__qualname__:
            raise ValueError(f"two events are called {name}")
        cls.name, cls.label = name, label
        EVENTS[name] = cls
        return cls

    return register


def field_names(name: str) -> frozenset[str]:
    """The fields an event of this name carries. Raises ``KeyError`` for an unknown name."""
    return frozenset(field.name for field in fields(EVENTS[name]))


def rebuild(name: str, *, site_id: int | None, ref: str, thread: str, data: dict[str, Any]) -> Event:
    """The event as it was recorded: the inverse of ``payload``. Fields added to the class later take their defaults."""
    cls = EVENTS[name]
    hints = _hints(cls)
    known = {key: _rich(value, hints[key]) for key, value in data.items() if key in hints}
    return cls(site_id=site_id, ref=ref, thread=thread, **known)


_hint_cache: dict[type, dict[str, Any]] = {}


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _hint_cache:
        _hint_cache[cls] = get_type_hints(cls)
    return _hint_cache[cls]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"an event carries plain values, not {type(value).__name__}")


def _rich(value: Any, hint: Any) -> Any:
    kinds = (hint, *get_args(hint))
    if isinstance(value, str) and datetime in kinds:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and date in kinds:
        return date.fromisoformat(value)
    if isinstance(value, list) and any(get_origin(kind) is tuple for kind in kinds):
        return tuple(value)
    return value
