"""Inserting many rows with one statement.

On PostgreSQL the rows travel as one JSON document that the server takes apart: about three times as fast as a statement
with a parameter for each value, whose cost is the client's. Elsewhere Django's own ``bulk_create`` does it.
"""

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def insert_all(instances: Sequence[M]) -> list[M]:
    """Insert unsaved instances of one model, in their order, and give them their ids.

    The caller's transaction, or the statement's own, makes it all or nothing. Columns take plain values: text, numbers,
    true and false, moments, dates, bytes, JSON. Raises ``ScopeMissing`` for a company's rows without an open scope.
    """
    rows = list(instances)
    if not rows:
        return rows
    model = type(rows[0])
    manager = model._default_manager.all()  # a scoped manager refuses here without a scope
    if connection.vendor != "postgresql":
        return list(manager.bulk_create(rows))
    statement, names = _statement(model)
    document = json.dumps(
        [[_plain(getattr(row, name)) for name in names] for row in rows], ensure_ascii=False
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [document])
        for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = pk
            row._state.adding, row._state.db = False, connection.alias
    return rows


@lru_cache(maxsize=64)
def _statement(model: type[models.Model]) -> tuple[str, tuple[str, ...]]:
    """The statement that takes a document apart, and the attributes in the order of its arrays."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    taken = ", ".join(_taken(index, field) for index, field in enumerate(fields))
    key = model._meta.pk
    assert key is not None
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) "  # noqa: S608 (all names are the model's)
        f"SELECT {taken} FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS sent (row, number) "
        f"ORDER BY number RETURNING {quote(str(key.column))}"
    )
    return statement, tuple(field.attname for field in fields)


def _taken(index: int, field: "models.Field[Any, Any]") -> str:
    if isinstance(field, models.JSONField):
        return f"nullif(row -> {index}, 'null'::jsonb)" if field.null else f"row -> {index}"
    if isinstance(field, models.CharField | models.TextField):
        return f"row ->> {index}"  # a cast to varchar(40) would cut what is too long instead of refusing it
    return f"(row ->> {index})::{field.db_type(connection)}"


def _plain(value: Any) -> Any:
    """A value as JSON; bytes in the notation the server reads."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    return value
