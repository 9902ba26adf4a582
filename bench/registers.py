"""What a large company's registers cost: first page, filtered pages, searching, the inbox, at ten million entries.

Own database on PostgreSQL, created and dropped; then the same with 200,000 entries on SQLite, in a process of its own. Every
site keeps the same registers; entries are copied in, spread evenly over sites, registers and days, with words as the trade
writes them and the pairs of signs the product makes of these. What is measured goes the whole way of a request: middleware,
permission, queries, template; beside it stands the part the database took. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from _ground import own_database

NOW = datetime(2026, 3, 31, 6, 0, tzinfo=UTC)  # two in the afternoon in Shanghai
DAYS = 365
PHRASES = 20_000
HEAD = """
[pack]
key = "bench"
version = "1"
title = { zh = "台账", en = "Ledgers" }
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]
[[post]]
key = "cs_manager"
name = { zh = "客服部经理", en = "CS manager" }
"""
REGISTER = """
[[register]]
key = "book{number}"
clause = "1"
title = {{ zh = "台账{number}", en = "Book {number}" }}
signed_by = ["cs_manager"]
[[register.field]]
key = "where"
label = {{ zh = "地点", en = "Where" }}
required = true
[[register.field]]
key = "what"
label = {{ zh = "情况", en = "What" }}
kind = "long text"
[[register.field]]
key = "count"
label = {{ zh = "数量", en = "Count" }}
kind = "number"
[[register.field]]
key = "cost"
label = {{ zh = "费用", en = "Cost" }}
kind = "money"
[[register.field]]
key = "day"
label = {{ zh = "日期", en = "Day" }}
kind = "date"
"""
WHERE = (
    "地下室",
    "消防泵房",
    "配电间",
    "大堂",
    "东门岗",
    "屋面",
    "电梯机房",
    "垃圾房",
    "水箱间",
    "车库二层",
    "弱电井",
    "中控室",
)
WHAT = ("巡查", "保养", "清洁", "维修", "更换", "检测", "登记", "交接", "抄表", "消毒", "放行", "整改")
THING = (
    "水泵",
    "灯管",
    "门禁",
    "喷淋头",
    "电梯",
    "排风机",
    "闸机",
    "井盖",
    "绿化带",
    "监控",
    "配电柜",
    "消火栓",
    "地砖",
    "玻璃幕墙",
)
FOUND = (
    "正常",
    "渗水",
    "异响",
    "已修复",
    "待料",
    "油漆脱落",
    "螺丝松动",
    "温度偏高",
    "无人应答",
    "已告知业主",
    "需外委",
    "复查合格",
)
COLUMNS = (
    "company_id, site_id, adoption_id, pack, register, ref, state, signer_due, stage, values, typed_by, text, grams, about, "
    "entered_at, entered_by_name, struck_by_name, struck_reason, held_reason, struck_at"
)


def main() -> int:
    """Make the databases, measure, print the machine, tables and one JSON line, drop the databases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sites", type=int, default=20)
    options.add_argument("--registers", type=int, default=10)
    options.add_argument("--entries", type=int, default=10_000_000)
    options.add_argument("--small", type=int, default=200_000, help="entries on SQLite; 0 leaves it out")
    options.add_argument("--rounds", type=int, default=40, help="requests of each page")
    options.add_argument("--sqlite", action="store_true", help=argparse.SUPPRESS)
    args = options.parse_args()
    os.environ["GUANJIA_LANGUAGE"] = "zh-hans"
    if args.sqlite:
        with _sqlite():
            print(json.dumps(_measure(args)))
        return 0
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    )
    with own_database("registers"):
        result = {"cores": os.cpu_count(), "postgresql": _measure(args)}
    if args.small:
        result["sqlite"] = _apart(args)
    result["load_before"], result["load_after"] = round(load, 1), round(os.getloadavg()[0], 1)
    print(f"load at the end: {result['load_after']}")
    print(json.dumps(result))
    return 0


@contextmanager
def _sqlite() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as home:
        os.environ["GUANJIA_HOME"] = home
        os.environ["GUANJIA_DATABASE_URL"] = f"sqlite:///{home}/bench.sqlite3"
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guanjia.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        yield


