"""What trying a rule out costs: one month of a site of 10,000 units, gone through by the back-test.

Own database on PostgreSQL, created and dropped. The journal of the month is made up: ``--cases`` matters a month with their
steps, among everything else that is written down in a month. Tried are a duty that begins with an event, one that looks
back through the matter, and one of the calendar that comes round twice a month for every unit. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from _ground import own_database

SINCE = datetime(2026, 2, 1, tzinfo=UTC) - timedelta(hours=8)  # midnight in Shanghai
UNTIL = datetime(2026, 3, 1, tzinfo=UTC) - timedelta(hours=8)
AS_OF = UNTIL + timedelta(days=10)
PACK = """
[pack]
key = "trial"
version = "1"
title = { zh = "试算", en = "Trial" }
quiet_hours = "22:00-07:30"
begins_with = ["cases.received"]
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-040"]
[[post]]
key = "steward"
name = { zh = "管家", en = "Steward" }
[[duty]]
key = "reply"
clause = "1"
title = { zh = "两个工作日内回复", en = "Answer in two working days" }
on = ["cases.received"]
start = "received_at"
deadline = "2 working days"
owner = "field:handler_id"
follow = [{ on = "cases.handler_changed", field = "handler_id" }]
met_by = ["cases.resolved"]
void_by = ["cases.withdrawn"]
reminders = ["4 working hours"]
[[duty.ladder]]
after = "1 working days"
to = ["post:steward"]
[[duty]]
key = "urged_repair"
clause = "1"
title = { zh = "催办当日答复", en = "Answer an urging the same day" }
on = [{ on = "cases.urged", when = { "thread:kind" = "repair" } }]
deadline = "end of day"
owner = "thread:handler_id"
met_by = ["cases.urge_answered", "cases.resolved"]
[[duty]]
key = "look"
clause = "1"
title = { zh = "查看房屋", en = "Look at the unit" }
every = "2 a month"
each = "unit"
owner = "post:steward"
met_by = ["inspections.completed"]
"""


def main() -> int:
    """Make the database, measure, print a table and one JSON line, drop the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=10_000, help="units of the site")
    options.add_argument("--cases", type=int, default=6_000, help="matters received in the month")
    options.add_argument(
        "--rest", type=int, default=300_000, help="other entries of the journal in the month"
    )
    args = options.parse_args()
    print(f"{platform.platform()}, Python {platform.python_version()}")
    with own_database("backtest"):
        result = _measure(args.units, args.cases, args.rest)
    print(json.dumps(result))
    return 0


def _measure(units: int, cases: int, rest: int) -> dict[str, Any]:
    from guanjia.apps.obligations import queries
    from guanjia.apps.obligations.backtest.rehearsing import Stretch
    from guanjia.apps.rulebook.queries import load_pack
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.models import JournalEntry
    from guanjia.kernel.scope import company_scope

    company, site = _found(units, cases, rest)
    result: dict[str, Any] = {"units": units, "cases": cases}
    with company_scope(company), tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "trial"
        folder.mkdir()
        (folder / "pack.toml").write_text(PACK, encoding="utf-8")
        pack, _source = load_pack(folder)
        result["journal_rows"] = JournalEntry.objects.count()
        print(f"{'rows of the journal':<34} {result['journal_rows']:>12,}")
        print(f"{'duty':<16} {'seconds':>9} {'rows read':>10} {'rows/s':>10} {'began':>9} {'first sign':>11}")
        stretch = Stretch(SINCE, SINCE, UNTIL, AS_OF)
        for key, duty in pack.duties.items():
            rehearsal = queries.backtest(Actor.system(company), site, pack, duty, stretch)
            begun = time.perf_counter()
            steps = rehearsal.run()
            next(steps)
            first = time.perf_counter() - begun
            for _percent in steps:
                pass
            seconds = time.perf_counter() - begun
            trial = rehearsal.trial
            rate = round(trial.read / seconds)
            print(
                f"{key:<16} {seconds:>9.2f} {trial.read:>10,} {rate:>10,} {trial.began:>9,} {first * 1000:>8.0f} ms"
            )
            result[key] = {
                "seconds": round(seconds, 2),
                "rows": trial.read,
                "rows_per_second": rate,
                "obligations": trial.began,
                "obligations_per_second": round(trial.began / seconds),
            }
    result["seconds_for_a_month"] = max(one["seconds"] for one in result.values() if isinstance(one, dict))
    result["rows_per_second"] = result["reply"]["rows_per_second"]
    return result


