"""`dev.py bench NAME`: print the machine, then run ``bench/NAME.py``, whose last line is one JSON object."""

from __future__ import annotations

import argparse

from develop import postgres
from develop.machine import PYTHON, ROOT, Trouble, describe, environment, run, say
from develop.setup import set_up

_FOLDER = ROOT / "bench"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the name; the rest goes to the bench."""
    parser.add_argument("name", nargs="?", default="", help="which one; without a name they are listed")


def main(args: argparse.Namespace, extra: list[str]) -> int:
    """Run one bench on the found PostgreSQL, else on SQLite."""
    names = sorted(file.stem for file in _FOLDER.glob("[a-z]*.py"))
    if args.name not in names:
        wrong = f"There is no bench {args.name!r}" if args.name else "Name a bench"
        raise Trouble(f"{wrong}: {', '.join(names) or 'none is written yet'}.", 2)
    set_up(dev=True)
    address, found = postgres.find()
    for key, value in {**describe(), "database": f"PostgreSQL {found}" if address else "SQLite"}.items():
        say(f"{key:<10} {value}")
    say()
    env = environment(PYTHONPATH=str(ROOT), **({"GUANJIA_TEST_POSTGRES": address} if address else {}))
    return run([PYTHON, _FOLDER / f"{args.name}.py", *extra], env=env)
