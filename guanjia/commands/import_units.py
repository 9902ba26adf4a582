"""``guanjia import units``: take a unit list (Excel or CSV) into a site.

The columns are recognised by their headers; a list whose columns cannot be recognised is imported in the browser, where they
can be chosen. Running the same file again changes nothing.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from pathlib import Path

from django.db import DatabaseError

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.unitlists import queries, services
from guanjia.apps.unitlists.queries import Report
from guanjia.apps.unitlists.services import SiteLike
from guanjia.commands._progress import Progress
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope

HELP = "take a unit list (Excel or CSV) into a site"
DONE, FOUND_WRONG, REFUSED = 0, 1, 2  # as in guanjia.cli, which stands above and is not imported
_MOST_BYTES = 20 * 1024 * 1024
_EXIT_CODES = """\
exit codes:
  0  every row was accepted (with --dry-run: would be)
  1  done, and some rows were refused; they are listed with their row numbers and reasons
  2  the command failed: no such file or site, not a unit list; nothing was changed
  3  the database does not answer"""
_log = logging.getLogger(__name__)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, the site and the switches."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _EXIT_CODES
    parser.add_argument("file", metavar="FILE", help="an .xlsx, .xls or .csv file (UTF-8 or GBK)")
    parser.add_argument(
        "--site", required=True, metavar="CODE", help="code of the site; `guanjia sites` lists them"
    )
    parser.add_argument(
        "--company", metavar="CODE", help="code of the company, where two have a site of this code"
    )
    parser.add_argument("--new-groups", action="store_true", help="make groups the site does not have yet")
    parser.add_argument("--dry-run", action="store_true", help="tell what would happen; store nothing")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object: accepted, refused, created, ..."
    )


def run(args: argparse.Namespace) -> int:
    """Import the file; see ``_EXIT_CODES`` for what is returned."""
    try:
        site = _find_site(args.site, args.company)
        content = _content(Path(args.file))
        with company_scope(site.company_id):
            report = (_try if args.dry_run else _import)(args, site, content)
    except _Misused as misused:
        print(f"guanjia: {misused}", file=sys.stderr)
        return REFUSED
    except (Refused, DatabaseError):
        raise
    except Exception as error:
        _log.exception("importing %s failed", args.file)
        print(f"guanjia: the import failed: {error}", file=sys.stderr)
        return REFUSED
    _tell(args, site, report)
    if report.state == "FAILED":
        return REFUSED
    return FOUND_WRONG if report.refused else DONE


class _Misused(Exception):
    """The command cannot even begin."""


def _find_site(code: str, company: str | None) -> SiteLike:
    found, known = [], []
    for one in organisations.list_companies():
        with company_scope(one.pk):
            for site in organisations.list_sites(Actor.system(one.pk)):
                known.append(site.code)
                if site.code == code and company in (None, one.code):
                    found.append((one.code, site))
    if not found:
        where = f" in company {company!r}" if company else ""
        raise _Misused(
            f"there is no site {code!r}{where}; the sites are: {', '.join(sorted(set(known))) or 'none'}."
        )
    if len(found) > 1:
        owners = ", ".join(owner for owner, _site in found)
        raise _Misused(f"site {code!r} exists in several companies ({owners}); say which with --company.")
    return found[0][1]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _Misused(f"{path} is larger than 20 MB; split the list.")
        return path.read_bytes()
    except OSError as error:
        raise _Misused(f"{path} cannot be read: {error.strerror or error}.") from error


def _try(args: argparse.Namespace, site: SiteLike, content: bytes) -> Report:
    return services.dry_run(
        site,
        by=Actor.system(site.company_id, "guanjia import"),
        at=clock.now(),
        file_name=Path(args.file).name,
        content=content,
        allow_new_groups=args.new_groups,
    )


def _import(args: argparse.Namespace, site: SiteLike, content: bytes) -> Report:
    by, at, allow = Actor.system(site.company_id, "guanjia import"), clock.now(), args.new_groups
    unit_list = services.upload(
        site, by=by, at=at, file_name=Path(args.file).name, content=content, allow_new_groups=allow
    )
    try:
        unit_list = services.choose_columns(
            unit_list, by=by, at=at, plans=unit_list.sheet_plans, allow_new_groups=allow
        )
        unit_list = services.start(unit_list, by=by, at=at, by_worker=False, even_empty=True)
        with Progress("Importing", total=unit_list.row_count) as progress:
            unit_list = services.carry_out(
                unit_list, by=by, at=at, tell=lambda done, _total: progress.step(done - progress.done)
            )
    except (Refused, KeyboardInterrupt) as stopped:
        # What was stored stays and is counted; nobody is left with an import that seems to be running.
        services.cancel(unit_list, by=by, at=clock.now())
        if isinstance(stopped, Refused) and stopped.code == "column_missing":
            print(
                "guanjia: rename the headers, or import the list in the browser and choose the columns there.",
                file=sys.stderr,
            )
        raise
    return queries.report(unit_list)


def _tell(args: argparse.Namespace, site: SiteLike, report: Report) -> None:
    if args.json:
        told = {"site": site.code, "file": args.file, "dry_run": args.dry_run, **report.as_json()}
        print(json.dumps(told, ensure_ascii=False))
        return
    would = "would be " if args.dry_run else ""
    print(
        f"{report.accepted:,} rows {would}accepted: {report.created:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} unchanged; {len(report.refused):,} refused; {report.passed_over:,} passed over."
    )
    for code, count in report.groups.items():
        print(f"  {code or '-':<12} {count:>7,}")
    for line in report.refused:
        print(f"  row {line.row} ({line.sheet}): {line.text}")
    if report.failure:
        print(f"guanjia: {report.failure}", file=sys.stderr)
