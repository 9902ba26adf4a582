"""The board of what is out, and the counter: a number, and it is lent or taken back."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guanjia.apps.custody import queries
from guanjia.apps.custody.lists import LoanList, with_due
from guanjia.apps.custody.models import Piece
from guanjia.apps.custody.terms import Can, PieceState
from guanjia.apps.custody.views.asked import rights, site_of, tabs
from guanjia.ui.http import Request, page, screen


@screen(can=Can.SEE)
def board(request: Request) -> HttpResponse:
    """What is out now, overdue first."""
    site_id = site_of(request)
    rows = with_due(queries.list_loans(request.actor, site_id))
    return LoanList(request, rows).answer(
        "custody/board.html", title=_("What is out now"), tabs=tabs("board"), **rights(request, site_id)
    )


@screen(can=Can.LEND)
def counter(request: Request) -> HttpResponse:
    """One line for numbers and codes. What is in goes to its loan, what is out to its return; several are offered."""
    site_id = site_of(request)
    text = request.GET.get("q", "").strip()[:300]
    found = queries.at_counter(request.actor, site_id, text) if text else []
    if len(found) == 1 and (url := _next(found[0])):
        return HttpResponseRedirect(f"{url}?{urlencode({'next': reverse('custody:counter')})}")
    overdue = queries.list_overdue(request.actor, site_id, request.now)
    return page(
        request,
        "custody/counter.html",
        title=_("Lend or take back"),
        text=text,
        found=found,
        overdue=list(overdue[:10]),
        now=request.now,
    )


def _next(piece: Piece) -> str:
    """Where a piece at the counter leads: out, back in, or to its page where there is more than one way."""
    if piece.state == PieceState.OUT:
        loan = queries.open_loan_of(piece)
        return reverse("custody:take_back", args=[loan.ref]) if loan else piece.get_absolute_url()
    if piece.state == PieceState.IN and not piece.is_stock:
        return reverse("custody:lend", args=[piece.pk])
    return piece.get_absolute_url()
