"""Reading subscriptions and the newspapers of a day."""

from datetime import date

from django.db.models import Q, QuerySet, Sum

from guanjia.apps.safekeeping.models import PaperDay, Subscription
from guanjia.apps.safekeeping.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def list_subscriptions(actor: Actor, *, site_id: int | None = None) -> QuerySet[Subscription]:
    """Who gets which newspaper, in order of the papers and units."""
    rows = Subscription.objects.select_related("unit", "unit__group").filter(company_id=actor.company_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows.order_by("paper", "unit__code", "id")


def get_subscription(actor: Actor, subscription_id: int) -> Subscription:
    """One subscription. Raises ``NotFound``."""
    found = list_subscriptions(actor).filter(pk=subscription_id).first()
    if found is None:
        raise NotFound
    return found


def subscriptions_on(site_id: int, paper: str, day: date) -> list[Subscription]:
    """Who gets a newspaper on a day. The caller has permitted itself."""
    rows = Subscription.objects.select_related("unit").filter(site_id=site_id, paper=paper)
    return list(rows.filter(_on(day)).order_by("unit__code", "id"))


def papers_of(site_id: int, day: date) -> list[tuple[str, int]]:
    """The newspapers of a day at a site, and how many copies of each are to come."""
    rows = Subscription.objects.filter(site_id=site_id).filter(_on(day))
    counted = rows.values("paper").annotate(copies=Sum("copies")).order_by("paper")
    return [(row["paper"], row["copies"]) for row in counted]


def _on(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))


def list_paper_days(actor: Actor, *, site_id: int | None = None) -> QuerySet[PaperDay]:
    """The newspapers counted, the latest day first."""
    rows = PaperDay.objects.filter(company_id=actor.company_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows.order_by("-day", "paper")


def get_paper_day(actor: Actor, paper_day_id: int) -> PaperDay:
    """One newspaper of one day. Raises ``NotFound``."""
    found = list_paper_days(actor).filter(pk=paper_day_id).first()
    if found is None:
        raise NotFound
    return found
