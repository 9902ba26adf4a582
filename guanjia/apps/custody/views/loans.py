"""One loan, and the steps of its life."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.custody import history, panels, paper, queries, services
from guanjia.apps.custody.forms import (
    EntrustForm,
    ExtendForm,
    HandOutForm,
    HandOverForm,
    LendForm,
    LossForm,
    ReasonForm,
    TakeBackForm,
)
from guanjia.apps.custody.models import Loan, Piece
from guanjia.apps.custody.terms import BorrowerKind, Can, LoanState, Way
from guanjia.apps.custody.views.asked import rights, staff_of
from guanjia.apps.documents import queries as documents
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.places import queries as places
from guanjia.kernel.permissions import permit
from guanjia.ui.http import Request, done, page, revealed, safe_url, screen, verb
from guanjia.ui.paper import as_pdf, pdf_answer, qr_drawing


@screen(can=Can.SEE)
def show_loan(request: Request, ref: str) -> HttpResponse:
    """Everything about one loan, and the steps that may be taken now."""
    loan = queries.get_loan(request.actor, ref)
    clocks = [
        one
        for one in obligations.for_thread(request.actor, loan.piece.ref)
        if one.ref in (ref, loan.piece.ref)
    ]
    decides = loan.state == LoanState.ASKED and loan.approver_post in request.actor.posts
    return page(
        request,
        "custody/loan.html",
        loan=loan,
        facts=panels.loan_facts(loan, request.actor),
        history=history.of_loan(loan),
        signatures=documents.signatures_for(ref),
        obligations=clocks,
        is_late=loan.is_late(request.now),
        decides=decides and loan.staff_id != request.actor.id,
        is_issue=loan.way == Way.ISSUE,
        **rights(request, loan.site_id),
    )


@verb(can=Can.LEND)
def lend(request: Request, piece_id: int) -> HttpResponse:
    """Lend a piece."""
    piece = queries.get_piece(request.actor, piece_id)
    permit(request.actor, Can.LEND, piece)
    kind = piece.kind
    form = LendForm.of(
        request,
        piece=piece,
        staff=staff_of(request, piece.site_id),
        initial={
            "due_at": _typed(queries.usual_due(kind, request.now)),
            "deposit_fen": kind.deposit_fen or None,
            "fee_fen": kind.fee_fen or None,
            "borrower_kind": BorrowerKind.STAFF if piece.kind.family == "key" else BorrowerKind.RESIDENT,
        },
    )
    if form.ready():
        loan = services.lend(piece, by=request.actor, at=request.now, **form.given)
        if loan.state == LoanState.ASKED:
            said = _("%(ref)s waits for approval.") % {"ref": loan.ref}
        else:
            said = _("%(number)s is lent to %(name)s.") % {"number": piece.number, "name": loan.borrower}
        return done(request, loan, said)
    return page(
        request,
        "custody/lend.html#form",
        form=form,
        piece=piece,
        title=_("Lend %(number)s") % {"number": piece.number},
        submit=_("Ask for approval") if kind.needs_approval else _("Lend"),
        next=_next(request),
        back=_next(request) or piece.get_absolute_url(),
    )


@verb(can=Can.LEND)
def hand_over(request: Request, unit_id: int) -> HttpResponse:
    """Hand over for good what belongs to a unit: keys and cards at move-in."""
    unit = places.get_unit(request.actor, unit_id)
    permit(request.actor, Can.LEND, unit)
    pieces = [one for one in queries.pieces_of_unit(request.actor, unit.site_id, unit.pk) if one.left]
    title = _("Hand over the keys and cards of %(unit)s") % {"unit": unit.code}
    back = reverse("places:unit", args=[unit.pk])
    return _hand_over(request, pieces, title, back, chosen=[str(one.pk) for one in pieces])


@verb(can=Can.LEND)
def issue(request: Request, piece_id: int) -> HttpResponse:
    """Hand one piece over for good."""
    piece = queries.get_piece(request.actor, piece_id)
    permit(request.actor, Can.LEND, piece)
    title = _("Hand over %(number)s") % {"number": piece.number}
    return _hand_over(request, [piece], title, piece.get_absolute_url(), chosen=[str(piece.pk)])


def _hand_over(
    request: Request, pieces: list[Piece], title: str, back: str, *, chosen: list[str]
) -> HttpResponse:
    deposit = pieces[0].kind.deposit_fen if len(pieces) == 1 else 0
    form = HandOverForm.of(
        request,
        pieces=pieces,
        staff=staff_of(request, pieces[0].site_id) if pieces else [],
        initial={
            "pieces": chosen,
            "borrower_kind": BorrowerKind.RESIDENT,
            "deposit_fen": deposit or None,
        },
    )
    if form.ready():
        made = services.issue(
            form.chosen,
            by=request.actor,
            at=request.now,
            borrower=form.borrower,
            signing=form.signing(form.signer),
            deposit_fen=form.cleaned_data["deposit_fen"],
        )
        said = _("%(count)s handed over to %(name)s.") % {"count": len(made), "name": made[0].borrower}
        return done(request, made[0] if len(made) == 1 else back, said)
    submit = _("Hand over")
    return page(request, "custody/hand_over.html#form", form=form, title=title, submit=submit, back=back)


@verb(can=Can.APPROVE, ask=gettext_lazy("Approve this loan?"))
def approve(request: Request, ref: str) -> HttpResponse:
    """Approve a loan."""
    loan = queries.get_loan(request.actor, ref)
    services.approve(loan, by=request.actor, at=request.now)
    return done(request, loan, _("Approved. It can be handed out now."))


@verb(can=Can.APPROVE)
def decline(request: Request, ref: str) -> HttpResponse:
    """Decline a loan."""
    loan = queries.get_loan(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.decline(loan, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, loan, _("Declined."))
    return _step(request, loan, form, _("Decline the loan"), _("Decline"), danger=True)


@verb(can=Can.LEND, ask=gettext_lazy("Withdraw this loan?"))
def withdraw(request: Request, ref: str) -> HttpResponse:
    """Say that a loan is not wanted any more."""
    loan = queries.get_loan(request.actor, ref)
    services.withdraw(loan, by=request.actor, at=request.now)
    return done(request, loan, _("Withdrawn."))


@verb(can=Can.LEND)
def hand_out(request: Request, ref: str) -> HttpResponse:
    """Hand out what was approved."""
    loan = queries.get_loan(request.actor, ref)
    form = HandOutForm.of(request)
    if form.ready():
        signing = form.signing(loan.borrower_name)
        services.hand_out(loan, by=request.actor, at=request.now, signing=signing)
        return done(request, loan, _("Handed out."))
    return _step(request, loan, form, _("Hand out %(number)s") % {"number": loan.piece.number}, _("Hand out"))


@verb(can=Can.LEND)
def extend(request: Request, ref: str) -> HttpResponse:
    """Put off the time of return."""
    loan = queries.get_loan(request.actor, ref)
    form = ExtendForm.of(request)
    if form.ready():
        services.extend(loan, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, loan, _("The time of return is put off."))
    return _step(request, loan, form, _("Put off the time of return"), _("Put off"))


@verb(can=Can.LEND)
def take_back(request: Request, ref: str) -> HttpResponse:
    """Take something back and look at it."""
    loan = queries.get_loan(request.actor, ref)
    form = TakeBackForm.of(request, loan=loan)
    if form.ready():
        services.take_back(loan, by=request.actor, at=request.now, **form.given)
        return done(request, loan, _("%(number)s is back.") % {"number": loan.piece.number})
    title = _("Take back %(number)s") % {"number": loan.piece.number}
    return _step(request, loan, form, title, _("Take it back"))


@verb(can=Can.LEND)
def entrust(request: Request, ref: str) -> HttpResponse:
    """Keep for the owner what was handed over."""
    loan = queries.get_loan(request.actor, ref)
    form = EntrustForm.of(request, initial={"signer_name": loan.borrower_name})
    if form.ready():
        services.entrust(loan, by=request.actor, at=request.now, signing=form.signing)
        return done(request, loan, _("Kept for the owner from now on."))
    return _step(request, loan, form, _("Keep it for the owner"), _("Keep it"))


@verb(can=Can.LEND)
def report_loss(request: Request, ref: str) -> HttpResponse:
    """Report that what was lent is lost."""
    loan = queries.get_loan(request.actor, ref)
    form = LossForm.of(request)
    if form.ready():
        loss = services.report_loss(
            loan.piece, by=request.actor, at=request.now, loan=loan, **form.cleaned_data
        )
        return done(request, loss, _("%(ref)s is to be settled.") % {"ref": loss.ref})
    return _step(request, loan, form, _("Report a loss"), _("Report"), danger=True)


@verb(can=Can.SEE_CONTACT)
def reveal_contact(request: Request, ref: str) -> HttpResponse:
    """Show a hidden number, with a reason."""
    loan = queries.get_loan(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        phone = services.reveal_contact(loan, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, str(loan.borrower), phone, back=loan.get_absolute_url())
    hint = _("The journal keeps who looked and why.")
    return _step(request, loan, form, _("Show the phone number"), _("Show"), hint=hint)


@screen(can=Can.SEE)
def show_paper(request: Request, ref: str) -> HttpResponse:
    """The card of a loan on A4, to be printed from the browser."""
    loan = queries.get_loan(request.actor, ref)
    return page(
        request,
        "custody/paper.html",
        loan=loan,
        pairs=paper.pairs(loan),
        end_pairs=paper.end_pairs(loan),
        given=documents.signatures_for(ref),
        site=loan.site,
        company=loan.site.company,
        number=ref,
        title=paper.title_of(loan),
        qr_svg=qr_drawing(request.build_absolute_uri(loan.get_absolute_url())),
        signatures=paper.blanks(loan),
    )


@screen(can=Can.SEE)
def show_pdf(request: Request, ref: str) -> HttpResponse:
    """The same card as a PDF."""
    loan = queries.get_loan(request.actor, ref)
    address = request.build_absolute_uri(loan.get_absolute_url())
    card = paper.of_loan(loan, address=address, actor=request.actor, at=request.now)
    return pdf_answer(as_pdf([card]), ref)


def _step(request: Request, loan: Loan, form: Any, title: str, submit: str, **more: Any) -> HttpResponse:
    return page(
        request,
        "custody/step.html#form",
        form=form,
        loan=loan,
        piece=loan.piece,
        title=title,
        submit=submit,
        next=_next(request),
        back=_next(request) or loan.get_absolute_url(),
        is_late=loan.is_late(request.now),
        **more,
    )


def _next(request: Request) -> str:
    """Where to go afterwards when the way led over the counter, "" otherwise."""
    wanted = request.POST.get("next") or request.GET.get("next")
    return safe_url(request, wanted, "") if wanted else ""


def _typed(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"
