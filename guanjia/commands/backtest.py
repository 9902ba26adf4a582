"""``guanjia backtest DUTY``: what a duty in force would have made of past days of a site; nothing is stored."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guanjia.apps.obligations import queries
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.commands._progress import Progress
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope

HELP = "say what a duty would have made of past days of a site; nothing is stored"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the duty, the site and the days."""
    parser.add_argument("duty", help="pack and key: estate_desk.arrive, house.house_3")
    parser.add_argument("--site", required=True, help="the code of the site")
    parser.add_argument("--from", dest="from_on", required=True, type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--until", dest="until_on", required=True, type=date.fromisoformat, metavar="DAY")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")


def run(args: argparse.Namespace) -> int:
    """Print the counts; exit code 1 when the site does not keep the duty."""
    for company in organisations.list_companies():
        with company_scope(company.pk):
            actor = Actor.system(company.pk)
            site = organisations.list_sites(actor).filter(code=args.site).first()
            if site is not None:
                try:
                    return _try(args, actor, site.pk, ZoneInfo(site.timezone))
                except Refused as refused:
                    print(f"guanjia: {refused}", file=sys.stderr)
                    return 1
    print(f"guanjia: no site is called {args.site}.", file=sys.stderr)
    return 1


def _try(args: argparse.Namespace, actor: Actor, site_id: int, zone: ZoneInfo) -> int:
    pack, _dot, key = args.duty.partition(".")
    now = clock.now()
    here = rulebook.adoption_at(site_id, pack, now)
    if key not in here.duties:
        print(f"guanjia: {pack} has no duty {key}.", file=sys.stderr)
        return 1
    from_at = datetime.combine(args.from_on, time.min, zone)
    until_at = datetime.combine(args.until_on, time.min, zone) + timedelta(days=1)
    if not from_at < min(until_at, now):
        print("guanjia: choose days that have been, the first one before the last.", file=sys.stderr)
        return 2
    stretch = queries.stretch_of(from_at, until_at, now)
    rehearsal = queries.backtest(actor, site_id, here.pack, here.duties[key], stretch)
    with Progress("Going through the journal", total=100) as progress:
        for percent in rehearsal.run():
            progress.step(percent - progress.done)
    trial = rehearsal.trial
    found = {"duty": args.duty, "began": trial.began, "read": trial.read, "escalated": trial.escalated}
    found |= {outcome.lower(): number for outcome, number in sorted(trial.counts.items())}
    if args.json:
        print(json.dumps(found))
    else:
        print("\n".join(f"{name:<10} {value}" for name, value in found.items()))
    return 0
