"""The page of a case, the list of cases, the paper form."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.cases import panels, queries
from guanjia.apps.cases.lists import CaseList
from guanjia.apps.cases.terms import Can
from guanjia.apps.cases.views.steps import ASKED
from guanjia.ui.http import Request, page, screen
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
        closed_steps=[step for step in steps if not step["option"].enabled],  # type: ignore[attr-defined]
        follow_url=request.build_absolute_uri(reverse("open:follow", args=[shown.case.token])),
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
        title=shown.case.title,
        number=shown.case.ref,
        qr_svg=panels.qr_drawing(follow_url),
        signatures=[_("Handler"), _("Return visit by"), _("Customer")],
    )
