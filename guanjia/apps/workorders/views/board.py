"""The dispatch board and the verbs dispatch uses on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.forms import AssignForm, MergeForm, ReasonForm, TransferForm
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.ranking import Candidate
from guanjia.apps.workorders.terms import Can
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.polling import polled

HEADS = {
    "to_assign": (
        gettext_lazy("To assign"),
        "user-question",
        gettext_lazy("Everything is in somebody's hands."),
    ),
    "assigned": (gettext_lazy("Assigned"), "walk", gettext_lazy("Nobody is on the way.")),
    "on_site": (gettext_lazy("On site"), "tools", gettext_lazy("Nobody is at work at a customer's.")),
    "paused": (gettext_lazy("Paused"), "player-pause", gettext_lazy("Nothing rests.")),
    "done": (gettext_lazy("Done today"), "circle-check", gettext_lazy("Nothing yet today.")),
}
"""Title, picture and empty words of each column."""

ON_BOARD = "board-order"
"""The element beside the columns that an order opens in."""


def board_context(request: Request) -> dict[str, Any]:
    """What the board's template needs."""
    if request.site is None:
        return {"board": None}
    board = queries.board(request.actor, request.site.pk, request.now)
    columns = [
        {
            "key": key,
            "title": title,
            "icon": icon,
            "empty": empty,
            "cards": board.columns[key],
            "count": board.done_count if key == "done" else len(board.columns[key]),
        }
        for key, (title, icon, empty) in HEADS.items()
    ]
    return {
        "board": board,
        "columns": columns,
        "can_assign": request.actor.can(Can.ASSIGN, request.site.pk),
        "can_issue": request.actor.can(Can.ISSUE, request.site.pk),
        "can_set_rules": request.actor.can(Can.SET_RULES, request.site.pk),
    }


@screen(can=Can.SEE)
def board(request: Request) -> HttpResponse:
    """Every open order of the site, who is there, and how each clock stands."""
    return page(request, "workorders/board.html", **board_context(request))


@screen(can=Can.SEE)
def board_live(request: Request) -> HttpResponse:
    """The columns alone, asked for every few seconds; 304 while nothing has changed."""
    return polled(request, "workorders/board.html#live", **board_context(request))


def _settled(request: Request, order: WorkOrder, message: str) -> HttpResponse:
    """After a step: on the board close the order and refresh the columns, elsewhere go to the order's page."""
    if request.htmx and request.htmx.target == ON_BOARD:
        return done(request, "workorders/settled.html", message, order=order)
    return done(request, order, message)


@verb(can=Can.ASSIGN)
def assign(request: Request, ref: str) -> HttpResponse:
    """Give an order to one of the candidates."""
    order = queries.get_order(request.actor, ref)
    ranked = queries.candidates(order, request.now)
    form = AssignForm.of(request, candidates=ranked)
    if form.ready():
        given = services.assign(
            order,
            by=request.actor,
            at=request.now,
            assignee_id=form.cleaned_data["assignee"],
            reason=form.cleaned_data["reason"],
        )
        return _settled(request, given, _("%(ref)s: %(name)s") % {"ref": given.ref, "name": given.assignee})
    return _people(request, order, form, ranked, _("Who does it?"))


@verb(can=Can.TRANSFER)
def transfer(request: Request, ref: str) -> HttpResponse:
    """Take an order from one technician and give it to another, with a reason."""
    order = queries.get_order(request.actor, ref)
    ranked = [
        one for one in queries.candidates(order, request.now) if one.person.staff_id != order.assignee_id
    ]
    form = TransferForm.of(request, candidates=ranked, initial={"assignee": request.GET.get("to", "")})
    if form.ready():
        given = services.transfer(
            order,
            by=request.actor,
            at=request.now,
            assignee_id=form.cleaned_data["assignee"],
            reason=form.cleaned_data["reason"],
        )
        return _settled(request, given, _("%(ref)s: %(name)s") % {"ref": given.ref, "name": given.assignee})
    return _people(request, order, form, ranked, _("Who takes it over?"))


