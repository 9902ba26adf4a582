"""What makes a clause of a document run: the clauses of packs it is bound to, and the duties, guards, checks and measures of those."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guanjia.apps.manuals import numbering
from guanjia.apps.manuals.models import Clause, ClauseLink, Document
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Clause as RuleClause
from guanjia.kernel.guards import GUARDS

_FEW = 5
_ALIKE = 0.12


@dataclass(frozen=True)
class Runs:
    """One thing that runs for a clause: what it is (an icon and a word), and what it is called."""

    icon: str
    kind: str
    title: Any


@dataclass(frozen=True)
class PackClause:
    """A clause of a pack in force at a site, with everything that runs for it."""

    here: InForce
    clause: RuleClause
    runs: tuple[Runs, ...] = ()

    @property
    def name(self) -> str:
        """What it is chosen by: pack and number."""
        return f"{self.here.pack.key}|{self.clause.number}"

    @property
    def label(self) -> str:
        """Its number and heading, with the pack's title."""
        words = str(self.clause.heading) or str(self.clause.text)[:40]
        return f"{self.here.pack.title} {self.clause.number} {words}"


@dataclass
class Bound:
    """A clause of a document and the clauses of packs it runs by; ``missing`` are links to clauses no longer in force."""

    links: list[tuple[ClauseLink, PackClause]] = field(default_factory=list)
    missing: list[ClauseLink] = field(default_factory=list)

    @property
    def does_run(self) -> bool:
        """Whether anything at all runs for it."""
        return any(found.runs for _link, found in self.links)


def pack_clauses(site_id: int | None, at: datetime) -> dict[str, PackClause]:
    """Every clause of the packs a site keeps, by pack and number; no query in the steady state."""
    if site_id is None:
        return {}
    found: dict[str, PackClause] = {}
    for here in rulebook.rules_of(site_id).in_force(at):
        runs = _runs_by_clause(here)
        for number, clause in here.pack.clauses.items():
            one = PackClause(here, clause, tuple(runs.get(number, ())))
            found[one.name] = one
    return found


def _runs_by_clause(here: InForce) -> dict[str, list[Runs]]:
    pack = here.pack
    rows: list[tuple[str, Runs]] = []
    rows += [(one.clause, Runs("gavel", "duty", one.title)) for one in here.duties.values() if not one.off]
    rows += [
        (one.clause, Runs("hand-stop", "guard", GUARDS[one.name].label))
        for one in pack.guards
        if one.name in GUARDS
    ]
    rows += [(one.clause, Runs("checklist", "check", one.title)) for one in pack.checklists.values()]
    rows += [(one.clause, Runs("clipboard-list", "register", one.title)) for one in pack.registers.values()]
    rows += [(one.clause, Runs("chart-bar", "measure", one.title)) for one in pack.measures.values()]
    rows += [(one.clause, Runs("folder", "file plan", one.title)) for one in pack.file_plans.values()]
    found: dict[str, list[Runs]] = {}
    for number, one in rows:
        found.setdefault(number, []).append(one)
    return found


def links_of(document: Document) -> dict[str, list[ClauseLink]]:
    """The links of a document by the key of its clause; one query."""
    found: dict[str, list[ClauseLink]] = {}
    for link in document.links.order_by("id"):
        found.setdefault(link.clause_key, []).append(link)
    return found


def runs_of(links: Mapping[str, Sequence[ClauseLink]], known: Mapping[str, PackClause]) -> dict[str, Bound]:
    """What runs for each clause that is bound to anything, at the site whose pack clauses are ``known``."""
    found: dict[str, Bound] = {}
    for key, rows in links.items():
        bound = found.setdefault(key, Bound())
        for link in rows:
            one = known.get(f"{link.pack}|{link.number}")
            if one is None:
                bound.missing.append(link)
            else:
                bound.links.append((link, one))
    return found


def candidates(clause: Clause, known: Iterable[PackClause]) -> list[PackClause]:
    """The pack clauses proposed for a clause: those of its number, then those that say most alike; a person chooses."""
    rows = list(known)
    number = numbering.canonical(clause.number) if clause.number else ""
    mine = _pairs(f"{clause.heading}{clause.text}")
    worth = []
    for row in rows:
        same = bool(number) and numbering.canonical(row.clause.number) == number
        theirs = _pairs(f"{row.clause.heading.zh}{row.clause.text.zh}")
        alike = len(mine & theirs) / max(min(len(mine), len(theirs)), 1)
        if same or alike >= _ALIKE:
            worth.append((not same or alike == 0, -alike, row.name, row))
    return [row for *_order, row in sorted(worth, key=lambda one: one[:3])[:_FEW]]


def _pairs(text: str) -> frozenset[str]:
    signs = "".join(text.split())
    return frozenset(signs[place : place + 2] for place in range(len(signs) - 1))
