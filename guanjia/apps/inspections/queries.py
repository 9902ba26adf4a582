"""Reading checklists, sheets and findings; and which subjects to look at next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from django.db.models import Avg, Count, Max, Q, QuerySet

from guanjia.apps.documents.terms import Paper, Wanted
from guanjia.apps.inspections import subjects
from guanjia.apps.inspections.models import Finding, Sheet
from guanjia.apps.inspections.terms import SHEET_PAPER, SUBJECTS, UNSETTLED, Can, FindingState
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Checklist, Item
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Text

M = TypeVar("M", Sheet, Finding)

AVERAGED = timedelta(days=30)
"""The stretch over which the score of a checklist is averaged."""


@dataclass(frozen=True)
class Declared:
    """A checklist as one version of a pack declares it."""

    here: InForce
    checklist: Checklist

    def is_called(self, text: str) -> bool:
        """Whether its title, in either language, holds what was typed."""
        title = self.checklist.title
        return text.casefold() in f"{title.zh} {title.en}".casefold()

    def item(self, key: str) -> Item:
        """One item. Raises ``NotFound``."""
        found = next((one for one in self.checklist.items if one.key == key), None)
        if found is None:
            raise NotFound
        return found


def get_declared(site_id: int, pack: str, key: str, at: datetime) -> Declared:
    """A checklist in force at a site at a moment. Raises ``NotFound``."""
    here = rulebook.adoption_at(site_id, pack, at)
    if key not in here.pack.checklists:
        raise NotFound
    return Declared(here, here.pack.checklists[key])


def get_declared_ever(site_id: int, pack: str, key: str, at: datetime) -> tuple[Declared, bool]:
    """A checklist as it is in force, or as its latest sheet was filled with; and whether it is in force. ``NotFound``."""
    try:
        return get_declared(site_id, pack, key, at), True
    except NotFound:
        last = (
            Sheet.objects.filter(site_id=site_id, pack=pack, checklist=key).order_by("-completed_at").first()
        )
        if last is None:
            raise
        return declared_of(last), False


def find_checklists(site_id: int, text: str, at: datetime) -> list[Declared]:
    """The checklists in force at a site whose title, in either language, holds what was typed; no query."""
    declared = (
        Declared(here, checklist)
        for here in rulebook.rules_of(site_id).in_force(at)
        for checklist in here.pack.checklists.values()
    )
    return [one for one in declared if one.is_called(text)]


def declared_of(sheet: Sheet) -> Declared:
    """The checklist a sheet was filled with, in the version of then. Raises ``NotFound``."""
    here = rulebook.adoption_by_id(sheet.site_id, sheet.adoption_id)
    return Declared(here, here.pack.checklists[sheet.checklist])


@dataclass(frozen=True)
class ChecklistNow:
    """A checklist in force and how it stands: last filled when, average score of the last 30 days, findings not settled."""

    declared: Declared
    last_at: datetime | None = None
    average: int | None = None
    unsettled: int = 0

    @property
    def checklist(self) -> Checklist:
        """The checklist itself."""
        return self.declared.checklist

    def is_called(self, text: str) -> bool:
        """Whether its title, in either language, or its clause's number holds what was typed."""
        return self.declared.is_called(text) or text == self.checklist.clause

    @property
    def kind(self) -> Text:
        """What its sheets are about, in words."""
        return SUBJECTS[self.checklist.about]


def list_checklists(actor: Actor, site_id: int, at: datetime) -> list[tuple[InForce, list[ChecklistNow]]]:
    """The checklists in force at a site, by pack, in the order of the rulebook; two queries. ``NotFound`` for others' sites."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    filled = {
        (row["pack"], row["checklist"]): row
        for row in Sheet.objects.filter(site_id=site_id)
        .values("pack", "checklist")
        .annotate(last=Max("completed_at"), average=Avg("score", filter=Q(completed_at__gt=at - AVERAGED)))
    }
    unsettled = {
        (row["sheet__pack"], row["sheet__checklist"]): row["count"]
        for row in Finding.objects.filter(site_id=site_id, state__in=UNSETTLED)
        .values("sheet__pack", "sheet__checklist")
        .annotate(count=Count("pk"))
    }
    found = []
    for here in rulebook.rules_of(site_id).in_force(at):
        rows = []
        for key, checklist in here.pack.checklists.items():
            name = (here.pack.key, key)
            row = filled.get(name, {"last": None, "average": None})
            average = None if row["average"] is None else int(row["average"])
            rows.append(ChecklistNow(Declared(here, checklist), row["last"], average, unsettled.get(name, 0)))
        if rows:
            found.append((here, rows))
    return found


def list_sheets(
    actor: Actor, *, site_id: int | None = None, pack: str = "", checklist: str = ""
) -> QuerySet[Sheet]:
    """The sheets the actor may see, the latest first; of one checklist if given."""
    wanted = {"site_id": site_id, "pack": pack or None, "checklist": checklist or None}
    rows = _visible(actor, Sheet.objects.all())
    return rows.filter(**{name: value for name, value in wanted.items() if value is not None}).order_by(
        "-completed_at", "-id"
    )


def get_sheet(actor: Actor, ref: str) -> Sheet:
    """One sheet by its number. Raises ``NotFound`` for others' and for none."""
    found = _visible(actor, Sheet.objects.all()).filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def find_sheets(actor: Actor, text: str, *, site_id: int | None = None) -> QuerySet[Sheet]:
    """The sheets whose number or subject holds what was typed, the latest first."""
    return list_sheets(actor, site_id=site_id).filter(Q(ref__icontains=text) | Q(about_name__icontains=text))


