"""``guanjia tick``: one beat of the clock by hand, what the worker does every few seconds."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from guanjia.apps.obligations import services as obligations
from guanjia.kernel import clock, outbox

ROUNDS = 50
"""Most rounds of the outbox in one tick: what a message causes is handled too, what goes in circles is not for ever."""

HELP = "plan what comes round, work the alarms that are due and the outbox, once"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the moment and ``--json``."""
    parser.add_argument(
        "--at", metavar="ISO", help="as if it were this moment (2026-03-02T09:15+08:00); without it, now"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    """Plan, sweep, drain, print what happened; exit code 1 when an alarm failed."""
    at = moment(args.at) if args.at else clock.now()
    if at is None:
        print(f"guanjia: {args.at!r} is not a moment; write it like 2026-03-02T09:15+08:00.", file=sys.stderr)
        return 2
    planned = obligations.plan_ahead(at=at)
    report = obligations.sweep(at=at)
    messages = _drain(at)
    found = {"at": at.isoformat(), "planned": planned.obligations, **report.as_json(), "messages": messages}
    if args.json:
        print(json.dumps(found))
    else:
        print(f"{planned.obligations} obligations planned.")
        counts = ", ".join(f"{name} {number}" for name, number in sorted(report.counts.items()))
        print(
            f"{report.worked} obligations worked{f' ({counts})' if counts else ''}, {report.failed} failed."
        )
        print(f"{messages} messages of the outbox handled.")
    return 1 if report.failed else 0


def moment(words: str) -> datetime | None:
    """A moment in ISO form; without an offset it is the installation's local time. None when it is none."""
    try:
        found = parse_datetime(words.strip().replace(" ", "T"))
    except ValueError:
        return None
    if found is not None and timezone.is_naive(found):
        return timezone.make_aware(found, timezone.get_default_timezone())
    return found


def _drain(at: datetime) -> int:
    """Empty the outbox as far as it can be; what a reaction sends later is handled too."""
    handled = 0
    for _round in range(ROUNDS):
        done = outbox.drain(at=max(at, clock.now()))
        if not done:
            break
        handled += done
    return handled
