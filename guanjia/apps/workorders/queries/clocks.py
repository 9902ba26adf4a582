"""The clocks of the matters orders belong to, taken from the obligations in one go."""

from collections.abc import Iterable
from datetime import datetime

from guanjia.apps.obligations import queries as obligations
from guanjia.apps.obligations.queries import Clock
from guanjia.apps.obligations.terms import RUNNING
from guanjia.apps.workorders.models import WorkOrder
from guanjia.kernel.actor import Actor


def clocks_by_thread(
    company_id: int, site_id: int, threads: Iterable[str], at: datetime
) -> dict[str, list[Clock]]:
    """The running clocks of each thread, the most urgent first; a fixed number of queries for any number of threads.

    Whoever sees an order sees the clocks of its matter, so the system asks.
    """
    wanted = set(threads)
    if not wanted:
        return {}
    rows = obligations.list_obligations(Actor.system(company_id), site_id=site_id, state=RUNNING)
    found: dict[str, list[Clock]] = {}
    for clock in obligations.clocks(rows.filter(thread__in=wanted), at):
        found.setdefault(clock.obligation.thread, []).append(clock)
    for clocks in found.values():
        clocks.sort(key=lambda one: (one.clock_state == "paused", one.obligation.due_at))
    return found


def clocks_of(orders: Iterable[WorkOrder], at: datetime) -> dict[str, list[Clock]]:
    """The running clocks of the threads of some orders, which may lie at several sites."""
    threads: dict[tuple[int, int], set[str]] = {}
    for order in orders:
        threads.setdefault((order.company_id, order.site_id), set()).add(order.thread)
    found: dict[str, list[Clock]] = {}
    for (company_id, site_id), wanted in threads.items():
        found.update(clocks_by_thread(company_id, site_id, wanted, at))
    return found
