"""What the boards cost a large company: first page and every page one drills to, at 500 sites and ten million obligations.

Own database on PostgreSQL, created and dropped. Every site keeps the same five rulebooks of eight clauses; obligations
are filled in by SQL, spread evenly over sites, clauses and days, one in 47 broken, one in 29 late. The tally is
counted from the rows, and held against them as ``guanjia tally`` does. What is measured goes the whole way of a
request: middleware, permission, queries, template. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from _ground import own_database

NOW = datetime(2026, 3, 31, 6, 0, tzinfo=UTC)  # two in the afternoon in Shanghai
TODAY = date(2026, 3, 31)
CLAUSES = 40
HEAD = """
[pack]
key = "{key}"
version = "1"
title = {{ zh = "制度{key}", en = "Rulebook {key}" }}
[[post]]
key = "cs_manager"
name = {{ zh = "客服部经理", en = "CS manager" }}
[[post]]
key = "steward"
name = {{ zh = "管家", en = "Steward" }}
reports_to = "cs_manager"
"""
DUTY = """
[[clause]]
number = "{number}"
text = {{ zh = "第{number}条", en = "Clause {number}" }}
sources = ["C-RULE-040"]
[[duty]]
key = "{key}_duty{number}"
clause = "{number}"
title = {{ zh = "事项{number}", en = "Duty {number}" }}
every = "day by 18:00"
owner = "post:steward"
evidence = "word"
"""
PACKS = ("b1", "b2", "b3", "b4", "b5")

# n counts obligations from the latest day back: first every clause of every site, then the next turn of the same day.
_FILL = """
    INSERT INTO obligations_obligation (
        company_id, site_id, adoption_id, pack, duty, clause, ref, thread, state, owner_id, owner_post, group_code,
        is_safety, opened_by, opened_at, start_at, due_at, closes_at, is_agreed, is_provisional, calendar, counted_at,
        reached, next_alarm_at, failures, breached_at, level, acknowledged_by, ended_at, ended_by, reason, occurrence
    )
    SELECT %(company)s, site.id, adoption.id, adoption.pack, adoption.pack || '_duty' || clause, clause, 'fill:' || n, 'fill:' || n,
        state, NULL, 'steward', '', false, %(entry)s, due_at - interval '8 hours', due_at - interval '8 hours',
        due_at, NULL, false, false, '', due_at, 500,
        CASE WHEN state = 'OPEN' THEN due_at + interval '400 days' END, 0,
        CASE WHEN state IN ('MISSED', 'LATE') THEN due_at END, 0, '',
        CASE WHEN state <> 'OPEN' THEN due_at - interval '1 hour' END, CASE WHEN state <> 'OPEN' THEN %(entry)s END,
        '', ''
    FROM (
        SELECT n, site_number, (n / %(sites)s) %% %(clauses)s AS place,
            (%(today)s::date - ((n / %(daily)s)::int))::timestamp AT TIME ZONE 'Asia/Shanghai'
                + interval '8 hours' + (n %% 600) * interval '1 minute' AS due_at
        FROM (SELECT n, (n %% %(sites)s)::int AS site_number FROM generate_series(%(low)s::bigint, %(high)s::bigint) AS n) AS each
    ) AS made
    JOIN bench_site AS site ON site.number = made.site_number
    CROSS JOIN LATERAL (SELECT (made.place / 8)::int AS pack_number, (made.place %% 8 + 1)::text AS clause) AS what
    JOIN bench_adoption AS adoption ON adoption.site_id = site.id AND adoption.number = what.pack_number
    CROSS JOIN LATERAL (SELECT CASE WHEN due_at > %(now)s THEN 'OPEN' WHEN (n + n / %(sites)s) %% 47 = 7 THEN 'MISSED'
        WHEN (n + n / %(sites)s) %% 29 = 11 THEN 'LATE' ELSE 'KEPT' END AS state) AS stands
"""


def main() -> int:
    """Make the database, measure, print the machine, a table and one JSON line, drop the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sites", type=int, default=500)
    options.add_argument("--obligations", type=int, default=10_000_000)
    options.add_argument("--days", type=int, default=120, help="days the obligations are spread over")
    options.add_argument("--rounds", type=int, default=40, help="requests of each page")
    args = options.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    )
    with own_database("board"):
        os.environ["GUANJIA_LANGUAGE"] = "en"
        result = _measure(args)
    result["load_before"], result["load_after"] = round(load, 1), round(os.getloadavg()[0], 1)
    print(f"load at the end: {result['load_after']}")
    print(json.dumps(result))
    return 0


