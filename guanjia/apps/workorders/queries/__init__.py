"""Reading work orders: one, lists, the board, and who could do them."""

from guanjia.apps.workorders.queries.board import (
    Board,
    Card,
    Worker,
    board,
    count_done_today,
    count_for_dispatch,
)
from guanjia.apps.workorders.queries.clocks import clocks_by_thread, clocks_of
from guanjia.apps.workorders.queries.orders import (
    count_open,
    family,
    get_order,
    list_for_thread,
    list_mergeable,
    list_mine,
    list_orders,
    list_pool,
    list_waiting,
    open_children,
    search,
)
from guanjia.apps.workorders.queries.paid import Bill, bill, known_materials, money_of
from guanjia.apps.workorders.queries.people import candidate, candidates, people_at, skills_of
from guanjia.apps.workorders.queries.site_rules import rules_of
from guanjia.apps.workorders.queries.steps import Choice, Steps, next_steps, steps_of

__all__ = [
    "Bill",
    "Board",
    "Card",
    "Choice",
    "Steps",
    "Worker",
    "bill",
    "board",
    "candidate",
    "candidates",
    "clocks_by_thread",
    "clocks_of",
    "count_done_today",
    "count_for_dispatch",
    "count_open",
    "family",
    "get_order",
    "known_materials",
    "list_for_thread",
    "list_mergeable",
    "list_mine",
    "list_orders",
    "list_pool",
    "list_waiting",
    "money_of",
    "next_steps",
    "open_children",
    "people_at",
    "rules_of",
    "search",
    "skills_of",
    "steps_of",
]
