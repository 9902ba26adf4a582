"""``guanjia doctor``: look at every part of an installation and say what to do about what is wrong."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import DatabaseError, connection

from guanjia import __version__
from guanjia.commands.migrate import waiting_migrations
from guanjia.kernel import clock, pulse

HELP = "check database, files, font and worker, and list the demo sign-ins"

LAG_LIMIT = pulse.LAG_LIMIT


@dataclass(frozen=True)
class Check:
    """One thing looked at; ``advice`` says what to do when ``ok`` is false."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    """Print the findings; exit code 1 when something needs attention."""
    checks = list(examine())
    if args.json:
        print(json.dumps(_as_json(checks), ensure_ascii=False, indent=2))
    else:
        _print(checks)
    return 0 if all(check.ok for check in checks) else 1


def examine() -> Iterator[Check]:
    """Yield the checks; without a database those that need one are left out."""
    database = _database()
    yield database
    yield _home()
    yield _assets()
    yield _font()
    yield _translations()
    if not database.ok:
        return
    migrations = _migrations()
    yield migrations
    if migrations.ok:
        yield _worker()
        yield _dead_messages()


def demo_logins() -> list[dict[str, str]]:
    """Return login, password, role and site of every demo account; empty when no demo is loaded."""
    if find_spec("guanjia.demo") is None:
        return []
    demo = importlib.import_module("guanjia.demo")
    logins: list[dict[str, str]] = [dict(login) for login in getattr(demo, "LOGINS", ())]
    try:
        present = _logins_present([login["login"] for login in logins])
    except DatabaseError:
        return []
    return [login for login in logins if login["login"] in present]


def _logins_present(logins: list[str]) -> set[str]:
    from django.contrib.auth import get_user_model

    users: Any = get_user_model()
    field = users.USERNAME_FIELD
    return set(users._default_manager.filter(**{f"{field}__in": logins}).values_list(field, flat=True))


def _database() -> Check:
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
            )
            version = cursor.fetchone()[0]
    except DatabaseError as error:
        reason = (str(error).strip().splitlines() or ["no answer"])[0]
        return Check("database", False, reason, "Start the database, or correct GUANJIA_DATABASE_URL.")
    return Check("database", True, f"{connection.display_name} {version}")


def _migrations() -> Check:
    waiting = waiting_migrations()
    found = f"{len(waiting)} waiting" if waiting else "up to date"
    return Check("migrations", not waiting, found, "Run `guanjia migrate`." if waiting else "")


def _home() -> Check:
    home = Path(settings.GUANJIA_HOME)
    probe = home / ".doctor"
    try:
        probe.write_text("", encoding="ascii")
        probe.unlink()
    except OSError as error:
        return Check("home", False, f"{home}: {error.strerror}", "Make GUANJIA_HOME writable for this user.")
    return Check("home", True, str(home))


def _assets() -> Check:
    missing = [
        name for name in ("tabler.min.css", "zxing_reader.wasm") if not any(settings.VENDOR.rglob(name))
    ]
    advice = "Run `python3 dev.py setup` in the checkout; it brings the front-end files."
    return Check(
        "assets", not missing, "missing" if missing else str(settings.VENDOR), advice if missing else ""
    )


def _font() -> Check:
    fonts = sorted(settings.VENDOR.rglob("NotoSansSC*.ttf"))
    advice = "" if fonts else "Run `python3 dev.py setup`; without the font, Chinese in PDF files is blank."
    return Check("pdf font", bool(fonts), ", ".join(font.name for font in fonts) or "missing", advice)


def _translations() -> Check:
    books = [
        po for po in settings.CODE.rglob("locale/*/LC_MESSAGES/*.po") if not po.with_suffix(".mo").exists()
    ]
    advice = "Run `guanjia messages`." if books else ""
    return Check("translations", not books, f"{len(books)} not compiled" if books else "compiled", advice)


def _worker() -> Check:
    lag = worker_lag()
    if lag == 0:
        return Check("worker", True, "nothing waits")
    advice = "Start `guanjia worker`: reminders and messages do not go out." if lag > LAG_LIMIT else ""
    return Check("worker", lag <= LAG_LIMIT, f"work has been waiting for {lag} s", advice)


def worker_lag() -> int:
    """Return for how many seconds the oldest due message, or the most overdue job of the beat, has waited."""
    return pulse.lag(clock.now())


def _dead_messages() -> Check:
    dead = pulse.given_up()
    advice = "`last_error` of each says why; after mending it, clear `died_at` to try again." if dead else ""
    return Check("messages given up", not dead, str(dead), advice)


def _as_json(checks: list[Check]) -> dict[str, Any]:
    return {
        "ok": all(check.ok for check in checks),
        "version": __version__,
        "python": platform.python_version(),
        "django": django.get_version(),
        "checks": [asdict(check) for check in checks],
        "demo_logins": demo_logins(),
    }


def _print(checks: list[Check]) -> None:
    print(f"Guanjia {__version__}, Python {platform.python_version()}, Django {django.get_version()}")
    for check in checks:
        print(f"  {'ok ' if check.ok else 'BAD'} {check.name}: {check.found}")
        if check.advice:
            print(f"      {check.advice}")
    logins = demo_logins()
    if logins:
        print("Demo sign-ins:")
        for login in logins:
            print(f"  {login['login']:<14} {login['password']:<14} {login['role']} ({login['site']})")
