"""``guanjia calendar load FILE``: take over a year's holidays and make-up working days, for one company or for all."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from guanjia.apps.calendars import queries, services
from guanjia.apps.calendars.terms import Notice
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope

HELP = "load a year's public holidays and make-up working days (调休) from a TOML file"

DONE, REFUSED = 0, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file and whom it is for."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="like guanjia/apps/calendars/data/cn/2026.toml"
    )
    parser.add_argument("--company", metavar="CODE", help="only for this company; left out, for all")
    parser.add_argument("--year", type=int, help="refuse the file if it is for another year")
    parser.add_argument("--dry-run", action="store_true", help="check the file and change nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    """Check the whole file first; exit code 2 and every fault when there is one, and nothing is changed."""
    try:
        notice = queries.read_year_file(args.file.read_bytes(), year=args.year)
    except OSError as error:
        return _refuse(f"{args.file}: cannot be read ({error.strerror}); check the path.")
    except Refused as refused:
        for refusal in refused.refusals:
            _refuse(f"{args.file}: {refusal}")
        return REFUSED
    companies = [one for one in organisations.list_companies() if args.company in (None, one.code)]
    if args.company and not companies:
        return _refuse(f"There is no company {args.company!r}; check its code.")
    outcome = {one.code: _load(notice, one.pk, dry=args.dry_run) for one in companies}
    _tell(notice, outcome, as_json=args.json)
    return DONE


def _load(notice: Notice, company_id: int, *, dry: bool) -> str:
    if dry:
        return "checked"
    with company_scope(company_id):
        row = services.load_year(notice, by=Actor.system(company_id, "guanjia calendar load"), at=clock.now())
    return f"version {row.version}" if row else "nothing new"


def _tell(notice: Notice, outcome: dict[str, str], *, as_json: bool) -> None:
    days = notice.days
    summary = {
        "country": notice.country,
        "year": days.year,
        "state": notice.state.value,
        "holidays": len(days.holidays),
        "makeup": len(days.makeup),
        "companies": outcome,
    }
    if as_json:
        print(json.dumps(summary, ensure_ascii=False))
        return
    print(
        f"{notice.country} {days.year}: {len(days.holidays)} days off, {len(days.makeup)} make-up working days."
    )
    for code, done in outcome.items():
        print(f"  {code}: {done}")


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED
