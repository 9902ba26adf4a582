"""How a case ends: resolved, closed, answered at once, withdrawn; and how it comes back."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.queries.standing import whole_standing
from guanjia.apps.cases.rules.closing import NOT_ANSWERED, needs_visit
from guanjia.apps.cases.rules.intake import tidy
from guanjia.apps.cases.rules.promises import missing_text
from guanjia.apps.cases.rules.steps import NEEDS, why_not
from guanjia.apps.cases.services.complaints import raise_if_due
from guanjia.apps.cases.services.promises import answered
from guanjia.apps.cases.services.visit_queue import cancel_open_visit, open_visit
from guanjia.apps.cases.terms import Kind
from guanjia.apps.workorders import services as workorders
from guanjia.apps.workorders.terms import Can as WorkCan
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def resolve(case: Case, *, by: Actor, at: datetime, outcome: str, answer: str = "") -> Case:
    """The matter is settled from our side, with an outcome; the return visit enters the queue.

    ``answer``: what the customer was told about it, if they were told in the same breath. Refused while work orders
    or cases under this one are open.
    """
    with locked(case) as case:
        permit(by, NEEDS["resolve"], case)
        refuse([*why_not("resolve", whole_standing(case, by, at)), missing_text(outcome, "outcome")])
        settle(case, by=by, at=at, outcome=tidy(outcome), answer=tidy(answer))
        return case


def settle(case: Case, *, by: Actor, at: datetime, outcome: str, answer: str = "") -> None:
    """Resolve a locked case that nothing speaks against."""
    case.state = CASE.step(case.state, "resolve")
    case.outcome, case.resolved_at = outcome, at
    if answer:
        case.answered_at = case.told_at = at
    case.save(update_fields=["state", "outcome", "resolved_at", "answered_at", "told_at"])
    record(
        events.Resolved(
            site_id=case.site_id,
            ref=case.ref,
            handler_id=case.handler_id,
            outcome=outcome,
            complaint_class=case.complaint_class,
        ),
        by=by,
        at=at,
    )
    if answer:
        record(answered(case, answer), by=by, at=at)
    if needs_visit(case.complaint_class):
        open_visit(case, by=by, at=at)


def close(case: Case, *, by: Actor, at: datetime) -> Case:
    """Close a resolved case. Each missing step is a refusal of its own: answer, parts, ruling, class, visit, signature."""
    with locked(case) as case:
        permit(by, NEEDS["close"], case)
        refuse(why_not("close", whole_standing(case, by, at)))
        case.state = CASE.step(case.state, "close")
        case.closed_at = at
        case.save(update_fields=["state", "closed_at"])
        record(_closed(case), by=by, at=at)
        return case


def close_at_once(case: Case, *, by: Actor, at: datetime, answer: str = "") -> Case:
    """Close an inquiry or praise that has been answered; ``answer`` is what was said, unless it was recorded before."""
    with locked(case) as case:
        permit(by, NEEDS["close_at_once"], case)
        unanswered = None if case.answered_at or answer.strip() else NOT_ANSWERED
        refuse([*why_not("close_at_once", whole_standing(case, by, at)), unanswered])
        case.state = CASE.step(case.state, "close_at_once")
        if answer.strip():
            case.answered_at = case.told_at = at
            case.outcome = tidy(answer)
        case.resolved_at = case.closed_at = at
        case.urged_at = None
        case.save(
            update_fields=[
                "state",
                "answered_at",
                "told_at",
                "outcome",
                "resolved_at",
                "closed_at",
                "urged_at",
            ]
        )
        if answer.strip():
            record(answered(case, answer), by=by, at=at)
        record(_closed(case), by=by, at=at)
        return case


def reopen(case: Case, *, by: Actor, at: datetime, reason: str) -> Case:
    """Bring a resolved or closed case back into its handler's hands; the customer is to be answered again."""
    with locked(case) as case:
        permit(by, NEEDS["reopen"], case)
        refuse([*why_not("reopen", whole_standing(case, by, at)), missing_text(reason, "reason")])
        take_back(case, by=by, at=at, reason=tidy(reason))
        return case


def take_back(case: Case, *, by: Actor, at: datetime, reason: str) -> None:
    """Reopen a locked case that nothing speaks against; reopened too often, a complaint becomes major by rule."""
    cancel_open_visit(case, by=by, at=at)
    case.state = CASE.step(case.state, "reopen")
    case.reopened += 1
    case.answered_at = case.resolved_at = case.closed_at = None
    case.save(update_fields=["state", "reopened", "answered_at", "resolved_at", "closed_at"])
    record(
        events.Reopened(
            site_id=case.site_id, ref=case.ref, reason=reason, handler_id=case.handler_id, count=case.reopened
        ),
        by=by,
        at=at,
    )
    if case.kind == Kind.COMPLAINT:
        raise_if_due(case, at=at)


def withdraw(case: Case, *, by: Actor, at: datetime, reason: str) -> Case:
    """The customer does not want it any more: its work orders are cancelled with it. A major one needs a supervisor."""
    with transaction.atomic():
        permit(by, NEEDS["withdraw"], case)
        refuse(missing_text(reason, "reason"))
        # Orders before the case: a technician completing one locks in this order too. A refusal below undoes this.
        canceller = by if by.can(WorkCan.CANCEL, case.site_id) else Actor.system(by.company_id)
        workorders.cancel_thread(case.ref, by=canceller, at=at, reason=tidy(reason)[:200])
        with locked(case) as case:
            permit(by, NEEDS["withdraw"], case)
            refuse(why_not("withdraw", whole_standing(case, by, at)))
            cancel_open_visit(case, by=by, at=at)
            case.state = CASE.step(case.state, "withdraw")
            case.closed_at = at
            case.save(update_fields=["state", "closed_at"])
            record(events.Withdrawn(site_id=case.site_id, ref=case.ref, reason=tidy(reason)), by=by, at=at)
            return case


def _closed(case: Case) -> events.Closed:
    return events.Closed(
        site_id=case.site_id, ref=case.ref, kind=case.kind, complaint_class=case.complaint_class
    )
