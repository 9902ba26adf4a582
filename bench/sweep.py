"""What the clock costs: an idle tick beside ever more open obligations, and the firing of many that are due.

Own database on PostgreSQL, created and dropped. Obligations are filled in by SQL; everything measured goes the way the
worker goes (``services.sweep``): lock, re-check, new state, facts in the journal, messages, one transaction for each 500.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from _ground import own_database

SIZES = (10_000, 100_000, 1_000_000)
DUE = 5_000
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai: nobody sleeps
PEER = "django-helpdesk 2.6.1, escalate_tickets, 1,000 due, no mail: 4.7 ms each (quoted, not run here)"

_FILL = """
    INSERT INTO obligations_obligation (
        company_id, site_id, adoption_id, pack, duty, clause, ref, thread, state, owner_id, owner_post, group_code,
        is_safety, opened_by, opened_at, start_at, due_at, is_agreed, is_provisional, calendar, counted_at, reached,
        next_alarm_at, failures, level, acknowledged_by, reason, occurrence
    )
    SELECT %(company)s, %(site)s, %(adoption)s, 'estate_desk', 'arrive', '1.1', ref, ref, 'OPEN', %(owner)s, '', '',
        false, 1, start_at, start_at, start_at + interval '15 minutes', false, false, 'bench', start_at, %(reached)s,
        start_at + %(alarm)s, 0, 0, '', '', ''
    FROM (
        SELECT %(prefix)s || n AS ref, %(first)s::timestamptz + n * interval '1 millisecond' AS start_at
        FROM generate_series(%(low)s::int, %(high)s::int) AS n
    ) AS cases
"""


def main() -> int:
    """Make the database, measure, print a table and one JSON line, drop the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--most", type=int, default=SIZES[-1], help="open obligations at the end")
    options.add_argument("--rounds", type=int, default=200, help="idle ticks at each size")
    args = options.parse_args()
    with own_database("sweep"):
        result = _measure([size for size in SIZES if size <= args.most], args.rounds)
    print(json.dumps(result))
    return 0


def _measure(sizes: list[int], rounds: int) -> dict[str, Any]:
    from guanjia.apps.obligations import reactions, services
    from guanjia.kernel import reactions as wiring

    wiring.wire({}, [wiring.now(reactions.on_event)])
    values = _found()
    result: dict[str, Any] = {}
    print(f"{'open':>10} {'due':>6} {'idle tick, median':>18} {'p95':>9}")
    filled = 0
    for size in sizes:
        _fill(values, filled + 1, size, prefix="CS-", alarm=timedelta(days=400))
        filled = size
        median, high = _timed(lambda: services.sweep(at=NOW), rounds)
        result[f"idle_ms_at_{_short(size)}"] = round(median, 3)
        print(f"{size:>10,} {0:>6} {median:>15.2f} ms {high:>6.2f} ms")
    result |= _fire(values, filled)
    print(f"peer: {PEER}")
    return result


def _fire(values: dict[str, Any], filled: int) -> dict[str, Any]:
    """Let 5,000 become due beside all the open ones, three times; the middle one counts."""
    from guanjia.apps.obligations import services

    print(f"\n{'open':>10} {'due':>6} {'each':>10} {'facts':>7} {'messages':>9}")
    seen = []
    for turn in range(3):
        # Their reminder has gone out; their fifteen minutes are over: a breach and the first rung.
        _fill(
            values,
            1,
            DUE,
            prefix=f"DUE{turn}-",
            alarm=timedelta(minutes=15),
            reached=201,
            before=timedelta(minutes=16 - turn),
        )
        facts, messages = _rows("kernel_journalentry"), _rows("messaging_notice")
        at = NOW + timedelta(minutes=turn)
        begun = time.perf_counter()
        report = services.sweep(at=at)
        taken = (time.perf_counter() - begun) * 1000
        if report.worked != DUE or report.failed:
            raise SystemExit(f"{report.worked} worked, {report.failed} failed, of {DUE} due")
        written = _rows("kernel_journalentry") - facts, _rows("messaging_notice") - messages
        print(f"{filled:>10,} {DUE:>6,} {taken / DUE:>7.3f} ms {written[0]:>7,} {written[1]:>9,}")
        seen.append(taken / DUE)
    return {"ms_per_fired": round(statistics.median(seen), 3), "peer_ms_per_fired_quoted": 4.7}


def _found() -> dict[str, Any]:
    """A company with one site, its posts, an owner and a supervisor, and the estate's pack in force."""
    from datetime import date

    from guanjia.apps.organisations import services as organisations
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.scope import company_scope

    company = organisations.found_company(code="BENCH", name="Bench")
    system = Actor.system(company.pk)
    with company_scope(company.pk):
        site = organisations.open_site(by=system, code="B", name="Bench")
        posts = organisations.open_posts(site, by=system, pack="estate_desk")
        people = {}
        for post in ("technician", "cs_supervisor", "cs_manager", "office_director"):
            people[post] = organisations.hire(by=system, name=post)
            organisations.appoint(people[post], posts[post], by=system, at=NOW, from_on=date(2026, 1, 1))
        adoption = rulebook.adopt(site.pk, by=system, at=NOW, pack="estate_desk")
    return {
        "company": company.pk,
        "site": site.pk,
        "adoption": adoption.pk,
        "owner": people["technician"].pk,
    }


def _fill(
    values: dict[str, Any],
    low: int,
    high: int,
    *,
    prefix: str,
    alarm: timedelta,
    reached: int = 0,
    before: timedelta = timedelta(0),
) -> None:
    from django.db import connection

    rows = {
        **values,
        "low": low,
        "high": high,
        "prefix": prefix,
        "alarm": alarm,
        "reached": reached,
        "first": NOW - before,
    }
    with connection.cursor() as cursor:
        # What is filled in is right by construction; checking four references a row would take most of the time.
        trusted = _may_skip_checks(cursor)
        if trusted:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(_FILL, rows)
        if trusted:
            cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE obligations_obligation")


def _may_skip_checks(cursor: Any) -> bool:
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(cursor.fetchone()[0])


def _timed(call: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds, after a few calls to warm up."""
    for _ in range(10):
        call()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def _rows(table: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def _short(size: int) -> str:
    return f"{size // 1_000_000}m" if size >= 1_000_000 else f"{size // 1000}k"


if __name__ == "__main__":
    sys.exit(main())
