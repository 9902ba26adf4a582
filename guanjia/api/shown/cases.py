"""Cases and the facts about them, as programs see them."""

from collections.abc import Iterable
from typing import Any

from guanjia.api.schemas.cases import CaseGiven, EntryGiven, Person
from guanjia.api.terms import PREFIX
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import label_of
from guanjia.kernel.lifecycle import ALL_LIFECYCLES
from guanjia.kernel.models import JournalEntry


def one(actor: Actor, case: Any, made: str | None = None) -> CaseGiven:
    """One case."""
    (given,) = many(actor, [case])
    return given.model_copy(update={"made": made})


def many(_actor: Actor, cases: Iterable[Any]) -> list[CaseGiven]:
    """Cases of one page: names and room numbers come in two queries for all of them."""
    cases = list(cases)
    names = organisations.staff_names(
        {staff for case in cases for staff in (case.first_receiver_id, case.handler_id)}
    )
    codes = places.unit_codes(case.unit_id for case in cases)
    return [_given(case, names, codes) for case in cases]


def entry(one: JournalEntry) -> EntryGiven:
    """One fact of a timeline."""
    return EntryGiven(
        id=one.pk,
        event=one.event,
        label=label_of(one),
        at=one.at,
        by=one.actor_name,
        by_kind=one.actor_kind.lower(),
        ref=one.ref,
        data=one.data,
    )


def _given(case: Any, names: dict[int, str], codes: dict[int, str]) -> CaseGiven:
    steps = ALL_LIFECYCLES["cases.case"].next_steps(case.state)
    here = f"{PREFIX}/cases/{case.ref}"
    return CaseGiven(
        ref=case.ref,
        kind=case.kind,
        channel=case.channel,
        state=case.state,
        title=case.title,
        description=case.description,
        urgency=case.urgency,
        site=organisations.site(case.site_id).code,
        unit=codes.get(case.unit_id),
        place=case.where or None,
        caller_name=case.caller_name,
        caller_phone=case.masked_phone,
        owner=Person(id=case.first_receiver_id, name=names.get(case.first_receiver_id, "")),
        handler=Person(id=case.handler_id, name=names.get(case.handler_id, "")),
        department=case.department,
        received_at=case.received_at,
        registered_at=case.registered_at,
        promised_at=case.promised_at,
        answered_at=case.answered_at,
        resolved_at=case.resolved_at,
        closed_at=case.closed_at,
        complaint_class=case.complaint_class or None,
        steps=[step.verb for step in steps],
        made=None,
        links={
            "self": here,
            "timeline": f"{here}/timeline",
            "obligations": f"{here}/obligations",
            "page": f"/cases/{case.ref}/",
        },
    )
