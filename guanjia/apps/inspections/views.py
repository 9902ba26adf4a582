"""The checklists of a site, the sheets of one, filling one, one sheet with its findings, and all findings."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.inspections import history, queries, services
from guanjia.apps.inspections.forms import CorrectForm, FillForm, RecheckForm, limits_of
from guanjia.apps.inspections.lifecycle import FINDING
from guanjia.apps.inspections.lists import FindingList, FindingRow, SheetList, finding_rows
from guanjia.apps.inspections.models import Finding, Sheet
from guanjia.apps.inspections.queries import Declared
from guanjia.apps.inspections.terms import SUBJECTS, VERDICTS, Can, Verdict, finding_offers
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.rulebook.terms import CheckedSubject, Item
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.offers import Offer
from guanjia.ui.panels import Facts

_PROPOSED = 5
"""How many subjects a checklist proposes to look at next."""


@screen(can=Can.SEE)
def list_checklists(request: Request) -> HttpResponse:
    """The checklists in force at the site, by rulebook, and how each stands; searched in the address."""
    site_id = _site(request)
    text = request.GET.get("q", "").strip()[:80]
    books = [
        (here, found)
        for here, rows in queries.list_checklists(request.actor, site_id, request.now)
        if (found := [row for row in rows if row.is_called(text)])
    ]
    return page(
        request,
        "inspections/checklists.html#checklists",
        title=_("Inspections"),
        books=books,
        text=text,
        can_fill=request.actor.can(Can.FILL, site_id),
        tabs=_tabs("checklists"),
    )


@screen(can=Can.SEE)
def show_checklist(request: Request, pack: str, key: str) -> HttpResponse:
    """The sheets of a checklist, and what to look at next; of one no longer in force, the sheets alone."""
    site_id = _site(request)
    declared, in_force = queries.get_declared_ever(site_id, pack, key, request.now)
    may_fill = in_force and request.actor.can(Can.FILL, site_id)
    rows = queries.list_sheets(request.actor, site_id=site_id, pack=pack, checklist=key)
    return SheetList(request, rows).answer(
        template="inspections/checklist.html",
        title=str(declared.checklist.title),
        declared=declared,
        kind=SUBJECTS[declared.checklist.about],
        proposed=_proposed(request, site_id, declared) if in_force else [],
        fill_url=reverse("inspections:fill", args=[pack, key]) if may_fill else "",
    )


def _proposed(request: Request, site_id: int, declared: Declared) -> list[queries.Next]:
    """What to look at next, the same for everybody on one day."""
    if declared.checklist.about is CheckedSubject.SITE:
        return []
    seed = timezone.localtime(request.now).date().isoformat()
    return queries.sample(request.actor, site_id, declared, _PROPOSED, seed, request.now)


@verb(can=Can.FILL)
def fill(request: Request, pack: str, key: str) -> HttpResponse:
    """Fill a sheet, item by item."""
    site_id = _site(request)
    declared = queries.get_declared(site_id, pack, key, request.now)
    form = FillForm.of(request, declared=declared, site_id=site_id, about=request.GET.get("about", "")[:40])
    if form.ready():
        sheet = services.fill(
            site_id,
            by=request.actor,
            at=request.now,
            pack=pack,
            checklist=key,
            about=form.about,
            answers=form.given,
        )
        said = _("%(ref)s is complete: %(score)s %%.") % {"ref": sheet.ref, "score": sheet.score}
        return done(request, sheet, said)
    return page(
        request,
        "inspections/fill.html",
        form=form,
        declared=declared,
        title=str(declared.checklist.title),
        back=reverse("inspections:checklist", args=[pack, key]),
    )


@dataclass(frozen=True)
class Answered:
    """One item of a sheet as its page shows it."""

    number: int
    item: Item
    verdict: Verdict
    value: str
    note: str
    limits: Text

    @property
    def label(self) -> Text:
        """The verdict in a word."""
        return VERDICTS[self.verdict]

    @property
    def tone(self) -> str:
        """The tone of the verdict."""
        return {Verdict.PASS: "calm", Verdict.FAIL: "late"}.get(self.verdict, "neutral")

    @property
    def icon(self) -> str:
        """The icon of the verdict."""
        return {Verdict.PASS: "circle-check", Verdict.FAIL: "circle-x"}.get(self.verdict, "minus")


@dataclass(frozen=True)
class Shown:
    """A finding on the page of its sheet: with its photos and the steps open to the reader."""

    row: FindingRow
    photos: list[Any]
    correction_photos: list[Any]
    can_correct: bool
    can_recheck: bool
    offers: list[tuple[str, Offer]]


@screen(can=Can.SEE)
def show_sheet(request: Request, ref: str) -> HttpResponse:
    """One sheet: what was looked at, what was found, what became of it."""
    sheet = queries.get_sheet(request.actor, ref)
    declared = queries.declared_of(sheet)
    return page(
        request,
        "inspections/sheet.html",
        sheet=sheet,
        declared=declared,
        items=_items(sheet, declared),
        findings=_findings(request, sheet),
        facts=_facts(sheet, declared),
        history=history.tell(sheet),
        obligations=obligations.for_thread(request.actor, sheet.ref),
    )


def _items(sheet: Sheet, declared: Declared) -> list[Answered]:
    found = []
    for number, item in enumerate(declared.checklist.items, 1):
        kept = sheet.answers[item.key]
        verdict = Verdict(kept["verdict"])
        value = f"{kept['value']} {item.unit}".strip() if kept["value"] else ""
        found.append(Answered(number, item, verdict, value, kept["note"], limits_of(item)))
    return found


def _findings(request: Request, sheet: Sheet) -> list[Shown]:
    findings = queries.findings_of(sheet)
    kept = {str(one.key): one for one in documents.list_for(sheet.ref)} if findings else {}
    for finding in findings:
        finding.sheet = sheet
    return [
        Shown(
            row,
            [kept[key] for key in row.finding.photos if key in kept],
            [kept[key] for key in row.finding.correction_photos if key in kept],
            _can_correct(request, row.finding),
            _can_recheck(request, row.finding),
            finding_offers.of(request, row),
        )
        for row in finding_rows(findings)
    ]


def _can_correct(request: Request, finding: Finding) -> bool:
    return FINDING.allows(finding.state, "correct") and request.actor.can(Can.CORRECT, finding.site_id)


def _can_recheck(request: Request, finding: Finding) -> bool:
    is_other = request.actor.id is None or request.actor.id != finding.corrected_by_id
    return (
        FINDING.allows(finding.state, "clear")
        and is_other
        and request.actor.can(Can.RECHECK, finding.site_id)
    )


def _facts(sheet: Sheet, declared: Declared) -> Facts:
    facts = Facts()
    facts.add(SUBJECTS[declared.checklist.about], sheet.about_name, icon="map-pin")
    facts.add(_("Inspector"), sheet.inspector_name, icon="user")
    facts.add(_("Filled"), sheet.completed_at, kind="moment", icon="clipboard-check")
    least = _("passes from %(least)s %% on") % {"least": declared.checklist.passes_at}
    facts.add(_("Score"), f"{sheet.score} %", icon="chart-bar", hint=least)
    facts.add(_("Rulebook"), declared.here.pack.title, icon="book", hint=declared.here.pack.label)
    clause = declared.here.pack.clauses.get(declared.checklist.clause)
    facts.add(
        _("Clause"), declared.checklist.clause, icon="gavel", hint=str(clause.heading) if clause else ""
    )
    return facts


@screen(can=Can.SEE)
def list_findings(request: Request) -> HttpResponse:
    """What did not pass and is not settled, the most pressing first."""
    rows = queries.list_findings(request.actor, site_id=request.site.pk if request.site else None)
    return FindingList(request, rows).answer(
        template="inspections/findings.html", title=_("Findings"), tabs=_tabs("findings")
    )


@verb(can=Can.CORRECT)
def correct(request: Request, finding_id: int) -> HttpResponse:
    """Say that a finding is put right."""
    finding = queries.get_finding(request.actor, finding_id)
    form = CorrectForm.of(request)
    if form.ready():
        services.correct(finding, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, _address(finding), _("Put right. Somebody else checks it again."))
    return _step(request, finding, form, _("Put right"))


@verb(can=Can.RECHECK)
def recheck(request: Request, finding_id: int) -> HttpResponse:
    """Look at a correction again."""
    finding = queries.get_finding(request.actor, finding_id)
    form = RecheckForm.of(request)
    if form.ready():
        passed = form.cleaned_data["passed"] == "yes"
        note = form.cleaned_data["note"]
        services.recheck(finding, by=request.actor, at=request.now, passed=passed, note=note)
        said = _("Checked: good now.") if passed else _("Checked: it is open again.")
        return done(request, _address(finding), said)
    return _step(request, finding, form, _("Check again"))


def _step(request: Request, finding: Finding, form: CorrectForm | RecheckForm, title: str) -> HttpResponse:
    return page(
        request,
        "inspections/step.html#form",
        form=form,
        row=finding_rows([finding])[0],
        title=title,
        submit=title,
        back=_address(finding),
    )


def _address(finding: Finding) -> str:
    return finding.sheet.get_absolute_url()


def _site(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def _tabs(here: str) -> list[tuple[Text, str, bool]]:
    names = [("checklists", _("Checklists")), ("findings", _("Findings"))]
    return [(label, reverse(f"inspections:{name}"), name == here) for name, label in names]
