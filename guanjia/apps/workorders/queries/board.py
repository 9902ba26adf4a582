"""The dispatch board (派工台): every order of a site that is not done, today's done ones, and who is there to do them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from guanjia.apps.obligations.queries import Clock
from guanjia.apps.organisations import queries as organisation
from guanjia.apps.organisations.terms import TRADES, Trade
from guanjia.apps.workorders import rules
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.queries.clocks import clocks_by_thread
from guanjia.apps.workorders.queries.orders import list_orders
from guanjia.apps.workorders.queries.people import people_at
from guanjia.apps.workorders.queries.site_rules import rules_of
from guanjia.apps.workorders.ranking import Person
from guanjia.apps.workorders.terms import URGENCY_ORDER, WAITING, State, Urgency
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Text

COLUMN_OF = {
    State.ISSUED: "to_assign",
    State.OFFERED: "to_assign",
    State.ASSIGNED: "assigned",
    State.ACCEPTED: "assigned",
    State.ON_SITE: "on_site",
    State.PAUSED: "paused",
    State.COMPLETED: "done",
}
COLUMNS = ("to_assign", "assigned", "on_site", "paused", "done")
MOST_DONE = 30
"""The latest done orders shown; the count tells of the others."""


@dataclass(frozen=True)
class Card:
    """One order on the board, with the most urgent clock of its matter."""

    order: WorkOrder
    clock: Clock | None = None
    pause_overdue: bool = False


@dataclass(frozen=True)
class Worker:
    """Somebody who takes orders at the site, and where they are now."""

    person: Person
    skills: tuple[Text, ...]
    full: bool
    at_place: str = ""
    """The place of the order they are on site for."""

    @property
    def free(self) -> bool:
        """On duty with nothing to do."""
        return self.person.on_duty and self.person.open_orders == 0


@dataclass(frozen=True)
class Board:
    """The columns by key, and everybody, those on duty with least to do first."""

    columns: dict[str, list[Card]]
    done_count: int
    workers: list[Worker] = field(default_factory=list)

    @property
    def on_duty(self) -> list[Worker]:
        """Those on duty."""
        return [one for one in self.workers if one.person.on_duty]

    @property
    def off_duty(self) -> list[Worker]:
        """The others."""
        return [one for one in self.workers if not one.person.on_duty]

    @property
    def free_count(self) -> int:
        """How many are on duty with nothing to do."""
        return sum(one.free for one in self.workers)

    @property
    def overdue_pauses(self) -> int:
        """How many orders rest longer than was said."""
        return sum(card.pause_overdue for card in self.columns["paused"])


def board(actor: Actor, site_id: int, at: datetime) -> Board:
    """The board of one site. The number of queries does not depend on the number of orders."""
    today = _start_of_day(site_id, at)
    seen = list_orders(actor, site_id).defer("description", "outcome")
    orders = list(seen.open())
    done = list(seen.filter(state=State.COMPLETED, closed_at__gte=today).order_by("-closed_at"))
    clocks = clocks_by_thread(actor.company_id, site_id, (one.thread for one in orders), at)
    columns: dict[str, list[Card]] = {key: [] for key in COLUMNS}
    for order in orders:
        first = next(iter(clocks.get(order.thread, ())), None)
        overdue = rules.is_pause_overdue(order.state, order.pause_until, at)
        columns[COLUMN_OF[State(order.state)]].append(Card(order, first, overdue))
    for cards in columns.values():
        cards.sort(key=partial(_place, at=at))
    columns["done"] = [Card(order) for order in done[:MOST_DONE]]
    return Board(columns, len(done), _workers(site_id, at, orders))


def _place(card: Card, *, at: datetime) -> tuple[int, datetime]:
    """Danger first; then whichever clock runs out first, or has waited longest."""
    order = card.order
    due = card.clock.obligation.due_at if card.clock else order.pause_until or order.received_at
    return (URGENCY_ORDER[Urgency(order.urgency)], due)


def _workers(site_id: int, at: datetime, orders: list[WorkOrder]) -> list[Worker]:
    places: dict[int | None, str] = defaultdict(str)
    for order in orders:
        if order.state == State.ON_SITE:
            places[order.assignee_id] = order.where or order.ref
    full_load = rules_of(site_id).full_load
    people = sorted(people_at(site_id, at), key=lambda one: (not one.on_duty, one.open_orders, one.name))
    return [
        Worker(
            person=one,
            skills=tuple(
                label for key, label in TRADES.items() if key in one.skills and key != Trade.GENERAL
            ),
            full=one.open_orders >= full_load,
            at_place=places[one.staff_id],
        )
        for one in people
    ]


def _start_of_day(site_id: int, at: datetime) -> datetime:
    here = at.astimezone(ZoneInfo(organisation.site(site_id).timezone))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def count_for_dispatch(actor: Actor, site_id: int, at: datetime) -> tuple[int, int]:
    """How many orders of a site nobody has yet, and how many rest longer than was said; one query."""
    counted = list_orders(actor, site_id).aggregate(
        waiting=Count("pk", filter=Q(state__in=[one.value for one in WAITING])),
        resting=Count("pk", filter=Q(state=State.PAUSED, pause_until__lte=at)),
    )
    return counted["waiting"], counted["resting"]


def count_done_today(actor: Actor, site_id: int, at: datetime, assignee_id: int | None = None) -> int:
    """How many orders were completed since midnight at the site, perhaps by one person."""
    done = list_orders(actor, site_id).filter(
        state=State.COMPLETED, closed_at__gte=_start_of_day(site_id, at)
    )
    return (done.filter(assignee_id=assignee_id) if assignee_id else done).count()
