"""What the calendar costs: one day's turns of a duty for very many units, beside a raw insert of the same rows.

Own database on PostgreSQL, created and dropped. A site with ``--units`` vacant units keeps a duty that comes round every
day for each of them; ``services.plan_ahead`` plans one day. Beside it the same rows are inserted by one statement that
copies them inside the server, which is as fast as rows can come in. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from _ground import own_database

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
PACK = """
[pack]
key = "vacant"
version = "1"
title = { zh = "空置房", en = "Vacant units" }
[[clause]]
number = "1"
text = { zh = "空置房每日查看。", en = "Vacant units are looked at every day." }
sources = ["C-RULE-097"]
[[post]]
key = "steward"
name = { zh = "管家", en = "Steward" }
[[duty]]
key = "look"
clause = "1"
title = { zh = "查看空置房", en = "Look at the vacant unit" }
every = "day by 18:00"
each = "unit[stage=VACANT]"
owner = "post:steward"
evidence = "word"
"""
_UNITS = """
    INSERT INTO places_unit (company_id, site_id, building_id, code, entrance, area, layout, note, search)
    SELECT %s, %s, %s, 'U' || n, '', 90, '', '', 'u' || n FROM generate_series(1, %s::int) AS n
"""


def main() -> int:
    """Make the database, measure, print a table and one JSON line, drop the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=1_000_000, help="vacant units of the site")
    args = options.parse_args()
    with own_database("planning"):
        result = _measure(args.units)
    print(json.dumps(result))
    return 0


def _measure(units: int) -> dict[str, Any]:
    from guanjia.apps.obligations import services

    _found(units)
    begun = time.perf_counter()
    report = services.plan_ahead(at=NOW - services.AHEAD + timedelta(days=1))
    planned = time.perf_counter() - begun
    if report.obligations != units:
        raise SystemExit(f"{report.obligations} planned, {units} expected")
    begun = time.perf_counter()
    services.plan_ahead(at=NOW - services.AHEAD + timedelta(days=1))
    again = (time.perf_counter() - begun) * 1000
    raw = _raw_copy()
    result = {
        "units": units,
        "rows_per_second": round(units / planned),
        "raw_rows_per_second": round(units / raw),
        "ratio_to_raw_insert": round(planned / raw, 2),
        "idle_ms": round(again, 2),
    }
    print(f"{'turns planned':<28} {units:>12,}")
    print(f"{'a second':<28} {result['rows_per_second']:>12,}")
    print(f"{'raw insert, a second':<28} {result['raw_rows_per_second']:>12,}")
    print(f"{'a run with nothing to plan':<28} {again:>9.2f} ms")
    return result


def _found(units: int) -> None:
    """A company with one site, its units, and the rulebook in force from midnight on."""
    from django.db import connection

    from guanjia.apps.obligations import reactions
    from guanjia.apps.organisations import services as organisations
    from guanjia.apps.places import services as places
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.apps.rulebook.events import Adopted
    from guanjia.apps.rulebook.queries import load_pack
    from guanjia.kernel import reactions as wiring
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.scope import company_scope

    wiring.wire({Adopted: [wiring.now(reactions.on_rulebook_changed)]}, [])
    company = organisations.found_company(code="BENCH", name="Bench")
    system = Actor.system(company.pk)
    with company_scope(company.pk), tempfile.TemporaryDirectory() as parent:
        site = organisations.open_site(by=system, code="B", name="Bench")
        building = places.add_building(site, by=system, at=NOW, name="1")
        with connection.cursor() as cursor:
            cursor.execute(_UNITS, [company.pk, site.pk, building.pk, units])
        folder = Path(parent) / "vacant"
        folder.mkdir()
        (folder / "pack.toml").write_text(PACK, encoding="utf-8")
        pack, source = load_pack(folder)
        version = rulebook.store_version(pack, source, at=NOW)
        midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)  # Tuesday's, in Shanghai
        rulebook.adopt(site.pk, by=system, at=NOW, pack="vacant", version=version, from_at=midnight)


def _raw_copy() -> float:
    """Seconds the server takes to copy the same rows into the same table, one turn on."""
    from django.db import connection

    from guanjia.apps.obligations.models import Obligation

    columns = [field.column for field in Obligation._meta.concrete_fields if not field.primary_key]
    taken = ["'copy'" if column == "occurrence" else column for column in columns]
    with connection.cursor() as cursor:
        begun = time.perf_counter()
        cursor.execute(
            f"INSERT INTO obligations_obligation ({', '.join(columns)}) "
            f"SELECT {', '.join(taken)} FROM obligations_obligation"
        )
        return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
