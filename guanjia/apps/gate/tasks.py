"""The clock's entrance."""

from datetime import datetime

from guanjia.apps.gate import services
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.scope import company_scope


def lapse(at: datetime) -> int:
    """Slips whose time is over run out, and announced visitors who did not come are noted; answers how many."""
    count = 0
    for company in organisations.list_companies():
        with company_scope(company.pk):
            count += services.lapse(at=at)
    return count
