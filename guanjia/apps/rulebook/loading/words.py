"""The little expressions of a pack: values, conditions, owners, targets, quiet hours."""

import re
from enum import StrEnum
from typing import Any

from guanjia.apps.messaging.terms import QuietHours
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.duties import (
    Condition,
    Each,
    EachKind,
    Evidence,
    EvidenceKind,
    Owner,
    OwnerKind,
    Target,
    TargetKind,
    Trigger,
    Value,
    ValueSource,
)

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def value(words: str) -> Value:
    """``promised_at`` or ``thread:received_at``."""
    source, _colon, name = words.rpartition(":")
    if source not in ("", "thread") or not _NAME.fullmatch(name):
        raise ValueError(f"“{words}” is not a value; write a field like promised_at, or thread:received_at.")
    return Value(name, ValueSource.THREAD if source else ValueSource.EVENT)


def owner(words: str) -> Owner:
    """``field:handler_id``, ``thread:handler_id``, ``post:cs_supervisor``, ``post-in:visitor_post`` (or ``post-in:thread:…``)."""
    kind, _colon, name = words.partition(":")
    if kind == "thread" and _NAME.fullmatch(name):
        return Owner(OwnerKind.FIELD, value=Value(name, ValueSource.THREAD))
    if kind == "post" and _NAME.fullmatch(name):
        return Owner(OwnerKind.POST, post=name)
    if kind == "field" and _NAME.fullmatch(name):
        return Owner(OwnerKind.FIELD, value=Value(name))
    if kind == "post-in" and _NAME.fullmatch(name.removeprefix("thread:")):
        return Owner(OwnerKind.POST_IN, value=value(name))
    raise ValueError(
        f"“{words}” is not an owner; write field:handler_id, thread:handler_id, post:cs_supervisor or post-in:visitor_post."
    )


def target(words: str) -> Target:
    """``post:cs_supervisor`` or ``owner``."""
    if words == "owner":
        return Target(TargetKind.OWNER)
    kind, _colon, name = words.partition(":")
    if kind == "post" and _NAME.fullmatch(name):
        return Target(TargetKind.POST, name)
    raise ValueError(f"“{words}” is nobody to tell; write post:cs_supervisor or owner.")


_EACH = re.compile(r"(?P<kind>[a-z]+)(?P<having>(?:\[[a-z_]+=[A-Za-z_]+\])*)")
_HAVING = re.compile(r"\[([a-z_]+)=([A-Za-z_]+)\]")


def each(words: str) -> Each:
    """``site``, ``unit[stage=NOT_DELIVERED]``, ``place[kind=MACHINE_ROOM]``, ``holder``."""
    match = _EACH.fullmatch(words)
    if match is None or match["kind"] not in set(EachKind):
        known = ", ".join(EachKind)
        raise ValueError(f"“{words}” is not a subject; write one of {known}, like unit[stage=NOT_DELIVERED].")
    return Each(EachKind(match["kind"]), tuple(_HAVING.findall(match["having"])))


def evidence(words: str) -> Evidence:
    """``word``, ``photo``, ``sheet:desk_order`` or ``entry:key_loan``."""
    kind, _colon, key = words.partition(":")
    if kind in (EvidenceKind.WORD, EvidenceKind.PHOTO) and not _colon:
        return Evidence(EvidenceKind(kind))
    if kind in (EvidenceKind.SHEET, EvidenceKind.ENTRY) and _NAME.fullmatch(key):
        return Evidence(EvidenceKind(kind), key)
    raise ValueError(f"“{words}” proves nothing; write word, photo, sheet:a_checklist or entry:a_register.")


def quiet_hours(words: str) -> QuietHours:
    """``22:00-07:30``."""
    try:
        return QuietHours.parse(words)
    except ValueError:
        raise ValueError(f"“{words}” are not quiet hours; write them like 22:00-07:30.") from None


def conditions(table: Table, key: str, *, negated: bool = False) -> tuple[Condition, ...]:
    """``when = {kind = "repair", "thread:urgency" = ["urgent", "safety"]}``; all of them must hold."""
    inner = table.table(key)
    found = []
    for name, wanted in inner.values.items():
        read = inner.parsed(name, value, name)
        among: list[Any] = wanted if isinstance(wanted, list) else [wanted]
        if any(not isinstance(one, str | int | bool) for one in among) or not among:
            inner.wrong(
                f"“{name}” must be compared with a text, a number, true or false, or a list of them.", name
            )
        elif read is not None:
            found.append(Condition(read, tuple(among), negated))
    return tuple(found)


def both_conditions(table: Table) -> tuple[Condition, ...]:
    """What ``when`` asks for and ``unless`` excludes."""
    return conditions(table, "when") + conditions(table, "unless", negated=True)


class Need(StrEnum):
    """Whether a trigger names a field."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"
    OR_BACK = "or back"


def trigger(table: Table, field: Need) -> Trigger | None:
    """``{on = "cases.promised", field = "promised_at", when = {...}}``."""
    on = table.text("on", required=True)
    found = both_conditions(table)
    read = None
    back = table.flag("back") if field is Need.OR_BACK else False
    if field is not Need.NONE:
        words = table.text("field", required=field is Need.REQUIRED or (field is Need.OR_BACK and not back))
        read = table.parsed(words, value, "field") if words else None
    table.done()
    return Trigger(on, found, read, back) if on else None
