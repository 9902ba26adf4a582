"""Reading figures: the rulebook's, the company's, the site's; since when, by whom, why; and what is proposed."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.memory import InForce, rules_of
from guanjia.apps.rulebook.models import FigureChange
from guanjia.apps.rulebook.rules import figures as rules
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.figures import ChangeState, Figure, FigureKind, Strictness
from guanjia.kernel.actor import Actor
from guanjia.kernel.guards import GUARDS
from guanjia.kernel.refusals import NotFound


@dataclass(frozen=True)
class Own:
    """A figure of the company or of the site, and the change that set it."""

    value: Any
    change: FigureChange


@dataclass
class FigureRow:
    """One figure of a pack the site keeps: the rulebook's, the company's, the site's, and everything said about it."""

    figure: Figure
    here: InForce
    company: Own | None = None
    site: Own | None = None
    coming: list[Own] = field(default_factory=list)
    proposed: list[Own] = field(default_factory=list)
    history: list[Own] = field(default_factory=list)

    @property
    def own(self) -> Own | None:
        """The one that holds here: the site's, else the company's."""
        return self.site or self.company

    @property
    def value(self) -> Any:
        """What holds."""
        return self.own.value if self.own else self.figure.value

    @property
    def stands(self) -> Strictness:
        """How what holds stands to the rulebook's."""
        return rules.stands(self.figure, self.own.value if self.own else None)

    @property
    def differs(self) -> bool:
        """Whether something else holds than the rulebook says."""
        return self.own is not None and self.own.value != self.figure.value

    @property
    def is_open_point(self) -> bool:
        """Whether it is a question the source leaves open."""
        return self.figure.kind is FigureKind.WORDS

    @property
    def is_undecided(self) -> bool:
        """Whether it is such a question and nobody has answered it: the marked default holds."""
        return self.is_open_point and self.own is None

    @property
    def says_something(self) -> bool:
        """Whether a list should show it: switches and reminders nobody has touched would only fill it."""
        if self.own or self.coming or self.proposed:
            return True
        return self.figure.kind is not FigureKind.SWITCH and self.figure.value != []


def list_figures(actor: Actor, site_id: int, at: datetime) -> list[FigureRow]:
    """Every figure of the packs a site keeps, in the order of the rulebooks. Raises ``NotFound`` for others' sites."""
    _see(actor, site_id)
    rows = {
        (figure.pack, *figure.key): FigureRow(figure, here)
        for here in rules_of(site_id).in_force(at)
        for figure in rules.figures_of(here.as_written)
    }
    for change in _changes(actor.company_id, site_id):
        for entry in change.entries:
            row = rows.get((entry["pack"], entry["part"], entry["name"]))
            if row is not None:
                _enter(row, change, entry["value"], at)
    return [row for row in rows.values() if row.says_something]


def _enter(row: FigureRow, change: FigureChange, value: Any, at: datetime) -> None:
    own = Own(value, change)
    row.history.append(own)
    if change.state == ChangeState.PROPOSED:
        row.proposed.append(own)
    elif change.state == ChangeState.APPROVED:
        if change.from_at > at:
            row.coming.append(own)
        else:
            holds = own if value is not None else None
            if change.site_id is None:
                row.company = holds
            else:
                row.site = holds


def get_figure(actor: Actor, site_id: int, pack: str, part: str, name: str, at: datetime) -> FigureRow:
    """One figure with its history. Raises ``NotFound`` for one the site's packs do not have."""
    _see(actor, site_id)
    here = next((one for one in rules_of(site_id).in_force(at) if one.pack.key == pack), None)
    figure = rules.find(here.as_written, part, name) if here else None
    if here is None or figure is None:
        raise NotFound
    row = FigureRow(figure, here)
    for change in _changes(actor.company_id, site_id):
        for entry in change.entries:
            if (entry["pack"], entry["part"], entry["name"]) == (pack, part, name):
                _enter(row, change, entry["value"], at)
    return row


def origin_of(
    company_id: int, site_id: int, pack: str, part: str, name: str, began_at: datetime
) -> Own | None:
    """Who set the figure that held at a moment; None where it was the rulebook's."""
    found: dict[bool, Own | None] = {True: None, False: None}
    for change in _changes(company_id, site_id):
        if change.state == ChangeState.APPROVED and change.from_at <= began_at:
            for entry in change.entries:
                if (entry["pack"], entry["part"], entry["name"]) == (pack, part, name):
                    own = Own(entry["value"], change) if entry["value"] is not None else None
                    found[change.site_id is not None] = own
    return found[True] or found[False]


def list_changes(actor: Actor, site_id: int) -> list[FigureChange]:
    """What was proposed for a site or for its company, the latest first, what waits before everything else."""
    _see(actor, site_id)
    rows = list(reversed(_changes(actor.company_id, site_id, order="proposed_at")))
    return sorted(rows, key=lambda row: row.state != ChangeState.PROPOSED)


def get_change(actor: Actor, change_id: int) -> FigureChange:
    """One change the actor may see. Raises ``NotFound``."""
    row = FigureChange.objects.filter(company_id=actor.company_id, pk=change_id).first()
    if row is None or not actor.can(Can.SEE, row.site_id):
        raise NotFound
    return row


def count_proposed(actor: Actor, site_id: int) -> int:
    """How many changes wait for approval at a site."""
    _see(actor, site_id)
    rows = FigureChange.objects.filter(company_id=actor.company_id, state=ChangeState.PROPOSED)
    return rows.filter(Q(site_id=site_id) | Q(site_id=None)).count()


def guard_figure(site_id: int, guard: str, name: str, at: datetime) -> float:
    """The figure beyond which a guard refuses at a site: the strictest of the packs that ask for it, else the usual one."""
    usual = next(figure.usual for figure in GUARDS[guard].figures if figure.name == name)
    asked = [
        dict(term.figures).get(name, usual)
        for here in rules_of(site_id).in_force(at)
        for term in here.pack.guards
        if term.name == guard
    ]
    return min(asked, default=usual)


def site_name(site_id: int | None) -> str:
    """The name of the site a change is for; empty for the whole company."""
    return organisations.site(site_id).name if site_id is not None else ""


def _changes(company_id: int, site_id: int, order: str = "from_at") -> list[FigureChange]:
    rows = FigureChange.objects.filter(company_id=company_id)
    return list(rows.filter(Q(site_id=site_id) | Q(site_id=None)).order_by(order, "decided_at", "id"))


def _see(actor: Actor, site_id: int) -> None:
    if not actor.can(Can.SEE, site_id):
        raise NotFound
