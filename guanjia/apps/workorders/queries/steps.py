"""What can be done with orders now, by this person: the buttons of every page, from the lifecycle's own table."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from guanjia.apps.workorders import rules
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.models import Quote, WorkOrder
from guanjia.apps.workorders.queries.people import candidates, people_at
from guanjia.apps.workorders.queries.site_rules import rules_of
from guanjia.apps.workorders.ranking import Candidate
from guanjia.apps.workorders.rules import Money
from guanjia.apps.workorders.terms import CAN_OF, OWN_STEPS, Can, State
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refusal, Text


@dataclass(frozen=True)
class Choice:
    """One step that would be accepted now; ``primary`` for the likeliest."""

    verb: str
    label: Text
    primary: bool = False


@dataclass(frozen=True)
class Steps:
    """What can be done with one order. ``why_not_grab`` says why an order of the pool is not to be had."""

    choices: list[Choice]
    why_not_grab: Refusal | None = None


@dataclass(frozen=True)
class _Known:
    """What is known about some orders, asked for all of them at once."""

    children: dict[int, tuple[str, ...]] = field(default_factory=dict)
    quotes: dict[int, Quote] = field(default_factory=dict)
    me: dict[int, Candidate | None] = field(default_factory=dict)
    full_load: dict[int, int] = field(default_factory=dict)

    def money(self, order: WorkOrder) -> Money:
        """How paid work stands."""
        quote = self.quotes.get(order.pk)
        if quote is None:
            return Money(paid=order.paid)
        return Money(paid=order.paid, quoted_fen=quote.total_fen, consented=quote.consented_at is not None)


def next_steps(order: WorkOrder, actor: Actor, at: datetime) -> list[Choice]:
    """The steps the actor may take now, likeliest first; what would be refused whatever is typed is left out."""
    return steps_of([order], actor, at)[order.pk].choices


def steps_of(orders: Iterable[WorkOrder], actor: Actor, at: datetime) -> dict[int, Steps]:
    """The steps of several orders by id; the number of queries does not depend on their number."""
    orders = list(orders)
    known = _know(orders, actor, at)
    return {order.pk: _steps(order, actor, known) for order in orders}


def _know(orders: list[WorkOrder], actor: Actor, at: datetime) -> _Known:
    known = _Known()
    opened = [order.pk for order in orders if order.is_open]
    children: dict[int, list[str]] = defaultdict(list)
    for parent, ref in (
        WorkOrder.objects.open().filter(parent_id__in=opened).order_by("id").values_list("parent_id", "ref")
    ):
        children[parent].append(ref)
    known.children.update({parent: tuple(refs) for parent, refs in children.items()})
    paid = [order.pk for order in orders if order.paid and order.is_open]
    if paid:
        known.quotes.update(
            {quote.order_id: quote for quote in Quote.objects.filter(order_id__in=paid).order_by("number")}
        )
    for site_id in {order.site_id for order in orders if order.state == State.OFFERED}:
        known.full_load[site_id] = rules_of(site_id).full_load
        people = [one for one in people_at(site_id, at) if one.staff_id == actor.id]
        for order in orders:
            if order.site_id == site_id and order.state == State.OFFERED:
                ranked = candidates(order, at, people, full_load=known.full_load[site_id])
                known.me[order.pk] = ranked[0] if ranked else None
    return known


def _steps(order: WorkOrder, actor: Actor, known: _Known) -> Steps:
    refused = {
        step.verb: _why_not(step.verb, order, actor, known)
        for step in LIFECYCLE.next_steps(order.state)
        if actor.can(CAN_OF[step.verb], order.site_id)
    }
    offered = [
        step for step in LIFECYCLE.next_steps(order.state) if step.verb in refused and not refused[step.verb]
    ]
    chosen = [Choice(step.verb, step.label, primary=place == 0) for place, step in enumerate(offered)]
    return Steps(chosen, refused.get("grab"))


def _why_not(verb: str, order: WorkOrder, actor: Actor, known: _Known) -> Refusal | None:
    if verb in OWN_STEPS and not _may_step(order, actor):
        return rules.why_not_yours(
            assignee_id=order.assignee_id, assignee="", actor_id=actor.id, for_others=False
        )
    money, children = known.money(order), known.children.get(order.pk, ())
    if verb == "consent":
        return rules.why_not_consent(money)
    if verb == "start":
        return rules.why_not_start(money, started=order.started_at is not None)
    if verb == "complete":
        return (
            rules.why_not_close(children)
            or rules.why_not_work(money)
            or rules.why_not_begun(money, order.started_at)
        )
    if verb in {"merge", "cancel"}:
        return rules.why_not_close(children)
    if verb == "grab":
        return rules.why_not_grab(known.me.get(order.pk), full_load=known.full_load[order.site_id])
    return None


def _may_step(order: WorkOrder, actor: Actor) -> bool:
    own = actor.id is not None and actor.id == order.assignee_id
    return own or actor.can(Can.WORK_FOR_OTHERS, order.site_id)
