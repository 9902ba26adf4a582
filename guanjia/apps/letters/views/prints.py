"""Papers on A4: for the printer, and as PDF, one or many."""

from django.http import HttpResponse

from guanjia.apps.letters import paper, queries
from guanjia.apps.letters.terms import Can, Kind
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, View, page, screen
from guanjia.ui.lists import chosen
from guanjia.ui.paper import pdf_answer, qr_drawing, why_not_together


def print_of(kind: Kind) -> View:
    """The paper of a kind, to be printed from the browser."""

    @screen(can=Can.SEE)
    def printed(request: Request, **asked: str) -> HttpResponse:
        (ref,) = asked.values()
        row = queries.get_paper(request.actor, kind, ref)
        made = paper.of(row, root=request.build_absolute_uri("/"), actor=request.actor, at=request.now)
        return page(
            request,
            "letters/print.html",
            made=made,
            row=row,
            company=row.site.company,
            site=row.site,
            number=made.number,
            title=made.title,
            qr_svg=qr_drawing(made.address),
        )

    printed.__doc__ = f"The paper: {kind.name.lower()}."
    return printed


def pdf_of(kind: Kind) -> View:
    """The same as PDF."""

    @screen(can=Can.SEE)
    def as_pdf(request: Request, **asked: str) -> HttpResponse:
        (ref,) = asked.values()
        return _pdf(request, [queries.get_paper(request.actor, kind, ref)], ref)

    as_pdf.__doc__ = f"The PDF: {kind.name.lower()}."
    return as_pdf


def pdfs_of(kind: Kind) -> View:
    """The papers of the chosen rows in one PDF."""

    @screen(can=Can.SEE)
    def as_pdfs(request: Request) -> HttpResponse:
        refs = chosen(request)
        refuse(why_not_together(len(refs)))
        return _pdf(request, queries.get_papers(request.actor, kind, refs), f"letters-{kind.value}")

    as_pdfs.__doc__ = f"Many PDFs: {kind.name.lower()}."
    return as_pdfs


def _pdf(request: Request, rows: list[object], name: str) -> HttpResponse:
    root = request.build_absolute_uri("/")
    made = [paper.of(one, root=root, actor=request.actor, at=request.now) for one in rows]
    return pdf_answer(paper.as_pdf(made), name)
