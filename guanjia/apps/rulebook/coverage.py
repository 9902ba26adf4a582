"""What the packs make of a catalogue: for every id, whether something runs for it, and what.

An id is *bound* when a duty, a guard, a checklist that a duty has filled, a register or a measure covers it, or when its
clause is a plain statement of fact; *planned* when its clause waits for an app that is to come; else *uncovered*. A whole
system is bound by what ``data/systems`` names for it, and planned where that meets only a part of its demand. The suite
(``tests/packs``) sees every duty of every pack begin, proved and broken, computes every measure from records, finds every guard tripped by
a test, fills every sheet, makes, signs, corrects and prints an entry in every register, and finds every verb and screen used.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guanjia.apps.rulebook.terms import EvidenceKind, Pack, System

CATALOGUES = {"rules": "rules.csv", "forms": "forms.csv", "systems": "systems.csv"}
"""The files of a catalogue and what their rows are; each has its ids in a column ``id``."""


@dataclass(frozen=True)
class Binding:
    """Something that covers an id: its kind (``duty``, ``guard`` …), and where it stands; a verb or a screen in no pack."""

    kind: str
    pack: str
    clause: str
    name: str

    @property
    def words(self) -> str:
        """One line: what covers the id."""
        where = f" ({self.pack} {self.clause})" if self.pack else ""
        return f"{self.kind} {self.name}{where}"


PLANNED = "planned"
STATEMENT = "statement"


@dataclass(frozen=True)
class Covered:
    """One id of a catalogue with everything that covers it."""

    id: str
    bindings: tuple[Binding, ...]

    @property
    def state(self) -> str:
        """``bound``, ``planned`` or ``uncovered``."""
        if any(one.kind != PLANNED for one in self.bindings):
            return "bound"
        return "planned" if self.bindings else "uncovered"


def read_catalogue(folder: Path) -> dict[str, list[str]]:
    """The ids of every file of a catalogue, by what they are. Raises ``FileNotFoundError`` and ``KeyError`` (no ids)."""
    found = {}
    for name, file in CATALOGUES.items():
        with (folder / file).open(encoding="utf-8", newline="") as rows:
            found[name] = [row["id"] for row in csv.DictReader(rows)]
    return found


def covered(ids: Iterable[str], packs: Iterable[Pack], systems: Iterable[System] = ()) -> list[Covered]:
    """Every id with what covers it in these packs, and in what the product has for whole systems."""
    by_id: dict[str, list[Binding]] = defaultdict(list)
    for system in systems:
        for source in system.sources:
            by_id[source] += system_bindings(system)
    for pack in packs:
        for binding, sources in bindings(pack):
            for source in sources:
                by_id[source].append(binding)
    return [Covered(one, tuple(by_id.get(one, ()))) for one in ids]


def bindings(pack: Pack) -> Iterator[tuple[Binding, tuple[str, ...]]]:
    """Everything of a pack that covers something, with the ids it covers."""
    filled = {
        duty.evidence.key
        for duty in pack.duties.values()
        if duty.evidence and duty.evidence.kind is EvidenceKind.SHEET
    }
    checklists = {key: one for key, one in pack.checklists.items() if key in filled}
    named: tuple[tuple[str, Iterable[tuple[str, Any]]], ...] = (
        ("duty", pack.duties.items()),
        ("register", pack.registers.items()),
        ("measure", pack.measures.items()),
        ("file_plan", pack.file_plans.items()),
        ("guard", ((guard.name, guard) for guard in pack.guards)),
        (STATEMENT, ((statement.clause, statement) for statement in pack.statements)),
        (PLANNED, ((planned.app, planned) for planned in pack.planned)),
    )
    for kind, parts in named:
        for name, part in parts:
            yield (
                Binding(kind, pack.key, part.clause, str(name)),
                part.sources or _standing(pack, part.clause),
            )
    for key, checklist in checklists.items():
        own = {source for item in checklist.items for source in item.sources}
        sources = tuple(dict.fromkeys([*checklist.sources, *sorted(own)])) or _standing(
            pack, checklist.clause
        )
        yield Binding("checklist", pack.key, checklist.clause, key), sources


def system_bindings(system: System) -> list[Binding]:
    """What covers a system: each of its means; or, while they do not meet all of it, the app that is to come."""
    if system.app is None:
        return [Binding(means.kind, "", "", means.name) for means in system.by]
    there = f"; there already: {', '.join(map(str, system.by))}" if system.by else ""
    return [Binding(PLANNED, "", "", f"{system.app}: {system.lacks.en}{there}")]


def _standing(pack: Pack, clause: str) -> tuple[str, ...]:
    return pack.clauses[clause].sources if clause in pack.clauses else ()


def counted(found: Iterable[Covered]) -> dict[str, int]:
    """How many ids are bound, planned and uncovered."""
    numbers = {"bound": 0, "planned": 0, "uncovered": 0}
    for one in found:
        numbers[one.state] += 1
    return numbers
