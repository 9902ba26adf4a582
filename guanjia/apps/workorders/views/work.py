"""What a technician sees and does, mostly on a phone."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.workorders import panels, queries, services
from guanjia.apps.workorders.forms import (
    AppointForm,
    CompleteForm,
    ConsentForm,
    PauseForm,
    QuoteForm,
    ReasonForm,
)
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.terms import ALWAYS, PHRASES, Can
from guanjia.apps.workorders.views.orders import buttons
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.polling import polled


@screen(can=Can.GRAB)
def mine(request: Request) -> HttpResponse:
    """My orders, the one in hand with its next step in front; below it what can be grabbed."""
    return page(request, "workorders/mine.html", **_mine(request))


@screen(can=Can.GRAB)
def mine_live(request: Request) -> HttpResponse:
    """My orders alone, asked for every few seconds."""
    return polled(request, "workorders/mine.html#live", **_mine(request))


def _mine(request: Request) -> dict[str, Any]:
    orders = queries.list_mine(request.actor)
    pool = queries.list_pool(request.actor, queries.skills_of(request.actor))
    clocks = queries.clocks_of(orders + pool, request.now)
    steps = queries.steps_of(orders + pool, request.actor, request.now)
    site_id = request.site.pk if request.site else 0
    return {
        "items": [_item(request, order, clocks, steps[order.pk]) for order in orders],
        "pool": [_offer(order, clocks, steps[order.pk]) for order in pool],
        "done_today": queries.count_done_today(request.actor, site_id, request.now, request.actor.id)
        if site_id
        else 0,
    }


def _offer(order: WorkOrder, clocks: dict[str, list[Any]], possible: queries.Steps) -> dict[str, Any]:
    """An order of the pool: it can be grabbed, or it says why not."""
    steps = [step for step in buttons(order, possible.choices) if step["verb"] == "grab"]
    return {
        "order": order,
        "next": steps[0] | {"tone": "primary"} if steps else None,
        "why_not": possible.why_not_grab or "",
        "clock": next(iter(clocks.get(order.thread, ())), None),
    }


_BESIDE = ("quote", "pause", "appoint")
"""Steps a technician may want besides the next one; the others are on the order's page."""


def _item(
    request: Request, order: WorkOrder, clocks: dict[str, list[Any]], possible: queries.Steps
) -> dict[str, Any]:
    steps = buttons(order, possible.choices)
    return {
        "order": order,
        "next": steps[0] if steps else None,
        "others": [step for step in steps[1:] if step["verb"] in _BESIDE][:2],
        "clock": next(iter(clocks.get(order.thread, ())), None),
        "phone": order.contact_phone if panels.reads_phone(order, request.actor) else "",
    }


@verb(can=Can.GRAB, ask=gettext_lazy("Take this order?"))
def grab(request: Request, ref: str) -> HttpResponse:
    """Take an order from the pool."""
    order = services.grab(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return done(request, "workorders:mine", _("%(ref)s is yours.") % {"ref": order.ref})


@verb(can=Can.WORK, ask=gettext_lazy("Accept this order?"))
def accept(request: Request, ref: str) -> HttpResponse:
    """Be on the way."""
    order = services.accept(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return done(request, order, _("Accepted."))


@verb(can=Can.WORK, ask=gettext_lazy("Have you arrived?"))
def arrive(request: Request, ref: str) -> HttpResponse:
    """Be there."""
    order = services.arrive(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return done(request, order, _("Arrival noted."))


@verb(can=Can.WORK, ask=gettext_lazy("Start the work?"))
def start(request: Request, ref: str) -> HttpResponse:
    """Begin paid work."""
    order = services.start(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return done(request, order, _("Work has begun."))


@verb(can=Can.WORK, ask=gettext_lazy("Take this order up again?"))
def resume(request: Request, ref: str) -> HttpResponse:
    """Take a resting order up again."""
    order = services.resume(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return done(request, order, _("Taken up again."))


@verb(can=Can.PAUSE)
def pause(request: Request, ref: str) -> HttpResponse:
    """Rest an order for a reason until a moment."""
    order = queries.get_order(request.actor, ref)
    form = PauseForm.of(request)
    if form.ready():
        services.pause(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, order, _("Paused."))
    return _ask(request, order, form, _("Pause"), _("Pause"))


@verb(can=Can.APPOINT)
def appoint(request: Request, ref: str) -> HttpResponse:
    """Note the moment of arrival the customer agreed to."""
    order = queries.get_order(request.actor, ref)
    form = AppointForm.of(request, initial={"agreed_with": order.contact_name})
    if form.ready():
        services.appoint(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, order, _("Noted."))
    return _ask(request, order, form, _("Agree a time of arrival"), _("Save"))


@verb(can=Can.TRANSFER)
def send_back(request: Request, ref: str) -> HttpResponse:
    """Give an order back to dispatch."""
    order = queries.get_order(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.send_back(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, order, _("Sent back to dispatch."))
    return _ask(request, order, form, _("Send back to dispatch"), _("Send back"))


@verb(can=Can.QUOTE)
def quote(request: Request, ref: str) -> HttpResponse:
    """Name a price."""
    order = queries.get_order(request.actor, ref)
    form = QuoteForm.of(request)
    form.fields["lines"].widget.known = queries.known_materials(order.site_id)
    if form.ready():
        made = services.quote(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, made.order, _("Quoted. Now ask for the customer's consent."))
    return page(
        request,
        "workorders/rows_form.html#form",
        form=form,
        title=_("Quote"),
        hint=_("Work starts only when the customer has consented to this price."),
        submit=_("Quote"),
        back=order.get_absolute_url(),
    )


@verb(can=Can.QUOTE)
def consent(request: Request, ref: str) -> HttpResponse:
    """Let the customer say yes to the price."""
    order = queries.get_order(request.actor, ref)
    form = ConsentForm.of(request, initial={"signer_name": order.contact_name})
    if form.ready():
        services.consent(order, by=request.actor, at=request.now, signing=form.signing())
        return done(request, order, _("Consent kept. Work may start."))
    return page(
        request,
        "workorders/consent.html",
        form=form,
        order=order,
        bill=queries.bill(order),
        title=_("Customer's consent"),
        back=order.get_absolute_url(),
    )


@verb(can=Can.COMPLETE)
def complete(request: Request, ref: str) -> HttpResponse:
    """Finish an order."""
    order = queries.get_order(request.actor, ref)
    bill = queries.bill(order)
    form = CompleteForm.of(
        request,
        order=order,
        known=queries.known_materials(order.site_id),
        initial={"signer_name": order.contact_name},
    )
    if form.ready():
        given = form.cleaned_data
        services.complete(
            order,
            by=request.actor,
            at=request.now,
            outcome=given["outcome"],
            materials=given["lines"],
            labour_minutes=given["labour_minutes"],
            labour_fen=given.get("labour_fen") or 0,
            photos=given["photos"],
            signing=form.signing(),
        )
        mine_next = order.assignee_id == request.actor.id and request.actor.can(Can.GRAB)
        return done(request, "workorders:mine" if mine_next else order, _("Completed. Well done."))
    return page(
        request,
        "workorders/complete.html",
        form=form,
        order=order,
        bill=bill,
        phrases=[*PHRASES.get(order.skill, ()), *ALWAYS],
        title=_("Complete"),
        back=order.get_absolute_url(),
    )


def _ask(request: Request, order: WorkOrder, form: Any, title: str, submit: str) -> HttpResponse:
    return page(
        request, "ui/verb.html#form", form=form, title=title, submit=submit, back=order.get_absolute_url()
    )
