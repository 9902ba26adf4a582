"""The queue of return visits (回访)."""

from collections.abc import Iterator
from datetime import datetime

from guanjia.apps.cases.lifecycle import VisitState
from guanjia.apps.cases.models import ReturnVisit, ReturnVisits
from guanjia.apps.cases.rules.visits import why_not_visitor
from guanjia.apps.cases.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def list_visits(actor: Actor, site_id: int | None = None) -> ReturnVisits:
    """The return visits of the sites where the actor makes visits, in the order they are taken, with case and visitor."""
    visits = ReturnVisit.objects.filter(company_id=actor.company_id)
    if site_id is not None:
        visits = visits.filter(site_id=site_id)
    if not actor.is_system:
        visits = visits.filter(site_id__in=actor.sites_with(Can.VISIT))
    return visits.select_related("case", "visitor").queued()


def get_visit(actor: Actor, ref: str) -> ReturnVisit:
    """One return visit. Raises ``NotFound``."""
    found = list_visits(actor).filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def visits_for(actor: Actor, site_id: int, at: datetime) -> Iterator[ReturnVisit]:
    """What is due and the actor may take, longest waiting first. Reads on only as long as it is asked to."""
    due = ReturnVisit.objects.filter(company_id=actor.company_id, site_id=site_id).due(at).queued()
    for visit in due.select_related("case").iterator(chunk_size=50):
        if (
            why_not_visitor(
                actor,
                site_id=site_id,
                group_code=visit.group_code,
                post=visit.visitor_post,
                doers=visit.doer_ids,
            )
            is None
        ):
            yield visit


def next_visit(actor: Actor, site_id: int, at: datetime) -> ReturnVisit | None:
    """The visit the actor would get by asking for the next one."""
    return next(visits_for(actor, site_id, at), None)


def visit_queue(actor: Actor, site_id: int, at: datetime) -> list[ReturnVisit]:
    """The actor's own queue: what they may take now, longest waiting first."""
    return list(visits_for(actor, site_id, at)) if actor.can(Can.VISIT, site_id) else []


def visits_in_hand(actor: Actor) -> list[ReturnVisit]:
    """What the actor has taken and not finished."""
    return list(
        ReturnVisit.objects.filter(visitor_id=actor.id, state=VisitState.CLAIMED.value)
        .select_related("case", "site")
        .order_by("claimed_at")
    )
