"""Return visits: the queue nobody can starve, and what came of each."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.forms.visits import DissatisfiedForm, SatisfiedForm, UnreachedForm
from guanjia.apps.cases.lists import VisitList
from guanjia.apps.cases.models import ReturnVisit
from guanjia.apps.cases.panels import timeline
from guanjia.apps.cases.terms import Can
from guanjia.kernel import journal
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, View, done, page, screen, verb

ICONS = {
    "claim": "hand-grab",
    "release": "arrow-back-up",
    "record_satisfied": "mood-happy",
    "record_dissatisfied": "mood-sad",
    "record_unreached": "phone-off",
}


@screen(can=Can.VISIT)
def list_visits(request: Request) -> HttpResponse:
    """The queue: whom to visit next, what is in hand, and what came of the others."""
    if request.site is None:
        raise NotFound
    rows = queries.list_visits(request.actor, request.site.pk)
    return VisitList(request, rows).answer(
        title=_("Return visits"),
        template="cases/visits.html",
        in_hand=queries.visits_in_hand(request.actor),
        waiting=len(queries.visit_queue(request.actor, request.site.pk, request.now)),
        next_url=reverse("cases:next_visit"),
    )


@verb(can=Can.VISIT, ask=_("Take the visit that has waited longest?"))
def take_next(request: Request) -> HttpResponse:
    """Take the visit that has waited longest."""
    if request.site is None:
        raise NotFound
    visit = services.claim_next_visit(request.site.pk, by=request.actor, at=request.now)
    if visit is None:
        return done(request, "cases:visits", _("Nobody waits for a visit by you."))
    return done(request, _address(visit), _("Yours. Call the customer."))


@screen(can=Can.VISIT)
def show_visit(request: Request, ref: str) -> HttpResponse:
    """One visit: what was done, whom to call, what to ask."""
    visit = queries.get_visit(request.actor, ref)
    case = visit.case  # who makes the visit sees its case, be it another's cluster
    steps = [
        {
            "option": option,
            "url": reverse(f"cases:visit_{option.verb}", args=[ref]),
            "icon": ICONS[option.verb],
        }
        for option in queries.allowed_visit_steps(request.actor, visit, request.now)
    ]
    return page(
        request,
        "cases/visit.html",
        visit=visit,
        case=case,
        steps=[step for step in steps if step["option"].enabled],  # type: ignore[attr-defined]
        closed_steps=[step for step in steps if not step["option"].enabled],  # type: ignore[attr-defined]
        entries=timeline(journal.thread(case.ref)),
    )


@verb(can=Can.VISIT, ask=_("Take this visit?"))
def claim(request: Request, ref: str) -> HttpResponse:
    """Take one visit."""
    visit = services.claim_visit(queries.get_visit(request.actor, ref), by=request.actor, at=request.now)
    return done(request, _address(visit), _("Yours. Call the customer."))


@verb(can=Can.VISIT, ask=_("Put this visit back into the queue?"))
def release(request: Request, ref: str) -> HttpResponse:
    """Put a visit back."""
    visit = services.release_visit(queries.get_visit(request.actor, ref), by=request.actor, at=request.now)
    return done(request, _address(visit), _("Put back; it keeps its age."))


def _outcome(form_class: type[Form], do: Callable[..., Any], title: Text, said: Text) -> View:
    @verb(can=Can.VISIT)
    def record_outcome(request: Request, ref: str) -> HttpResponse:
        visit = queries.get_visit(request.actor, ref)
        form = form_class.of(request)
        if form.ready():
            do(visit, by=request.actor, at=request.now, **form.cleaned_data)
            return done(request, reverse("cases:case", args=[visit.case.ref]), said)
        return page(request, "ui/verb.html#form", form=form, title=title, submit=title, back=_address(visit))

    return record_outcome


record_satisfied = _outcome(
    SatisfiedForm,
    services.record_satisfied,
    _("Satisfied and signed"),
    _("Recorded. The case can be closed."),
)
record_dissatisfied = _outcome(
    DissatisfiedForm, services.record_dissatisfied, _("Dissatisfied"), _("Recorded. The case is open again.")
)
record_unreached = _outcome(
    UnreachedForm,
    services.record_unreached,
    _("Not reached"),
    _("Recorded; the visit comes again and keeps its age."),
)


def _address(visit: ReturnVisit) -> str:
    return reverse("cases:visit", args=[visit.ref])
