"""The lists of cases and return visits, declared."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.lifecycle import CASE, VISIT, CaseState, VisitState
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.apps.cases.terms import CHANNELS, COMPLAINT_CLASSES, KINDS, URGENCIES, Can, ComplaintClass, Kind
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List
from guanjia.ui.request import Request

CASE_TONES = {
    CaseState.RECEIVED: "soon",
    CaseState.HANDLING: "accent",
    CaseState.RESOLVED: "calm",
    CaseState.CLOSED: "neutral",
    CaseState.WITHDRAWN: "neutral",
    CaseState.MERGED: "neutral",
}
VISIT_TONES = {
    VisitState.DUE: "soon",
    VisitState.CLAIMED: "accent",
    VisitState.UNREACHED: "paused",
    VisitState.SATISFIED: "calm",
    VisitState.DISSATISFIED: "late",
    VisitState.CANCELLED: "neutral",
}
CLASS_TONES = {
    ComplaintClass.MAJOR: "late",
    ComplaintClass.IMPORTANT: "soon",
    ComplaintClass.MINOR: "neutral",
    ComplaintClass.UNSOLVABLE: "paused",
    ComplaintClass.INVALID: "neutral",
}


def case_tone(case: Case) -> str:
    """The tone of a case's state."""
    return CASE_TONES[CaseState(case.state)]


def class_label(case: Case) -> Any:
    """The class of a complaint, or nothing."""
    return COMPLAINT_CLASSES[ComplaintClass(case.complaint_class)] if case.complaint_class else ""


def _options(labels: dict[Any, Any]) -> list[tuple[Any, Any]]:
    return [(key.value, label) for key, label in labels.items()]


class CaseList(List):
    """Cases: what, where, whose, how it stands."""

    key = "cases"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("title", _("Matter"), wide=True),
        Column("kind", _("Kind"), value=lambda case: KINDS[Kind(case.kind)], sort="kind"),
        Column("where", _("Where"), sort="where"),
        Column(
            "state",
            _("State"),
            kind="badge",
            value=lambda case: CASE.label(case.state),
            tone=case_tone,
            sort="state",
        ),
        Column("class", _("Class"), value=class_label, phone=False),
        Column("owner", _("Owner"), value=lambda case: case.first_receiver.name, phone=False),
        Column("handler", _("Handler"), value=lambda case: case.handler.name),
        Column("received_at", _("Received at"), kind="moment", sort="received_at"),
        Column("promised_at", _("Promised"), kind="moment", sort="promised_at"),
    )
    filters = (
        Flag("open", _("Open"), apply=lambda rows, _request: rows.open()),
        Flag("mine", _("Mine"), apply=lambda rows, request: rows.of_staff(request.actor.id)),
        Flag("late", _("Promise passed"), apply=lambda rows, request: rows.late(request.now)),
        Flag("unruled", _("To rule on"), apply=lambda rows, _request: rows.unruled()),
        Flag("urged", _("Urged"), apply=lambda rows, _request: rows.urged()),
        Flag("unanswered", _("Unanswered"), apply=lambda rows, _request: rows.unanswered()),
        Filter("kind", _("Kind"), options=_options(KINDS)),
        Filter("state", _("State"), options=_options(CASE.states)),
        Filter("complaint_class", _("Class"), options=_options(COMPLAINT_CLASSES)),
        Filter("channel", _("Channel"), options=_options(CHANNELS)),
        Filter("urgency", _("Urgency"), options=_options(URGENCIES)),
    )
    search = ("ref", "title", "where", "caller_name", "caller_phone")
    order = "-received_at"
    bulk = (Bulk("cases:pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No cases found"), _("Take a filter off, or register a case."), "cases:receive", _("New case")
    )

    def row_url(self, thing: Case) -> str:
        return reverse("cases:case", args=[thing.ref])

    def row_key(self, thing: Case) -> str:
        return str(thing.ref)

    def row_css(self, thing: Case) -> str:
        late = thing.is_open and thing.promised_at is not None and thing.promised_at < self.request.now
        return "row-late" if late else ""


class VisitList(List):
    """Return visits: the queue and what came of it."""

    key = "visits"
    columns = (
        Column("ref", _("Number"), link=True),
        Column("case", _("Case"), value=lambda visit: f"{visit.case.ref} {visit.case.title}", wide=True),
        Column(
            "state",
            _("State"),
            kind="badge",
            value=lambda visit: VISIT.label(visit.state),
            tone=lambda visit: VISIT_TONES[VisitState(visit.state)],
        ),
        Column("due_at", _("Due"), kind="moment", sort="due_at"),
        Column("opened_at", _("Waiting since"), kind="ago", sort="opened_at", phone=False),
        Column("attempts", _("Attempts"), kind="number", phone=False),
        Column("visitor", _("Visitor"), value=lambda visit: visit.visitor.name if visit.visitor else ""),
        Column("rating", _("Rating"), kind="number"),
    )
    filters = (
        Flag("open", _("Open"), apply=lambda rows, _request: rows.open()),
        Filter("state", _("State"), options=_options(VISIT.states)),
    )
    search = ("ref", "case__ref", "case__title", "case__where")
    order = "due_at"
    empty = Empty(_("No return visits found"), _("They come by themselves when cases are resolved."))

    def row_url(self, thing: ReturnVisit) -> str:
        return reverse("cases:visit", args=[thing.ref])


def only_open_first(request: Request) -> bool:
    """Whether nothing was asked for yet, so that the list may start with what is open."""
    return not request.GET


class WeekList(List):
    """The unfinished matters of a week, for the workbook; the analysis stands in the first row."""

    key = "week"
    columns = (
        Column("ref", _("Number"), value=lambda item: item["ref"]),
        Column("title", _("Matter"), value=lambda item: item["title"]),
        Column("state", _("State"), value=lambda item: item["state_label"]),
        Column("handler", _("Handler"), value=lambda item: item["handler"]),
        Column("late", _("Promise passed"), value=lambda item: _("Yes") if item.get("late") else ""),
        Column("note", _("Remark"), value=lambda item: item.get("note", "")),
        Column(
            "analysis",
            _("Why these are unfinished, and what is done about it"),
            value=lambda item: item["analysis"],
        ),
    )
