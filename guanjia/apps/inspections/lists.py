"""The lists: sheets of a checklist, and findings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.inspections import queries
from guanjia.apps.inspections.models import Finding, Sheet
from guanjia.apps.inspections.terms import FINDING_STATES, UNSETTLED, VERDICTS, FindingState, Verdict
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, Filter, Flag, List, Period, States

TONES = {FindingState.OPEN: "late", FindingState.CORRECTED: "soon", FindingState.CLEARED: "calm"}
ICONS = {
    FindingState.OPEN: "alert-circle",
    FindingState.CORRECTED: "eye",
    FindingState.CLEARED: "circle-check",
}


def _seen(request: Request) -> Iterable[tuple[str, Text]]:
    asked = getattr(request.resolver_match, "kwargs", {})
    return queries.subjects_seen(request.site.pk, asked["pack"], asked["key"])


class SheetList(List):
    """The sheets of a checklist, the latest first."""

    key = "sheets"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("about_name", _("About"), wide=True, sort="about_name"),
        Column("score", _("Score"), kind="number", sort="score"),
        Column(
            "passed_label",
            _("Result"),
            kind="badge",
            tone=lambda one: "calm" if one.passed else "late",
            icon=lambda one: "circle-check" if one.passed else "circle-x",
        ),
        Column("inspector_name", _("Inspector"), phone=False, sort="inspector_name"),
        Column("completed_at", _("Filled"), kind="moment", sort="completed_at"),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Period("completed_at", _("Filled")),
        Filter("about", _("About"), options=_seen),
        Filter(
            "passed",
            _("Result"),
            options=[("1", VERDICTS[Verdict.PASS]), ("0", VERDICTS[Verdict.FAIL])],
            apply=lambda rows, value: rows.filter(passed=value == "1"),
        ),
    )
    search = ("ref", "about_name", "inspector_name")
    order = "-completed_at"
    empty = Empty(
        _("No sheet of this checklist yet"),
        _("Fill the first one; what is proposed above is a good start."),
        icon="clipboard-check",
    )


@dataclass(frozen=True)
class FindingRow:
    """A finding with the words of its rulebook."""

    finding: Finding
    text: str
    checklist: str

    @property
    def sheet(self) -> Sheet:
        """The sheet it was found with."""
        return self.finding.sheet

    @property
    def state_label(self) -> Text:
        """Its state in a word."""
        return FINDING_STATES[FindingState(self.finding.state)]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES[FindingState(self.finding.state)]

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return ICONS[FindingState(self.finding.state)]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.finding.state == FindingState.CLEARED

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been put right by now."""
        return self.finding.state == FindingState.OPEN and self.finding.due_at <= now


def finding_rows(findings: Iterable[Finding]) -> list[FindingRow]:
    """Findings in the words of the version they were found with; no query of its own."""
    rows = []
    for finding in findings:
        declared = queries.declared_of(finding.sheet)
        rows.append(FindingRow(finding, str(declared.item(finding.item).text), str(declared.checklist.title)))
    return rows


def _late(rows: QuerySet[Finding], request: Request) -> QuerySet[Finding]:
    return rows.filter(state=FindingState.OPEN.value, due_at__lte=request.now)


class FindingList(List):
    """Findings, the most pressing first."""

    key = "findings"
    columns = (
        Column("text", _("Item"), link=True, wide=True),
        Column("state_label", _("State"), kind="badge", tone=lambda one: one.tone, icon=lambda one: one.icon),
        Column("note", _("What is wrong"), value=lambda one: one.finding.note, wide=True),
        Column("about", _("About"), value=lambda one: one.sheet.about_name, sort="sheet__about_name"),
        Column(
            "due_at",
            _("Put right by"),
            template="inspections/cells/due.html",
            excel=lambda one: one.finding.due_at,
            sort="due_at",
        ),
        Column("checklist", _("Checklist"), phone=False),
        Column("ref", _("Number"), value=lambda one: one.sheet.ref, sort="sheet__ref", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(FINDING_STATES.items()),
            still=tuple(UNSETTLED),
            still_label=_("Not settled"),
            all_label=_("All findings"),
        ),
        Flag("late", _("Overdue"), apply=_late),
        Period("found_at", _("Found")),
    )
    search = ("note", "sheet__ref", "sheet__about_name")
    order = "due_at"
    empty = Empty(
        _("No finding is open"),
        _("What does not pass on an inspection sheet stands here until it is put right and checked again."),
        icon="circle-check",
    )

    def prepare(self, things: list[Any]) -> list[Any]:
        return list(finding_rows(things))

    def row_url(self, thing: FindingRow) -> str:
        return f"{thing.sheet.get_absolute_url()}#finding-{thing.finding.pk}"

    def row_key(self, thing: FindingRow) -> str:
        return str(thing.finding.pk)

    def row_css(self, thing: FindingRow) -> str:
        return "row-late" if thing.is_late(self.request.now) else ""
