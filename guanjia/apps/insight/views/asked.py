"""What the address asks for: a site, a day, a period, a paper."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.dateparse import parse_date

from guanjia.apps.insight.rules import period_of
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.terms import Per
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request

LONGEST = 3 * 366
"""Days of the longest period that can be asked for."""


def site_of(request: Request) -> int:
    """The site asked for, else the one chosen in the top bar. Raises ``NotFound`` where there is none; whether it may be
    watched is for the query to say."""
    wanted = request.GET.get("site", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
        return int(wanted)
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def site_named(site_id: int) -> Any:
    """The site, after a query has said that it may be watched."""
    return organisations.site(site_id)


def day_of(request: Request, name: str, default: date | None = None) -> date:
    """A day asked for, not after today; today (or ``default``) where there is none."""
    today = timezone.localtime(request.now).date()
    return min(_day(request.GET.get(name, "")) or default or today, today)


def period_asked(request: Request) -> Period[date]:
    """From a day up to a day, both included; the quarter it is where none is asked for."""
    today = timezone.localtime(request.now).date()
    first, last = _day(request.GET.get("from", "")), _day(request.GET.get("until", ""))
    if first is None and last is None:
        return period_of(Per.QUARTER, today)
    first = first or last or today
    last = min(max(last or first, first), first + timedelta(days=LONGEST))
    return Period(first, last + timedelta(days=1))


def number_asked(request: Request, name: str, choices: tuple[int, ...], default: int) -> int:
    """One of some numbers."""
    wanted = request.GET.get(name, "")
    return int(wanted) if wanted in {str(one) for one in choices} else default


def wants(request: Request, form: str) -> bool:
    """Whether the answer is asked for as "xlsx" or "paper"."""
    return request.GET.get("format") == form


def address(**asked: Any) -> str:
    """The part of an address after the path; empty values are left out."""
    kept = {name.rstrip("_"): value for name, value in asked.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else "?"


def _day(words: str) -> date | None:
    try:
        return parse_date(words)
    except ValueError:  # the shape of a date, and no such day
        return None
