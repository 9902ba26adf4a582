"""Our place on Today: sheets to fill, findings to put right, corrections to check again."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.inspections import queries
from guanjia.apps.inspections.lists import finding_rows
from guanjia.apps.inspections.models import Finding
from guanjia.apps.inspections.terms import FINDING_STATES, Can, FindingState
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import EvidenceKind
from guanjia.kernel.counting import first_of
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.panels import Panel

_MOST_ON_TODAY = 6


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for me: what, about what, by when, and where it is done."""

    what: Text
    title: str
    about: str
    due_at: datetime
    url: str


def today_findings(request: Request) -> Panel | None:
    """What waits for me here, the most pressing first; no panel when nothing does."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return None
    sheets, sheet_count = _sheets(request, request.site.pk)
    findings, found = first_of(queries.list_waiting(request.actor, request.site.pk), _MOST_ON_TODAY)
    count = sheet_count + found
    if not count:
        return None
    rows = sorted([*sheets, *_findings(findings)], key=lambda one: one.due_at)
    return Panel(
        _("Inspections waiting for me"),
        "inspections/panels/waiting.html",
        {"rows": rows[: 2 * _MOST_ON_TODAY]},
        icon="clipboard-check",
        count=count,
        url=reverse("inspections:findings") if findings else reverse("inspections:checklists"),
        urgent=any(one.due_at <= request.now for one in rows),
    )


def _sheets(request: Request, site_id: int) -> tuple[list[Waiting], int]:
    """My duties that a sheet proves, and how many they are."""
    if not request.actor.can(Can.FILL, site_id):
        return [], 0
    keys = {
        (here.pack.key, key)
        for here in rulebook.rules_of(site_id).by_id.values()
        for key, duty in here.duties.items()
        if duty.evidence is not None and duty.evidence.kind is EvidenceKind.SHEET
    }
    if not keys:
        return [], 0
    mine = obligations.mine(request.actor, request.now).filter(
        site_id=site_id, duty__in={key for _pack, key in keys}
    )
    first, count = first_of(mine, _MOST_ON_TODAY)
    found = []
    for clock in obligations.clocks(first, request.now):
        row, duty = clock.obligation, clock.duty
        if duty is None or duty.evidence is None:
            continue
        address = reverse("inspections:fill", args=[row.pack, duty.evidence.key])
        url = f"{address}?{urlencode({'about': row.ref})}"
        found.append(Waiting(_("Sheet to fill"), clock.title, clock.matter, row.due_at, url))
    return found, count


def _findings(findings: list[Finding]) -> list[Waiting]:
    return [
        Waiting(
            FINDING_STATES[FindingState(row.finding.state)],
            row.text,
            row.sheet.about_name,
            row.finding.due_at,
            f"{row.sheet.get_absolute_url()}#finding-{row.finding.pk}",
        )
        for row in finding_rows(findings)
    ]
