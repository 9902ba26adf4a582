"""``guanjia sites``: the sites of this installation."""

import argparse
import json

from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope

HELP = "list the sites"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print a JSON list")


def run(args: argparse.Namespace) -> int:
    found = []
    for company in organisations.list_companies():
        with company_scope(company.pk):
            for site in organisations.list_sites(Actor.system(company.pk)):
                found.append(
                    {"code": site.code, "name": site.name, "company": company.code, "kind": site.kind}
                )
    if args.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        for row in found:
            print(f"{row['code']:<10} {row['company']:<12} {row['name']}")
    return 0
