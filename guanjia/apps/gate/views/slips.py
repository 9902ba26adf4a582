"""Release slips, held goods, stops."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from guanjia.apps.gate import queries, services
from guanjia.apps.gate.forms import (
    DecideForm,
    HoldForm,
    PassGateForm,
    ReceiptForm,
    SlipForm,
    StopForm,
    TakeInForm,
    WordForm,
)
from guanjia.apps.gate.lists import HeldList, SlipList, StopList
from guanjia.apps.gate.models import HeldGoods, ReleaseSlip
from guanjia.apps.gate.terms import Can, Goods, SlipState
from guanjia.apps.gate.views.common import ask, reason, show, site_of, tabs
from guanjia.ui.http import Request, done, screen, verb


@screen(can=Can.SEE)
def list_slips(request: Request) -> HttpResponse:
    """The release slips of the site in force."""
    rows = queries.list_slips(request.actor, request.site.pk if request.site else None)
    return SlipList(request, rows).answer(
        "gate/list.html",
        tabs=tabs("slips"),
        title=_("Release slips"),
        links=[
            ("gate:ask_slip", _("Ask for a release slip"), "truck", Can.ASK),
            ("gate:rules", _("Rules of the gate"), "adjustments", Can.SET_RULES),
        ],
    )


@screen(can=Can.SEE)
def show_slip(request: Request, ref: str) -> HttpResponse:
    """One release slip: what leaves, whose word there is, what stops it, and what became of it."""
    slip = queries.get_slip(request.actor, ref)
    waits = slip.state in {SlipState.ASKED, SlipState.APPROVED}
    approvers = queries.slip_approvers(slip.site_id, request.now) if slip.state == SlipState.ASKED else []
    return show(
        request,
        slip,
        f"{slip.unit.code} · {slip.carrier_name}",
        [(_("Release slips"), reverse("gate:slips"))],
        items=list(slip.items.order_by("position")),
        pieces=slip.pieces,
        obstacles=queries.why_not_release(slip, request.now) if waits else [],
        approvers=queries.names_of_posts(slip.site_id, approvers),
        held=list(slip.held.order_by("id")),
        has_paper=True,
    )


@verb(can=Can.ASK)
def ask_slip(request: Request) -> HttpResponse:
    """Ask that goods may leave."""
    initial: dict[str, Any] = {"planned_at": request.now + timedelta(hours=1)}
    if request.GET.get("unit", "").isdecimal():
        initial["unit_id"] = request.GET["unit"][:12]
    form = SlipForm.of(request, initial=initial)
    if form.ready():
        slip = services.ask_slip(
            by=request.actor, at=request.now, site_id=site_of(request), word=form.signing(), **form.others()
        )
        return done(request, slip, _("%(ref)s asked for.") % {"ref": slip.ref})
    return ask(request, form, _("Ask for a release slip"), submit=_("Ask"), back=reverse("gate:slips"))


@verb(can=Can.ASK)
def take_word(request: Request, ref: str) -> HttpResponse:
    """Note the owner's word."""
    slip = queries.get_slip(request.actor, ref)
    form = WordForm.of(request)
    if form.ready():
        services.take_word(slip, by=request.actor, at=request.now, word=form.given_signing())
        return done(request, slip, _("Noted."))
    return ask(
        request,
        form,
        _("Note the owner's word"),
        submit=_("Save"),
        back=slip.get_absolute_url(),
        hint=_("By phone your name stands as the witness."),
    )


@verb(can=Can.APPROVE, ask=gettext_lazy("Let these goods leave?"))
def approve(request: Request, ref: str) -> HttpResponse:
    """Approve a slip."""
    slip = services.approve_slip(queries.get_slip(request.actor, ref), by=request.actor, at=request.now)
    return done(request, slip, _("%(ref)s may pass the gate.") % {"ref": slip.ref})


@verb(can=Can.APPROVE)
def decline(request: Request, ref: str) -> HttpResponse:
    """Decline a slip, with a reason."""
    slip = queries.get_slip(request.actor, ref)
    form, answer = reason(request, slip, pgettext("slip", "Decline"))
    if answer:
        return answer
    services.decline_slip(slip, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, slip, pgettext("slip", "Declined"))


@verb(can=Can.ASK)
def cancel(request: Request, ref: str) -> HttpResponse:
    """Call a slip off."""
    slip = queries.get_slip(request.actor, ref)
    form, answer = reason(request, slip, _("Call off"))
    if answer:
        return answer
    services.cancel_slip(slip, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, slip, _("Called off"))


