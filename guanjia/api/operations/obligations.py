"""Obligations: the duties of all matters, soonest due first."""

from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from guanjia.api import pages
from guanjia.api.door import ApiRequest, operation
from guanjia.api.operations.places import site_for
from guanjia.api.schemas.obligations import ObligationFilters, ObligationPage
from guanjia.api.shown import obligations as shown
from guanjia.apps.cases.terms import Can
from guanjia.apps.obligations import queries
from guanjia.apps.obligations.terms import RUNNING, State

router = Router(tags=["obligations"])

_STATES = {"ALL": [state.value for state in State]}


@router.get("/obligations", response=ObligationPage, summary=_("List obligations"))
@operation(can=Can.SEE)
def list_obligations(request: ApiRequest, filters: Query[ObligationFilters]) -> ObligationPage:
    """Duties the token's owner may see, soonest due first, in pages; `due_before` gives what presses."""
    site_id = site_for(request.actor, filters.site, Can.SEE).pk if filters.site else None
    rows = queries.list_obligations(
        request.actor,
        state=_STATES.get(filters.state or "", filters.state or RUNNING),
        at=request.now,
        due_before=filters.due_before,
        due_after=filters.due_from,
        site_id=site_id,
    )
    found, cursor = pages.by_moment(rows, "due_at", filters.cursor, filters.limit)
    return ObligationPage(items=shown.many(found, request.now), next_cursor=cursor)