def _apart(args: argparse.Namespace) -> dict[str, Any]:
    """The same on SQLite in a process of its own; its last line is what it found."""
    print("\nSQLite", flush=True)
    given = {"sites": 4, "registers": args.registers, "entries": args.small, "rounds": args.rounds}
    words = [part for key, value in given.items() for part in (f"--{key}", str(value))]
    with subprocess.Popen(
        [sys.executable, __file__, "--sqlite", *words], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if not line.startswith("{"):
                print(line, end="", flush=True)
    if process.returncode:
        raise SystemExit("SQLite was not measured")
    return dict(json.loads(lines[-1]))


def _measure(args: argparse.Namespace) -> dict[str, Any]:
    from guanjia.kernel.scope import company_scope

    found = _found(args)
    rate = _fill(args, found)
    indexed = _index()
    result: dict[str, Any] = {
        "sites": args.sites,
        "registers": args.registers,
        "entries": args.entries,
        "filled_per_second": rate,
        "index_s": round(indexed),
    }
    with company_scope(found["company"]):
        pages = _pages(found)
    print(f"\n{'page':<40} {'median':>10} {'p95':>10} {'database p95':>14} {'queries':>8}")
    for name, address in pages.items():
        median, high, base, queries = _timed(found["login"], address, args.rounds)
        result[f"{name}_ms"], result[f"{name}_p95_ms"] = round(median, 1), round(high, 1)
        result[f"{name}_db_p95_ms"], result[f"{name}_queries"] = round(base, 1), queries
        print(f"{name:<40} {median:>7.1f} ms {high:>7.1f} ms {base:>11.1f} ms {queries:>8}", flush=True)
    return result


def _pages(found: dict[str, Any]) -> dict[str, str]:
    from django.urls import reverse

    from guanjia.apps.registers.models import Entry

    book = reverse("registers:register", args=["bench", "book3"])
    row = Entry.objects.filter(site_id=found["sites"][0], register="book3").order_by("-pk")[0]
    return {
        "first_page": book,
        "page_9": f"{book}?page=9",
        "filtered_by_state": f"{book}?state=STRUCK",
        "filtered_by_period": f"{book}?entered_at=7d",
        "filtered_by_both": f"{book}?state=SIGNED&entered_at=30d",
        "search_in_every_entry": f"{book}?q=台账",
        "search_in_one_of_12": f"{book}?q=巡查",
        "search_two_words": f"{book}?q=消防泵房+渗水",
        "search_a_number_in_the_text": f"{book}?q={row.text.split()[-1]}",
        "search_what_is_not_there": f"{book}?q=直升机",
        "search_one_sign": f"{book}?q=泵",
        "search_everywhere": f"{reverse('shell:find')}?q=玻璃幕墙脱落",
        "search_everywhere_common": f"{reverse('shell:find')}?q=巡查",
        "entry": row.get_absolute_url(),
        "to_sign": reverse("registers:to_sign"),
        "all_registers": reverse("registers:list"),
    }


# --- The ground -----------------------------------------------------------------------------------------------------------


def _found(args: argparse.Namespace) -> dict[str, Any]:
    """A company with its sites, one manager over all of them, and one rulebook of registers each site keeps."""
    from guanjia.apps.organisations import services as organisations
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.apps.rulebook.queries import load_pack
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.scope import company_scope

    company = organisations.found_company(code="BENCH", name="Bench")
    system, begun = Actor.system(company.pk), NOW - timedelta(days=400)
    sites, adoptions = [], []
    with company_scope(company.pk), tempfile.TemporaryDirectory() as parent:
        account = organisations.open_account("boss", "boss-secret")
        boss = organisations.hire(by=system, name="林经理", account=account)
        folder = Path(parent) / "bench"
        folder.mkdir()
        books = "".join(REGISTER.format(number=number) for number in range(args.registers))
        (folder / "pack.toml").write_text(HEAD + books, encoding="utf-8")
        pack, source = load_pack(folder)
        version = rulebook.store_version(pack, source, at=begun)
        for number in range(args.sites):
            site = organisations.open_site(by=system, code=f"S{number}", name=f"Site {number}")
            posts = organisations.open_posts(site, by=system, pack="estate_desk")
            organisations.appoint(boss, posts["cs_manager"], by=system, at=begun, from_on=begun.date())
            kept = rulebook.adopt(site.pk, by=system, at=begun, pack="bench", version=version, from_at=begun)
            sites.append(site.pk)
            adoptions.append(kept.pk)
    return {"company": company.pk, "login": "boss", "sites": sites, "adoptions": adoptions}


def _rows(args: argparse.Namespace, found: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The entries, the oldest first: one in 100 struck, one in 1000 waiting for a signature."""
    from guanjia.apps.registers.grams import book_word, grams, site_word

    dice = random.Random(7)
    phrases = []
    for number in range(PHRASES):
        where, thing = dice.choice(WHERE), dice.choice(THING)
        what = (
            f"台账{dice.choice(WHAT)} {thing}{dice.choice(FOUND)} 编号 {dice.randrange(10**6):06}{number:05}"
        )
        pairs = " ".join(sorted(grams(f"{where} {what} 林经理 RG 2026")))
        phrases.append((where, what, pairs))
    books = [
        (site, adoption, f"book{number}", f"{site_word(site)} {book_word(site, 'bench', f'book{number}')}")
        for site, adoption in zip(found["sites"], found["adoptions"], strict=True)
        for number in range(args.registers)
    ]
    step = timedelta(days=DAYS) / args.entries
    begun = NOW - timedelta(days=DAYS)
    for number in range(args.entries):
        site, adoption, book, marks = books[number % len(books)]
        where, what, pairs = phrases[dice.randrange(PHRASES)]
        digits = f"{number:08}"
        more = " ".join(digits[place : place + 2] for place in range(7))
        at = (begun + step * number).isoformat()
        fate = number // len(books) % 1000
        state = "ENTERED" if fate == 7 else "STRUCK" if fate % 100 == 3 else "SIGNED"
        values = f'{{"where": "{where}", "what": "{what}", "count": {number % 90}, "cost": {number % 9000}, "day": "{at[:10]}"}}'
        yield (
            found["company"], site, adoption, "bench", book, f"RG-2026-{digits}", state,
            "cs_manager" if state == "ENTERED" else "", "", values, "{}", f"{where} {what}", f"{marks} {pairs} {more}",
            f"site:{site}", at, "林经理", "林经理" if state == "STRUCK" else "", "写错" if state == "STRUCK" else "", "",
            at if state == "STRUCK" else None,
        )  # fmt: skip


def _fill(args: argparse.Namespace, found: dict[str, Any]) -> int:
    """Entries by COPY on PostgreSQL, by one prepared statement on SQLite; the index of pairs is made afterwards."""
    from django.db import connection

    begun = time.perf_counter()
    columns = COLUMNS.replace("values,", '"values",')
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in _indexes(cursor):
                cursor.execute(f'DROP INDEX "{name}"')
            cursor.execute("SET session_replication_role = replica")
            with connection.connection.cursor().copy(f"COPY registers_entry ({columns}) FROM STDIN") as copy:
                for place, row in enumerate(_rows(args, found), start=1):
                    copy.write_row(row)
                    if place % 500_000 == 0:
                        print(f"\r{place:>12,} entries", end="", flush=True)
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            marks = ", ".join(["%s"] * len(columns.split(",")))
            cursor.executemany(
                f"INSERT INTO registers_entry ({columns}) VALUES ({marks})",
                ([*row[:14], row[14].replace("T", " "), *row[15:]] for row in _rows(args, found)),
            )
        cursor.execute("SELECT count(*) FROM registers_entry")
        number = cursor.fetchone()[0]
    if number != args.entries:
        raise SystemExit(f"{number} entries, {args.entries} wanted")
    rate = round(args.entries / (time.perf_counter() - begun))
    print(f"\r{args.entries:,} entries at {rate:,} a second", flush=True)
    return rate


_MADE_AGAIN: dict[str, str] = {}


def _indexes(cursor: Any) -> dict[str, str]:
    """Every index of entries that is no constraint, with the statement that makes it."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'registers_entry' "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    _MADE_AGAIN.update(cursor.fetchall())
    return _MADE_AGAIN


def _index() -> float:
    from django.db import connection

    begun = time.perf_counter()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for name, statement in _MADE_AGAIN.items():
                cursor.execute(statement)
                print(f"  {name} after {time.perf_counter() - begun:.0f} s", flush=True)
            cursor.execute("VACUUM (ANALYZE) registers_entry")
            cursor.execute(
                "SELECT pg_size_pretty(pg_table_size('registers_entry')), pg_size_pretty(pg_indexes_size('registers_entry')), "
                "pg_size_pretty(pg_relation_size('entry_grams'))"
            )
            table, indexes, pairs = cursor.fetchone()
            print(f"table {table}, all indexes {indexes}, of these the pairs of signs {pairs}")
    return time.perf_counter() - begun


def _timed(login: str, address: str, rounds: int) -> tuple[float, float, float, int]:
    """Median and 95th percentile in milliseconds of whole requests, that of the database alone, and the number of queries."""
    import time_machine
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client

    from guanjia.kernel.scope import across_companies

    client = Client(SERVER_NAME="localhost")
    with across_companies(reason="bench"):
        account = get_user_model()._default_manager.get(login=login)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    taken, bases, asked = [], [], 0
    with time_machine.travel(NOW, tick=False):
        for _round in range(2):
            answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answers {answer.status_code}")
        for _round in range(rounds):
            spent: list[float] = []
            with connection.execute_wrapper(_timing(spent)):
                begun = time.perf_counter_ns()
                client.get(address)
                taken.append((time.perf_counter_ns() - begun) / 1e6)
            bases.append(sum(spent))
            asked = len(spent)
    return statistics.median(taken), _high(taken), _high(bases), asked


def _high(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=20)[-1]


def _timing(spent: list[float]) -> Any:
    """Notes how long each statement took, in milliseconds."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begun = time.perf_counter_ns()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append((time.perf_counter_ns() - begun) / 1e6)

    return note


if __name__ == "__main__":
    sys.exit(main())
