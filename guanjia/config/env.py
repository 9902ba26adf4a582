"""Typed reading of environment variables.

Every setting an installation may change is an environment variable starting with ``GUANJIA_``. A value that cannot be
understood raises :class:`BadEnvironment` with the name of the variable and what is expected, never a traceback from
deep inside.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})

PREPARED_AFTER = "5"
"""How often a plain statement is sent before PostgreSQL is asked to keep its plan."""


class BadEnvironment(ImproperlyConfigured):
    """An environment variable holds a value that cannot be understood."""


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks, or ``default`` when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Return a yes/no variable; raise :class:`BadEnvironment` for anything else."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    word = raw.strip().lower()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise BadEnvironment(f"{name} must be yes or no, not {raw!r}.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number of at least ``least``; raise :class:`BadEnvironment` otherwise."""
    raw = text(name)
    if not raw:
        return default
    if not raw.isdecimal() or int(raw) < least:
        raise BadEnvironment(f"{name} must be a whole number of at least {least}, not {raw!r}.")
    return int(raw)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return a comma separated list without blanks and empty entries."""
    raw = text(name)
    return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)


def folder(name: str, default: Path) -> Path:
    """Return an absolute folder; ``~`` means the home of the user. The folder need not exist."""
    return Path(text(name, str(default))).expanduser().resolve()


def database(url: str, *, sqlite_file: Path) -> dict[str, Any]:
    """Return Django's description of a database.

    ``url`` is empty (the SQLite file of the installation), ``sqlite:///file``, or ``postgresql://user:word@host:port/name``;
    without a host (``postgresql:///name``) the unix socket is used, and ``?host=/run/postgresql`` names its folder.
    """
    if not url:
        return _sqlite(sqlite_file)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(_sqlite_path(url))
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(url)
    raise BadEnvironment("GUANJIA_DATABASE_URL must start with sqlite: or postgresql:.")


def _sqlite_path(url: str) -> Path:
    """Read ``sqlite:///relative``, ``sqlite:////absolute`` and ``sqlite:///C:/folder/file``."""
    path = unquote(urlsplit(url).path)
    if len(path) < 2:
        raise BadEnvironment("GUANJIA_DATABASE_URL names no file; write sqlite:///folder/file.sqlite3.")
    return Path(path[1:]).expanduser().resolve()


def _sqlite(file: Path) -> dict[str, Any]:
    # IMMEDIATE takes the write lock at BEGIN, so two writers queue for `timeout` seconds instead of failing half-way.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        },
    }


def _threshold(said: str) -> int | None:
    """After how many times a statement is prepared; never, behind a pooler that gives each transaction another server."""
    if said == "off":
        return None
    if not said.isascii() or not said.isdigit():
        raise BadEnvironment("GUANJIA_DATABASE_URL has a prepare_threshold that is neither a number nor off.")
    return int(said)


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise BadEnvironment("GUANJIA_DATABASE_URL names no database; write postgresql://host/name.")
    try:
        port = str(parts.port or "")
    except ValueError:
        raise BadEnvironment("GUANJIA_DATABASE_URL has a port that is not a number.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": port or options.pop("port", ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **options,
            "prepare_threshold": _threshold(options.get("prepare_threshold", PREPARED_AFTER)),
        },
    }
