"""Originals that are asked for, out, and back."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.archives import history, panels, queries, services
from guanjia.apps.archives.forms import BackForm, LoanForm, ReasonForm
from guanjia.apps.archives.lists import LoanList
from guanjia.apps.archives.models import File, FiledPaper, PaperLoan
from guanjia.apps.archives.terms import Can, LoanState
from guanjia.apps.archives.views.common import rights, site_of, staff_of, tabs, whose_of
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.SEE)
def list_loans(request: Request) -> HttpResponse:
    """What is asked for or out."""
    rows = queries.list_loans(request.actor, site_of(request))
    return LoanList(request, rows).answer(
        "archives/list.html", title=_("Originals lent"), tabs=tabs(request, "loans")
    )


@screen(can=Can.SEE)
def show_loan(request: Request, ref: str) -> HttpResponse:
    """One loan, and the steps that may be taken now."""
    loan = queries.get_loan(request.actor, ref)
    clocks = [one for one in obligations.for_thread(request.actor, loan.file.thread) if one.ref == ref]
    return page(
        request,
        "archives/loan.html",
        loan=loan,
        facts=panels.loan_facts(loan),
        history=history.of_thing(ref),
        obligations=clocks,
        is_late=loan.is_late(request.now),
        decides=loan.state == LoanState.ASKED and loan.staff_id != request.actor.id,
        is_approved=loan.state == LoanState.APPROVED,
        is_open=loan.state in (LoanState.ASKED, LoanState.APPROVED),
        **rights(request, loan.site_id),
    )


@verb(can=Can.ASK)
def borrow(request: Request, ref: str) -> HttpResponse:
    """Ask for the original of a paper."""
    paper = queries.get_paper(request.actor, ref)
    title = _("Borrow the original: %(title)s") % {"title": paper.title}
    return _borrow(request, paper.file, paper, title, paper.get_absolute_url())


@verb(can=Can.ASK)
def borrow_binder(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """Ask for the whole binder."""
    whose = whose_of(request, unit_id, person_id)
    file = queries.dossier_of(request.actor, whose, request.now).file
    if file is None:
        raise NotFound
    title = _("Borrow the binder: %(name)s") % {"name": whose.name}
    return _borrow(request, file, None, title, whose.url)


def _borrow(request: Request, file: File, paper: FiledPaper | None, title: str, back: str) -> HttpResponse:
    permit(request.actor, Can.ASK, file)
    initial = {"staff_id": request.actor.id or ""}
    form = LoanForm.of(request, staff=staff_of(request, file.site_id), initial=initial)
    if form.ready():
        loan = services.ask_loan(file, by=request.actor, at=request.now, paper=paper, **form.given)
        return done(request, loan, _("%(ref)s waits for approval.") % {"ref": loan.ref})
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("Ask for approval"), back=back)


@verb(can=Can.APPROVE, ask=gettext_lazy("Approve this loan?"))
def approve(request: Request, ref: str) -> HttpResponse:
    """Approve a loan."""
    loan = queries.get_loan(request.actor, ref)
    services.approve_loan(loan, by=request.actor, at=request.now)
    return done(request, loan, _("Approved. It can be handed out now."))


@verb(can=Can.APPROVE)
def decline(request: Request, ref: str) -> HttpResponse:
    """Decline a loan."""
    loan = queries.get_loan(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.decline_loan(loan, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, loan, _("Declined."))
    return _step(request, loan, form, _("Decline %(ref)s") % {"ref": ref}, _("Decline"))


@verb(can=Can.ASK, ask=gettext_lazy("Is this loan not wanted any more?"))
def withdraw(request: Request, ref: str) -> HttpResponse:
    """Withdraw a loan."""
    loan = queries.get_loan(request.actor, ref)
    services.withdraw_loan(loan, by=request.actor, at=request.now)
    return done(request, loan, _("Withdrawn."))


@verb(can=Can.LEND, ask=gettext_lazy("Hand the original out now?"))
def hand_out(request: Request, ref: str) -> HttpResponse:
    """Hand out what was approved."""
    loan = queries.get_loan(request.actor, ref)
    services.hand_out(loan, by=request.actor, at=request.now)
    return done(request, loan, _("Handed out."))


@verb(can=Can.LEND)
def take_back(request: Request, ref: str) -> HttpResponse:
    """Take an original back and count its pages."""
    loan = queries.get_loan(request.actor, ref)
    form = BackForm.of(request, initial={"pages_back": loan.pages})
    if form.ready():
        services.take_back(loan, by=request.actor, at=request.now, **form.given)
        return done(request, loan, _("%(ref)s is back.") % {"ref": ref})
    hint = _("%(pages)s pages went out.") % {"pages": loan.pages}
    return _step(request, loan, form, _("Take back %(ref)s") % {"ref": ref}, _("Take it back"), hint)


def _step(
    request: Request, loan: PaperLoan, form: Form, title: str, submit: str, hint: str = ""
) -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=submit,
        hint=hint,
        back=loan.get_absolute_url(),
    )
