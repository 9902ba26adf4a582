"""Paper: the cover and contents of a file on A4, and labels for the shelf."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from guanjia.apps.archives import labels, paper, queries
from guanjia.apps.archives.terms import Can, Holder
from guanjia.apps.archives.views.common import site_of, whose_of
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.http import Request, page, screen
from guanjia.ui.paper import as_pdf, pdf_answer, qr_drawing


@screen(can=Can.SEE)
def show_contents(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """The cover and the contents of a file (卷内目录), to be printed from the browser."""
    whose = whose_of(request, unit_id, person_id)
    dossier = queries.dossier_of(request.actor, whose, request.now)
    site = organisations.site(whose.site_id)
    return page(
        request,
        "archives/contents.html",
        whose=whose,
        pairs=paper.pairs(dossier),
        heads=paper.heads(),
        lines=paper.lines(dossier),
        lacking=paper.lacking(dossier),
        site=site,
        company=site.company,
        number=dossier.file.ref if dossier.file else whose.name,
        title=paper.title_of(dossier),
        qr_svg=qr_drawing(request.build_absolute_uri(whose.url)),
        signatures=paper.blanks(),
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """The same as a PDF."""
    whose = whose_of(request, unit_id, person_id)
    dossier = queries.dossier_of(request.actor, whose, request.now)
    sheet = paper.of_dossier(
        dossier, address=request.build_absolute_uri(whose.url), actor=request.actor, at=request.now
    )
    return pdf_answer(as_pdf([sheet]), f"file-{whose.of}-{whose.pk}")


@screen(can=Can.SEE)
def show_labels(request: Request) -> HttpResponse:
    """Labels for the backs of binders: ``?unit=`` or ``?person=`` of one, else of all units; ``?of=person`` of all customers."""
    site_id = site_of(request)
    of, ids = _chosen(request)
    found = queries.dossiers(request.actor, site_id, request.now, of, ids)
    root = request.build_absolute_uri("/")
    made = labels.labels([one for one in found if one.slots or one.file], root)
    return page(
        request,
        "archives/labels.html",
        labels=made,
        site=organisations.site(site_id),
        title=_("Shelf labels"),
    )


def _chosen(request: Request) -> tuple[Holder, list[int] | None]:
    for of in Holder:
        given = request.GET.get(of.value, "")
        if given.isascii() and given.isdigit() and len(given) < 19:
            return of, [int(given)]
    return (Holder.PERSON if request.GET.get("of") == Holder.PERSON else Holder.UNIT), None
