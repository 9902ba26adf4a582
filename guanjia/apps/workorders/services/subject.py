"""What every verb of the app needs of its row: whose it is, and how events name it."""

from typing import Any

from guanjia.apps.workorders import rules
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import refuse


def about(order: WorkOrder) -> dict[str, Any]:
    """The fields every event has in common."""
    return {"site_id": order.site_id, "ref": order.ref, "thread": order.thread}


def holder(order: WorkOrder) -> str:
    """The name of whoever has the order, "" for nobody."""
    return order.assignee.name if order.assignee else ""


def holder_id(order: WorkOrder) -> int:
    """Who has the order; only for orders somebody has, which the database sees to."""
    assert order.assignee_id is not None
    return order.assignee_id


def require_own(order: WorkOrder, by: Actor) -> None:
    """Let on whoever has the order, or may enter steps for others. Raises ``Refused`` (``not_yours``)."""
    for_others = by.can(Can.WORK_FOR_OTHERS, order.site_id)
    if for_others or (by.id is not None and by.id == order.assignee_id):
        return
    refuse(
        rules.why_not_yours(
            assignee_id=order.assignee_id, assignee=holder(order), actor_id=by.id, for_others=for_others
        )
    )


PAUSE_FIELDS = ("paused_at", "pause_until", "pause_reason", "pause_note")


def end_pause(order: WorkOrder) -> None:
    """Forget the pause on the row; the journal keeps it."""
    order.paused_at = order.pause_until = None
    order.pause_reason = order.pause_note = ""
