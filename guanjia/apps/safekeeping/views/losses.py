"""What people miss, and what was found that fits."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping import history, panels, queries, services
from guanjia.apps.safekeeping.forms import LossForm, NoteForm, PhoneForm
from guanjia.apps.safekeeping.lists import LossList
from guanjia.apps.safekeeping.terms import Can, LossState
from guanjia.apps.safekeeping.views.common import site_of, tabs
from guanjia.ui.http import Request, done, page, revealed, screen, verb


@screen(can=Can.SEE)
def list_losses(request: Request) -> HttpResponse:
    """What is missed and not yet found."""
    rows = queries.list_losses(request.actor, site_id=site_of(request))
    return LossList(request, rows).answer(
        template="safekeeping/losses.html",
        title=_("Lost and found"),
        tabs=tabs(request, "losses"),
        may_receive=request.actor.can(Can.RECEIVE, site_of(request)),
    )


@verb(can=Can.RECEIVE)
def report_loss(request: Request) -> HttpResponse:
    """Write down what somebody misses; what fits is proposed at once."""
    today = timezone.localtime(request.now).date()
    form = LossForm.of(request, initial={"lost_on": today})
    if form.ready():
        row = services.report_loss(site_of(request), by=request.actor, at=request.now, loss=form.loss)
        return done(request, row, _("%(ref)s is looked for.") % {"ref": row.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Report a loss"),
        submit=_("Report a loss"),
        back=reverse("safekeeping:losses"),
    )


@screen(can=Can.SEE)
def show_loss(request: Request, ref: str) -> HttpResponse:
    """One loss, and what was found that fits it, with the reasons."""
    loss = queries.get_loss(request.actor, ref)
    may_hand_out = request.actor.can(Can.HAND_OUT, loss.site_id)
    return page(
        request,
        "safekeeping/loss.html",
        loss=loss,
        facts=panels.loss_facts(loss, may_hand_out=may_hand_out),
        proposals=queries.proposals_for_loss(request.actor, loss),
        history=history.tell(loss.ref),
        may_close=loss.state == LossState.OPEN and request.actor.can(Can.RECEIVE, loss.site_id),
    )


@verb(can=Can.RECEIVE)
def close_loss(request: Request, ref: str) -> HttpResponse:
    """Look for it no longer."""
    loss = queries.get_loss(request.actor, ref)
    form = NoteForm.of(request)
    if form.ready():
        services.close_loss(loss, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, loss, _("Saved."))
    title = _("Look no longer")
    return page(
        request, "ui/verb.html#form", form=form, title=title, submit=title, back=loss.get_absolute_url()
    )


@verb(can=Can.HAND_OUT)
def show_phone(request: Request, ref: str) -> HttpResponse:
    """The loser's whole number, for a reason."""
    loss = queries.get_loss(request.actor, ref)
    form = PhoneForm.of(request)
    if form.ready():
        phone = services.show_loss_phone(loss, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, loss.ref, phone, back=loss.get_absolute_url())
    title = _("Show the number")
    return page(
        request, "ui/verb.html#form", form=form, title=title, submit=title, back=loss.get_absolute_url()
    )
