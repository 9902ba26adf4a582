"""Papers and labels: for the printer, and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.safekeeping import paper, queries
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.apps.safekeeping.terms import Can
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import chosen
from guanjia.ui.paper import Paper, as_pdf, pdf_answer, qr_drawing, why_not_together


@dataclass(frozen=True)
class Label:
    """A label as it is stuck on."""

    item: KeptItem
    svg: SafeString


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """Register and receipt on A4, to be printed from the browser."""
    item = queries.get_item(request.actor, ref)
    signatures = documents.signatures_for(item.ref)
    sheet = _paper(request, item, signatures)
    return page(
        request,
        "safekeeping/paper.html",
        sheet=sheet,
        signed=signatures,
        company=item.site.company,
        site=item.site,
        number=item.ref,
        title=sheet.title,
        qr_svg=qr_drawing(sheet.address),
        signatures=sheet.blanks,
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, ref: str) -> HttpResponse:
    """The same paper as a PDF."""
    item = queries.get_item(request.actor, ref)
    return pdf_answer(as_pdf([_paper(request, item, documents.signatures_for(ref))]), ref)


@screen(can=Can.SEE)
def show_pdfs(request: Request) -> HttpResponse:
    """The papers of the chosen things in one PDF."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    items = [queries.get_item(request.actor, ref) for ref in refs]
    papers = [_paper(request, one, documents.signatures_for(one.ref)) for one in items]
    return pdf_answer(as_pdf(papers), "safekeeping")


@screen(can=Can.SEE)
def show_batch_pdf(request: Request, ref: str) -> HttpResponse:
    """The list of a batch as a PDF."""
    batch = queries.get_batch(request.actor, ref)
    sheet = paper.of_batch(
        batch,
        queries.items_of_batch(batch),
        documents.signatures_for(ref),
        address=request.build_absolute_uri(batch.get_absolute_url()),
        actor=request.actor,
        at=request.now,
    )
    return pdf_answer(as_pdf([sheet]), ref)


@screen(can=Can.SEE)
def show_labels(request: Request) -> HttpResponse:
    """Labels with a code for the chosen things."""
    items = queries.get_items(request.actor, chosen(request))
    labels = [Label(one, qr_drawing(request.build_absolute_uri(one.get_absolute_url()))) for one in items]
    return page(request, "safekeeping/labels.html", labels=labels, title=_("Labels"))


def _paper(request: Request, item: KeptItem, signatures: list[Any]) -> Paper:
    return paper.of_item(
        item,
        signatures,
        address=request.build_absolute_uri(item.get_absolute_url()),
        actor=request.actor,
        at=request.now,
    )
