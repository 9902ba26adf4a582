"""Looking changes nothing: while a GET is answered, the database refuses to be written to.

A link can be followed by a crawler, a preview or another site's page; so a screen that writes is a hole, however it
came about. Only the session is let through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_WRITES = ("INSERT", "UPDATE", "DELETE")
_MACHINERY = ("django_session",)


class WroteWhileReading(RuntimeError):
    """A view answering GET tried to change data; make it a verb, or declare ``writes=True`` with a reason beside it."""


@contextmanager
def reading_only() -> Iterator[None]:
    """Raise ``WroteWhileReading`` for every statement inside the block that changes business data."""
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    words = sql.lstrip()[:90]
    if words[:6].upper() in _WRITES and not any(table in words for table in _MACHINERY):
        raise WroteWhileReading(f"a GET must not change data: {words}")
    return execute(sql, params, many, context)
