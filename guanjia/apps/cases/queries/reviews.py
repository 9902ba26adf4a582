"""What is unfinished at a site, and the reviews held."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.cases.models import Case, DailyReview, WeeklyList
from guanjia.apps.cases.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def unfinished_items(site_id: int, at: datetime, day: date) -> list[dict[str, Any]]:
    """Every unfinished case of a site as plain values, oldest first: how it stands, is it late, was a word said that day."""
    zone = ZoneInfo(organisations.site(site_id).timezone)
    cases = (
        Case.objects.filter(site_id=site_id)
        .unfinished()
        .select_related("handler")
        .order_by("received_at", "id")
    )
    return [_item(case, at, day, zone) for case in cases]


def get_review(actor: Actor, site_id: int, day: date) -> DailyReview:
    """The review of a day. Raises ``NotFound``."""
    found = DailyReview.objects.filter(company_id=actor.company_id, site_id=site_id, day=day).first()
    if found is None or not actor.can(Can.REVIEW, site_id):
        raise NotFound
    return found


def list_reviews(actor: Actor, site_id: int) -> list[DailyReview]:
    """The reviews of a site, latest first."""
    if not actor.can(Can.REVIEW, site_id):
        return []
    return list(
        DailyReview.objects.filter(company_id=actor.company_id, site_id=site_id).order_by("-day")[:60]
    )


def get_weekly_list(actor: Actor, site_id: int, monday: date) -> WeeklyList:
    """The list of a week. Raises ``NotFound``."""
    found = WeeklyList.objects.filter(company_id=actor.company_id, site_id=site_id, monday=monday).first()
    if found is None or not actor.can(Can.REVIEW, site_id):
        raise NotFound
    return found


def list_weekly_lists(actor: Actor, site_id: int) -> list[WeeklyList]:
    """The weekly lists of a site, latest first."""
    if not actor.can(Can.REVIEW, site_id):
        return []
    return list(
        WeeklyList.objects.filter(company_id=actor.company_id, site_id=site_id).order_by("-monday")[:60]
    )


def _item(case: Case, at: datetime, day: date, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "title": case.title,
        "kind": case.kind,
        "state": case.state,
        "complaint_class": case.complaint_class,
        "handler": case.handler.name,
        "received_at": case.received_at.isoformat(),
        "promised_at": case.promised_at.isoformat() if case.promised_at else "",
        "late": bool(case.promised_at and case.promised_at < at),
        "told_that_day": bool(case.told_at and case.told_at.astimezone(zone).date() == day),
        "urged": case.urged_at is not None,
    }
