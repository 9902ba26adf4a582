"""What follows from what was filled in: computed fields, fields that are now asked for, checks that must hold. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.rules import FILES, LARGEST, MISSING, Read
from guanjia.apps.rulebook.terms import Check, Field, FieldKind
from guanjia.kernel.refusals import Refusal

_FEN = Decimal(100)


def complete(
    fields: Iterable[Field],
    checks: Iterable[Check],
    read: Read,
    files: Collection[str] = (),
    *,
    before: Mapping[str, Any] | None = None,
) -> None:
    """Put the computed values into ``read``, and every condition that is not kept into its refusals.

    ``files`` are the keys of the fields a picture, file or signature came for; ``before`` what the entry holds already
    (typed), with the fields that are not asked for now. A field whose value was refused is not complained of twice.
    """
    known = list(fields)
    wrong = {one.field for one in read.refusals}
    typed = {**(before or {}), **typed_values(known, read.values, files)}
    for field in known:
        if field.kind is FieldKind.ROWS and field.key in read.values:
            typed[field.key] = _rows(field, read.values[field.key], read)
        if field.formula is not None:
            value = _bounded(field, field.formula.of(typed), read)
            typed[field.key] = None if value is None else from_stored(field, value)
            if value is not None:
                read.values[field.key] = value
    for field in known:
        asked = field.required_when is not None and field.required_when.of(typed) is True
        if asked and field.key not in wrong and typed.get(field.key) in (None, "", []):
            sentence = MISSING[field.kind is FieldKind.PHOTO]
            read.refusals.append(Refusal("field_missing", sentence, field=field.key))
    keys = {field.key for field in known}
    for check in checks:
        is_known = check.holds.names <= keys | set(before or ()) and not check.holds.names & wrong
        if is_known and check.holds.names & keys and check.holds.of(typed) is False:
            at = check.field or next(iter(sorted(check.holds.names, key=list(typed).index)), "")
            read.refusals.append(Refusal("check_failed", str(check.message), field=at or None))


def typed_values(
    fields: Iterable[Field], values: Mapping[str, Any], files: Collection[str] = ()
) -> dict[str, Any]:
    """Stored values as expressions reckon with them: numbers exact, amounts in yuan, days and moments as such."""
    found: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.key)
        if field.kind in FILES:
            found[field.key] = True if field.key in files or value else None
        else:
            found[field.key] = None if value is None else from_stored(field, value)
    return found


def from_stored(field: Field, value: Any) -> Any:
    """One stored value as expressions reckon with it."""
    match field.kind:
        case FieldKind.NUMBER:
            return Decimal(str(value))
        case FieldKind.MONEY:
            return Decimal(value) / _FEN
        case FieldKind.COMPUTED:
            return Decimal(value) / _FEN if field.in_yuan else Decimal(str(value))
        case FieldKind.DATE:
            return date.fromisoformat(value)
        case FieldKind.MOMENT:
            return datetime.fromisoformat(value)
        case FieldKind.TIME:
            return time.fromisoformat(value)
        case FieldKind.PERIOD:
            return datetime.fromisoformat(value["from"]), datetime.fromisoformat(value["until"])
        case FieldKind.ROWS:
            return [typed_values(field.columns, row) for row in value]
    return value


def _rows(field: Field, rows: list[dict[str, Any]], read: Read) -> list[dict[str, Any]]:
    """Work out the computed columns of a table; the rows, typed."""
    found = []
    for row in rows:
        typed = typed_values(field.columns, row)
        for column in field.columns:
            if column.formula is not None:
                value = _bounded(field, column.formula.of(typed), read, column)
                typed[column.key] = None if value is None else from_stored(column, value)
                if value is not None:
                    row[column.key] = value
        found.append(typed)
    return found


def _bounded(
    field: Field, number: Decimal | None, read: Read, column: Field | None = None
) -> int | float | None:
    """A computed number as it is stored: fen for an amount, at most six places otherwise."""
    if number is None:
        return None
    if not number.is_finite() or abs(number) > LARGEST:
        message = _("What is computed from these figures is too large. Check them.")
        read.refusals.append(Refusal("too_large", message, field=field.key))
        return None
    if (column or field).in_yuan:
        return int((number * _FEN).quantize(Decimal(1), ROUND_HALF_UP))
    rounded = round(number, 6)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
