"""Newspapers: who gets which, counted every day, bundled for the steward of each group."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.places import queries as places
from guanjia.apps.safekeeping import queries, rules
from guanjia.apps.safekeeping.events import PapersArrived, PapersMadeGood, Subscribed, SubscriptionEnded
from guanjia.apps.safekeeping.models import PaperDay, Subscription
from guanjia.apps.safekeeping.services.receiving import store
from guanjia.apps.safekeeping.services.telling import local_day
from guanjia.apps.safekeeping.terms import Arrival, Can, Delivery, Kind, Sort
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse


def subscribe(
    site_id: int, *, by: Actor, at: datetime, unit_id: int, paper: str, copies: int, from_on: date
) -> Subscription:
    """A unit gets a newspaper from a day on. Refuses one it gets already."""
    with transaction.atomic():
        permit_at(by, Can.RECEIVE, site_id)
        unit = places.locate_unit(site_id, unit_id=unit_id)
        if unit is None:
            raise NotFound
        again = Subscription.objects.filter(unit_id=unit_id, paper=paper.strip(), until_on=None).exists()
        refuse(_why_not_subscribe(paper, copies, again=again))
        row = Subscription(
            company_id=by.company_id,
            site_id=site_id,
            unit_id=unit_id,
            paper=paper.strip()[:60],
            copies=copies,
            from_on=from_on,
        )
        row.save(force_insert=True)
        event = Subscribed(
            site_id=site_id,
            ref=f"subscription:{row.pk}",
            paper=row.paper,
            unit=unit.code,
            copies=copies,
            from_on=from_on,
        )
        record(event, by=by, at=at)
    return row


def end_subscription(subscription: Subscription, *, by: Actor, at: datetime, until_on: date) -> Subscription:
    """A unit gets a newspaper no longer; ``until_on`` is the first day without."""
    with locked(subscription) as row:
        permit(by, Can.RECEIVE, row)
        refuse(_why_not_end(row, until_on))
        row.until_on = until_on
        row.save(update_fields=["until_on"])
        code = places.unit_codes([row.unit_id])[row.unit_id]
        event = SubscriptionEnded(
            site_id=row.site_id, ref=f"subscription:{row.pk}", paper=row.paper, unit=code, until_on=until_on
        )
        record(event, by=by, at=at)
    return row


def count_papers(
    site_id: int, *, by: Actor, at: datetime, paper: str, shelf: str, missing: Collection[int] = ()
) -> PaperDay:
    """Count today's copies of a newspaper against the list; what came is bundled by group, for its steward.

    ``missing`` are the ids of the subscriptions that went short. Refuses a second count of the day.
    """
    with transaction.atomic():
        permit_at(by, Can.RECEIVE, site_id)
        day = local_day(site_id, at)
        listed = queries.subscriptions_on(site_id, paper, day)
        short = [one for one in listed if one.pk in set(missing)]
        expected = sum(one.copies for one in listed)
        lost = sum(one.copies for one in short)
        again = PaperDay.objects.filter(site_id=site_id, paper=paper, day=day).exists()
        refuse(rules.why_not_papers(expected=expected, missing=lost, again=again))
        row = PaperDay(
            company_id=by.company_id,
            site_id=site_id,
            paper=paper,
            day=day,
            expected=expected,
            arrived=expected - lost,
            missing=[one.unit.code for one in short],
            at=at,
            by_name=by.name,
        )
        row.save(force_insert=True)
        _bundle(site_id, paper, day, [one for one in listed if one not in short], shelf, by=by, at=at)
        event = PapersArrived(
            site_id=site_id,
            ref=f"papers:{row.pk}",
            paper=paper,
            day=day,
            expected=expected,
            arrived=row.arrived,
            short=bool(lost),
        )
        record(event, by=by, at=at)
    return row


def make_papers_good(paper_day: PaperDay, *, by: Actor, at: datetime, note: str) -> PaperDay:
    """The missing copies came, or the carrier answered for them. Refuses where none is missing."""
    with locked(paper_day) as row:
        permit(by, Can.RECEIVE, row)
        refuse([_why_none_missing(row), rules.why_not_said(note)])
        row.made_good_at, row.made_good_note = at, note.strip()[:200]
        row.save(update_fields=["made_good_at", "made_good_note"])
        event = PapersMadeGood(
            site_id=row.site_id,
            ref=f"papers:{row.pk}",
            paper=row.paper,
            day=row.day,
            note=row.made_good_note,
        )
        record(event, by=by, at=at)
    return row


def _bundle(
    site_id: int,
    paper: str,
    day: date,
    listed: list[Subscription],
    shelf: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    groups: dict[int | None, list[Subscription]] = defaultdict(list)
    for one in listed:
        groups[one.unit.group_id].append(one)
    for group_id, rows in groups.items():
        arrival = Arrival(
            kind=Kind.MAIL,
            sort=Sort.NEWSPAPER,
            what=f"{paper} {day:%m-%d}",
            count=sum(one.copies for one in rows),
            shelf=shelf,
            delivery=Delivery.DOOR,
        )
        lines = [[one.unit.code, one.copies] for one in rows]
        store(site_id, by=by, at=at, arrival=arrival, group_id=group_id, lines=lines)


def _why_not_subscribe(paper: str, copies: int, *, again: bool) -> list[Refusal]:
    found = []
    if len(paper.strip()) < 2:
        found.append(Refusal("what_missing", _("Say which newspaper."), field="paper"))
    if not 1 <= copies <= 99:
        found.append(Refusal("bad_count", _("Write 1 to 99 copies."), field="copies"))
    if again:
        found.append(
            Refusal(
                "subscribed_already",
                _("This unit gets this newspaper already. End that first to change it."),
                field="paper",
            )
        )
    return found


def _why_not_end(row: Subscription, until_on: date) -> Refusal | None:
    if row.until_on is not None:
        return Refusal("ended_already", _("This subscription has ended. Nothing is to be done."))
    if until_on <= row.from_on:
        return Refusal("ends_before", _("Choose a day after it began."), field="until_on")
    return None


def _why_none_missing(row: PaperDay) -> Refusal | None:
    if row.short:
        return None
    return Refusal("none_missing", _("No copy of this newspaper is missing. Nothing is to be done."))
