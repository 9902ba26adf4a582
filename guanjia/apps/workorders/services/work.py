"""What the one who has an order does with it: accept, arrive, rest, take up again, send back, complete."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents import services as papers
from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import events, queries, rules
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.models import Material, WorkOrder
from guanjia.apps.workorders.pricing import Line, total, why_not_lines
from guanjia.apps.workorders.services.subject import (
    PAUSE_FIELDS,
    about,
    end_pause,
    holder,
    holder_id,
    require_own,
)
from guanjia.apps.workorders.terms import Can, State
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import Refusal, refuse

COMPLETION = "completion"
"""The purpose of a customer's signature under finished work."""


def accept(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Say that one is on the way."""
    with locked(order) as fresh:
        permit(by, Can.WORK, fresh)
        require_own(fresh, by)
        fresh.state = LIFECYCLE.step(fresh.state, "accept")
        fresh.accepted_at = at
        fresh.save(update_fields=["state", "accepted_at"])
        record(events.Accepted(**about(fresh), assignee_id=holder_id(fresh)), by=by, at=at)
        return fresh


def appoint(
    order: WorkOrder, *, by: Actor, at: datetime, appointed_at: datetime, agreed_with: str
) -> WorkOrder:
    """Note the moment of arrival the customer agreed to (C-RULE-041); before the promised minutes have run out."""
    with locked(order) as fresh:
        permit(by, Can.APPOINT, fresh)
        refuse(rules.why_not_appoint(appointed_at=appointed_at, at=at, agreed_with=agreed_with))
        fresh.state = LIFECYCLE.step(fresh.state, "appoint")
        fresh.appointed_at = appointed_at
        fresh.save(update_fields=["appointed_at"])
        record(
            events.Appointed(**about(fresh), appointed_at=appointed_at, agreed_with=agreed_with.strip()),
            by=by,
            at=at,
        )
        return fresh


def arrive(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Be there. The first arrival stays on the row; later ones are facts of their own."""
    with locked(order) as fresh:
        permit(by, Can.WORK, fresh)
        require_own(fresh, by)
        fresh.state = LIFECYCLE.step(fresh.state, "arrive")
        again = fresh.arrived_at is not None
        fresh.arrived_at = fresh.arrived_at or at
        fresh.save(update_fields=["state", "arrived_at"])
        record(events.Arrived(**about(fresh), assignee_id=holder_id(fresh), again=again), by=by, at=at)
        return fresh


def pause(
    order: WorkOrder, *, by: Actor, at: datetime, reason: str, until: datetime, note: str = ""
) -> WorkOrder:
    """Rest an order for a reason until a moment; a duty reminds when it is not taken up again by then."""
    with locked(order) as fresh:
        permit(by, Can.PAUSE, fresh)
        require_own(fresh, by)
        longest = timedelta(hours=queries.rules_of(fresh.site_id).longest_pause_hours)
        refuse(rules.why_not_pause(reason=reason, note=note, until=until, at=at, longest=longest))
        fresh.state = LIFECYCLE.step(fresh.state, "pause")
        fresh.paused_at, fresh.pause_until = at, until
        fresh.pause_reason, fresh.pause_note = reason, note.strip()[:200]
        fresh.save(update_fields=["state", *PAUSE_FIELDS])
        record(
            events.Paused(
                **about(fresh),
                assignee_id=holder_id(fresh),
                reason=str(reason),
                note=fresh.pause_note,
                until=until,
            ),
            by=by,
            at=at,
        )
        return fresh


def resume(order: WorkOrder, *, by: Actor, at: datetime) -> WorkOrder:
    """Take a resting order up again: on the way once more."""
    with locked(order) as fresh:
        permit(by, Can.WORK, fresh)
        require_own(fresh, by)
        late = rules.is_pause_overdue(fresh.state, fresh.pause_until, at)
        fresh.state = LIFECYCLE.step(fresh.state, "resume")
        end_pause(fresh)
        fresh.save(update_fields=["state", *PAUSE_FIELDS])
        record(events.Resumed(**about(fresh), assignee_id=holder_id(fresh), late=late), by=by, at=at)
        return fresh


def send_back(order: WorkOrder, *, by: Actor, at: datetime, reason: str) -> WorkOrder:
    """Give an order back to dispatch, with a reason."""
    with locked(order) as fresh:
        permit(by, Can.TRANSFER, fresh)
        require_own(fresh, by)
        refuse(rules.why_not_reason(reason))
        new_state = LIFECYCLE.step(fresh.state, "send_back")
        from_id, from_name = holder_id(fresh), holder(fresh)
        fresh.state = new_state
        fresh.assignee, fresh.assigned_at, fresh.assigned_how = None, None, ""
        fresh.accepted_at = fresh.started_at = None
        end_pause(fresh)
        fresh.save(
            update_fields=[
                "state",
                "assignee",
                "assigned_at",
                "assigned_how",
                "accepted_at",
                "started_at",
                *PAUSE_FIELDS,
            ]
        )
        record(
            events.SentBack(**about(fresh), from_id=from_id, from_name=from_name, reason=reason.strip()),
            by=by,
            at=at,
        )
        return fresh


def add_photos(order: WorkOrder, *, by: Actor, at: datetime, photos: Sequence[papers.Upload]) -> WorkOrder:
    """Add photos or files to an order, also to a closed one: evidence may come late, and says when it came."""
    with locked(order) as fresh:
        permit(by, Can.SEE, fresh)
        papers.attach_all(
            photos, by=by, at=at, site_id=fresh.site_id, about_ref=fresh.ref, thread=fresh.thread
        )
        return fresh


def complete(
    order: WorkOrder,
    *,
    by: Actor,
    at: datetime,
    outcome: str,
    materials: Sequence[Line] = (),
    labour_minutes: int | None = None,
    labour_fen: int = 0,
    photos: Sequence[papers.Upload] = (),
    signing: Signing | None = None,
) -> WorkOrder:
    """Finish an order with what was found and done, materials and labour, photos and the customer's signature.

    Raises ``Refused`` with everything that is missing: outcome, photo, signature, consent of paid work, an open child, a
    bill above the quote. Without ``labour_minutes`` the time since work began counts.
    """
    with locked(order) as fresh:
        permit(by, Can.COMPLETE, fresh)
        require_own(fresh, by)
        new_state = LIFECYCLE.step(fresh.state, "complete")
        refuse(
            [
                *why_not_lines(list(materials)),
                *_why_not_complete(fresh, outcome, materials, labour_fen, photos, signing),
            ]
        )
        fresh.state = new_state
        fresh.outcome, fresh.closed_at = outcome.strip(), at
        fresh.labour_minutes = _minutes(fresh, at) if labour_minutes is None else labour_minutes
        fresh.labour_fen = labour_fen
        fresh.charge_fen = total(materials) + labour_fen if fresh.paid else 0
        fresh.save(
            update_fields=["state", "outcome", "closed_at", "labour_minutes", "labour_fen", "charge_fen"]
        )
        _keep_materials(fresh, materials)
        _keep_proof(fresh, by, at, photos, signing)
        record(
            events.Completed(
                **about(fresh),
                assignee_id=holder_id(fresh),
                assignee=holder(fresh),
                outcome=fresh.outcome,
                charge_fen=fresh.charge_fen,
            ),
            by=by,
            at=at,
        )
        _tell_merged(fresh, by, at)
        return fresh


def _why_not_complete(
    order: WorkOrder,
    outcome: str,
    materials: Sequence[Line],
    labour_fen: int,
    photos: Sequence[papers.Upload],
    signing: Signing | None,
) -> list[Refusal]:
    signed = signing is not None or any(
        one.purpose == COMPLETION for one in documents.signatures_for(order.ref)
    )
    return rules.why_not_complete(
        rules.Finish(
            outcome=outcome,
            money=queries.money_of(order),
            started_at=order.started_at,
            charge_fen=total(materials) + labour_fen,
            needs_photo=order.needs_photo,
            photos=len(photos)
            + (documents.count_photos(order.ref, since=order.arrived_at) if order.needs_photo else 0),
            needs_signature=order.needs_signature,
            signed=signed,
            open_children=queries.open_children(order),
        )
    )


def _minutes(order: WorkOrder, at: datetime) -> int:
    began = order.started_at or order.arrived_at or at
    return max(0, int((at - began).total_seconds() // 60))


def _keep_materials(order: WorkOrder, materials: Sequence[Line]) -> None:
    Material.objects.bulk_create(
        [
            Material(
                company_id=order.company_id,
                order=order,
                position=place,
                name=line.name.strip()[:80],
                quantity=line.quantity,
                unit=line.unit.strip()[:10],
                unit_price_fen=line.unit_price_fen,
                amount_fen=line.amount_fen,
            )
            for place, line in enumerate(materials, start=1)
        ]
    )


def _keep_proof(
    order: WorkOrder, by: Actor, at: datetime, photos: Sequence[papers.Upload], signing: Signing | None
) -> None:
    if signing:
        papers.sign(
            by=by,
            at=at,
            site_id=order.site_id,
            about_ref=order.ref,
            thread=order.thread,
            purpose=COMPLETION,
            signer_name=signing.signer_name,
            how=signing.how,
            strokes=signing.strokes,
        )
    if photos:
        papers.attach_all(
            photos, by=by, at=at, site_id=order.site_id, about_ref=order.ref, thread=order.thread
        )


def _tell_merged(order: WorkOrder, by: Actor, at: datetime) -> None:
    """Say under every order whose work this one did that it is done, so that their cases hear of it."""
    for merged in WorkOrder.objects.filter(state=State.MERGED, carried_by=order).order_by("id"):
        record(
            events.DoneWithOther(
                **about(merged), into=order.ref, assignee_id=holder_id(order), outcome=order.outcome
            ),
            by=by,
            at=at,
        )
