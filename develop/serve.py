"""`dev.py run`: set up, migrate, load the demo into an empty database, then server and worker until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from develop.machine import PYTHON, ROOT, WINDOWS, Trouble, environment, program, read, run, say
from develop.setup import set_up

_GUANJIA = [str(PYTHON), "-m", "guanjia.cli"]
_PATIENCE = 60  # seconds for the first answer of the server
_GRACE = 15  # seconds to finish what is under way when stopping


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `run`."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument(
        "--no-worker", action="store_true", help="no background worker: no reminders, no messages"
    )


def main(args: argparse.Namespace) -> int:
    """Run until interrupted, or until server or worker ends by itself."""
    check_port(args.host, args.port)
    set_up(texts=False)
    check_port(args.host, args.port)
    _prepare()
    with _Children() as children:
        children.start(
            "server", [*_GUANJIA, "serve", "--quiet", "--host", args.host, "--port", str(args.port)]
        )
        if not args.no_worker and _has_command("worker"):
            children.start("worker", [*_GUANJIA, "worker"])
        _welcome(args.host, args.port, children)
        return children.wait()
    return 0  # stopped as asked


def check_port(host: str, port: int) -> None:
    """Raise :class:`Trouble` when the port cannot be listened on."""
    if not 0 < port < 65536:
        raise Trouble(f"Port {port} does not exist; choose one between 1 and 65535.", 2)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if not WINDOWS:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Trouble(
                f"Port {port} is reserved for the administrator; choose one from 1024 up."
            ) from None
        except OSError as error:
            raise Trouble(
                f"Port {port} is not free ({error.strerror}); try --port {_another(port)}."
            ) from None


def _another(port: int) -> int:
    return port + 1 if port < 65535 else 8000


def _has_command(name: str) -> bool:
    return (ROOT / "guanjia" / "commands" / f"{name}.py").is_file()


def _prepare() -> None:
    """Compile texts, migrate, and load the demo when nothing is in the database; one process, since each start costs a second."""
    steps = [["messages", "--quiet"], ["migrate", "--quiet"]]
    if _has_command("demo"):
        steps.append(["demo", "--if-empty"])
    code = "import json, sys; from guanjia.cli import main; sys.exit(next(filter(None, map(main, json.loads(sys.argv[1]))), 0))"
    if run([PYTHON, "-c", code, json.dumps(steps)]) != 0:
        raise Trouble("The database could not be prepared; the lines above say why.")


def _welcome(host: str, port: int, children: _Children) -> None:
    started = time.monotonic()
    while not _answers(host, port):
        if children.ended() or time.monotonic() - started > _PATIENCE:
            return
        time.sleep(0.1)
    shown = f"[{host}]" if ":" in host else host
    say(f"\nGuanjia is running: http://{shown}:{port}/")
    logins = _demo_logins()
    if logins:
        say("Demo sign-ins:")
        for login in logins:
            say(f"  {login['login']:<14} {login['password']:<14} {login['role']} ({login['site']})")
    say(f"The command line is {program('guanjia').relative_to(ROOT)}. Stop with Ctrl-C.")


def _demo_logins() -> list[dict[str, Any]]:
    _code, out, _err = read([*_GUANJIA, "doctor", "--json"])
    try:
        return list(json.loads(out)["demo_logins"])
    except (ValueError, KeyError):
        return []


def _answers(host: str, port: int) -> bool:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    try:
        with socket.create_connection((reachable, port), timeout=2):
            return True
    except OSError:
        return False


class _Stop(Exception):
    """Ctrl-C, or a polite request of the system to end."""


class _Children:
    """Server and worker as one: when we are stopped, or one of them ends, all of them end."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> _Children:
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._stop)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> bool:
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.SIG_IGN)
        self._end_all()
        return kind is not None and issubclass(kind, _Stop)

    def start(self, name: str, command: list[str]) -> None:
        """Start a child in a group of its own, so that Ctrl-C reaches it once: through us."""
        own_group: dict[str, Any] = (
            {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}
            if WINDOWS
            else {"start_new_session": True}
        )
        self._running[name] = subprocess.Popen(command, cwd=ROOT, env=environment(), **own_group)

    def ended(self) -> str:
        """Return the name of a child that has ended, or an empty string."""
        return next((name for name, child in self._running.items() if child.poll() is not None), "")

    def wait(self) -> int:
        """Wait for Ctrl-C; return 3 when a child ends by itself."""
        while not (name := self.ended()):
            time.sleep(0.2)
        print(
            f"The {name} has ended by itself (exit code {self._running[name].returncode}).", file=sys.stderr
        )
        return 3

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        raise _Stop

    def _end_all(self) -> None:
        for child in self._running.values():
            if child.poll() is None:
                child.send_signal(
                    getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM) if WINDOWS else signal.SIGTERM
                )
        patience = time.monotonic() + _GRACE
        for child in self._running.values():
            try:
                child.wait(max(0.1, patience - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        child.kill()
    else:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
