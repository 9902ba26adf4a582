"""What the clock starts."""

from datetime import datetime

from guanjia.apps.manuals import services
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope


def bring_into_force(at: datetime) -> int:
    """Editions whose day has come; then those whose time to read is over. Two looks at an index when nothing is due."""
    return services.enforce_due(at=at) + services.remind_due(at=at)


def ask_newcomers(at: datetime) -> int:
    """Once a day: who took up or gave up a post on a day that was named before."""
    count = 0
    for company in organisations.list_companies():
        with company_scope(company.pk):
            sites = [site.pk for site in organisations.list_sites(Actor.system(company.pk))]
        count += sum(services.ask_at_site(site_id, company_id=company.pk, at=at) for site_id in sites)
    return count
