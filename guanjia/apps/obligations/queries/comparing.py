"""Holding the tally against the rows it counts."""

from collections import defaultdict
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from guanjia.apps.obligations.models import Obligation, TallyLine
from guanjia.apps.obligations.terms import COUNTED, STANDING
from guanjia.apps.organisations import queries as organisations

_NAME = ("day", "pack", "clause", "duty")


def differences(site_id: int) -> dict[tuple[date, str, str, str], tuple[int, ...]]:
    """What the tally of a site lacks, by day, pack, clause and duty, in the order of ``terms.COUNTED``; empty is as it must be.

    Rows and lines are read by one statement, so that both are of one moment.
    """
    zone = ZoneInfo(organisations.site(site_id).timezone)
    rows = Obligation.objects.filter(site_id=site_id).annotate(day=TruncDate("due_at", tzinfo=zone))
    counted = rows.values(*_NAME).annotate(
        **{f"n_{one}": Count("pk", filter=_stands(one)) for one in COUNTED}
    )
    lines = TallyLine.objects.filter(site_id=site_id).values(*_NAME)
    summed = lines.annotate(**{f"n_{one}": Sum(one) * -1 for one in COUNTED})
    lacking: dict[tuple[date, str, str, str], list[int]] = defaultdict(lambda: [0] * len(COUNTED))
    for day, pack, clause, duty, *numbers in _plain(counted).union(_plain(summed), all=True):
        total = lacking[day, pack, clause, duty]
        for place, number in enumerate(numbers):
            total[place] += number
    return {name: tuple(numbers) for name, numbers in lacking.items() if any(numbers)}


def _plain(grouped: Any) -> Any:
    return grouped.order_by().values_list(*_NAME, *(f"n_{one}" for one in COUNTED))


def _stands(standing: str) -> Q:
    return Q(state__in=[state.value for state, column in STANDING.items() if column == standing])
