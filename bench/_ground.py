"""What every bench on PostgreSQL stands on: a database of its own, made, brought up to date, and dropped at the end."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


@contextmanager
def own_database(bench: str) -> Iterator[Path]:
    """Point the product at a new, migrated database for as long as the bench runs; gives its home folder."""
    server = os.environ.get("GUANJIA_TEST_POSTGRES") or "postgresql:///postgres"
    name = f"guanjia_bench_{bench}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as home:
                _prepare(urlunsplit(urlsplit(server)._replace(path=f"/{name}")), home)
                yield Path(home)
        finally:
            _disconnect()
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _prepare(address: str, home: str) -> None:
    os.environ["GUANJIA_DATABASE_URL"] = address
    os.environ["GUANJIA_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, skip_checks=True)


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()