def _found(units: int, cases: int, rest: int) -> tuple[int, int]:
    """A company with one site, its units, and a month written down."""
    from django.db import connection

    from guanjia.apps.organisations import services as organisations
    from guanjia.apps.places import services as places
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.scope import company_scope

    company = organisations.found_company(code="BENCH", name="Bench")
    system = Actor.system(company.pk)
    with company_scope(company.pk):
        site = organisations.open_site(by=system, code="B", name="Bench")
        building = places.add_building(site, by=system, at=SINCE, name="1")
        with connection.cursor() as cursor:
            cursor.execute(_UNITS, [company.pk, site.pk, building.pk, units])
        _write(company.pk, site.pk, cases, rest)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return int(company.pk), int(site.pk)


_UNITS = """
    INSERT INTO places_unit (company_id, site_id, building_id, code, entrance, area, layout, note, search)
    SELECT %s, %s, %s, 'U' || n, '', 90, '', '', 'u' || n FROM generate_series(1, %s::int) AS n
"""


_REST = """
    INSERT INTO kernel_journalentry
        (company_id, site_id, event, ref, thread, at, recorded_at, actor_kind, actor_name, data, digest)
    SELECT %s, %s, 'obligations.reminded', 'OB-' || n, 'OB-' || n, moment, moment, 'system', '', '{"duty": "x"}', ''
    FROM generate_series(1, %s::int) AS n, LATERAL (SELECT %s::timestamptz + n * interval '1 second' * %s) AS at(moment)
"""


def _write(company: int, site: int, cases: int, rest: int) -> None:
    """The month: each matter with six steps, and the rest, which concerns no rule."""
    from django.db import connection

    from guanjia.kernel.models import JournalEntry

    dice = random.Random(1)
    rows: list[JournalEntry] = []

    def note(event: str, at: datetime, ref: str, **data: Any) -> None:
        row = JournalEntry(
            company_id=company, site_id=site, event=event, ref=ref, thread=ref, at=at, recorded_at=at,
            actor_kind="staff", actor_name="", data=data, digest=b"0" * 32,
        )  # fmt: skip
        rows.append(row)

    month = (UNTIL - SINCE).total_seconds()
    for number in range(cases):
        at, ref = SINCE + timedelta(seconds=dice.random() * month), f"CS-2026-{number:06}"
        kind = dice.choice(["repair", "complaint", "inquiry", "praise"])
        values = {"channel": "phone", "first_receiver_id": 1, "handler_id": number % 40 + 1, "group_id": None}
        note(
            "cases.received",
            at,
            ref,
            kind=kind,
            received_at=at.isoformat(),
            urgency="normal",
            complaint_class="",
            **values,
        )
        note("cases.handler_changed", at + timedelta(hours=1), ref, handler_id=number % 37 + 1)
        note("cases.urged", at + timedelta(hours=5), ref, count=1, owner_id=1, handler_id=1, text="")
        note("cases.urge_answered", at + timedelta(hours=5 + dice.random() * 20), ref, text="")
        note("cases.noted", at + timedelta(hours=30), ref, text="")
        note("cases.resolved", at + timedelta(hours=dice.random() * 120), ref, handler_id=1)
    rows.sort(key=lambda row: row.at)
    JournalEntry.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute(_REST, [company, site, rest, SINCE, month / rest])


if __name__ == "__main__":
    sys.exit(main())
