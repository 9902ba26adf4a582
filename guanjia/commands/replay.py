"""``guanjia replay FILE``: register real records at their own times, with the clockwork running in between.

Each record is sent to the API (``POST /api/v1/cases``) of this very process at the moment it arrived, in the order of
time; at simulated moments between them the sweep works the duties that have come due, as the worker would have. With
``--url`` and ``--token`` the records go to a Guanjia that runs elsewhere, and its own clock goes on. A line of a file has
one effect at a site, however often it is sent.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from guanjia.apps.cases import queries as cases
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.obligations import services as clockwork
from guanjia.apps.organisations import queries as organisations
from guanjia.commands import _replay_records as files
from guanjia.commands._progress import Progress
from guanjia.commands._replay_program import Elsewhere, Here, NotTaken, case_of
from guanjia.commands._replay_stage import Stage, find_stage, prepare
from guanjia.kernel import clock
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import company_scope

HELP = "register the records of a CSV file at their own times, duties running (see --help for the columns)"
_LONG_GAP = timedelta(hours=2)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the site, the limit and the tick."""
    parser.epilog = files.__doc__
    parser.add_argument(
        "file", type=Path, help=".csv or .csv.gz: our own columns, complaints-zh or requests-311"
    )
    parser.add_argument(
        "--site", help="the site's code; without it a site of the replay's own, in its own company"
    )
    parser.add_argument("--limit", type=int, help="only the first so many records of the file")
    parser.add_argument(
        "--tick", type=int, default=30, help="minutes of simulated time between two sweeps (30)"
    )
    parser.add_argument("--url", help="address of a running Guanjia to send the records to")
    parser.add_argument("--token", help="a token for --url, such as `guanjia token` makes")
    parser.add_argument("--json", action="store_true", help="print the counts as one JSON object")


def run(args: argparse.Namespace) -> int:
    """Replay; exit code 0 when every record was registered, 1 when some were not."""
    if args.tick < 1 or (args.limit is not None and args.limit < 0):
        print("guanjia: --tick is at least 1, and --limit is not negative.")
        return 2
    if bool(args.url) != bool(args.token):
        print("guanjia: --url and --token go together.")
        return 2
    report = _send_elsewhere(args) if args.url else _play_here(args)
    print(json.dumps(report, ensure_ascii=False) if args.json else _in_words(report))
    return 1 if report["errors"] else 0


def _play_here(args: argparse.Namespace) -> dict[str, Any]:
    files.read(
        args.file, find_zone(args.site), 0
    )  # an unreadable file is told before a site is founded for it
    stage = find_stage(args.site)
    with company_scope(stage.system.company_id):
        found = files.read(args.file, stage.zone, args.limit)
        replay = Replay(stage, timedelta(minutes=args.tick), found.digest)
        replay.refused += found.broken
        replay.play(found.records)
        return {"file": args.file.name, "columns": found.kind, **replay.report()}


def _send_elsewhere(args: argparse.Namespace) -> dict[str, Any]:
    found = files.read(args.file, find_zone(None), args.limit)
    program, begun = Elsewhere(args.url, args.token), time.perf_counter()
    refs: list[str] = []
    refused = list(found.broken)
    with Progress("Sending", total=len(found.records)) as progress:
        for record in found.records:
            sent = case_of(record, site=args.site or "", classification=record.classification)
            key = _key(found.digest, record)
            try:
                refs.append(program.send(sent, key=key)["ref"])
            except NotTaken as reason:
                refused.append((record.line, str(reason)))
            progress.step()
    return {
        "file": args.file.name,
        "columns": found.kind,
        "site": args.site or args.url,
        **_counted(refs, refused, time.perf_counter() - begun),
    }


def _key(digest: str, record: files.Record) -> str:
    return f"replay:{digest}:{record.line}"


def find_zone(code: str | None) -> Any:
    """The zone of the site with this code; the usual one for the replay's own. Raises ``NotFound``."""
    from zoneinfo import ZoneInfo

    return find_stage(code).zone if code else ZoneInfo("Asia/Shanghai")


