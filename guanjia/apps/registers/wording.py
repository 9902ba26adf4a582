"""What was entered, in words: for pages, paper, workbooks and searching."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.registers.rules import FILES, SUBJECTS
from guanjia.apps.registers.sight import HIDDEN
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.money import format_fen

Names = Mapping[str, str]
"""What people call things, by reference ("unit:44")."""


def words(field: Field, value: Any, names: Names) -> str:
    """A value as people read it, in the reader's language; "" for a blank one."""
    if value is None or value == "" or value is HIDDEN:
        return value or ""
    if field.kind in SUBJECTS:
        return names.get(f"{SUBJECTS[field.kind]}:{value}", "")
    if field.kind is FieldKind.CHOICE:
        return str(dict(field.choices).get(value, value))
    if field.kind is FieldKind.FLAG:
        return _("yes") if value else _("no")
    if field.kind is FieldKind.POST:
        return names.get(f"post:{value}", value)
    if field.kind is FieldKind.PERIOD:
        return " – ".join(_moment(value[end]) for end in ("from", "until"))
    if field.kind is FieldKind.ROWS:
        return "; ".join(" · ".join(cell for cell in line if cell) for line in cells(field, value))
    if field.kind is FieldKind.SIGNATURE:
        return _("signed")
    if field.kind is FieldKind.MONEY or field.in_yuan:
        return f"¥{format_fen(value)}"
    if field.kind is FieldKind.MOMENT:
        return _moment(value)
    if field.kind in (FieldKind.PHOTO, FieldKind.FILE):
        return str(len(value)) if value else ""
    return f"{value} {field.unit}".strip()


def cells(field: Field, rows: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """The lines of a table as people read them, column by column."""
    return [[words(column, row.get(column.key), {}) for column in field.columns] for row in rows]


def _moment(value: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"


def typed(field: Field, value: Any, names: Names) -> Any:
    """A value for a cell: days, moments, numbers and amounts (fen) as such, everything else in words."""
    if value is None or value is HIDDEN:
        return value
    if field.kind is FieldKind.DATE:
        return date.fromisoformat(value)
    if field.kind is FieldKind.MOMENT:
        return datetime.fromisoformat(value)
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.COMPUTED):
        return value
    return words(field, value, names)


def searchable(fields: Iterable[Field], values: Mapping[str, Any], names: Names) -> str:
    """Everything to search an entry by. Customers are left out: their names stay in one place, where they can be erased.

    What only some may see is left out too, also for them: nobody finds an entry by what is hidden in it.
    """
    parts: list[str] = []
    for field in fields:
        if field.is_private:
            continue
        value = values.get(field.key)
        if field.kind is FieldKind.CHOICE and value:
            label = dict(field.choices)[value]
            parts += [label.zh, label.en]
        elif field.kind not in (FieldKind.PERSON, FieldKind.FLAG, *FILES):
            parts.append(words(field, value, names))
    return "\n".join(part for part in parts if part)
