"""What a customer sees who comes by the secret link: their own matter, without anybody's data."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.apps.cases.rules.visits import ORDINARY_VISITORS
from guanjia.apps.cases.terms import KINDS, Can, Kind
from guanjia.apps.documents.terms import Can as DocumentsCan
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, Text
from guanjia.kernel.scope import across_companies, company_scope

SHOWN = {
    "cases.received": "",
    "cases.promised": "",
    "cases.postponed": "reason",
    "cases.later_arrival_agreed": "",
    "cases.progress_told": "text",
    "cases.answered": "text",
    "cases.urged": "text",
    "cases.urge_answered": "text",
    "cases.dispatched": "",
    "cases.replied_in_writing": "text",
    "cases.invalid_explained": "text",
    "cases.resolved": "outcome",
    "cases.reopened": "",
    "cases.closed": "",
    "cases.withdrawn": "",
    "cases.merged": "",
    "workorders.arrived": "",
    "workorders.completed": "",
}
"""The events a customer sees, with the field shown to them; what is not here is inside business."""


@dataclass(frozen=True)
class PublicEntry:
    """One line of the customer's timeline."""

    at: datetime
    label: str
    text: str


@dataclass(frozen=True)
class PublicCase:
    """A case as its customer sees it. ``merged`` when it is dealt with together with another report."""

    company_id: int
    site_id: int
    site_name: str
    hotline: str
    ref: str
    title: str
    kind: Text
    state: str
    state_label: Text
    merged: bool
    is_open: bool
    received_at: datetime
    promised_at: datetime | None
    handler: str
    caller: str
    phone: str
    can_urge: bool
    waiting_for_answer: bool
    can_confirm: bool
    confirm_with_manager: bool
    entries: tuple[PublicEntry, ...]


def by_token(token: str) -> PublicCase:
    """The customer's view of a case; no scope need be open. Raises ``NotFound``."""
    case = case_by_token(token)
    with company_scope(case.company_id):
        return _public(case)


def case_by_token(token: str) -> Case:
    """The case behind a link, for the customer's verbs. Raises ``NotFound``."""
    if not 16 <= len(token) <= 32:
        raise NotFound
    with across_companies(reason="following a case by its secret link"):
        found = (
            Case.objects.filter(token=token)
            .select_related("site", "handler", "merged_into", "merged_into__handler")
            .first()
        )
    if found is None:
        raise NotFound
    return found


def customer_of(case: Case) -> Actor:
    """The actor a customer with the link of a case is. The door must offer them that case only."""
    may = frozenset({str(Can.FOLLOW), str(DocumentsCan.ATTACH), str(DocumentsCan.SIGN)})
    return Actor.customer(case.company_id, _("Customer"), case.site_id, may)


def reporter_at(company_id: int, site_id: int) -> Actor:
    """The actor somebody is who scanned the label of a place, or uses the portal without signing in."""
    may = frozenset({str(Can.REPORT), str(DocumentsCan.ATTACH)})
    return Actor.customer(company_id, _("Customer"), site_id, may)


def masked_name(name: str) -> str:
    """A name of which only the beginning is shown: 王小明 → 王**."""
    return name[:1] + "*" * (len(name) - 1) if name else ""


def survivor(case: Case) -> Case:
    """The case that a merged one is dealt with under, through any number of merges; an unmerged one is its own."""
    while case.merged_into is not None:
        case = case.merged_into
    return case


def _public(case: Case) -> PublicCase:
    # A merged case follows the fate of its survivor; of that, which may be a neighbour's, nothing else is shown.
    fate = survivor(case)
    visit = ReturnVisit.objects.filter(case_id=case.pk).open().first() if case.is_open else None
    with_manager = visit is not None and visit.visitor_post not in ORDINARY_VISITORS
    return PublicCase(
        company_id=case.company_id,
        site_id=case.site_id,
        site_name=case.site.name,
        hotline=case.site.hotline,
        ref=case.ref,
        title=case.title,
        kind=KINDS[Kind(case.kind)],
        state=fate.state,
        state_label=CASE.label(fate.state),
        merged=case.merged_into is not None,
        is_open=case.is_open,
        received_at=case.received_at,
        promised_at=fate.promised_at,
        handler=fate.handler.name,
        caller=masked_name(case.caller_name),
        phone=case.masked_phone,
        can_urge=case.is_open,
        waiting_for_answer=case.urged_at is not None,
        can_confirm=visit is not None and (not with_manager or visit.visitor_id is not None),
        confirm_with_manager=with_manager,
        entries=tuple(_entry(one) for one in journal.thread(case.ref) if _is_shown(one)),
    )


def _is_shown(entry: JournalEntry) -> bool:
    return entry.event in SHOWN or (entry.event == "cases.noted" and bool(entry.data.get("customer")))


def _entry(entry: JournalEntry) -> PublicEntry:
    field = "text" if entry.event == "cases.noted" else SHOWN[entry.event]
    return PublicEntry(entry.at, journal.label_of(entry), str(entry.data.get(field, "")) if field else "")
