"""Cases: register, list, read, and what happened to them."""

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from guanjia.api import pages
from guanjia.api.door import ApiRequest, operation
from guanjia.api.once import answered_once
from guanjia.api.operations import places as named
from guanjia.api.schemas.cases import (
    CaseFilters,
    CaseGiven,
    CasePage,
    CaseSent,
    TimelineFilters,
    TimelinePage,
)
from guanjia.api.schemas.obligations import ObligationGiven
from guanjia.api.shown import cases as shown
from guanjia.api.shown import obligations as shown_obligations
from guanjia.apps.cases import queries, services
from guanjia.apps.cases.terms import Can
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel import journal
from guanjia.kernel.idempotency import Answer

router = Router(tags=["cases"])


@router.post("/cases", response={201: CaseGiven}, summary=_("Register a case"))
@operation(can=Can.RECEIVE)
def register_case(request: ApiRequest, case: CaseSent) -> HttpResponse:
    """Registers what a customer wants. The answer has a number, an owner and a handler, and its clocks run from
    `received_at` (now, when absent). Send an `Idempotency-Key` and repeat the request until it is answered: it has
    one effect, however often it arrives."""

    def produce() -> Answer:
        actor = request.actor
        site = named.site_for(actor, case.site, Can.RECEIVE)
        place_id, place_text = named.place_for(actor, site.pk, case.place)
        made = services.receive(
            by=actor,
            at=request.now,
            site_id=site.pk,
            kind=case.kind,
            channel=case.channel,
            title=case.title,
            description=case.description or "",
            caller_name=case.caller_name or "",
            caller_phone=case.caller_phone or "",
            unit_code=case.unit or "",
            place_id=place_id,
            place_text=place_text,
            classification_key=case.classification or "",
            received_at=case.received_at,
            urgency=case.urgency or "",
            written=case.written,
            complaint_class=case.complaint_class,
        )
        return Answer(201, shown.one(actor, made).model_dump(mode="json"))

    return answered_once(request, produce)


@router.get("/cases", response=CasePage, summary=_("List cases"))
@operation(can=Can.SEE)
def list_cases(request: ApiRequest, filters: Query[CaseFilters]) -> CasePage:
    """The cases the token's owner may see, newest first, in pages. Cases that come in between move nothing."""
    rows = queries.list_cases(request.actor)
    if filters.site:
        rows = rows.filter(site_id=named.site_for(request.actor, filters.site, Can.SEE).pk)
    for name, value in filters.plain().items():
        rows = rows.filter(**{name: value})
    found, cursor = pages.newest_first(rows, filters.cursor, filters.limit)
    return CasePage(items=shown.many(request.actor, found), next_cursor=cursor)


@router.get("/cases/{ref}", response=CaseGiven, summary=_("Read a case"))
@operation(can=Can.SEE)
def read_case(request: ApiRequest, ref: str) -> CaseGiven:
    """One case. A case that is not there and one that is not yours are the same 404."""
    return shown.one(request.actor, queries.get_case(request.actor, ref))


@router.get("/cases/{ref}/timeline", response=TimelinePage, summary=_("What happened to a case"))
@operation(can=Can.SEE)
def read_timeline(request: ApiRequest, ref: str, filters: Query[TimelineFilters]) -> TimelinePage:
    """Everything that happened in the matter, oldest first: the case, its work orders, visits and duties."""
    case = queries.get_case(request.actor, ref)
    found, cursor = pages.oldest_first(journal.thread(case.ref), filters.cursor, filters.limit)
    return TimelinePage(items=[shown.entry(one) for one in found], next_cursor=cursor)


@router.get("/cases/{ref}/obligations", response=list[ObligationGiven], summary=_("The clocks of a case"))
@operation(can=Can.SEE)
def read_obligations(request: ApiRequest, ref: str) -> list[ObligationGiven]:
    """The duties that run, were met or were missed in this matter."""
    case = queries.get_case(request.actor, ref)
    return shown_obligations.many(obligations.for_thread(request.actor, case.ref), request.now)
