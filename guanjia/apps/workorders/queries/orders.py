"""One work order, and lists of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from guanjia.apps.workorders.models import WorkOrder, WorkOrders
from guanjia.apps.workorders.terms import URGENCY_ORDER, Can, State, Urgency
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def list_orders(actor: Actor, site_id: int | None = None) -> WorkOrders:
    """The orders an actor may see, perhaps only of one site; with assignee and site at hand."""
    orders = WorkOrder.objects.filter(company_id=actor.company_id)
    if site_id is not None:
        orders = orders.filter(site_id=site_id)
    if not actor.is_system:
        orders = orders.filter(site_id__in=actor.sites_with(Can.SEE))
    return orders.select_related("assignee", "site")


def get_order(actor: Actor, ref: str) -> WorkOrder:
    """One order. Raises ``NotFound`` when there is none, or it is not the actor's to see."""
    found = list_orders(actor).filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def list_for_thread(actor: Actor, ref: str) -> list[WorkOrder]:
    """The orders of a case, oldest first."""
    return list(list_orders(actor).of_thread(ref).order_by("id"))


def count_open(thread: str) -> int:
    """How many pieces of work of a case are not done yet, wherever they were merged to."""
    return WorkOrder.objects.of_thread(thread).still_to_do().count()


def list_waiting(actor: Actor, site_id: int) -> list[WorkOrder]:
    """The orders nobody has, danger first, then the longest wait."""
    waiting = list_orders(actor, site_id).waiting()
    return sorted(waiting, key=lambda one: (URGENCY_ORDER[Urgency(one.urgency)], one.received_at))


def list_mine(actor: Actor) -> list[WorkOrder]:
    """What somebody has in hand: what rests last, danger and urgent first, then what is furthest on."""
    orders = WorkOrder.objects.held().filter(assignee_id=actor.id).select_related("assignee", "site")
    return sorted(orders, key=_order_of_hand)


def _order_of_hand(order: WorkOrder) -> tuple[bool, int, int, datetime]:
    urgency = URGENCY_ORDER[Urgency(order.urgency)]
    return (order.state == State.PAUSED, urgency, _FURTHEST.index(State(order.state)), order.received_at)


_FURTHEST = (State.ON_SITE, State.ACCEPTED, State.ASSIGNED, State.PAUSED)


def list_pool(actor: Actor, skills: frozenset[str]) -> list[WorkOrder]:
    """What is up to be grabbed at the actor's sites for somebody of these trades, longest waiting first."""
    sites = actor.sites_with(Can.GRAB)
    pool = WorkOrder.objects.filter(state=State.OFFERED, site_id__in=sites).filter(
        skill__in=[*skills, "general"]
    )
    return list(pool.select_related("site").order_by("received_at"))


def open_children(order: WorkOrder) -> tuple[str, ...]:
    """The numbers of open orders issued under this one."""
    return tuple(
        WorkOrder.objects.open().filter(parent_id=order.pk).order_by("id").values_list("ref", flat=True)
    )


@dataclass(frozen=True)
class Family:
    """The orders tied to one: above, below, split off, merged."""

    parent: WorkOrder | None
    split_from: WorkOrder | None
    merged_into: WorkOrder | None
    children: list[WorkOrder]
    splits: list[WorkOrder]
    merged: list[WorkOrder]

    def __bool__(self) -> bool:
        return any((self.parent, self.split_from, self.merged_into, self.children, self.splits, self.merged))


def family(order: WorkOrder) -> Family:
    """Everything tied to an order, in one query."""
    near = Q(parent_id=order.pk) | Q(split_from_id=order.pk) | Q(merged_into_id=order.pk)
    above = [pk for pk in (order.parent_id, order.split_from_id, order.merged_into_id) if pk]
    found = list(WorkOrder.objects.filter(near | Q(pk__in=above)).select_related("assignee").order_by("id"))
    by_id = {one.pk: one for one in found}
    return Family(
        parent=by_id.get(order.parent_id or 0),
        split_from=by_id.get(order.split_from_id or 0),
        merged_into=by_id.get(order.merged_into_id or 0),
        children=[one for one in found if one.parent_id == order.pk],
        splits=[one for one in found if one.split_from_id == order.pk and one.parent_id != order.pk],
        merged=[one for one in found if one.merged_into_id == order.pk],
    )


def search(actor: Actor, text: str, limit: int = 8) -> list[WorkOrder]:
    """Orders by number, title, place or contact's name; for the search box and the palette."""
    words = text.strip()
    if len(words) < 2:
        return []
    match = (
        Q(ref__icontains=words)
        | Q(title__icontains=words)
        | Q(where__icontains=words)
        | Q(contact_name__icontains=words)
    )
    return list(list_orders(actor).filter(match).order_by("-id")[:limit])


def list_mergeable(actor: Actor, order: WorkOrder, limit: int = 200) -> list[WorkOrder]:
    """Open orders of the same site that could do this one's work: same place first, then same trade, the latest first."""
    rows = list_orders(actor, order.site_id).open().exclude(pk=order.pk).order_by("-id")[:limit]
    return sorted(rows, key=lambda one: (one.where != order.where, one.skill != order.skill))
