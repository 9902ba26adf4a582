"""What the clock starts: the beat calls these with the moment; each costs a query or two when nothing is due."""

from datetime import datetime

from django.db.models import Max

from guanjia.apps.cases import services
from guanjia.apps.cases.models import DailyReview, WeeklyList
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.rules import reviews as rules
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope


def open_daily_review(at: datetime) -> int:
    """Make the reviews due whose hour has come, also of days missed; answers how many. Running it again does nothing."""
    count = 0
    for company in organisations.list_companies():
        with company_scope(company.pk):
            system = Actor.system(company.pk)
            latest = dict(
                DailyReview.objects.values("site_id").annotate(day=Max("day")).values_list("site_id", "day")
            )
            for site in organisations.list_sites(system):
                figures = parameters(site.pk)
                for day in rules.days_due(latest.get(site.pk), at, site.timezone, figures):
                    moment = rules.review_moment(day, site.timezone, figures)
                    services.open_review(site.pk, by=system, at=moment, day=day)
                    count += 1
    return count


def make_weekly_list(at: datetime) -> int:
    """Draw up the weekly lists whose hour has come and make their analysis due; answers how many."""
    count = 0
    for company in organisations.list_companies():
        with company_scope(company.pk):
            system = Actor.system(company.pk)
            latest = dict(
                WeeklyList.objects.values("site_id").annotate(day=Max("monday")).values_list("site_id", "day")
            )
            for site in organisations.list_sites(system):
                figures = parameters(site.pk)
                for monday in rules.weeks_due(latest.get(site.pk), at, site.timezone, figures):
                    moment = rules.weekly_moment(monday, site.timezone, figures)
                    services.open_weekly_list(site.pk, by=system, at=moment, monday=monday)
                    count += 1
    return count


def release_stale_claims(at: datetime) -> int:
    """Put back return visits that were taken and not made in time; answers how many."""
    count = 0
    for company in organisations.list_companies():
        with company_scope(company.pk):
            count += services.release_stale_claims(at=at)
    return count
