"""A real installation in a folder of its own: server and worker as processes that can be killed at any moment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parents[2]
_STARTS_WITHIN = 60.0  # seconds; a loaded machine takes its time


class Stage:
    """One installation, its processes and its port."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = home / "processes.log"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GUANJIA_")},
            "GUANJIA_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "tests.kill.settings",
            "PYTHONPATH": str(ROOT),
            "GUANJIA_LOG_LEVEL": "WARNING",
        }
        if database_url:
            self._env["GUANJIA_DATABASE_URL"] = database_url

    def run(self, *words: str) -> str:
        """Run a module to its end; answers what it printed. Raises ``AssertionError`` with its errors when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            env=self._env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{words}: {done.stdout[-2000:]}\n{done.stderr[-4000:]}\n{self.log}"
        return done.stdout

    def start(self, name: str) -> None:
        """Start ``serve`` or ``worker`` in a process group of its own."""
        words = ["serve", "--port", str(self.port)] if name == "serve" else ["worker"]
        with self._log.open("ab") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, "-m", "guanjia.cli", *words],
                env=self._env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """``kill -9`` the process and everything it has started."""
        process = self._running.pop(name, None)
        if process is not None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)

    def kill_hand(self) -> bool:
        """``kill -9`` one of the processes that answer requests, leaving the one that looks after them."""
        serve = self._running["serve"]
        children = Path(f"/proc/{serve.pid}/task/{serve.pid}/children")
        hands = [int(word) for word in children.read_text().split()] if children.exists() else []
        for hand in hands[-1:]:
            os.kill(hand, signal.SIGKILL)
        return bool(hands)

    def close(self) -> None:
        """Kill whatever still runs."""
        for name in list(self._running):
            self.kill(name)

    def wait_until_it_answers(self) -> None:
        """Wait for the first answer of the server."""
        until = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/api/v1/openapi.json", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not start\n{self.log}")

    @property
    def log(self) -> str:
        """The last lines the processes have written."""
        return self._log.read_text(errors="replace")[-4000:] if self._log.exists() else ""


@contextmanager
def own_database(server: str, name: str) -> Iterator[str]:
    """A database of one's own on a PostgreSQL server; "" (a file in the home) when ``server`` is empty."""
    if not server:
        yield ""
        return
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    try:
        yield _url(server, name)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def _url(server: str, name: str) -> str:
    known = conninfo_to_dict(make_conninfo(server))
    user, password, host = (str(known.get(key) or "") for key in ("user", "password", "host"))
    login = f"{user}:{password}@" if password else f"{user}@" if user else ""
    if not host or host.startswith("/"):
        folder = f"?host={host}" if host else ""
        return f"postgresql://{login}/{name}{folder}"
    return f"postgresql://{login}{host}:{known.get('port') or 5432}/{name}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
