"""Making events to order: one of a given name with fields that fulfil a trigger's conditions."""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import MISSING, fields
from datetime import date, datetime, timedelta
from typing import Any, Union, get_args, get_origin, get_type_hints

from guanjia.apps.rulebook.terms import Condition, Trigger, ValueSource
from guanjia.kernel.events import EVENTS, Event

_COMMON = frozenset({"site_id", "ref", "thread"})


def fulfilling(conditions: Iterable[Condition]) -> dict[str, Any]:
    """Field values with which the conditions hold. Raises ``ValueError`` when they contradict each other."""
    found: dict[str, Any] = {}
    listed = list(conditions)
    for condition in listed:
        if not condition.negated:
            allowed = [one for one in condition.among if _fits(one, condition.value.field, listed)]
            if not allowed:
                raise ValueError(f"nothing fulfils {listed}")
            found[condition.value.field] = allowed[0]
    for condition in listed:
        name = condition.value.field
        if condition.negated and name not in found:
            found[name] = _other_than(condition.among)
    return found


def _fits(value: Any, field: str, conditions: list[Condition]) -> bool:
    return all(one.holds_for(value) for one in conditions if one.value.field == field)


def _other_than(among: tuple[Any, ...]) -> Any:
    if any(isinstance(one, bool) for one in among):
        return next(value for value in (True, False) if value not in among)
    return next(value for value in ("other", 987_654) if value not in among)


def of_thread(conditions: Iterable[Condition], name: str) -> dict[str, Any]:
    """What must have been said earlier in the matter: values of conditions that the event itself does not carry."""
    own = {field.name for field in fields(EVENTS[name])}
    listed = [
        one for one in conditions if one.value.source is ValueSource.THREAD and one.value.field not in own
    ]
    return fulfilling(listed)


def made(name: str, values: dict[str, Any], *, site_id: int, ref: str, at: datetime, staff_id: int) -> Event:
    """An event of this name; what ``values`` do not give gets a plausible value of its type."""
    cls = EVENTS[name]
    hints = get_type_hints(cls)
    given: dict[str, Any] = {}
    for field in fields(cls):
        if field.name in _COMMON:
            continue
        if field.name in values:
            given[field.name] = values[field.name]
        elif field.default is MISSING and field.default_factory is MISSING:
            given[field.name] = _plausible(field.name, hints[field.name], at, staff_id)
        elif field.name.endswith("_id") and field.name in {
            "handler_id",
            "owner_id",
            "staff_id",
            "assignee_id",
        }:
            given[field.name] = staff_id
        elif hints[field.name] in (datetime, datetime | None):
            given[field.name] = at + timedelta(days=1)
    return cls(site_id=site_id, ref=ref, **given)


def carrying(name: str) -> str:
    """The name of an event that carries a field, for saying it earlier in a matter."""
    return next(
        event for event, cls in sorted(EVENTS.items()) if name in {field.name for field in fields(cls)}
    )


def _plausible(name: str, hint: Any, at: datetime, staff_id: int) -> Any:
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    kind = next((part for part in parts if part is not type(None)), str)
    if name.endswith("received_at"):
        return at
    if kind is datetime:
        return at + timedelta(days=1)
    if kind is date:
        return at.date() + timedelta(days=1)
    if kind is bool:
        return False
    if kind is int:
        return staff_id
    origin = get_origin(kind) or kind
    if origin is dict:
        return {}
    return () if origin is tuple else "x"


def whole(duty_conditions: Iterable[Condition], trigger: Trigger) -> list[Condition]:
    """All conditions that hold for a trigger of a duty."""
    return [*duty_conditions, *trigger.conditions]
