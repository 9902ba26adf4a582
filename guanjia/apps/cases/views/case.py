"""The page of a case, the list of cases, the paper form."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.cases import panels, paper, queries
from guanjia.apps.cases.lists import CaseList
from guanjia.apps.cases.terms import Can, case_offers, case_page
from guanjia.apps.cases.views.steps import ASKED
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import chosen
from guanjia.ui.paper import Paper, as_pdf, pdf_answer, why_not_together
from guanjia.ui.polling import polled

MAIN_BUTTONS = 4


@screen(can=Can.SEE)
def list_cases(request: Request) -> HttpResponse:
    """The cases of the site, as chips and search narrow them."""
    rows = queries.list_cases(request.actor, request.site.pk if request.site else None)
    return CaseList(request, rows).answer(title=_("Cases"), template="cases/list.html", key="cases")


@screen(can=Can.SEE)
def show_case(request: Request, ref: str) -> HttpResponse:
    """One case: facts, what happened, clocks, and the steps that would be accepted now."""
    shown = queries.case_page(request.actor, ref, request.now)
    steps = [
        {
            "option": option,
            "url": reverse(f"cases:{option.verb}", args=[ref]),
            "test": f"step-{option.verb}",
            "icon": ASKED[option.verb].icon if option.verb in ASKED else "lock-check",
        }
        for option in shown.steps
    ]
    open_steps = [step for step in steps if step["option"].enabled]  # type: ignore[attr-defined]
    next_steps = [step for step in open_steps if not step["option"].done]  # type: ignore[attr-defined]
    main_steps = next_steps[:MAIN_BUTTONS]
    return page(
        request,
        "cases/case.html",
        shown=shown,
        case=shown.case,
        facts=panels.case_facts(shown.case, request.actor),
        caller_facts=panels.caller_facts(shown.case, request.actor),
        entries=panels.timeline(shown.timeline),
        main_steps=main_steps,
        more_steps=[step for step in open_steps if step not in main_steps],
        offers=case_offers.of(request, shown.case),
        closed_steps=[step for step in steps if not step["option"].enabled],  # type: ignore[attr-defined]
        follow_url=request.build_absolute_uri(reverse("open:follow", args=[shown.case.token])),
        panels=case_page.panels(request, shown.case),
    )


@screen(can=Can.SEE)
def show_timeline(request: Request, ref: str) -> HttpResponse:
    """What happened, for the page that stays open: 304 while nothing does."""
    shown = queries.case_page(request.actor, ref, request.now)
    return polled(
        request,
        "cases/case.html#timeline",
        case=shown.case,
        entries=panels.timeline(shown.timeline),
        shown=shown,
    )


@screen(can=Can.SEE)
def print_case(request: Request, ref: str) -> HttpResponse:
    """The complaint sheet or reception record on paper, with places to sign."""
    shown = queries.case_page(request.actor, ref, request.now)
    follow_url = request.build_absolute_uri(reverse("open:follow", args=[shown.case.token]))
    return page(
        request,
        "cases/print.html",
        shown=shown,
        case=shown.case,
        facts=panels.case_facts(shown.case, request.actor),
        entries=panels.timeline(shown.timeline),
        title=paper.title_of(shown.case),
        number=shown.case.ref,
        qr_svg=panels.qr_drawing(follow_url),
        signatures=paper.signature_labels(),
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, ref: str) -> HttpResponse:
    """The same paper as a PDF."""
    return pdf_answer(as_pdf([_paper(request, ref)]), ref)


@screen(can=Can.SEE)
def show_pdfs(request: Request) -> HttpResponse:
    """The papers of the chosen cases in one PDF."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    return pdf_answer(as_pdf([_paper(request, ref) for ref in refs]), "cases")


def _paper(request: Request, ref: str) -> Paper:
    shown = queries.case_page(request.actor, ref, request.now)
    follow = request.build_absolute_uri(reverse("open:follow", args=[shown.case.token]))
    return paper.of_case(shown, address=follow, actor=request.actor, at=request.now)
