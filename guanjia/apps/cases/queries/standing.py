"""A case with what surrounds it, ready for the rules."""

from datetime import datetime

from guanjia.apps.cases.lifecycle import CaseState, VisitState
from guanjia.apps.cases.models import Case, ComplaintAct, ReturnVisit
from guanjia.apps.cases.queries.parameters import parameters_at
from guanjia.apps.cases.rules.standing import LastVisit, Standing
from guanjia.apps.cases.terms import Act
from guanjia.apps.workorders import queries as workorders
from guanjia.kernel.actor import Actor


def standing(case: Case, actor: Actor, at: datetime) -> Standing:
    """The case's own row is enough for most rules; no query."""
    return Standing(case, actor, at, parameters_at(case.site_id, at))


def whole_standing(case: Case, actor: Actor, at: datetime) -> Standing:
    """Also open children, open work orders, the acts done, the latest visit and an ended parent: five queries."""
    children = Case.objects.filter(parent_id=case.pk).open().order_by("id").values_list("ref", flat=True)
    acts = ComplaintAct.objects.filter(case_id=case.pk).values_list("act", flat=True)
    return Standing(
        case,
        actor,
        at,
        parameters_at(case.site_id, at),
        open_children=tuple(children),
        open_work=workorders.count_open(case.ref),
        acts=frozenset(Act(act) for act in acts),
        visit=last_visit(case),
        parent_closed=_ended_parent(case),
    )


def last_visit(case: Case) -> LastVisit | None:
    """The latest return visit that was not cancelled."""
    visit = (
        ReturnVisit.objects.filter(case_id=case.pk)
        .exclude(state=VisitState.CANCELLED.value)
        .order_by("-id")
        .first()
    )
    return as_last_visit(visit) if visit else None


def as_last_visit(visit: ReturnVisit) -> LastVisit:
    """What the rules look at of a visit."""
    return LastVisit(visit.ref, visit.state, visit.visitor_post, bool(visit.signed_by))


def _ended_parent(case: Case) -> str:
    if case.parent_id is None:
        return ""
    parent = Case.objects.filter(pk=case.parent_id).only("ref", "state").first()
    ended = parent is not None and parent.state in {
        CaseState.CLOSED.value,
        CaseState.WITHDRAWN.value,
        CaseState.MERGED.value,
    }
    return parent.ref if parent is not None and ended else ""
