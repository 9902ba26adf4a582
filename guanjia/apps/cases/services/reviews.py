"""The daily review (日清日审) and the weekly list of what is unfinished."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.models import DailyReview, WeeklyList
from guanjia.apps.cases.queries.reviews import unfinished_items
from guanjia.apps.cases.rules import reviews as rules
from guanjia.apps.cases.rules.intake import tidy
from guanjia.apps.cases.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import refuse


def open_review(site_id: int, *, by: Actor, at: datetime, day: date) -> DailyReview:
    """Make the review of a day due, once; asking again changes nothing."""
    site = organisations.site(site_id)
    with transaction.atomic():
        permit(by, Can.REVIEW, site)
        review, new = DailyReview.objects.get_or_create(
            site_id=site_id, day=day, defaults={"company_id": site.company_id, "opened_at": at}
        )
        if new:
            record(events.ReviewDue(site_id=site_id, ref=review_ref(site_id, day), day=day), by=by, at=at)
        return review


def review_day(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    day: date,
    notes: str = "",
    item_notes: Mapping[str, str] | None = None,
) -> DailyReview:
    """Record that everything unfinished of a day was gone through: what it was is kept as it stood.

    ``item_notes`` are remarks by case number. Refused for a day to come and for one reviewed already.
    """
    with transaction.atomic():
        permit_at(by, Can.REVIEW, site_id)
        refuse(rules.why_not_day(day, _day_of(site_id, at)))
        opened = open_review(site_id, by=by, at=at, day=day)
        review = DailyReview.objects.select_for_update().get(pk=opened.pk)
        items = unfinished_items(site_id, at, day)
        remarks = {ref: tidy(text) for ref, text in (item_notes or {}).items() if text.strip()}
        refuse(
            [
                rules.why_not_again(review.reviewed_at is not None),
                *rules.why_not_remarks(remarks, {item["ref"] for item in items}),
            ]
        )
        review.items = [{**item, "note": remarks.get(item["ref"], "")} for item in items]
        review.notes, review.reviewed_at, review.reviewed_by_name = tidy(notes), at, by.name
        review.save(update_fields=["items", "notes", "reviewed_at", "reviewed_by_name"])
        record(
            events.Reviewed(
                site_id=site_id,
                ref=review_ref(site_id, day),
                day=day,
                count=len(items),
                late=sum(item["late"] for item in items),
                without_word=sum(not item["told_that_day"] for item in items),
            ),
            by=by,
            at=at,
        )
        return review


def open_weekly_list(site_id: int, *, by: Actor, at: datetime, monday: date) -> WeeklyList:
    """Draw up the unfinished items of a week and make their analysis due, once."""
    site = organisations.site(site_id)
    with transaction.atomic():
        permit(by, Can.REVIEW, site)
        weekly, new = WeeklyList.objects.get_or_create(
            site_id=site_id, monday=monday, defaults={"company_id": site.company_id, "opened_at": at}
        )
        if new:
            weekly.items = unfinished_items(site_id, at, rules.site_day(at, site.timezone))
            weekly.save(update_fields=["items"])
            record(
                events.WeeklyListDue(site_id=site_id, ref=weekly_ref(site_id, monday), day=monday),
                by=by,
                at=at,
            )
        return weekly


def make_weekly_list(site_id: int, *, by: Actor, at: datetime, monday: date, analysis: str) -> WeeklyList:
    """Complete the week's list with an analysis of why things are unfinished. Refused without one, or twice."""
    with transaction.atomic():
        permit_at(by, Can.REVIEW, site_id)
        refuse([rules.why_not_monday(monday, _day_of(site_id, at)), rules.why_not_analysis(analysis)])
        opened = open_weekly_list(site_id, by=by, at=at, monday=monday)
        weekly = WeeklyList.objects.select_for_update().get(pk=opened.pk)
        refuse(rules.why_not_again(weekly.made_at is not None))
        today = _day_of(site_id, at)
        if today < monday + timedelta(days=7):
            weekly.items = unfinished_items(site_id, at, today)
        weekly.analysis, weekly.made_at, weekly.made_by_name = tidy(analysis), at, by.name
        weekly.save(update_fields=["items", "analysis", "made_at", "made_by_name"])
        record(
            events.WeeklyListMade(
                site_id=site_id, ref=weekly_ref(site_id, monday), day=monday, count=len(weekly.items)
            ),
            by=by,
            at=at,
        )
        return weekly


def review_ref(site_id: int, day: date) -> str:
    """The reference of a day's review in the journal ("DR-2026-08-01"; a second site's with its prefix)."""
    return f"{organisations.site(site_id).ref_prefix}DR-{day.isoformat()}"


def weekly_ref(site_id: int, monday: date) -> str:
    """The reference of a week's list in the journal."""
    return f"{organisations.site(site_id).ref_prefix}WL-{monday.isoformat()}"


def _day_of(site_id: int, at: datetime) -> date:
    """The site's own day at a moment."""
    return rules.site_day(at, organisations.site(site_id).timezone)