@verb(can=Can.GUARD)
def let_pass(request: Request, ref: str) -> HttpResponse:
    """Let the goods pass."""
    slip = queries.get_slip(request.actor, ref)
    form = PassGateForm.of(request)
    if form.ready():
        services.let_pass(slip, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, _gate_url(slip), _("%(ref)s has passed.") % {"ref": slip.ref})
    return ask(request, form, _("Let pass"), back=_gate_url(slip))


@verb(can=Can.GUARD)
def hold(request: Request, ref: str) -> HttpResponse:
    """Hold the goods of a slip."""
    slip = queries.get_slip(request.actor, ref)
    lines = [Goods(one.name, one.pieces, one.note) for one in slip.items.order_by("position")]
    form = HoldForm.of(request, initial={"items": lines})
    if form.ready():
        held = services.hold(slip, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, held, _("%(ref)s is held.") % {"ref": held.ref})
    return ask(request, form, _("Hold the goods"), back=_gate_url(slip), danger=True)


def _gate_url(slip: ReleaseSlip) -> str:
    return reverse("gate:scan", args=[slip.token])


# --- Held goods --------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_held(request: Request) -> HttpResponse:
    """The held goods of the site in force."""
    rows = queries.list_held(request.actor, request.site.pk if request.site else None)
    links = [("gate:take_in", _("Hold goods without a slip"), "hand-stop", Can.GUARD)]
    return HeldList(request, rows).answer(
        "gate/list.html", tabs=tabs("held_list"), title=_("Held goods"), links=links
    )


@screen(can=Can.SEE)
def show_held(request: Request, ref: str) -> HttpResponse:
    """One lot of held goods."""
    held: HeldGoods = queries.get_held(request.actor, ref)
    return show(
        request,
        held,
        held.owner_name,
        [(_("Held goods"), reverse("gate:held_list"))],
        items=list(held.items.order_by("position")),
        pieces=held.pieces,
        has_paper=True,
    )


@verb(can=Can.GUARD)
def take_in(request: Request) -> HttpResponse:
    """Hold goods that came without a slip."""
    form = TakeInForm.of(request)
    if form.ready():
        held = services.take_in(
            by=request.actor, at=request.now, site_id=site_of(request), **form.cleaned_data
        )
        return done(request, held, _("%(ref)s is held.") % {"ref": held.ref})
    return ask(
        request,
        form,
        _("Hold goods without a slip"),
        submit=_("Keep them here"),
        back=reverse("gate:held_list"),
    )


@verb(can=Can.DECIDE_HELD)
def decide(request: Request, ref: str) -> HttpResponse:
    """Decide what becomes of held goods."""
    held = queries.get_held(request.actor, ref)
    form = DecideForm.of(request)
    if form.ready():
        services.decide_held(held, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, held, _("Decided."))
    return ask(request, form, _("What becomes of them"), submit=_("Decide"), back=held.get_absolute_url())


@verb(can=Can.GUARD)
def give_out(request: Request, ref: str) -> HttpResponse:
    """Give held goods out against a signature."""
    held = queries.get_held(request.actor, ref)
    form = ReceiptForm.of(request, initial={"signer_name": held.owner_name})
    if form.ready():
        services.give_out(held, by=request.actor, at=request.now, receipt=form.given_signing())
        return done(request, held, _("Given out."))
    return ask(request, form, _("Give out"), back=held.get_absolute_url(), hint=held.outcome_label)


# --- Stops -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_stops(request: Request) -> HttpResponse:
    """The stops of the units of the site in force."""
    rows = queries.list_stops(request.actor, request.site.pk if request.site else None)
    links = [("gate:set_stop", _("Stop a unit"), "ban", Can.STOP)]
    return StopList(request, rows).answer(
        "gate/list.html",
        tabs=tabs("stops"),
        title=_("Release stops"),
        links=links,
        may_lift=request.actor.can(Can.STOP, request.site.pk if request.site else None),
    )


@verb(can=Can.STOP)
def set_stop(request: Request) -> HttpResponse:
    """Let nothing leave a unit."""
    initial = {"unit_id": request.GET["unit"][:12]} if request.GET.get("unit", "").isdecimal() else {}
    form = StopForm.of(request, initial=initial)
    if form.ready():
        services.stop_release(by=request.actor, at=request.now, site_id=site_of(request), **form.cleaned_data)
        return done(request, "gate:stops", _("Nothing leaves this unit until the stop is lifted."))
    return ask(request, form, _("Stop a unit"), back=reverse("gate:stops"), danger=True)


@verb(can=Can.STOP)
def lift_stop(request: Request, stop_id: int) -> HttpResponse:
    """Lift a stop, with a reason."""
    stop = queries.get_stop(request.actor, stop_id)
    form, answer = reason(request, stop, _("Lift the stop"), back=reverse("gate:stops"))
    if answer:
        return answer
    services.lift_stop(stop, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, "gate:stops", _("Lifted."))
