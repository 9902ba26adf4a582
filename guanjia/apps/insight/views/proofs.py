"""The proof of a clause for a period: what an auditor asks for."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.insight import queries
from guanjia.apps.insight.lists import ProofList
from guanjia.apps.insight.rules import periods_to
from guanjia.apps.insight.terms import Can, period_words
from guanjia.apps.insight.views.asked import address, period_asked, site_named, wants
from guanjia.apps.rulebook.terms import Per
from guanjia.kernel.periods import Period
from guanjia.ui.http import Request, page, screen

MOST_ON_PAPER = 1_000


@screen(can=Can.SEE)
def show_clause(request: Request, site_id: int, pack: str, clause: str) -> HttpResponse:
    """Every obligation of a clause that was due in a period: owner, due, met, evidence, breach and what was done about it."""
    period = period_asked(request)
    found = queries.proof_of(request.actor, site_id, pack, clause, period, request.now)
    shown = ProofList(request, found.rows)
    site = site_named(site_id)
    last = period.end - timedelta(days=1)
    context = {
        "proof": found,
        "whole": queries.whole_of(site_id, pack, clause, period, request.now),
        "site": site,
        "first": period.start,
        "last": last,
        "title": _("Proof of clause %(number)s") % {"number": clause},
    }
    if wants(request, "paper"):
        rows = shown.prepare(list(shown.found[:MOST_ON_PAPER]))
        return page(
            request,
            "insight/proof_paper.html",
            rows=rows,
            left_out=max(0, shown.count - MOST_ON_PAPER),
            signatures=[_("Drawn up by"), _("Checked by")],
            now=request.now,
            **context,
        )
    return shown.answer(
        template="insight/proof.html",
        quarters=list(_quarters(request, period)),
        board=f"{reverse('insight:board')}{address(site=site_id, pack=pack)}",
        **context,
    )


def _quarters(request: Request, period: Period[date]) -> Iterable[tuple[str, str, bool]]:
    """The month and quarters one click away: words, address, whether it is the one shown."""
    today = timezone.localtime(request.now).date()
    for per, number in ((Per.QUARTER, 4), (Per.MONTH, 1)):
        for one in reversed(periods_to(per, today, number)):
            last = one.end - timedelta(days=1)
            yield period_words(per, one), address(from_=one.start, until=last), one == period