def _measure(args: argparse.Namespace) -> dict[str, Any]:
    from guanjia.kernel.scope import company_scope

    begun = time.perf_counter()
    found = _found(args.sites)
    print(
        f"{args.sites} sites with {len(PACKS)} rulebooks in {time.perf_counter() - begun:.0f} s", flush=True
    )
    rate = _fill(args, found)
    tallied = _tally(found)
    with company_scope(found["company"]):
        pages = _pages(found)
    result: dict[str, Any] = {
        "sites": args.sites,
        "obligations": args.obligations,
        "cores": os.cpu_count(),
        "filled_per_second": rate,
        **tallied,
    }
    print(f"\n{'page':<44} {'median':>10} {'p95':>10} {'queries':>8}")
    for name, address in pages.items():
        median, high, queries = _timed(found["login"], address, args.rounds)
        result[f"{name}_ms"], result[f"{name}_p95_ms"] = round(median, 1), round(high, 1)
        result[f"{name}_queries"] = queries
        print(f"{name:<44} {median:>7.1f} ms {high:>7.1f} ms {queries:>8}", flush=True)
    return result


def _pages(found: dict[str, Any]) -> dict[str, str]:
    """Every page from the company to the evidence."""
    from django.urls import reverse

    from guanjia.apps.obligations.models import Obligation

    site, pack, clause = found["sites"][len(found["sites"]) // 2], PACKS[1], "3"
    row = Obligation.objects.filter(site_id=site, pack=pack, clause=clause, state="MISSED").order_by(
        "-due_at"
    )[0]
    proof = reverse("insight:clause", args=[site, pack, clause])
    company, board = reverse("insight:company"), reverse("insight:board")
    return {
        "company_first_page": company,
        "company_a_day": f"{company}?days=1",
        "company_30_days": f"{company}?days=30",
        "company_90_days": f"{company}?days=90",
        "company_clauses_of_a_rulebook": f"{company}?pack={pack}",
        "company_last_sites": f"{company}?page=10",
        "site_clause_by_day": f"{board}?site={site}",
        "clause_a_day": f"{proof}?from={TODAY}&until={TODAY}",
        "clause_a_quarter": f"{proof}?from=2026-01-01&until=2026-03-31",
        "clause_a_quarter_broken": f"{proof}?from=2026-01-01&until=2026-03-31&stood=broken",
        "obligation": reverse("obligations:why", args=[row.pk]),
        "day": f"{reverse('insight:day')}?site={site}",
    }


# --- The ground -----------------------------------------------------------------------------------------------------------


def _found(sites: int) -> dict[str, Any]:
    """A company with its sites, one manager over all of them, and five small rulebooks each site keeps."""
    from guanjia.apps.organisations import services as organisations
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.apps.rulebook.queries import load_pack
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.scope import company_scope

    company = organisations.found_company(code="BENCH", name="Bench")
    system, begun = Actor.system(company.pk), NOW - timedelta(days=400)
    with company_scope(company.pk), tempfile.TemporaryDirectory() as parent:
        first = organisations.open_site(by=system, code="S0", name="Site 0")
        posts = organisations.open_posts(first, by=system, pack="estate_desk")
        account = organisations.open_account("boss", "boss-secret")
        boss = organisations.hire(by=system, name="Boss", account=account)
        organisations.appoint(boss, posts["cs_manager"], by=system, at=begun, from_on=begun.date())
        for key in PACKS:
            folder = Path(parent) / key
            folder.mkdir()
            duties = "".join(
                DUTY.format(key=key, number=number + 1) for number in range(CLAUSES // len(PACKS))
            )
            (folder / "pack.toml").write_text(HEAD.format(key=key) + duties, encoding="utf-8")
            pack, source = load_pack(folder)
            version = rulebook.store_version(pack, source, at=begun)
            rulebook.adopt(first.pk, by=system, at=begun, pack=key, version=version, from_at=begun)
        _copy_sites(company.pk, first.pk, sites)
    return {"company": company.pk, "login": "boss", "first": first.pk, "sites": _site_ids()}


def _copy_sites(company: int, first: int, sites: int) -> None:
    """Further sites with the post of the manager, the manager on it, and the adoptions of the first."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO organisations_site (company_id, code, name, name_en, kind, timezone, hotline, ref_prefix) "
            "SELECT company_id, 'S' || n, 'Site ' || n, '', kind, timezone, '', 'P' || n "
            "FROM organisations_site, generate_series(1, %s) AS n WHERE id = %s",
            [sites - 1, first],
        )
        cursor.execute(
            "INSERT INTO organisations_post (company_id, site_id, department_id, key, name, name_en, reports_to_id, capabilities) "
            "SELECT p.company_id, s.id, NULL, p.key, p.name, p.name_en, NULL, p.capabilities "
            "FROM organisations_post p, organisations_site s WHERE p.site_id = %s AND p.key = 'cs_manager' AND s.id <> %s",
            [first, first],
        )
        cursor.execute(
            "INSERT INTO organisations_appointment (company_id, staff_id, post_id, from_on, until_on, group_codes) "
            "SELECT a.company_id, a.staff_id, p.id, a.from_on, NULL, a.group_codes FROM organisations_appointment a "
            "CROSS JOIN organisations_post p WHERE p.key = 'cs_manager' AND p.site_id <> %s",
            [first],
        )
        cursor.execute(
            "INSERT INTO rulebook_adoption (company_id, site_id, pack, version_id, figures, from_at, reason, decided_at, decided_by) "
            "SELECT a.company_id, s.id, a.pack, a.version_id, a.figures, a.from_at, '', a.decided_at, a.decided_by "
            "FROM rulebook_adoption a, organisations_site s WHERE a.site_id = %s AND s.id <> %s",
            [first, first],
        )
        cursor.execute(
            "CREATE TABLE bench_site AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS number FROM organisations_site"
        )
        cursor.execute(
            "CREATE TABLE bench_adoption AS SELECT id, site_id, pack, "
            "row_number() OVER (PARTITION BY site_id ORDER BY pack) - 1 AS number FROM rulebook_adoption"
        )
        cursor.execute("ANALYZE")


def _site_ids() -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM bench_site ORDER BY number")
        return [row[0] for row in cursor.fetchall()]


def _fill(args: argparse.Namespace, found: dict[str, Any]) -> int:
    """Obligations in pieces; their keys are right by construction, so they are not checked one by one."""
    from django.db import connection

    from guanjia.kernel.models import JournalEntry
    from guanjia.kernel.scope import company_scope

    with company_scope(found["company"]):
        entry = JournalEntry.objects.order_by("id").values_list("pk", flat=True)[0]
    begun, size = time.perf_counter(), 500_000
    values = {
        "company": found["company"],
        "sites": args.sites,
        "clauses": CLAUSES,
        "daily": max(1, args.obligations // args.days),
        "today": TODAY,
        "now": NOW,
        "entry": entry,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for low in range(0, args.obligations, size):
            high = min(low + size, args.obligations) - 1
            cursor.execute(_FILL, {**values, "low": low, "high": high})
            print(f"\r{high + 1:>12,} obligations", end="", flush=True)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT count(*) FROM obligations_obligation")
        number = cursor.fetchone()[0]
    if number != args.obligations:
        raise SystemExit(f"{number} obligations, {args.obligations} wanted")
    rate = round(args.obligations / (time.perf_counter() - begun))
    print(f" at {rate:,} a second")
    return rate


_TALLY = """
    INSERT INTO obligations_tallyline
        (company_id, site_id, day, pack, clause, duty, running, kept, late, missed, excused, voided, is_folded)
    SELECT company_id, site_id, (due_at AT TIME ZONE 'Asia/Shanghai')::date AS day, pack, clause, duty,
        count(*) FILTER (WHERE state = 'OPEN'), count(*) FILTER (WHERE state = 'KEPT'),
        count(*) FILTER (WHERE state = 'LATE'), count(*) FILTER (WHERE state = 'MISSED'), 0, 0, true
    FROM obligations_obligation GROUP BY company_id, site_id, day, pack, clause, duty ORDER BY day, site_id
"""


def _tally(found: dict[str, Any]) -> dict[str, Any]:
    """The tally of all rows by one statement; of every 25th site the product says that it equals them."""
    from django.db import connection

    from guanjia.apps.obligations import queries
    from guanjia.kernel.scope import company_scope

    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute(_TALLY)
        made, lines = time.perf_counter() - begun, cursor.rowcount
        cursor.execute("VACUUM (ANALYZE) obligations_tallyline")
        cursor.execute("VACUUM (ANALYZE) obligations_obligation")
    begun, proved = time.perf_counter(), found["sites"][::25]
    with company_scope(found["company"]):
        if any(queries.differences(site) for site in proved):
            raise SystemExit("the tally does not equal the rows")
    each = (time.perf_counter() - begun) / len(proved)
    print(f"{lines:,} lines of the tally in {made:.0f} s; holding one site against its rows {each:.2f} s")
    return {"tally_lines": lines, "tally_s": round(made), "tally_proof_of_a_site_s": round(each, 2)}


def _timed(login: str, address: str, rounds: int) -> tuple[float, float, int]:
    """Median and 95th percentile in milliseconds of whole requests, after two to warm up, and the number of queries."""
    import time_machine
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from guanjia.kernel.scope import across_companies

    client = Client(SERVER_NAME="localhost")
    with across_companies(reason="bench"):
        account = get_user_model()._default_manager.get(login=login)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    taken = []
    with time_machine.travel(NOW, tick=False):
        for _round in range(2):
            client.get(address)
        asked: list[str] = []
        with connection.execute_wrapper(_noting(asked)):
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        for _round in range(rounds):
            begun = time.perf_counter_ns()
            client.get(address)
            taken.append((time.perf_counter_ns() - begun) / 1e6)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1], len(asked)


def _noting(asked: list[str]) -> Any:
    """Notes every statement."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    return note


if __name__ == "__main__":
    sys.exit(main())
