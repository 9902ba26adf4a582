"""The paper of an entry: for the printer, and as a PDF."""

from __future__ import annotations

from django.http import HttpResponse

from guanjia.apps.registers import panels, paper, queries
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.terms import Can
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import chosen
from guanjia.ui.paper import as_pdf, pdf_answer, qr_drawing, why_not_together


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """The entry on A4, to be printed from the browser."""
    entry = queries.get_entry(request.actor, ref)
    kept = panels.on_paper(queries.register_of(entry))
    names = queries.names_in([entry])
    lines = panels.lines(entry, kept)
    return page(
        request,
        "registers/paper.html",
        entry=entry,
        values=panels.values(entry, kept, names, request.actor),
        texts=panels.texts(entry, kept, request.actor),
        tables=panels.tables(entry, kept, request.actor),
        drawn=panels.drawn(entry, kept, request.actor),
        facts=panels.frame(entry, kept, names),
        lines=[one for one in lines if one.given],
        site=entry.site,
        company=entry.site.company,
        number=entry.ref,
        title=str(kept.term.title),
        qr_svg=qr_drawing(request.build_absolute_uri(entry.get_absolute_url())),
        signatures=[*(one.post for one in lines if not one.given), *kept.term.paper.lines],
        columns=kept.term.paper.columns,
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, ref: str) -> HttpResponse:
    """The same paper as a PDF."""
    return _pdf(request, [queries.get_entry(request.actor, ref)], ref)


@screen(can=Can.SEE)
def show_pdfs(request: Request) -> HttpResponse:
    """The papers of the chosen entries in one PDF, in the order chosen."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    return _pdf(request, queries.get_entries(request.actor, refs), "entries")


def _pdf(request: Request, entries: list[Entry], name: str) -> HttpResponse:
    root = request.build_absolute_uri("/")
    papers = paper.of_entries(entries, root=root, actor=request.actor, at=request.now)
    return pdf_answer(as_pdf(papers), name)
