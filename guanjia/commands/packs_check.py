"""``guanjia packs check``: read the rulebook packs and name every mistake with its file and line."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from guanjia.apps.rulebook.queries import PackError, load_pack, pack_folders

HELP = "check the rulebook packs, or a pack in a folder of your own"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folders and ``--json``."""
    parser.add_argument("folder", nargs="*", type=Path, help="a pack's folder; without any, those shipped")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    """Print what each pack holds, or what is wrong with it; exit code 1 when anything is."""
    reports = [_report(folder) for folder in args.folder or pack_folders()]
    if args.json:
        print(json.dumps({"packs": reports}, ensure_ascii=False, indent=2))
    else:
        for report in reports:
            _print(report)
    return 1 if any(report["problems"] for report in reports) else 0


def _report(folder: Path) -> dict[str, Any]:
    try:
        pack, _source = load_pack(folder)
    except PackError as error:
        problems = [
            {"file": problem.place.file, "line": problem.place.line, "message": problem.message}
            for problem in error.problems
        ]
        return {"pack": folder.name, "problems": problems}
    return {
        "pack": pack.key,
        "version": pack.version,
        "digest": pack.digest,
        "clauses": len(pack.clauses),
        "duties": len(pack.duties),
        "problems": [],
    }


def _print(report: dict[str, Any]) -> None:
    if not report["problems"]:
        print(
            f"{report['pack']} {report['version']}: {report['clauses']} clauses, {report['duties']} duties, sound."
        )
    for problem in report["problems"]:
        print(f"{problem['file']}:{problem['line']}: {problem['message']}", file=sys.stderr)
