"""Orders that end without being done: cancelled, or merged into another that does the same work."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.workorders import events, queries, rules
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.services.subject import PAUSE_FIELDS, about, end_pause
from guanjia.apps.workorders.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, Refusal, refuse


def cancel(order: WorkOrder, *, by: Actor, at: datetime, reason: str) -> WorkOrder:
    """End an order nobody needs any more, with a reason; not before what was issued under it."""
    with locked(order) as fresh:
        permit(by, Can.CANCEL, fresh)
        new_state = LIFECYCLE.step(fresh.state, "cancel")
        refuse([rules.why_not_reason(reason), rules.why_not_close(queries.open_children(fresh))])
        fresh.state, fresh.closed_at, fresh.close_reason = new_state, at, reason.strip()[:200]
        end_pause(fresh)
        fresh.save(update_fields=["state", "closed_at", "close_reason", *PAUSE_FIELDS])
        record(
            events.Cancelled(**about(fresh), reason=fresh.close_reason, assignee_id=fresh.assignee_id),
            by=by,
            at=at,
        )
        return fresh


def cancel_thread(thread: str, *, by: Actor, at: datetime, reason: str) -> list[WorkOrder]:
    """Cancel every open order of a case, what was issued under others first; for a case that is withdrawn."""
    with transaction.atomic():
        cancelled: list[WorkOrder] = []
        while left := list(WorkOrder.objects.of_thread(thread).open().order_by("-id")):
            above = {order.parent_id for order in left}
            leaves = [order for order in left if order.pk not in above]
            cancelled += [cancel(order, by=by, at=at, reason=reason) for order in leaves]
        return cancelled


def merge(order: WorkOrder, *, into: WorkOrder, by: Actor, at: datetime, reason: str = "") -> WorkOrder:
    """Close an order because ``into`` does the same work; its clocks are void from now on.

    Orders merged into this one before move along, so that each knows who carries its work. Both rows are locked in the
    order of their ids, so that two merges crossing each other do not wait for ever.
    """
    with transaction.atomic():
        rows = WorkOrder.objects.select_for_update().filter(pk__in={order.pk, into.pk}).order_by("pk")
        by_id = {row.pk: row for row in rows}
        if order.pk not in by_id or into.pk not in by_id:
            raise NotFound
        fresh, target = by_id[order.pk], by_id[into.pk]
        permit(by, Can.MERGE, fresh)
        permit(by, Can.MERGE, target)
        new_state = LIFECYCLE.step(fresh.state, "merge")
        refuse([*_why_not_merge(fresh, target), rules.why_not_close(queries.open_children(fresh))])
        WorkOrder.objects.filter(carried_by=fresh).update(carried_by=target)
        fresh.state, fresh.merged_into, fresh.carried_by = new_state, target, target
        fresh.closed_at, fresh.close_reason = at, reason.strip()[:200]
        end_pause(fresh)
        fresh.save(
            update_fields=["state", "merged_into", "carried_by", "closed_at", "close_reason", *PAUSE_FIELDS]
        )
        record(
            events.Merged(
                **about(fresh), into=target.ref, into_thread=target.thread, reason=fresh.close_reason
            ),
            by=by,
            at=at,
        )
        record(events.Absorbed(**about(target), merged=fresh.ref, merged_thread=fresh.thread), by=by, at=at)
        return fresh


def _why_not_merge(order: WorkOrder, target: WorkOrder) -> list[Refusal]:
    return rules.why_not_merge(
        same=order.pk == target.pk,
        target_state=target.state,
        same_site=order.site_id == target.site_id,
        consented=queries.money_of(order).consented,
        target_below=target.parent_id == order.pk,
    )
