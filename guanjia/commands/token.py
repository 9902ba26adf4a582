"""``guanjia token LOGIN``: a token for a program that acts in the name of a member of staff.

The token is printed once and nothing else goes to standard output, so ``T=$(guanjia token lin)`` works; whoever can run
this command on the machine may act as anybody, so it asks for no password.
"""

import argparse
import json
import sys

from guanjia.api import queries, services
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope

HELP = "make an API token for a member of staff and print it"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("login", metavar="LOGIN", help="whose name the program acts in")
    parser.add_argument(
        "--scope",
        action="append",
        default=[],
        metavar="CAPABILITY",
        help="what it may do, such as cases.receive or cases.* (repeat; default: all that LOGIN may do)",
    )
    parser.add_argument("--site", metavar="CODE", help="limit it to one site (default: all sites of LOGIN)")
    parser.add_argument("--days", type=int, default=90, metavar="N", help="days it works (default 90)")
    parser.add_argument("--name", default="command line", help="what to call it (default: command line)")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of the token alone"
    )


def run(args: argparse.Namespace) -> int:
    at = clock.now()
    owner = queries.owner_with_login(args.login, at)
    with company_scope(owner.company_id):
        token, text = services.make_token(
            owner,
            by=Actor.system(owner.company_id, "command line"),
            at=at,
            name=args.name,
            days=args.days,
            scopes=args.scope,
            site_id=organisations.get_site(owner, args.site).pk if args.site else None,
        )
    if args.json:
        shown = {
            "token": text,
            "login": args.login,
            "scopes": token.scopes,
            "site": args.site,
            "expires_at": token.expires_at.isoformat(),
        }
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print(text)
        if sys.stdout.isatty():
            until = f"{token.expires_at:%Y-%m-%d}"
            print(f"Keep it now: it is not shown again. It works until {until}.", file=sys.stderr)
    return 0