@dataclass
class Replay:
    """One run: registers, sweeps, counts."""

    stage: Stage
    tick: timedelta
    digest: str
    refs: list[str] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    sweeps: int = 0
    seconds: float = 0.0
    sweeping: float = 0.0
    _swept_at: datetime | None = None
    _program: Here = field(default_factory=Here)

    def play(self, records: list[files.Record]) -> None:
        """Register everything in the order of time, sweeping in between, and once more at the last moment."""
        if not records:
            return
        with transaction.atomic():
            prepare(self.stage, records)
        _commit_without_waiting()
        now = clock.now()
        begun = time.perf_counter()
        with Progress("Replaying", total=len(records)) as progress:
            for record in records:
                self._advance(record.received_at)
                self._register(record, now)
                progress.step()
        self._sweep(records[-1].received_at)
        self.stage.leave(records[-1].received_at)
        self.seconds = time.perf_counter() - begun

    def _register(self, record: files.Record, now: datetime) -> None:
        at = record.received_at
        if at > now:
            self.refused.append((record.line, "lies in the future"))
            return
        sent = case_of(record, site=self.stage.site.code, classification=self.stage.classification_of(record))
        try:
            made = self._program.send(
                sent, token=self.stage.token_at(at), key=_key(self.digest, record), at=at
            )
        except NotTaken as refused:
            self.refused.append((record.line, str(refused)))
        else:
            self.refs.append(made["ref"])

    def _advance(self, until: datetime) -> None:
        """Sweep at every tick up to ``until``; over a long gap only at the ticks where something is due."""
        if self._swept_at is None:
            self._swept_at = until
            return
        while (moment := _tick_after(self._swept_at, self.tick)) <= until:
            if until - self._swept_at > _LONG_GAP:
                waiting = obligations.health(until)
                if not waiting.due_now:
                    self._swept_at = until
                    return
                oldest = until - timedelta(seconds=waiting.lag)
                moment = max(moment, _tick_after(oldest - timedelta(microseconds=1), self.tick))
                if moment > until:
                    return
            self._sweep(moment)

    def _sweep(self, moment: datetime) -> None:
        begun = time.perf_counter()
        report = clockwork.sweep(at=moment)
        self.sweeping += time.perf_counter() - begun
        self.counts.update(report.counts)
        self.counts["failed"] += report.failed
        self.sweeps += 1
        self._swept_at = moment

    def report(self) -> dict[str, Any]:
        """The counts of the run, and how many of its cases have owner, handler and clocks."""
        mine = (
            cases.list_cases(self.stage.system, self.stage.site.pk).filter(ref__in=self.refs[:1])
            if self.refs
            else None
        )
        return {
            "site": organisations.site(self.stage.site.pk).code,
            **_counted(self.refs, self.refused, self.seconds),
            "first": mine[0].ref if mine else "",
            "last": self.refs[-1] if self.refs else "",
            "registering_ms": _each(self.seconds - self.sweeping, len(self.refs)),
            "sweeping_ms": _each(self.sweeping, len(self.refs)),
            "sweeps": self.sweeps,
            "breaches": self.counts["breached"],
            "fired": dict(sorted(self.counts.items())),
            **_complete(self.stage, set(self.refs)),
        }


def _counted(refs: list[str], refused: list[tuple[int, str]], seconds: float) -> dict[str, Any]:
    return {
        "records": len(refs) + len(refused),
        "registered": len(refs),
        "errors": len(refused),
        "refused": [{"line": line, "reason": reason} for line, reason in refused],
        "seconds": round(seconds, 1),
        "per_second": round(len(refs) / seconds, 1) if seconds else 0.0,
    }


def _complete(stage: Stage, refs: set[str]) -> dict[str, int]:
    """How many of these cases have an owner, a handler, and at least one duty running or run."""
    people = [
        (owner, handler)
        for ref, owner, handler in cases.list_cases(stage.system, stage.site.pk)
        .order_by()
        .values_list("ref", "first_receiver_id", "handler_id")
        .iterator()
        if ref in refs
    ]
    opened = JournalEntry.objects.filter(site_id=stage.site.pk, event="obligations.opened")
    clocked = refs & set(opened.order_by().values_list("thread", flat=True).distinct().iterator())
    return {
        "with_owner": sum(owner is not None for owner, _handler in people),
        "with_handler": sum(handler is not None for _owner, handler in people),
        "with_clocks": len(clocked),
    }


def _each(seconds: float, count: int) -> float:
    return round(seconds * 1000 / count, 2) if count else 0.0


def _tick_after(moment: datetime, tick: timedelta) -> datetime:
    return _EPOCH + ((moment - _EPOCH) // tick + 1) * tick


def _commit_without_waiting() -> None:
    """A replay that is cut off is run again; it need not wait for the disk after every record."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO OFF")


def _in_words(report: dict[str, Any]) -> str:
    lines = [
        f"{report['file']} ({report['columns']}) at site {report['site']}",
        (
            f"{report['registered']:,} of {report['records']:,} registered, {report['errors']:,} errors, "
            f"{report['per_second']:,} a second ({report['seconds']:,} s)"
        ),
    ]
    if "sweeps" in report:
        lines += [
            f"{report['with_owner']:,} with owner, {report['with_handler']:,} with handler, {report['with_clocks']:,} with clocks",
            f"{report['sweeps']:,} sweeps, {report['breaches']:,} breaches",
        ]
    lines += [f"  line {one['line']}: {one['reason']}" for one in report["refused"][:_SHOWN]]
    if len(report["refused"]) > _SHOWN:
        lines.append(f"  … and {len(report['refused']) - _SHOWN:,} more; --json lists them all.")
    return "\n".join(lines)
