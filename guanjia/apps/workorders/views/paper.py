"""The paper form of an order (派工单): for the printer, and as a PDF."""

from __future__ import annotations

from django.http import HttpResponse

from guanjia.apps.documents import queries as documents
from guanjia.apps.workorders import paper, queries
from guanjia.apps.workorders.terms import Can
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import chosen
from guanjia.ui.paper import pdf_answer, why_not_together


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """The order on A4, to be printed from the browser."""
    order = queries.get_order(request.actor, ref)
    sheet = _sheet(request, ref)
    return page(
        request,
        "workorders/paper.html",
        sheet=sheet,
        order=order,
        site=order.site,
        company=order.site.company,
        number=order.ref,
        title=sheet.title,
        qr_svg=sheet.qr,
        signatures=sheet.signature_labels,
        signed=documents.signatures_for(order.ref),
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, ref: str) -> HttpResponse:
    """The same paper as a PDF."""
    return pdf_answer(paper.as_pdf([_sheet(request, ref)]), ref)


@screen(can=Can.SEE)
def show_pdfs(request: Request) -> HttpResponse:
    """The papers of the chosen orders in one PDF."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    return pdf_answer(paper.as_pdf([_sheet(request, ref) for ref in refs]), "work-orders")


def _sheet(request: Request, ref: str) -> paper.Sheet:
    order = queries.get_order(request.actor, ref)
    return paper.sheet(
        order,
        bill=queries.bill(order),
        signatures=documents.signatures_for(order.ref),
        address=request.build_absolute_uri(order.get_absolute_url()),
        actor=request.actor,
        at=request.now,
    )
