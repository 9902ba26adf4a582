"""Which sites an actor may watch, and the days of a site as moments."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.insight.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound


def watched(actor: Actor, site_id: int) -> None:
    """Raises ``NotFound`` for a site the actor may not watch."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    if organisations.site(site_id).company_id != actor.company_id:
        raise NotFound


def watched_sites(actor: Actor) -> list[Any]:
    """The sites of the company the actor may watch, in order of their numbers; one query."""
    sites = organisations.list_sites(actor)
    return list(sites if actor.is_system else sites.filter(pk__in=actor.sites_with(Can.SEE)))


def moments(site_id: int, period: Period[date]) -> tuple[datetime, datetime]:
    """When a period of days begins and ends at a site."""
    zone = ZoneInfo(organisations.site(site_id).timezone)
    return datetime.combine(period.start, time.min, zone), datetime.combine(period.end, time.min, zone)


def today_at(site_id: int, at: datetime) -> date:
    """The day it is at a site."""
    return at.astimezone(ZoneInfo(organisations.site(site_id).timezone)).date()
