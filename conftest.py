"""What every test runs on: its own GUANJIA_HOME, a fast password hash, no network beyond this machine.

The database is SQLite in memory, or PostgreSQL when ``GUANJIA_DATABASE_URL`` says so; ``GUANJIA_TEST_SUFFIX`` gives
people who share a server a test database each.
"""

from __future__ import annotations

import atexit
import ipaddress
import logging
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest

_HOME = tempfile.mkdtemp(prefix="guanjia-test-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["GUANJIA_HOME"] = _HOME
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
for _name in ("GUANJIA_DEBUG", "GUANJIA_HTTPS", "GUANJIA_HOSTS", "GUANJIA_PROXIES", "GUANJIA_LANGUAGE"):
    os.environ.pop(_name, None)
# Playwright's synchronous interface runs an event loop in the thread of the test; the queries there are ours, not its.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare ``--database-only``."""
    parser.addoption(
        "--database-only", action="store_true", help="leave out tests that never touch a database"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Adjust the settings once they are loaded."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    suffix = os.environ.get("GUANJIA_TEST_SUFFIX", "").strip()
    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"] and config.option.markexpr == "browser":
        # Server and test are threads on one database: tables of SQLite in memory lock each other without waiting.
        database.setdefault("TEST", {})["NAME"] = f"{_HOME}/browser.sqlite3"
    if "postgresql" in database["ENGINE"]:
        database["CONN_MAX_AGE"] = 0
        database.setdefault("TEST", {})["NAME"] = f"test_guanjia_{suffix}" if suffix else "test_guanjia"


def pytest_sessionstart() -> None:
    """Pytest keeps what is logged; our own handler would hold on to a stream that pytest closes after each test."""
    logging.getLogger().handlers.clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, visibly and without calling it skipped, what this database cannot show.

    On SQLite that is what needs PostgreSQL; with ``--database-only``, what never touches a database and has been run.
    """
    from django.conf import settings

    on_postgres = "postgresql" in settings.DATABASES["default"]["ENGINE"]
    away = {item for item in items if item.get_closest_marker("postgres") and not on_postgres}
    if config.getoption("database_only"):
        away |= {item for item in items if not _touches_database(item)}
    if away:
        config.hook.pytest_deselected(items=list(away))
        items[:] = [item for item in items if item not in away]


def _touches_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(
        asked & {"db", "transactional_db", "django_db_setup", "live_server"}
    )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A skipped test is a hole in the proof: unless ``GUANJIA_ALLOW_SKIPS`` is set it fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or os.environ.get("GUANJIA_ALLOW_SKIPS") or exitstatus != 0:
        return
    if reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a unix socket
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse connections to anything but this machine."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded(self: socket.socket, address: Any) -> None:
        if not _is_here(address):
            raise NetworkBlocked(f"a test tried to reach {address!r}")
        return connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        if not _is_here(address):
            raise NetworkBlocked(f"a test tried to reach {address!r}")
        return connect_ex(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    patch.setattr(socket.socket, "connect_ex", guarded_ex)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_kept_in_memory() -> None:
    """What a process keeps (sites, working calendars) belongs to rows that the test before has rolled back."""
    from guanjia.apps.calendars.queries import forget_kept_calendars
    from guanjia.apps.organisations.queries import site

    site.cache_clear()
    forget_kept_calendars()
