"""From a case to a work order."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.queries.standing import standing, whole_standing
from guanjia.apps.cases.rules.closing import why_not_dispatch
from guanjia.apps.cases.rules.steps import NEEDS, why_not
from guanjia.apps.cases.services.endings import settle
from guanjia.apps.workorders import services as workorders
from guanjia.apps.workorders.terms import Can as WorkCan
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def dispatch(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    skill: str = "",
    title: str = "",
    description: str = "",
    urgency: str = "",
    appointed_at: datetime | None = None,
) -> Any:
    """Issue a work order (派工单) for the case; the trade comes from its fault unless given.

    Raises ``Refused`` for inquiries and praise, and when neither says which trade is needed.
    """
    with locked(case) as case:
        permit(by, NEEDS["dispatch"], case)
        skill = skill or _skill_of(case)
        here = standing(case, by, at)
        refuse([*why_not("dispatch", here), *why_not_dispatch(here, skill)])
        return _issue(
            case,
            by=by,
            at=at,
            skill=skill,
            title=title,
            description=description,
            urgency=urgency,
            appointed_at=appointed_at,
        )


def dispatch_by_rule(case: Case, *, by: Actor, at: datetime) -> Any:
    """Issue the work order of a case just registered, if its fault names a trade; else leave it to the dispatcher.

    Whoever may issue orders does so; for anybody else (a customer at a QR code) the rule itself does.
    """
    skill = _skill_of(case)
    if not skill or why_not_dispatch(standing(case, by, at), skill):
        return None
    issuer = by if by.can(WorkCan.ISSUE, case.site_id) else Actor.system(by.company_id)
    return _issue(case, by=issuer, at=at, skill=skill)


def note_work_done(
    ref: str, *, company_id: int, at: datetime, worker_id: int | None, outcome: str
) -> Case | None:
    """A work order of the case ``ref`` is completed: whoever did it never visits, and with the last one done the case

    is resolved by rule. Answers None when there is no such case (an order may stand for itself).
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(company_id=company_id, ref=ref).first()
        if case is None or not case.is_open:
            return None
        if worker_id is not None and worker_id not in case.worker_ids:
            case.worker_ids = [*case.worker_ids, worker_id]
            case.save(update_fields=["worker_ids"])
        rulebook = Actor.system(company_id)
        if not why_not("resolve", whole_standing(case, rulebook, at)):
            settle(case, by=rulebook, at=at, outcome=outcome)
        return case


def _skill_of(case: Case) -> str:
    return case.classification.skill if case.classification else ""


def _issue(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    skill: str,
    title: str = "",
    description: str = "",
    urgency: str = "",
    appointed_at: datetime | None = None,
) -> Any:
    matter = case.classification
    case.state = CASE.step(case.state, "dispatch")
    case.save(update_fields=["state"])
    order = workorders.issue(
        by=by,
        at=at,
        site_id=case.site_id,
        thread=case.ref,
        case_kind=case.kind,
        title=title or case.title,
        description=description or case.description,
        unit_id=case.unit_id,
        place_id=case.place_id,
        where=case.where,
        group_code=case.group_code,
        skill=skill,
        urgency=urgency or case.urgency,
        received_at=case.received_at,
        contact_name=case.caller_name,
        contact_phone=case.caller_phone,
        appointed_at=appointed_at or case.later_arrival_until,
        paid=True if matter and matter.paid else None,
        needs_photo=True if matter and matter.needs_photo else None,
    )
    record(
        events.Dispatched(
            site_id=case.site_id, ref=case.ref, work_order=order.ref, skill=skill, handler_id=case.handler_id
        ),
        by=by,
        at=at,
    )
    return order
