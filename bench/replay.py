"""How fast real requests are registered with their duties running: a replay into a fresh database of its own.

Takes the file as an argument, or 4,000 made requests of twelve weeks when there is none. The sweep runs at every
tick of simulated time, as in ``guanjia replay``, whose code this is. The last line is JSON with ``per_second``.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from _ground import own_database

MADE = 4_000
MATTERS = (
    ("repair", "厨房水龙头漏水"),
    ("repair", "楼道灯不亮"),
    ("repair", "电梯停运"),
    ("help", "请帮忙搬运"),
    ("complaint", "楼上深夜噪音"),
    ("complaint", "垃圾没有清运"),
    ("inquiry", "物业费怎么交"),
    ("suggestion", "建议增加充电桩"),
)


def main() -> int:
    """Make the database, replay, print a table and one JSON line, drop the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", nargs="?", type=Path, help="a file `guanjia replay` understands")
    options.add_argument("--limit", type=int, help="only the first so many records")
    args = options.parse_args()
    with own_database("replay") as home:
        report = replay(args.file or made_requests(home), args.limit)
    for key in (
        "registered",
        "errors",
        "with_owner",
        "with_handler",
        "with_clocks",
        "sweeps",
        "breaches",
        "seconds",
    ):
        print(f"{key:<14} {report[key]:>12,}")
    print(f"{'a second':<14} {report['per_second']:>12,}")
    keys = (
        "registered",
        "errors",
        "with_clocks",
        "breaches",
        "seconds",
        "per_second",
        "registering_ms",
        "sweeping_ms",
    )
    print(json.dumps({key: report[key] for key in keys}))
    return 0 if not report["errors"] else 1


def replay(file: Path, limit: int | None) -> dict[str, float]:
    """Run the command and read what it says."""
    from guanjia import cli

    said = StringIO()
    words = ["replay", str(file), "--json", *(["--limit", str(limit)] if limit else [])]
    with redirect_stdout(said):
        cli.main(words)
    report: dict[str, float] = json.loads(said.getvalue().splitlines()[-1])
    return report


def made_requests(folder: Path) -> Path:
    """A file in our own columns: more by day than by night, over twelve weeks of 2025."""
    source, file = random.Random(2025), folder / "made.csv"
    first = datetime(2025, 3, 3)
    moments = sorted(
        first + timedelta(days=source.randrange(84), minutes=round(source.triangular(0, 1439, 620)))
        for _ in range(MADE)
    )
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["received_at", "kind", "channel", "title", "caller_phone"])
        for moment in moments:
            kind, title = source.choice(MATTERS)
            channel = source.choice(["phone", "phone", "counter", "portal", "patrol"])
            rows.writerow(
                [moment.isoformat(sep=" "), kind, channel, title, f"138{source.randrange(10**8):08d}"]
            )
    return file


if __name__ == "__main__":
    raise SystemExit(main())
