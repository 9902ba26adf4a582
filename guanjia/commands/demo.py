"""``guanjia demo``: load the demo into an empty database."""

import argparse

from django.db import transaction

from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope

HELP = "load the demo: one estate in the middle of its day"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--if-empty", action="store_true", help="do nothing when there is a company already")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when loaded (or not needed), 1 when the database is not empty."""
    if organisations.list_companies():
        if args.if_empty:
            return 0
        print("There is a company in this database already. The demo goes into an empty one only.")
        return 1
    load()
    print("The demo is loaded.")
    return 0


def load() -> None:
    """Build both companies and tell the day, all or nothing."""
    from guanjia.demo import estate, story

    now = clock.now()
    with transaction.atomic():
        built = estate.build_estate(now)
        with company_scope(built.site.company_id):
            story.tell(built, now)
        estate.build_neighbour(now)
