"""One order, lists of orders, new orders."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Can as DocumentCan
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.workorders import panels, queries, services
from guanjia.apps.workorders.forms import IssueForm, PhotosForm, ReasonForm, RulesForm, SplitForm
from guanjia.apps.workorders.history import tell
from guanjia.apps.workorders.lists import WorkOrderBook, WorkOrderList
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.rules import is_pause_overdue
from guanjia.apps.workorders.terms import VERB_ICONS, Can, order_offers
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import Refused
from guanjia.ui.http import Request, done, page, revealed, screen, verb
from guanjia.ui.lists import chosen

DIRECT = frozenset({"accept", "arrive", "start", "resume", "offer", "grab", "auto_assign"})
"""Steps that ask nothing: a press of the button does them."""


@screen(can=Can.SEE)
def show_order(request: Request, ref: str) -> HttpResponse:
    """Everything about one order: facts, what came of it, timeline, clocks, and the steps that may be taken now."""
    order = queries.get_order(request.actor, ref)
    ranked = _ranked(request, order)
    return page(
        request,
        "workorders/order.html",
        order=order,
        facts=panels.order_facts(order, request.actor),
        done_facts=panels.done_facts(order),
        choices=choices(request, order),
        offers=order_offers.of(request, order),
        history=tell(list(timeline(order.ref))),
        attachments=documents.list_for(order.ref),
        signatures=documents.signatures_for(order.ref),
        can_remove=request.actor.can(DocumentCan.REMOVE, order.site_id),
        can_attach=request.actor.can(DocumentCan.ATTACH, order.site_id),
        bill=queries.bill(order),
        family=queries.family(order),
        obligations=obligations.for_thread(request.actor, order.thread),
        ranked=ranked,
        can_assign=request.actor.can(Can.ASSIGN, order.site_id),
        pause_overdue=is_pause_overdue(order.state, order.pause_until, request.now),
    )


def choices(request: Request, order: WorkOrder) -> list[dict[str, Any]]:
    """The steps of one order as buttons."""
    return buttons(order, queries.next_steps(order, request.actor, request.now))


def buttons(order: WorkOrder, steps: list[queries.Choice]) -> list[dict[str, Any]]:
    """Steps as buttons: address, words, picture; ``direct`` ones need no form."""
    return [
        {
            "verb": step.verb,
            "label": step.label,
            "icon": VERB_ICONS[step.verb],
            "url": reverse(f"workorders:{step.verb}", args=[order.ref]),
            "direct": step.verb in DIRECT,
            "tone": "primary" if step.primary else "danger" if step.verb == "cancel" else "",
        }
        for step in steps
    ]


def _ranked(request: Request, order: WorkOrder) -> list[Any]:
    """The candidates, for a dispatcher looking at an order nobody has."""
    if not order.is_waiting or not request.actor.can(Can.ASSIGN, order.site_id):
        return []
    return queries.candidates(order, request.now)


@screen(can=Can.SEE)
def list_orders(request: Request) -> HttpResponse:
    """All orders of the site in force, with filters and workbook."""
    site_id = request.site.pk if request.site else None
    rows = queries.list_orders(request.actor, site_id)
    kind = WorkOrderBook if request.GET.get("format") == "xlsx" else WorkOrderList
    return kind(request, rows).answer("workorders/list.html", title=_("Work orders"))


@verb(can=Can.ISSUE)
def issue(request: Request) -> HttpResponse:
    """A work order without a case."""
    form = IssueForm.of(request)
    if form.ready():
        order = services.issue(by=request.actor, at=request.now, site_id=request.site.pk, **form.cleaned_data)
        return done(request, order, _("%(ref)s issued.") % {"ref": order.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Issue a work order"),
        submit=_("Issue a work order"),
        back=reverse("workorders:board"),
    )


@verb(can=Can.SPLIT)
def split(request: Request, ref: str) -> HttpResponse:
    """Give parts of an order numbers of their own."""
    order = queries.get_order(request.actor, ref)
    form = SplitForm.of(request)
    if form.ready():
        parts = services.split(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, order, _("Issued: %(refs)s.") % {"refs": "、".join(one.ref for one in parts)})
    return page(
        request,
        "workorders/rows_form.html#form",
        form=form,
        title=_("Split %(ref)s") % {"ref": order.ref},
        submit=_("Split"),
        back=order.get_absolute_url(),
    )


@verb(can=DocumentCan.ATTACH)
def photos(request: Request, ref: str) -> HttpResponse:
    """Add photos to an order."""
    order = queries.get_order(request.actor, ref)
    form = PhotosForm.of(request)
    if form.ready():
        services.add_photos(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, order, _("Photos added."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Add photos"),
        submit=_("Add"),
        back=order.get_absolute_url(),
    )


@verb(can=Can.SEE_CONTACT)
def reveal_contact(request: Request, ref: str) -> HttpResponse:
    """Show a hidden number, with a reason."""
    order = queries.get_order(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        phone = services.reveal_contact(order, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, order.contact_name or order.ref, phone, back=order.get_absolute_url())
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Show the phone number"),
        hint=_("The journal keeps who looked and why."),
        submit=_("Show"),
        back=order.get_absolute_url(),
    )


@verb(can=Can.SET_RULES)
def rules(request: Request) -> HttpResponse:
    """How the site dispatches."""
    now = queries.rules_of(request.site.pk)
    form = RulesForm.of(
        request,
        initial={
            "full_load": now.full_load,
            "longest_pause_hours": now.longest_pause_hours,
            "photo_skills": now.photo_skills,
            "signature_skills": now.signature_skills,
            "paid_skills": now.paid_skills,
        },
    )
    if form.ready():
        services.set_rules(by=request.actor, at=request.now, site_id=request.site.pk, **form.cleaned_data)
        return done(request, "workorders:board", _("Rules of dispatch saved."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Rules of dispatch"),
        hint=_("Orders already issued keep the rules they were issued with."),
        back=reverse("workorders:board"),
    )


@verb(can=Can.ASSIGN)
def auto_assign_many(request: Request) -> HttpResponse:
    """Assign the chosen orders automatically; those that cannot be are named with the reason."""
    return _many(request, _("Assign automatically"), services.auto_assign)


@verb(can=Can.OFFER)
def offer_many(request: Request) -> HttpResponse:
    """Put the chosen orders up to be grabbed."""
    return _many(request, _("Put up to grab"), services.offer)


def _many(request: Request, title: str, step: Any) -> HttpResponse:
    """Do a step for every chosen order by itself, so that one refusal does not hold up the others."""
    refs = chosen(request)
    if request.method != "POST":
        return page(
            request, "workorders/many.html#form", title=title, refs=refs, back=reverse("workorders:list")
        )
    refused: list[str] = []
    for ref in refs:
        try:
            step(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
        except Refused as why:
            refused.append(f"{ref}: {why}")
    good = len(refs) - len(refused)
    message = " ".join([_("%(count)s done.") % {"count": good}, *refused])
    return done(request, "workorders:list", message)
