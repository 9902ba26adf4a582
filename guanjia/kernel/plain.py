"""Plain statements of the hottest paths, whose plan PostgreSQL keeps: planning one takes longer than carrying it out.

Django writes the parameters into the text of a statement, so that the server sees another one each time. Here they travel
beside the text. The types are those of the Python values; a statement that needs others casts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper


@contextmanager
def plain_cursor() -> Iterator[CursorWrapper]:
    """A cursor for a statement that is always the same; elsewhere than on PostgreSQL an ordinary one."""
    here = connections[DEFAULT_DB_ALIAS]
    if here.vendor != "postgresql":
        with here.cursor() as cursor:
            yield cursor
        return
    from django.db.backends.postgresql.base import ServerBindingCursor

    here.ensure_connection()
    server: Any = here.connection
    usual, server.cursor_factory = server.cursor_factory, ServerBindingCursor
    try:
        cursor = here.cursor()
    finally:
        server.cursor_factory = usual
    with cursor:
        yield cursor
