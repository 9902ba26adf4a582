"""Putting return visits into the queue and taking them out; called by other verbs on the locked case."""

from datetime import datetime
from zoneinfo import ZoneInfo

from guanjia.apps.cases import events
from guanjia.apps.cases.lifecycle import VISIT, CaseState, VisitState
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.rules.closing import needs_visit
from guanjia.apps.cases.rules.visits import ORDINARY_VISITORS, visitor_post
from guanjia.apps.cases.terms import VISIT_SERIES, ComplaintClass, DeskPost
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.numbering import next_ref


def open_visit(case: Case, *, by: Actor, at: datetime) -> ReturnVisit:
    """Queue a return visit for a resolved case."""
    doers = _doers(case, by)
    site = organisations.site(case.site_id)
    visit = ReturnVisit(
        company_id=case.company_id,
        site_id=case.site_id,
        case=case,
        ref=next_ref(
            VISIT_SERIES,
            company_id=case.company_id,
            site_id=case.site_id,
            year=at.astimezone(ZoneInfo(site.timezone)).year,
            prefix=site.ref_prefix,
        ),
        visitor_post=_post_for(case, at, doers),
        group_code=case.group_code,
        doer_ids=sorted(doers),
        opened_at=at,
        due_at=at + parameters(case.site_id).visit_after,
    )
    visit.save(force_insert=True)
    record(visit_due(case, visit), by=by, at=at)
    return visit


def cancel_open_visit(case: Case, *, by: Actor, at: datetime) -> None:
    """Take the visit of a case out of the queue, if one is open."""
    visit = ReturnVisit.objects.select_for_update().filter(case_id=case.pk).open().first()
    if visit is None:
        return
    visit.state = VISIT.step(visit.state, "cancel")
    visit.done_at = at
    visit.save(update_fields=["state", "done_at"])
    record(
        events.VisitCancelled(site_id=case.site_id, ref=visit.ref, thread=case.ref, visit=visit.ref),
        by=by,
        at=at,
    )


def realign_visit(case: Case, *, by: Actor, at: datetime) -> None:
    """After a ruling on a resolved case: the visit its new class demands, no other."""
    if case.state != CaseState.RESOLVED:
        return
    if not needs_visit(case.complaint_class):
        cancel_open_visit(case, by=by, at=at)
        return
    major = case.complaint_class == ComplaintClass.MAJOR
    latest = (
        ReturnVisit.objects.filter(case_id=case.pk)
        .exclude(state=VisitState.CANCELLED.value)
        .order_by("-id")
        .first()
    )
    if latest and _still_fits(latest, major=major):
        return
    cancel_open_visit(case, by=by, at=at)
    open_visit(case, by=by, at=at)


def _still_fits(visit: ReturnVisit, *, major: bool) -> bool:
    """A visit to come must be of the right post; one that ended well must only be weighty enough."""
    managers = visit.visitor_post not in ORDINARY_VISITORS
    if visit.state == VisitState.SATISFIED:
        return managers or not major
    return visit.state != VisitState.DISSATISFIED and managers == major


def visit_due(case: Case, visit: ReturnVisit) -> events.VisitDue:
    """The event of a visit standing in the queue."""
    return events.VisitDue(
        site_id=case.site_id,
        ref=visit.ref,
        thread=case.ref,
        visit=visit.ref,
        visitor_post=visit.visitor_post,
        due_at=visit.due_at,
        attempts=visit.attempts,
    )


def _doers(case: Case, by: Actor) -> set[int]:
    """Those who did the job: the technicians, or, where nobody was sent, the handler and whoever settled it."""
    workers = set(case.worker_ids)
    return workers or {case.handler_id, *([by.id] if by.id else [])}


def _post_for(case: Case, at: datetime, doers: set[int]) -> str:
    """The visitor's post; up the line where every property manager did the job or the post is empty."""
    stewards = (
        organisations.holder_ids(case.site_id, DeskPost.STEWARD, at, case.group_code)
        if case.group_code
        else []
    )
    post = visitor_post(complaint_class=case.complaint_class, steward_ids=stewards, doers=doers)
    if post in ORDINARY_VISITORS:
        return post
    for key in [post.value, *organisations.line_above(case.site_id, post)]:
        if any(holder not in doers for holder in organisations.holder_ids(case.site_id, key, at)):
            return key
    return post
