"""Everything the page of a case shows, in a number of queries that does not grow with the case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guanjia.apps.cases.lifecycle import VisitState
from guanjia.apps.cases.models import Case, ComplaintAct, ComplaintRuling, ReturnVisit
from guanjia.apps.cases.queries.cases import get_case
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.queries.standing import as_last_visit
from guanjia.apps.cases.queries.steps import Option, allowed_steps
from guanjia.apps.cases.rules.standing import Standing
from guanjia.apps.cases.terms import Act
from guanjia.apps.documents import queries as documents
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.workorders import queries as workorders
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refusal


@dataclass(frozen=True)
class CasePage:
    """A case and everything about it. ``standing`` is what the rules see; ``missing`` what speaks against closing."""

    case: Case
    standing: Standing
    steps: list[Option]
    missing: list[Refusal]
    children: list[Case]
    merged: list[Case]
    splits: list[Case]
    rulings: list[ComplaintRuling]
    acts: list[ComplaintAct]
    visits: list[ReturnVisit]
    work_orders: list[Any]
    obligations: list[Any]
    attachments: list[Any]
    timeline: list[JournalEntry]

    @property
    def open_visit(self) -> ReturnVisit | None:
        """The visit to come or under way."""
        return next((visit for visit in self.visits if visit.state in {"DUE", "CLAIMED", "UNREACHED"}), None)


def case_page(actor: Actor, ref: str, at: datetime) -> CasePage:
    """The page of one case. Raises ``NotFound``."""
    case = get_case(actor, ref)
    children, merged, splits = _family(case)
    acts = list(ComplaintAct.objects.filter(case_id=case.pk).order_by("at", "id"))
    visits = list(
        ReturnVisit.objects.filter(case_id=case.pk).select_related("visitor", "signature").order_by("id")
    )
    here = _standing(case, actor, at, children, acts, visits)
    steps = allowed_steps(actor, case, at, here)
    return CasePage(
        case=case,
        standing=here,
        steps=steps,
        missing=next((list(step.refusals) for step in steps if step.verb == "close"), []),
        children=children,
        merged=merged,
        splits=splits,
        rulings=list(ComplaintRuling.objects.filter(case_id=case.pk).order_by("id")),
        acts=acts,
        visits=visits,
        work_orders=workorders.list_for_thread(actor, case.ref),
        obligations=list(obligations.for_thread(actor, case.ref)),
        attachments=documents.list_for(case.ref),
        timeline=list(journal.thread(case.ref)),
    )


def _family(case: Case) -> tuple[list[Case], list[Case], list[Case]]:
    """Children, cases merged in, and parts split off, in one query."""
    near = (
        Case.objects.filter(parent_id=case.pk)
        | Case.objects.filter(merged_into_id=case.pk)
        | Case.objects.filter(split_from_id=case.pk)
    )
    found = list(near.select_related("handler").order_by("id"))
    return (
        [one for one in found if one.parent_id == case.pk],
        [one for one in found if one.merged_into_id == case.pk],
        [one for one in found if one.split_from_id == case.pk and one.parent_id != case.pk],
    )


def _standing(
    case: Case,
    actor: Actor,
    at: datetime,
    children: list[Case],
    acts: list[ComplaintAct],
    visits: list[ReturnVisit],
) -> Standing:
    """The same standing as ``whole_standing`` gives, from what the page has read already."""
    made = [visit for visit in visits if visit.state != VisitState.CANCELLED]
    return Standing(
        case,
        actor,
        at,
        parameters(case.site_id),
        open_children=tuple(child.ref for child in children if child.is_open),
        open_work=workorders.count_open(case.ref),
        acts=frozenset(Act(act.act) for act in acts),
        visit=as_last_visit(made[-1]) if made else None,
        parent_closed=case.parent.ref if case.parent is not None and not case.parent.is_open else "",
    )
