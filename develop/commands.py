"""The words after ``dev.py``."""

from __future__ import annotations

import argparse
import sys

from develop import bench, rings, serve
from develop.checks import run_checks
from develop.machine import Trouble, say
from develop.setup import set_up

_INTERRUPTED = 130


def main(words: list[str]) -> int:
    """Run one command; trouble is one sentence on standard error."""
    args, extra = _parse(words)
    try:
        return _dispatch(args, extra)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return trouble.code
    except KeyboardInterrupt:
        return _INTERRUPTED


def _parse(words: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="dev.py", description="Set up, run, test and measure Guanjia.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    setup = commands.add_parser("setup", help="install what the lock files say", allow_abbrev=False)
    setup.add_argument("--dev", action="store_true", help="with the tools for checking and testing")
    serve.arguments(commands.add_parser("run", help="set up, load the demo, serve", allow_abbrev=False))
    rings.arguments(
        commands.add_parser("test", help="everything; other arguments go to pytest", allow_abbrev=False)
    )
    commands.add_parser("check", help="style, types, contracts, migrations, translations", allow_abbrev=False)
    bench.arguments(
        commands.add_parser("bench", help="measure; other arguments go to the bench", allow_abbrev=False)
    )
    args, extra = parser.parse_known_args(words)
    if extra and args.command not in {"test", "bench"}:
        parser.error(f"unrecognized arguments: {' '.join(extra)}")
    return args, extra


def _dispatch(args: argparse.Namespace, extra: list[str]) -> int:
    if args.command == "setup":
        set_up(dev=args.dev)
        say("Everything is in place.")
        return 0
    if args.command == "run":
        return serve.main(args)
    if args.command == "test":
        return rings.main(args, extra)
    if args.command == "bench":
        return bench.main(args, extra)
    set_up(dev=True)
    _passed, failed = run_checks()
    return 1 if failed else 0
