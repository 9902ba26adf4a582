"""Finding a PostgreSQL to test on: GUANJIA_TEST_POSTGRES, or a server on this machine."""

from __future__ import annotations

import os

from develop.machine import PYTHON, environment, read

# Prints the version when the role may create databases, which the tests need.
_PROBE = """
import sys, psycopg
with psycopg.connect(sys.argv[1], connect_timeout=3) as server:
    row = server.execute(
        "select current_setting('server_version'), rolcreatedb or rolsuper from pg_roles where rolname = current_user"
    ).fetchone()
    print(row[0])
    sys.exit(0 if row[1] else "the role may not create databases")
"""
_GUESSES = (
    "postgresql:///postgres",
    "postgresql://127.0.0.1:5432/postgres",
    "postgresql://postgres@127.0.0.1:5432/postgres",
)


def find() -> tuple[str, str]:
    """Return address and version of a usable server; or an empty address and why there is none."""
    given = os.environ.get("GUANJIA_TEST_POSTGRES", "").strip()
    why = "none answers on this machine; GUANJIA_TEST_POSTGRES=postgresql://user:password@host/postgres names one"
    for address in [given] if given else _GUESSES:
        code, out, err = read([PYTHON, "-c", _PROBE, address], env=environment())
        if code == 0:
            return address, out.strip()
        if given:
            last = (err.strip().splitlines() or ["no answer"])[-1]
            why = f"GUANJIA_TEST_POSTGRES cannot be used: {last}"
    return "", why
