"""What registering a case costs: number, owner and handler, case, journal and running duties, durably committed.

Own database on PostgreSQL, created and dropped. An estate of 1,865 units in five groups with the estate desk's rulebook in
force and everybody on duty; cases come one after the other by ``services.receive``, each in its own transaction with
the server's ordinary durability. Three mixes: a repair of a known unit told to the front desk, the same with its work
order issued at once, and a complaint. The last line is JSON; ``ms`` is the median of the first mix.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from _ground import own_database

GROUPS = {"A": 233, "B": 379, "C": 432, "D": 602, "E": 219}
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
PEER = "Odoo 18 with OCA helpdesk, one ticket: 18 ms, 20 queries, no clocks (quoted, not run here)"


def main() -> int:
    """Make the database, measure, print a table and one JSON line, drop the database."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=1_000, help="cases of each mix")
    options.add_argument("--before", type=int, default=2_000, help="cases registered before measuring")
    args = options.parse_args()
    with own_database("intake"):
        result = measure(args.before, args.cases)
    print(json.dumps(result))
    return 0


def build_estate() -> dict[str, Any]:
    """Company, site, posts, people on duty, units, tree of matters, rulebook."""
    from guanjia.apps.cases import services as cases
    from guanjia.apps.organisations import services as organisations
    from guanjia.apps.places.models import Building, Group, Unit
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.scope import company_scope

    company = organisations.found_company(code="BENCH", name="量度物业")
    system = Actor.system(company.pk)
    with company_scope(company.pk):
        site = organisations.open_site(by=system, code="BENCH", name="量度城")
        posts = organisations.open_posts(site, by=system, pack="estate_desk")
        people: dict[str, Any] = {}
        staffed = [("front_desk", ()), ("duty_officer", ()), ("cs_supervisor", ()), ("cs_manager", ())]
        staffed += [("steward", (code,)) for code in GROUPS]
        for post, groups in staffed:
            person = organisations.hire(by=system, name=f"{post}{''.join(groups)}")
            organisations.appoint(
                person, posts[post], by=system, at=NOW, from_on=date(2026, 1, 1), group_codes=groups
            )
            start = NOW - timedelta(hours=2)
            organisations.plan_shift(
                posts[post], person, by=system, at=NOW, from_at=start, until_at=start + timedelta(hours=24)
            )
            people[post] = person
        units = []
        for code, count in GROUPS.items():
            group = Group.objects.create(site=site, code=code, name=code)
            building = Building.objects.create(site=site, group=group, code=f"{code}1", name=f"{code}1栋")
            rows = [
                Unit(
                    site=site,
                    group=group,
                    building=building,
                    code=f"{code}1-{number:04d}",
                    area=90,
                    search="",
                )
                for number in range(count)
            ]
            units += Unit.objects.bulk_create(rows)
        cases.load_classification(by=system, at=NOW)
        rulebook.adopt(site.pk, by=system, at=NOW - timedelta(days=1), pack="estate_desk")
    return {"company": company, "site": site, "people": people, "units": units}


def measure(before: int, count: int) -> dict[str, Any]:
    """Fill, then time each mix and count its queries."""
    from guanjia.apps.cases import queries, services
    from guanjia.apps.organisations import queries as organisations
    from guanjia.kernel.scope import company_scope

    estate = build_estate()
    with company_scope(estate["company"].pk):
        desk = organisations.actor_for_staff(estate["people"]["front_desk"].pk, NOW)
        leak, noise = (queries.get_classification(key) for key in ("home.water.leak", "order.noise.works"))
        assert leak is not None
        assert noise is not None
        source = random.Random(20260302)

        def receive(**more: Any) -> None:
            unit = source.choice(estate["units"])
            moment = NOW + timedelta(seconds=source.randrange(60))
            services.receive(
                by=desk,
                at=moment,
                received_at=moment - timedelta(minutes=1),
                site_id=estate["site"].pk,
                channel="phone",
                title="厨房水龙头漏水",
                description="业主来电，厨房水龙头漏水，请派人查看。",
                caller_name="王先生",
                caller_phone=f"138{source.randrange(10**8):08d}",
                unit_id=unit.pk,
                **more,
            )

        mixes: dict[str, Callable[[], None]] = {
            "repair of a known unit": lambda: receive(kind="repair", classification_id=leak.pk),
            "… with its work order": lambda: receive(
                kind="repair", classification_id=leak.pk, dispatch_now=True
            ),
            "complaint": lambda: receive(kind="complaint", classification_id=noise.pk),
        }
        for _ in range(before):
            mixes["repair of a known unit"]()
        _analyse()
        print(f"{'each ' + format(count, ',') + ' times':<28} {'median':>9} {'p95':>9} {'queries':>8}")
        found = {name: _timed(name, work, count) for name, work in mixes.items()}
    print(f"peer: {PEER}")
    first = found["repair of a known unit"]
    return {
        "ms": first["ms"],
        "p95_ms": first["p95_ms"],
        "queries": first["queries"],
        "ms_with_work_order": found["… with its work order"]["ms"],
        "ms_complaint": found["complaint"]["ms"],
        "peer_ms": 18,
        "peer_queries": 20,
    }


def _timed(name: str, work: Callable[[], None], count: int) -> dict[str, Any]:
    queries = _count_queries(work)
    took = []
    for _ in range(count):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    median, high = statistics.median(took), took[int(len(took) * 0.95)]
    print(f"{name:<28} {median:>6.2f} ms {high:>6.2f} ms {queries:>8}")
    return {"ms": round(median, 2), "p95_ms": round(high, 2), "queries": queries}


def _count_queries(work: Callable[[], None]) -> int:
    """Statements between begin and commit, without these two."""
    from django.db import connection

    seen = 0

    def note(execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal seen
        seen += 1
        return execute(statement, params, many, context)

    with connection.execute_wrapper(note):
        work()
    return seen


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    raise SystemExit(main())
