"""The one thing the app writes: a period that is over is closed, and its figures are told, once.

A row for each kind of period at a site says up to which day that is done. It is locked, the figures are read, fact and
messages written and the row moved on in one transaction: killed anywhere, nothing is lost or told twice. After a time
when nothing ran, every period that ended meanwhile is closed, in order.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from guanjia.apps.insight.events import PeriodClosed
from guanjia.apps.insight.models import Closing
from guanjia.apps.insight.queries.measuring import Reading, readings
from guanjia.apps.insight.queries.sites import today_at
from guanjia.apps.insight.rules import figure_of, period_of
from guanjia.apps.insight.terms import CLOSED, Can, Health, period_words
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Draft
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Measure, Per, TargetKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.periods import Period
from guanjia.kernel.scope import across_companies, company_scope

MORNING = time(8)
"""When figures leave the house, on the day after the period; in the product they are there at once."""


def close_periods(*, at: datetime) -> int:
    """Close every period that has ended at its site; answers how many."""
    closed = 0
    with across_companies(reason="closing periods"):
        companies = organisations.list_companies()
    for company in companies:
        system = Actor.system(company.pk, "insight")
        with company_scope(company.pk):
            for site in organisations.list_sites(system):
                for per in _begun(site.pk, at):
                    while _close_next(site.pk, per, system, at):
                        closed += 1
    return closed


def _begun(site_id: int, at: datetime) -> list[Per]:
    """The kinds of period a site has measures of. One that is new begins with the period under way: what was before, is not told."""
    known = {row.per: row.until for row in Closing.objects.filter(site_id=site_id)}
    found = {
        measure.per
        for here in rulebook.rules_of(site_id).in_force(at)
        for measure in here.pack.measures.values()
    }
    today = today_at(site_id, at)
    for per in found - known.keys():
        Closing.objects.get_or_create(
            site_id=site_id, per=per, defaults={"until": period_of(per, today).start}
        )
    return [per for per in Per if per in found and period_of(per, known.get(per, today)).end <= today]


def _close_next(site_id: int, per: Per, by: Actor, at: datetime) -> bool:
    """Close the earliest period that is not; False when none has ended."""
    with transaction.atomic():
        row = Closing.objects.select_for_update().get(site_id=site_id, per=per)
        period = period_of(per, row.until)
        if period.end > today_at(site_id, at):
            return False
        row.until = period.end
        row.save(update_fields=["until"])
        _tell(site_id, per, period, by, at)
        return True


def _tell(site_id: int, per: Per, period: Period[date], by: Actor, at: datetime) -> None:
    over = datetime.combine(period.end, time.min, ZoneInfo(organisations.site(site_id).timezone))
    wanted = [
        (measure, here, period)
        for here in rulebook.rules_of(site_id).in_force(over)
        for measure in here.pack.measures.values()
        if measure.per is per
    ]
    found = readings(site_id, wanted, at)
    if not found:
        return
    drafts = list(_drafts(site_id, per, period, found, over, at))
    fact = PeriodClosed(
        site_id=site_id,
        ref=site_ref(site_id),
        per=per.value,
        start=period.start,
        end=period.end,
        figures=tuple(_figure(one) for one in found),
        told=tuple(draft.staff_id for draft in drafts),
    )
    record(fact, by=by, at=at)
    messaging.notify_many(drafts, at=at)


def _drafts(
    site_id: int, per: Per, period: Period[date], found: list[Reading], over: datetime, at: datetime
) -> Iterable[Draft]:
    """One message for each recipient, with the figures that are theirs."""
    theirs: dict[int, list[Reading]] = defaultdict(list)
    for one in found:
        for staff_id in recipients(site_id, one.measure, one.here, at):
            theirs[staff_id].append(one)
    morning = datetime.combine(period.end, MORNING, over.tzinfo)
    for staff_id, mine in sorted(theirs.items()):
        yield Draft(
            company_id=organisations.site(site_id).company_id,
            site_id=site_id,
            staff_id=staff_id,
            kind=CLOSED,
            params={
                "period": period_words(per, period),
                "site": organisations.site(site_id).name,
                "off": sum(one.health is Health.OFF for one in mine),
                "figures": {
                    "zh": "；".join(
                        f"{one.measure.title.zh} {figure_of(one.measure, one.value)}" for one in mine
                    ),
                    "en": "; ".join(
                        f"{one.measure.title.en} {figure_of(one.measure, one.value)}" for one in mine
                    ),
                },
            },
            link=f"/insight/measures/?site={site_id}&day={period.start}",
            about=f"{site_ref(site_id)}:{per.value}:{period.start}",
            not_before=max(morning, at),
        )


def recipients(site_id: int, measure: Measure, here: InForce, at: datetime) -> list[int]:
    """Whom a measure's figures are told: the holders of its posts, of an empty post those above it.

    A measure that names nobody is told to those who watch the board and decide about rulebooks: the managers.
    """
    posts = [target.post for target in measure.recipients if target.kind is TargetKind.POST]
    if not posts:
        posts = [
            post.key
            for post in organisations.list_posts(site_id)
            if {Can.SEE.value, "rulebook.adopt"} <= set(post.capabilities)
        ]
    found: dict[int, None] = {}
    for post in posts:
        line = (post, *organisations.line_above(site_id, post), *here.pack.line_above(post))
        found |= dict.fromkeys(
            next((ids for one in line if (ids := organisations.holder_ids(site_id, one, at))), ())
        )
    return list(found)


def _figure(one: Reading) -> dict[str, object]:
    return {
        "pack": one.here.pack.key,
        "measure": one.measure.key,
        "value": None if one.value is None else f"{one.value:g}",
        "count": one.count,
        "of": one.of,
        "health": one.health.value,
    }
