"""``guanjia tally``: hold the tally the boards are drawn from against the obligations it counts, and mend it."""

from __future__ import annotations

import argparse
import json

from guanjia.apps.obligations import queries, services
from guanjia.apps.organisations.queries import list_companies, list_sites
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope

HELP = "hold the tally of the boards against the obligations, and mend it"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--mend`` and ``--json``."""
    parser.add_argument("--mend", action="store_true", help="write what the tally lacks, and fold it")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of sentences")


def run(args: argparse.Namespace) -> int:
    """Print the sites whose tally differs; exit code 1 when one does and is not mended."""
    sites, wrong = 0, {}
    for company in list_companies():
        with company_scope(company.pk):
            for site in list_sites(Actor.system(company.pk, "tally")):
                sites += 1
                number = services.mend_tally(site.pk) if args.mend else len(queries.differences(site.pk))
                if number:
                    wrong[f"{company.code}/{site.code}"] = number
    if args.mend:
        services.fold_tally(at=clock.now())
    _say(args, sites, wrong)
    return 1 if wrong and not args.mend else 0


def _say(args: argparse.Namespace, sites: int, wrong: dict[str, int]) -> None:
    if args.json:
        print(json.dumps({"sites": sites, "different": wrong, "mended": bool(args.mend)}))
        return
    for name, number in wrong.items():
        print(
            f"{name}: {number} duty days {'mended' if args.mend else 'differ; run `guanjia tally --mend`'}."
        )
    print(f"{sites} sites looked at, {len(wrong)} {'mended' if args.mend else 'different'}.")