def subjects_seen(site_id: int, pack: str, checklist: str, most: int = 100) -> list[tuple[str, str]]:
    """Reference and name of the subjects sheets of a checklist were filled about, by name."""
    rows = Sheet.objects.filter(site_id=site_id, pack=pack, checklist=checklist)
    named = rows.values("about").annotate(name=Max("about_name")).order_by("name", "about")[:most]
    return [(row["about"], row["name"]) for row in named]


def list_findings(actor: Actor, *, site_id: int | None = None) -> QuerySet[Finding]:
    """The findings the actor may see, with their sheets, by due time."""
    rows = _visible(actor, Finding.objects.select_related("sheet"))
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows.order_by("due_at", "id")


def list_waiting(actor: Actor, site_id: int) -> QuerySet[Finding]:
    """The findings of a site the actor can do something about now: put right, or check what somebody else put right."""
    wanted = Q(pk__in=())
    if actor.can(Can.CORRECT, site_id):
        wanted |= Q(state=FindingState.OPEN.value)
    if actor.can(Can.RECHECK, site_id):
        others = ~Q(corrected_by_id=actor.id) if actor.id is not None else Q()
        wanted |= Q(state=FindingState.CORRECTED.value) & others
    return list_findings(actor, site_id=site_id).filter(wanted)


def findings_of(sheet: Sheet) -> list[Finding]:
    """The findings of a sheet, in the order of their items. The caller has permitted itself to see the sheet."""
    return list(Finding.objects.filter(sheet=sheet).order_by("id"))


def get_finding(actor: Actor, finding_id: int) -> Finding:
    """One finding with its sheet. Raises ``NotFound`` for others' and for none."""
    found = _visible(actor, Finding.objects.select_related("sheet")).filter(pk=finding_id).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Next:
    """A subject to look at next, and when a sheet of this checklist was last filled about it."""

    ref: str
    name: str
    last_at: datetime | None


def sample(actor: Actor, site_id: int, declared: Declared, n: int, seed: str, at: datetime) -> list[Next]:
    """``n`` subjects of a checklist's kind to look at next: those never looked at, then those looked at longest ago.

    Among equals chance decides; the same ``seed`` draws the same ones. Raises ``NotFound`` for others' sites.
    """
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    rows = Sheet.objects.filter(
        site_id=site_id, pack=declared.here.pack.key, checklist=declared.checklist.key
    )
    last = dict(rows.values_list("about").annotate(last=Max("completed_at")))
    drawn = sorted(
        _turns(
            subjects.refs_of(declared.checklist.about, site_id, at, declared.checklist.conditions), last, seed
        )
    )[:n]
    names = subjects.names_of(ref for _turn, ref in drawn)
    return [Next(ref, names.get(ref, ref), last.get(ref)) for _turn, ref in drawn]


def _turns(
    refs: list[str], last: dict[str, datetime], seed: str
) -> Iterator[tuple[tuple[float, bytes], str]]:
    """Each subject with its place in the row: when it was last looked at (never: first of all), then chance."""
    for ref in refs:
        looked_at = last.get(ref)
        chance = sha256(f"{seed}:{ref}".encode()).digest()
        yield (looked_at.timestamp() if looked_at else float("-inf"), chance), ref


def _visible(actor: Actor, rows: QuerySet[M]) -> QuerySet[M]:
    found = rows.filter(company_id=actor.company_id)
    return found if actor.is_system else found.filter(site_id__in=actor.sites_with(Can.SEE))


# --- Papers of units ---------------------------------------------------------------------------------------------------


def papers_about(wanted: Wanted) -> list[Paper]:
    """The filled sheets about units ("sheet:pack/checklist"), named by their checklists; one query."""
    if wanted.unit_ids is None and not wanted.is_everything:
        return []
    rows = Sheet.objects.filter(site_id=wanted.site_id)
    if wanted.unit_ids is None:
        rows = rows.filter(about__startswith="unit:")
    else:
        rows = rows.filter(about__in=[f"unit:{one}" for one in wanted.unit_ids])
    if wanted.keys:
        named = [
            key.removeprefix(SHEET_PAPER).split("/") for key in wanted.keys if key.startswith(SHEET_PAPER)
        ]
        if not named:
            return []
        rows = rows.filter(
            pack__in={pack for pack, _key in named}, checklist__in={key for _pack, key in named}
        )
    found = []
    for one in rows.only(
        "ref", "pack", "checklist", "about", "completed_at", "adoption_id", "site_id"
    ).order_by("-completed_at"):
        key = f"{SHEET_PAPER}{one.pack}/{one.checklist}"
        if wanted.asks(key):
            checklist = rulebook.adoption_by_id(one.site_id, one.adoption_id).pack.checklists[one.checklist]
            unit_id = int(one.about.removeprefix("unit:"))
            url = one.get_absolute_url()
            found.append(Paper(key, one.ref, str(checklist.title), one.completed_at, url, Can.SEE, unit_id))
    return found
