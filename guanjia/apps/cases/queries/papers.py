"""What of cases belongs into the file of a unit or a customer: every case, and the replies that were written."""

from django.db.models import Q
from django.urls import reverse

from guanjia.apps.cases.models import Case, ComplaintAct
from guanjia.apps.cases.terms import CASE_PAPER, REPLY_PAPER, Act, Can
from guanjia.apps.documents.terms import Paper, Wanted


def papers_about(wanted: Wanted) -> list[Paper]:
    """The cases of units and people, and the written replies to their complaints; one query for each."""
    return [*_cases(wanted), *_replies(wanted)]


def _about(wanted: Wanted, prefix: str = "") -> Q:
    if wanted.is_everything:
        return Q()
    units = Q(**{f"{prefix}unit_id__in": wanted.unit_ids or ()})
    return units | Q(**{f"{prefix}person_id__in": wanted.person_ids or ()})


def _paper(key: str, case: Case, title: str) -> Paper:
    people = (case.person_id,) if case.person_id else ()
    url = reverse("cases:case", args=[case.ref])
    return Paper(key, case.ref, title, case.received_at, url, Can.SEE, case.unit_id, people)


def _cases(wanted: Wanted) -> list[Paper]:
    if not wanted.asks(CASE_PAPER):
        return []
    rows = Case.objects.filter(_about(wanted), site_id=wanted.site_id).order_by("-received_at")
    named = rows.only("ref", "title", "received_at", "unit_id", "person_id")
    return [_paper(CASE_PAPER, one, one.title) for one in named]


def _replies(wanted: Wanted) -> list[Paper]:
    if not wanted.asks(REPLY_PAPER):
        return []
    rows = ComplaintAct.objects.filter(
        _about(wanted, "case__"), case__site_id=wanted.site_id, act=Act.REPLIED_IN_WRITING.value
    )
    return [
        _paper(REPLY_PAPER, one.case, one.case.title) for one in rows.select_related("case").order_by("-at")
    ]
