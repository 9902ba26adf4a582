"""What was entered, in words: for pages, paper, workbooks and searching."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.registers.rules import SUBJECTS
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.money import format_fen

Names = Mapping[str, str]
"""What people call things, by reference ("unit:44")."""


def words(field: Field, value: Any, names: Names) -> str:
    """A value as people read it, in the reader's language; "" for a blank one."""
    if value is None or value == "":
        return ""
    if field.kind in SUBJECTS:
        return names.get(f"{SUBJECTS[field.kind]}:{value}", "")
    if field.kind is FieldKind.CHOICE:
        return str(dict(field.choices).get(value, value))
    if field.kind is FieldKind.FLAG:
        return _("yes") if value else _("no")
    if field.kind is FieldKind.MONEY:
        return f"¥{format_fen(value)}"
    if field.kind is FieldKind.MOMENT:
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    if field.kind is FieldKind.PHOTO:
        return str(len(value)) if value else ""
    return f"{value} {field.unit}".strip()


def typed(field: Field, value: Any, names: Names) -> Any:
    """A value for a cell: days, moments, numbers and amounts (fen) as such, everything else in words."""
    if value is None:
        return None
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(value)
    if field.kind is FieldKind.MOMENT:
        return datetime.fromisoformat(value)
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        return value
    return words(field, value, names)


def searchable(fields: Iterable[Field], values: Mapping[str, Any], names: Names) -> str:
    """Everything to search an entry by. Customers are left out: their names stay in one place, where they can be erased."""
    parts: list[str] = []
    for field in fields:
        value = values.get(field.key)
        if field.kind is FieldKind.CHOICE and value:
            label = dict(field.choices)[value]
            parts += [label.zh, label.en]
        elif field.kind not in (FieldKind.PERSON, FieldKind.PHOTO, FieldKind.FLAG):
            parts.append(words(field, value, names))
    return "\n".join(part for part in parts if part)
