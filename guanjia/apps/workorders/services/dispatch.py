"""Giving orders to people: put up, grabbed, assigned by hand or automatically, transferred.

Every verb locks the order first, so of two dispatchers, or two technicians, the second finds it taken and is told so.
"""

from datetime import datetime

from guanjia.apps.workorders import events, queries, rules
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.models import Turn, WorkOrder
from guanjia.apps.workorders.ranking import Person, best
from guanjia.apps.workorders.services.subject import PAUSE_FIELDS, about, end_pause, holder, holder_id
from guanjia.apps.workorders.terms import Can, Way
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse

_GIVEN = ("state", "assignee", "assigned_at", "assigned_how", "accepted_at", "started_at", *PAUSE_FIELDS)


def offer(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Put an order up for technicians on duty to grab (抢单)."""
    with locked(order) as fresh:
        permit(by, Can.OFFER, fresh)
        refuse(rules.why_not_waiting(fresh.state, holder(fresh)))
        fresh.state = LIFECYCLE.step(fresh.state, "offer")
        fresh.offered_at = at
        fresh.save(update_fields=["state", "offered_at"])
        record(events.Offered(**about(fresh), skill=fresh.skill), by=by, at=at)
        return fresh


def grab(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Take an order from the pool; it counts as accepted. Only for people on duty, of the trade, with room for one more."""
    with locked(order) as fresh:
        permit(by, Can.GRAB, fresh)
        refuse(rules.why_not_waiting(fresh.state, holder(fresh)))
        new_state = LIFECYCLE.step(fresh.state, "grab")
        me = queries.candidate(fresh, by.id, at)
        refuse(rules.why_not_grab(me, full_load=queries.rules_of(fresh.site_id).full_load))
        assert me is not None
        fresh.state = new_state
        _give(fresh, me.person, Way.GRABBED, at)
        fresh.accepted_at = at
        fresh.save(update_fields=_GIVEN)
        record(
            events.Grabbed(**about(fresh), assignee_id=me.person.staff_id, assignee=me.person.name),
            by=by,
            at=at,
        )
        return fresh


def assign(order: WorkOrder, *, by: Actor, at: datetime, assignee_id: int, reason: str = "") -> WorkOrder:
    """Give an order to somebody. Somebody off duty needs a ``reason``."""
    with locked(order) as fresh:
        permit(by, Can.ASSIGN, fresh)
        refuse(rules.why_not_waiting(fresh.state, holder(fresh)))
        new_state = LIFECYCLE.step(fresh.state, "assign")
        chosen = queries.candidate(fresh, assignee_id, at)
        refuse(rules.why_not_assign(chosen, reason=reason))
        assert chosen is not None
        fresh.state = new_state
        _give(fresh, chosen.person, Way.BY_HAND, at)
        fresh.save(update_fields=_GIVEN)
        record(_assigned(fresh, chosen.person, reason), by=by, at=at)
        return fresh


def auto_assign(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Give an order to the first of the ranking who is on duty, of the trade, and not full.

    Raises ``Refused`` (``nobody_free``) when there is nobody.
    """
    with locked(order) as fresh:
        permit(by, Can.ASSIGN, fresh)
        refuse(rules.why_not_waiting(fresh.state, holder(fresh)))
        new_state = LIFECYCLE.step(fresh.state, "auto_assign")
        chosen = best(queries.candidates(fresh, at))
        refuse(rules.why_not_auto_assign(chosen, skill=fresh.skill))
        assert chosen is not None
        fresh.state = new_state
        _give(fresh, chosen.person, Way.AUTOMATIC, at)
        fresh.save(update_fields=_GIVEN)
        record(_assigned(fresh, chosen.person, ""), by=by, at=at)
        return fresh


def transfer(order: WorkOrder, *, by: Actor, at: datetime, assignee_id: int, reason: str) -> WorkOrder:
    """Take an order from one technician and give it to another, with a reason; the other accepts it anew."""
    with locked(order) as fresh:
        permit(by, Can.TRANSFER, fresh)
        new_state = LIFECYCLE.step(fresh.state, "transfer")
        chosen = queries.candidate(fresh, assignee_id, at)
        refuse(
            [
                rules.why_not_reason(reason),
                rules.why_not_transfer(from_id=fresh.assignee_id, to_id=assignee_id),
                rules.why_not_assign(chosen, reason=reason),
            ]
        )
        assert chosen is not None
        from_id, from_name = holder_id(fresh), holder(fresh)
        fresh.state = new_state
        _give(fresh, chosen.person, Way.TRANSFERRED, at)
        fresh.save(update_fields=_GIVEN)
        record(
            events.Transferred(
                **about(fresh),
                from_id=from_id,
                from_name=from_name,
                assignee_id=chosen.person.staff_id,
                assignee=chosen.person.name,
                reason=reason.strip(),
            ),
            by=by,
            at=at,
        )
        return fresh


def _give(order: WorkOrder, person: Person, way: Way, at: datetime) -> None:
    """Put a person on the row and move them to the end of the rotation."""
    order.assignee_id = person.staff_id
    order.assigned_at, order.assigned_how = at, way.value
    order.accepted_at = order.started_at = None
    end_pause(order)
    turn = Turn(company_id=order.company_id, site_id=order.site_id, staff_id=person.staff_id, latest_at=at)
    Turn.objects.bulk_create(
        [turn], update_conflicts=True, unique_fields=["site", "staff"], update_fields=["latest_at"]
    )


def _assigned(order: WorkOrder, person: Person, reason: str) -> events.Assigned:
    return events.Assigned(
        **about(order),
        assignee_id=person.staff_id,
        assignee=person.name,
        how=order.assigned_how,
        reason=reason.strip(),
    )
