"""`dev.py test`: checks, the suite on SQLite and on PostgreSQL, the journeys in a real browser.

Each of these is a *ring*. The last lines say what every ring found, and close with ``N passed, N failed``.
"""

from __future__ import annotations

import argparse
import os
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

from develop import chromium, postgres
from develop.checks import run_checks
from develop.machine import BUILD, PYTHON, cores, environment, run, say
from develop.setup import set_up

_NOTHING_COLLECTED = 5


@dataclass
class Ring:
    """What one ring found; ``note`` says why it did not run, or what was unusual."""

    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    note: str = ""

    def line(self) -> str:
        """Return the line of the summary."""
        counts = f"{self.passed} passed, {self.failed} failed" + (
            f", {self.skipped} skipped" if self.skipped else ""
        )
        return f"  {self.name:<12} {counts}" + (f" - {self.note}" if self.note else "")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `test`; what is not ours goes to pytest."""
    parser.add_argument(
        "--quick", action="store_true", help="SQLite only, without checks, browser and slow tests"
    )


def main(args: argparse.Namespace, extra: list[str]) -> int:
    """Run the rings one after the other, all of them even after a failure; exit code 1 when anything failed."""
    set_up(dev=True)
    # A choice of tests is for one's own eyes: rings where nothing matches it are then no failure.
    chosen = bool(extra)
    rings = [] if args.quick or chosen else [_checked()]
    rings.append(_suite("SQLite", "not browser" + (" and not slow" if args.quick else ""), extra, {}, chosen))
    if not args.quick:
        rings.append(_on_postgres(extra))
        rings.append(_in_browser(extra))
    return summarise(rings)


def summarise(rings: list[Ring]) -> int:
    """Print the last lines and return the exit code."""
    say("\nSummary")
    for ring in rings:
        say(ring.line())
    passed, failed = sum(ring.passed for ring in rings), sum(ring.failed for ring in rings)
    say(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _checked() -> Ring:
    say("\n== checks ==")
    passed, failed = run_checks()
    return Ring("checks", passed, failed)


def _on_postgres(extra: list[str]) -> Ring:
    address, found = postgres.find()
    if address:
        ring = _suite(
            "PostgreSQL",
            "not browser",
            ["--database-only", *extra],
            {"GUANJIA_DATABASE_URL": address},
            bool(extra),
        )
        ring.note = ring.note or found
        return ring
    must = os.environ.get("CI") == "true"
    return Ring("PostgreSQL", failed=int(must), note=f"did not run: {found}")


def _in_browser(extra: list[str]) -> Ring:
    found = chromium.find_or_install()
    if not found:
        return Ring("browser", failed=1, note=chromium.HINT)
    ring = _suite("browser", "browser", extra, {"CHROMIUM": found}, bool(extra))
    ring.note = ring.note or found
    return ring


def _suite(name: str, marks: str, extra: list[str], more: dict[str, str], chosen: bool) -> Ring:
    say(f"\n== {name} ==")
    BUILD.mkdir(exist_ok=True)
    report = BUILD / f"tests-{name.lower()}.xml"
    report.unlink(missing_ok=True)
    hands = ["-n", str(cores()), "--dist", "worksteal"] if cores() > 1 else ["-p", "no:xdist"]
    command: list[str | Path] = [
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "-m",
        marks,
        *hands,
        f"--junitxml={report}",
        *extra,
    ]
    env = {key: value for key, value in environment().items() if key != "GUANJIA_DATABASE_URL"}
    code = run(command, env={**env, **more})
    return _count(name, code, report.read_text(encoding="utf-8") if report.is_file() else "", chosen=chosen)


def _count(name: str, code: int, report: str, *, chosen: bool) -> Ring:
    """Read pytest's report; an exit code that the counts do not explain is a failure of its own."""
    ring = Ring(name)
    if report:
        suite = next(ET.fromstring(report).iter("testsuite"))
        ring.failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        ring.skipped = int(suite.get("skipped", 0))
        ring.passed = int(suite.get("tests", 0)) - ring.failed - ring.skipped
    if code == _NOTHING_COLLECTED and chosen:
        ring.note = "nothing chosen here"
    elif code and not ring.failed:
        ring.failed = 1
        ring.note = "skipped tests are holes" if ring.skipped else f"pytest ended with code {code}"
    return ring