def _groups(ranked: list[Candidate], picked: str) -> list[dict[str, Any]]:
    """The candidates in three heaps: those to choose from, those on duty without the trade, those off duty.

    The last two are open when nobody suitable is there, or when the person picked is in them. Only the suitable have
    number keys: anybody else is chosen deliberately.
    """
    heaps: list[tuple[str, Any, list[tuple[int, Candidate]]]] = [
        ("suitable", "", []),
        ("untrained", _("On duty, another trade"), []),
        ("away", _("Off duty"), []),
    ]
    for key, one in enumerate(ranked, start=1):
        heap = 0 if one.suitable else 1 if one.person.on_duty else 2
        heaps[heap][2].append((key if one.suitable and key < 10 else 0, one))
    shut = bool(heaps[0][2])
    return [
        {
            "key": key,
            "title": title,
            "people": people,
            "open": not shut or any(str(one.person.staff_id) == picked for _key, one in people),
        }
        for key, title, people in heaps
        if people or key == "suitable"
    ]


def _people(
    request: Request, order: WorkOrder, form: AssignForm, ranked: list[Candidate], title: str
) -> HttpResponse:
    clocks = queries.clocks_by_thread(order.company_id, order.site_id, [order.thread], request.now)
    return page(
        request,
        "workorders/people.html#people",
        order=order,
        form=form,
        groups=_groups(ranked, str(form["assignee"].value() or "")),
        title=title,
        picked=next(
            (one for one in ranked if str(one.person.staff_id) == str(form["assignee"].value())), None
        ),
        clocks=clocks.get(order.thread, []),
        on_board=bool(request.htmx and request.htmx.target == ON_BOARD),
        must_explain=isinstance(form, TransferForm),
        can_auto=not isinstance(form, TransferForm),
        can_offer=request.actor.can(Can.OFFER, order.site_id) and order.state == "ISSUED",
        back=order.get_absolute_url(),
    )


@screen(can=Can.SEE)
def peek(request: Request, ref: str) -> HttpResponse:
    """An order beside the board: what matters, and for one nobody has, the candidates."""
    order = queries.get_order(request.actor, ref)
    if order.is_waiting and request.actor.can(Can.ASSIGN, order.site_id):
        ranked = queries.candidates(order, request.now)
        return _people(request, order, AssignForm(candidates=ranked), ranked, _("Who does it?"))
    from guanjia.apps.workorders.views.orders import choices

    clocks = queries.clocks_by_thread(order.company_id, order.site_id, [order.thread], request.now)
    return page(
        request,
        "workorders/peek.html#peek",
        order=order,
        clocks=clocks.get(order.thread, []),
        choices=choices(request, order),
        on_board=bool(request.htmx),
    )


@verb(can=Can.ASSIGN, ask=gettext_lazy("Give this order to the first suitable person?"))
def auto_assign(request: Request, ref: str) -> HttpResponse:
    """Give an order to the first of the ranking."""
    given = services.auto_assign(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return _settled(request, given, _("%(ref)s: %(name)s") % {"ref": given.ref, "name": given.assignee})


@verb(can=Can.OFFER, ask=gettext_lazy("Put this order up for technicians on duty to grab?"))
def offer(request: Request, ref: str) -> HttpResponse:
    """Put an order up to be grabbed."""
    order = services.offer(queries.get_order(request.actor, ref), by=request.actor, at=request.now)
    return _settled(request, order, _("%(ref)s is up to grab.") % {"ref": order.ref})


@verb(can=Can.CANCEL)
def cancel(request: Request, ref: str) -> HttpResponse:
    """End an order nobody needs any more."""
    order = queries.get_order(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.cancel(order, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, order, _("%(ref)s cancelled.") % {"ref": order.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Cancel %(ref)s") % {"ref": order.ref},
        submit=_("Cancel the order"),
        danger=True,
        back=order.get_absolute_url(),
    )


@verb(can=Can.MERGE)
def merge(request: Request, ref: str) -> HttpResponse:
    """Close an order because another one does the same work."""
    order = queries.get_order(request.actor, ref)
    others = queries.list_mergeable(request.actor, order)
    form = MergeForm.of(request, others=others)
    if form.ready():
        into = queries.get_order(request.actor, form.cleaned_data["into"])
        services.merge(order, into=into, by=request.actor, at=request.now, reason=form.cleaned_data["reason"])
        return done(request, into, _("%(ref)s merged into this one.") % {"ref": order.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Merge %(ref)s") % {"ref": order.ref},
        hint=_("Its clocks end; its case is told when the other order is done."),
        submit=_("Merge"),
        back=order.get_absolute_url(),
    )
