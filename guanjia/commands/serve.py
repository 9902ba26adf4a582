"""``guanjia serve``: answer browsers and programs over HTTP."""

from __future__ import annotations

import argparse
import errno
import os
import socket
import sys

from django.conf import settings

HELP = "serve the pages and the API over HTTP"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen and with how many hands."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument(
        "--workers", type=int, default=0, help="processes (default: 1 on SQLite, else up to 4)"
    )
    parser.add_argument("--quiet", action="store_true", help="do not print the address")
    parser.add_argument("--threads", type=int, default=4, help="threads in each process (default 4)")


def run(args: argparse.Namespace) -> int:
    """Serve until interrupted; a port in use is told in one sentence with exit code 3."""
    trouble = why_not_listen(args.host, args.port)
    if trouble:
        print(f"guanjia: {trouble}", file=sys.stderr)
        return 3
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    shown = f"[{args.host}]" if ":" in args.host else args.host
    if not args.quiet:
        print(f"Serving on http://{shown}:{args.port}/ - stop with Ctrl-C.", flush=True)
    Granian(
        "guanjia.config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        workers=args.workers or _processes(),
        blocking_threads=args.threads,
        log_access=False,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
    ).serve()
    return 0


def why_not_listen(host: str, port: int) -> str:
    """Return a sentence when ``host:port`` cannot be listened on, else an empty string."""
    if not 0 < port < 65536:
        return f"port {port} does not exist; choose one between 1 and 65535."
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"port {port} is reserved for the administrator; choose one from 1024 up with --port."
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)}:
                return f"port {port} is in use by another program; choose another one with --port."
            return f"cannot listen on {host}: {error.strerror or error}."
        except OverflowError:
            return f"port {port} does not exist; choose one between 1 and 65535."
    return ""


def _processes() -> int:
    """SQLite has one writer, so a second process would only wait; PostgreSQL gets one per core, up to four."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        return 1
    return max(1, min(4, os.cpu_count() or 1))
