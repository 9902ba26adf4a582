"""What the packs make of a catalogue: for every id, whether something runs for it, and what.

An id is *bound* when a duty, a guard, a checklist that a duty has filled, a register or a measure covers it, or when its
clause is a plain statement of fact; *planned* when its clause waits for an app that is to come; else *uncovered*. The suite
sees every duty of every pack begin, proved and broken, reads every measure, and finds every guard tripped by a test;
what a sheet or a register says of the world is for those who fill it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from guanjia.apps.rulebook.terms import EvidenceKind, Pack

CATALOGUES = {"rules": "rules.csv", "forms": "forms.csv", "systems": "systems.csv"}
"""The files of a catalogue and what their rows are; each has its ids in a column ``id``."""


@dataclass(frozen=True)
class Binding:
    """Something of a pack that covers an id: its kind (``duty``, ``guard`` …), and where it stands."""

    kind: str
    pack: str
    clause: str
    name: str

    @property
    def words(self) -> str:
        """One line: what covers the id."""
        return f"{self.kind} {self.name} ({self.pack} {self.clause})"


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


def covered(ids: Iterable[str], packs: Iterable[Pack]) -> list[Covered]:
    """Every id with what covers it in these packs."""
    by_id: dict[str, list[Binding]] = defaultdict(list)
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


def _standing(pack: Pack, clause: str) -> tuple[str, ...]:
    return pack.clauses[clause].sources if clause in pack.clauses else ()


def counted(found: Iterable[Covered]) -> dict[str, int]:
    """How many ids are bound, planned and uncovered."""
    numbers = {"bound": 0, "planned": 0, "uncovered": 0}
    for one in found:
        numbers[one.state] += 1
    return numbers
