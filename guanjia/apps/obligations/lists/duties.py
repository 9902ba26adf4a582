"""The lists of duties: those of my people, and all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations import looks, queries
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.queries import Clock
from guanjia.apps.obligations.terms import RUNNING, STATES, State
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel.refusals import Text
from guanjia.ui.filters import STILL, Day
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, Filter, Flag, List, Period, States

OVERDUE = "OVERDUE"


def _overdue(rows: QuerySet[Obligation], request: Request) -> QuerySet[Obligation]:
    return rows.filter(state=State.OPEN.value, due_at__lte=request.now)


def _escalated(rows: QuerySet[Obligation], request: Request) -> QuerySet[Obligation]:
    return rows.filter(level__gt=0)


def _unowned(rows: QuerySet[Obligation], request: Request) -> QuerySet[Obligation]:
    return rows.filter(owner=None, owner_post="")


def _unanswered(rows: QuerySet[Obligation], request: Request) -> QuerySet[Obligation]:
    return queries.still_unanswered(rows, request.now)


def _paused(rows: QuerySet[Obligation], request: Request) -> QuerySet[Obligation]:
    return rows.filter(state=State.PAUSED.value)


@dataclass(frozen=True)
class DutyStates(States):
    """The state, and overdue, which is none but is what people ask for."""

    def known(self, request: Request) -> dict[str, Text]:
        words = super().known(request)
        return {STILL: words.pop(STILL), OVERDUE: _("Overdue"), **words}

    def narrow(self, rows: Any, request: Request) -> Any:
        return _overdue(rows, request) if self.value(request) == OVERDUE else super().narrow(rows, request)


def _duties(request: Request) -> Iterable[tuple[str, Text]]:
    sites = [request.site.pk] if request.site else sorted(request.actor.site_ids)
    found: dict[str, Text] = {}
    for site_id in sites:
        for here in rulebook.rules_of(site_id).by_id.values():
            found |= {key: str(duty.title) for key, duty in here.duties.items()}
    return found.items()


def _clauses(request: Request) -> Iterable[tuple[str, Text]]:
    sites = [request.site.pk] if request.site else sorted(request.actor.site_ids)
    return {
        f"{here.pack.key}:{number}": f"{number} {clause.heading or here.pack.title}"
        for site_id in sites
        for here in rulebook.rules_of(site_id).in_force(request.now)
        for number, clause in here.pack.clauses.items()
    }.items()


def _of_clause(rows: QuerySet[Obligation], value: str) -> QuerySet[Obligation]:
    pack, _colon, number = value.partition(":")
    return rows.filter(pack=pack, clause=number)


def _owners(request: Request) -> Iterable[tuple[str, Text]]:
    site_id = request.site.pk if request.site else None
    people = [(str(one.pk), one.name) for one in organisations.list_staff(request.actor, site_id)]
    posts = organisations.list_posts(site_id) if site_id else []
    english = (get_language() or "").startswith("en")
    return [*people, *((f"post:{one.key}", (english and one.name_en) or one.name) for one in posts)]


def _of_owner(rows: QuerySet[Obligation], value: str) -> QuerySet[Obligation]:
    if value.startswith("post:"):
        return rows.filter(owner=None, owner_post=value.removeprefix("post:"))
    return rows.filter(owner_id=int(value))


def _words(clock: Clock) -> str:
    """The clock in the workbook: a state a filter of a spreadsheet can find."""
    return gettext("Overdue") if clock.is_overdue else str(looks.state_label(clock.obligation))


class DutyList(List):
    """Obligations, the least time left first."""

    key = "duties"
    columns = (
        Column("title", _("Duty"), link=True, wide=True, value=lambda one: one.title),
        Column("clock", _("Clock"), template="obligations/cells/clock.html", excel=_words),
        Column(
            "owner", _("Whose duty"), template="obligations/cells/owner.html", excel=lambda one: one.owner
        ),
        Column(
            "thread",
            _("Matter"),
            template="obligations/cells/matter.html",
            excel=lambda one: one.matter,
            sort="thread",
        ),
        Column("clause", _("Clause"), value=lambda one: one.obligation.clause, sort="clause", phone=False),
        Column(
            "due_at",
            _("Due time"),
            kind="moment",
            value=lambda one: one.obligation.due_at,
            sort="due_at",
            phone=False,
        ),
        Column(
            "start_at",
            _("Start"),
            kind="moment",
            value=lambda one: one.obligation.start_at,
            sort="start_at",
            phone=False,
        ),
        Column(
            "level",
            _("Escalation level"),
            kind="number",
            value=lambda one: one.obligation.level or "",
            phone=False,
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        DutyStates(
            "state",
            _("State"),
            options=tuple({**STATES, State.OPEN: _("Clock runs")}.items()),
            still=tuple(RUNNING),
            still_label=_("Not ended"),
            all_label=_("All, ended too"),
        ),
        Flag(
            "unassigned",
            _("Nobody owns it"),
            apply=_unowned,
        ),
        Flag("escalated", _("Escalated"), apply=_escalated),
        Flag("unanswered", _("Alarm nobody answered"), apply=_unanswered),
        Filter("duty", _("Duty"), options=_duties),
        Filter("owner", _("Whose duty"), options=_owners, apply=_of_owner),
        Filter("clause", _("Clause"), options=_clauses, apply=_of_clause),
        Period("due_at", _("Due time")),
        Day("due_on", _("Due on"), field="due_at"),
    )
    search = ("thread", "ref", "clause", "owner__name")
    order = "due_at"
    empty = Empty(
        _("No duty runs"),
        _("Duties begin by themselves when a case comes in; the rulebook says which."),
        icon="checklist",
    )

    @property
    def is_filtered(self) -> bool:
        return bool(self.text) or any(chip.active for chip in self.chips)

    def prepare(self, things: list[Any]) -> list[Any]:
        return list(queries.clocks(things, self.request.now))

    def row_url(self, thing: Clock) -> str:
        return reverse("obligations:why", args=[thing.obligation.pk])

    def row_key(self, thing: Clock) -> str:
        return str(thing.obligation.pk)

    def row_css(self, thing: Clock) -> str:
        if thing.is_overdue:
            return "row-late"
        soon = thing.obligation.state == State.OPEN and looks.soon_at(thing.obligation) <= self.request.now
        return "row-soon" if soon else ""


class TeamList(DutyList):
    """The running duties of those who report to me."""

    key = "team-duties"
    filters: ClassVar[Sequence[Filter]] = (
        Flag("overdue", _("Overdue"), apply=_overdue),
        Flag("paused", _("Paused"), apply=_paused),
        Flag("escalated", _("Escalated"), apply=_escalated),
        Filter("duty", _("Duty"), options=_duties),
        Filter("owner", _("Whose duty"), options=_owners, apply=_of_owner),
    )
    empty = Empty(
        _("Nothing runs for your people"),
        _("Here stand the duties of everybody below you in the reporting line."),
        icon="users-group",
    )
