"""What pages show beside the main matter: facts of an order, and our places on Today."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.places.terms import Can as PlaceCan
from guanjia.apps.workorders import queries
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.rules import may_read_phone
from guanjia.apps.workorders.terms import WAYS, Can, Urgency, Way
from guanjia.kernel.actor import Actor
from guanjia.ui.http import Request
from guanjia.ui.panels import Fact, Facts, Figure, Panel


def order_facts(order: WorkOrder, actor: Actor) -> Facts:
    """What stands on the paper."""
    facts = Facts()
    facts.add(_("Place"), order.where, icon="map-pin", url=_unit_url(order, actor))
    facts.add(_("Trade"), order.skill_label, icon=order.skill_icon)
    facts.add(_("Contact"), order.contact_name, icon="user")
    if order.contact_phone:
        facts.facts.append(phone_fact(order, actor))
    facts.add(_("First receipt"), order.received_at, kind="moment", icon="phone-incoming")
    facts.add(_("Issued"), order.issued_at, kind="moment", icon="send", hint=order.issued_by_name)
    if order.appointed_at:
        facts.add(_("Time of arrival agreed"), order.appointed_at, kind="moment", icon="calendar-event")
    if order.assignee:
        way = WAYS[Way(order.assigned_how)] if order.assigned_how else ""
        facts.add(_("Technician"), order.assignee.name, icon="user-check", hint=way)
    if order.group_code:
        facts.add(_("Group"), order.group_code, icon="building-community")
    return facts


def _unit_url(order: WorkOrder, actor: Actor) -> str:
    """The page of the unit, for those who may open it."""
    if order.unit_id and actor.can(PlaceCan.SEE, order.site_id):
        return reverse("places:unit", args=[order.unit_id])
    return ""


def done_facts(order: WorkOrder) -> Facts:
    """What came of an order, and when its steps were taken."""
    facts = Facts()
    for label, moment in (
        (_("Accepted"), order.accepted_at),
        (_("Arrived"), order.arrived_at),
        (_("Work began"), order.started_at),
        (_("Closed at"), order.closed_at),
    ):
        if moment:
            facts.add(label, moment, kind="moment")
    if order.labour_minutes is not None:
        facts.add(_("Minutes of work"), order.labour_minutes)
    if order.charge_fen:
        facts.add(_("To be paid"), order.charge_fen, kind="money")
    return facts


def phone_fact(order: WorkOrder, actor: Actor) -> Fact:
    """The customer's number: to be rung by whoever does the work, masked for others, revealed with a reason."""
    if reads_phone(order, actor):
        return Fact(_("Phone"), order.contact_phone, kind="phone", icon="phone")
    reveal = actor.can(Can.SEE_CONTACT, order.site_id)
    url = reverse("workorders:reveal_contact", args=[order.ref]) if reveal else ""
    return Fact(_("Phone"), masked(order.contact_phone), icon="phone", hidden=True, reveal_url=url)


def reads_phone(order: WorkOrder, actor: Actor) -> bool:
    """Whether the number shows without asking."""
    return may_read_phone(
        is_open=order.is_open,
        assignee_id=order.assignee_id,
        issued_by_id=order.issued_by_id,
        actor_id=actor.id,
    )


def masked(phone: str) -> str:
    """A number with its middle hidden: 138****8000."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 9 else "****"


# --- Today -------------------------------------------------------------------------------------------------------------


def today_work_orders(request: Request) -> Panel | None:
    """A technician's own orders; for dispatch what nobody has yet."""
    actor = request.actor
    if actor.can(Can.GRAB):
        return _my_orders(request)
    if actor.can(Can.ASSIGN) and request.site:
        return _to_assign(request)
    return None


def _my_orders(request: Request) -> Panel | None:
    mine = queries.list_mine(request.actor)
    return Panel(
        _("My orders"),
        "workorders/panels/orders.html",
        {"rows": mine[:6]},
        icon="tool",
        count=len(mine),
        url=reverse("workorders:mine"),
        empty=_("Nothing in hand."),
    )


def _to_assign(request: Request) -> Panel | None:
    waiting = queries.list_waiting(request.actor, request.site.pk)
    if not waiting:
        return None
    return Panel(
        _("Orders nobody has yet"),
        "workorders/panels/orders.html",
        {"rows": waiting[:6]},
        icon="user-question",
        count=len(waiting),
        url=reverse("workorders:board"),
        urgent=waiting[0].urgency == Urgency.SAFETY,
    )


def today_figures(request: Request) -> list[Figure]:
    """Two numbers for dispatch: nobody has them, and rests too long."""
    actor = request.actor
    if not (actor.can(Can.ASSIGN) and request.site):
        return []
    board = reverse("workorders:board")
    waiting, resting = queries.count_for_dispatch(actor, request.site.pk, request.now)
    return [
        Figure(_("Orders to assign"), waiting, "soon" if waiting else "neutral", "user-question", board),
        Figure(_("Pauses overdue"), resting, "late" if resting else "neutral", "player-pause", board),
    ]
