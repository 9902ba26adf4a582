"""Searching, ordering and summing rows, whether they come from the database or are a plain sequence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet, Sum

if TYPE_CHECKING:
    from guanjia.ui.lists import Column


def attribute(row: Any, path: str) -> Any:
    """``row.a.b`` for "a.b" or "a__b"; None when something on the way is None."""
    value = row
    for name in path.replace("__", ".").split("."):
        if value is None:
            return None
        value = value.get(name) if isinstance(value, dict) else getattr(value, name, None)
        if callable(value):
            value = value()
    return value


def searched(rows: Any, fields: Sequence[str], text: str) -> Any:
    """The rows where every word typed stands in one of ``fields``."""
    for word in text.split():
        if isinstance(rows, QuerySet):
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)))
        else:
            wanted = word.casefold()
            rows = [
                row for row in rows if any(wanted in str(attribute(row, f) or "").casefold() for f in fields)
            ]
    return rows


def ordered(rows: Any, sorting: str) -> Any:
    """The rows in order of a field; rows with equal values stay in a fixed order, so that pages do not overlap."""
    if not sorting:
        return rows
    if isinstance(rows, QuerySet):
        return rows.order_by(sorting, "-pk" if sorting.startswith("-") else "pk")
    name = sorting.removeprefix("-")
    known = [row for row in rows if attribute(row, name) is not None]
    known.sort(key=lambda row: attribute(row, name), reverse=sorting.startswith("-"))
    return known + [row for row in rows if attribute(row, name) is None]


def narrowed(rows: Any, name: str, value: Any) -> Any:
    """The rows whose field ``name`` has ``value``."""
    if isinstance(rows, QuerySet):
        return rows.filter(**{name: value})
    return [row for row in rows if str(attribute(row, name)) == str(value)]


def sums(rows: Any, columns: Iterable[Column]) -> dict[str, Any]:
    """The sum of each column over all rows, one query."""
    if isinstance(rows, QuerySet):
        plain = [column for column in columns if column.value is None]
        return dict(rows.order_by().aggregate(**{column.name: Sum(column.name) for column in plain}))
    return {column.name: sum(column.of(row) or 0 for row in rows) for column in columns}
