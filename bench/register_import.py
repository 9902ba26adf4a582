"""Rows a second that come into a register from a workbook, beside django-import-export writing plain rows of the same columns.

Both on PostgreSQL in databases of their own, created and dropped, one after the other. Ours reads the file, checks every cell
against the register, gives each entry its number, its fact in the journal and its pairs of signs, a hundred to a transaction;
one row in 200 is bad and refused with its reason. django-import-export is installed in a virtual environment that lasts as
long as the bench, and imports the same table into a model in one transaction, once row by row and once in bulk; it keeps no
journal. The last line is JSON.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import venv
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from _ground import own_database
from psycopg import sql
from registers import _found

HEADS = ("地点", "情况", "数量", "费用", "日期")
A_BOOK = 50_000
PEER = "django-import-export==4.4.3"

_PEER = """
import json, sys, time
import django
from django.conf import settings
settings.configure(DATABASES={"default": json.loads(sys.argv[1])}, INSTALLED_APPS=["import_export"], USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField")
django.setup()
from django.db import connection, models
from import_export import fields, resources
import tablib
class Row(models.Model):
    where = models.CharField(max_length=200)
    what = models.TextField()
    count = models.FloatField(null=True)
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    day = models.DateField(null=True)
    class Meta:
        app_label = "peer"
with connection.schema_editor() as editor:
    editor.create_model(Row)
NAMES = ["where", "what", "count", "cost", "day"]
text = open(sys.argv[2], encoding="utf-8").read()
for bulk in (False, True):
    class Rows(resources.ModelResource):
        class Meta:
            model = Row
            fields = NAMES
            import_id_fields = []
            force_init_instance = True
            use_bulk = bulk
            batch_size = 1000
            skip_diff = True
            use_transactions = True
    begun = time.perf_counter()
    data = tablib.Dataset().load(text, format="csv")
    data.headers = NAMES
    before = Row.objects.count()
    found = Rows().import_data(data, dry_run=False, raise_errors=False, collect_failed_rows=True)
    print(json.dumps({"bulk": bulk, "rows": len(data), "kept": Row.objects.count() - before,
        "seconds": time.perf_counter() - begun}))
"""


def main() -> int:
    """Make the databases, import, print the machine, a table and one JSON line, drop the databases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    args = options.parse_args()
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}, Python {platform.python_version()}"
    )
    with own_database("register_import"):
        os.environ["GUANJIA_LANGUAGE"] = "zh-hans"
        ours = _ours(args.rows)
    peers = _peers(args.rows)
    print(f"\n{'':<44} {'rows':>9} {'kept':>9} {'rows/s':>9}")
    result: dict[str, Any] = {"rows": args.rows, "cores": os.cpu_count()}
    for name, found in {"guanjia": ours, **peers}.items():
        rate = round(found["rows"] / found["seconds"])
        print(f"{name:<44} {found['rows']:>9,} {found['kept']:>9,} {rate:>9,}")
        result[f"{name}_rows_per_second"], result[f"{name}_kept"] = rate, found["kept"]
    result["load_before"], result["load_after"] = round(load, 1), round(os.getloadavg()[0], 1)
    print(json.dumps(result))
    return 0


def _table(low: int, high: int, *, bad: bool) -> str:
    """A table as CSV; with ``bad`` one row in 200 has no number where one belongs."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(HEADS)
    for number in range(low, high):
        day = date(2025, 1, 1) + timedelta(days=number % 365)
        count = "两" if bad and number % 200 == 7 else number % 90
        rows.writerow(
            (f"地下室{number % 40}", f"巡查水泵，编号{number:06}，未见异常", count, f"{number % 900}.50", day)
        )
    return out.getvalue()


def _ours(rows: int) -> dict[str, Any]:
    from guanjia.apps.organisations import queries as organisations
    from guanjia.apps.registers import services
    from guanjia.kernel import clock
    from guanjia.kernel.scope import company_scope

    found = _found(argparse.Namespace(sites=1, registers=1))
    kept = 0
    with company_scope(found["company"]):
        from guanjia.apps.organisations.models import Staff

        by = organisations.actor_for_staff(Staff.objects.get().pk, clock.now())
        begun = time.perf_counter()
        for low in range(0, rows, A_BOOK):
            high = min(low + A_BOOK, rows)
            imported = services.bring_in(
                by=by,
                at=clock.now(),
                site_id=found["sites"][0],
                pack="bench",
                register="book0",
                file_name="rows.csv",
                content=_table(low, high, bad=True).encode(),
            )
            done = services.carry_out(imported, by=by, at=clock.now())
            kept += done.accepted
            print(f"{high:>9,} rows after {time.perf_counter() - begun:.0f} s", flush=True)
    return {"rows": rows, "kept": kept, "seconds": time.perf_counter() - begun}


def _peers(rows: int) -> dict[str, dict[str, Any]]:
    """The peer in an environment and a database of its own."""
    server = os.environ.get("GUANJIA_TEST_POSTGRES") or "postgresql:///postgres"
    name = f"guanjia_bench_peer_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        home = Path(folder)
        venv.create(home / "venv", with_pip=True)
        python = home / "venv" / "bin" / "python"
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, PEER, "psycopg[binary]"], check=True)
        (home / "rows.csv").write_text(_table(0, rows, bad=False), encoding="utf-8")
        (home / "peer.py").write_text(_PEER, encoding="utf-8")
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                given = json.dumps(_database(urlunsplit(urlsplit(server)._replace(path=f"/{name}"))))
                said = subprocess.run(
                    [python, home / "peer.py", given, home / "rows.csv"],
                    check=True,
                    text=True,
                    stdout=subprocess.PIPE,
                ).stdout
            finally:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    found = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return {f"django-import-export{' in bulk' if one['bulk'] else ''}": one for one in found}


def _database(address: str) -> dict[str, str]:
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }


if __name__ == "__main__":
    sys.exit(main())
