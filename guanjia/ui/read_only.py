"""Looking changes nothing: while a GET is answered, the database refuses to be written to.

A link can be followed by a crawler, a preview or another site's page; so a screen that writes is a hole, however it
came about. Only the session is let through. While a POST is answered, what is written is noted, so that a verb cannot
forget to say that it happened.
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


class WroteWithoutSaying(RuntimeError):
    """A verb changed data and answered as if nothing had happened.

    Such an answer is undone together with the key of its form, while the page says otherwise. End the verb with
    ``done(...)``, or with ``shown_once(...)`` when what it shows must be kept nowhere.
    """


@contextmanager
def noting_writes() -> Iterator[list[str]]:
    """The beginnings of the statements inside the block that change business data, as they are sent."""
    written: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if _changes(sql):
            written.append(sql.lstrip()[:90])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written


@contextmanager
def reading_only() -> Iterator[None]:
    """Raise ``WroteWhileReading`` for every statement inside the block that changes business data."""
    with connection.execute_wrapper(_refuse_writes):
        yield


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if _changes(sql):
        raise WroteWhileReading(f"a GET must not change data: {sql.lstrip()[:90]}")
    return execute(sql, params, many, context)


def _changes(sql: str) -> bool:
    words = sql.lstrip()[:90]
    return words[:6].upper() in _WRITES and not any(table in words for table in _MACHINERY)
