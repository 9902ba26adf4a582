"""The proof of a clause: every obligation that was due in a period, what proved it, what was broken, and what was done about it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from guanjia.apps.documents import queries as documents
from guanjia.apps.insight.queries.sites import moments, watched
from guanjia.apps.insight.rules import Tally
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.obligations.queries import Clock
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Clause, Duty
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound

AT_ONCE = 500
"""Most obligations whose facts are asked for by one query."""
SILENT = frozenset(
    f"obligations.{name}"
    for name in (
        "opened", "planned", "announced", "reminded", "met", "breached", "missed", "alarm_missed", "alarm_failed",
        "re_dued", "recomputed", "reported", "paused", "resumed",
    )
)  # fmt: skip
"""Facts of an obligation that are no answer to a breach: its own course, told in other columns."""
WORDS = ("note", "text", "reason", "cause", "correction", "check", "words")
"""Fields of a fact in which somebody says something."""


@dataclass(frozen=True)
class Proof:
    """A clause of a site, and the period it is proved for."""

    here: InForce
    clause: Clause
    duties: tuple[Duty, ...]
    period: Period[date]
    rows: QuerySet[Any]


@dataclass(frozen=True)
class Evidence:
    """What proved an obligation: the fact, who did it, when, in which words and with which photographs.

    ``ref`` is the paper or matter that is the proof: a sheet, an entry, a work order.
    """

    label: str
    ref: str
    at: datetime
    who: str
    words: str
    files: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Answer:
    """One thing that was done about a breach."""

    label: str
    at: datetime
    who: str
    words: str


@dataclass(frozen=True)
class Proved:
    """One obligation with its proof and what followed from its breach."""

    clock: Clock
    evidence: Evidence | None
    answers: tuple[Answer, ...]

    @property
    def obligation(self) -> Any:
        """The row itself."""
        return self.clock.obligation


def proof_of(actor: Actor, site_id: int, pack: str, number: str, period: Period[date], at: datetime) -> Proof:
    """A clause with what was due for it at a site in a period. Raises ``NotFound`` for a clause or a site that is not the
    actor's to watch."""
    watched(actor, site_id)
    here = _kept(site_id, pack, at)
    clause = here.pack.clauses.get(number)
    if clause is None:
        raise NotFound
    rows = obligations.due_for(site_id, *moments(site_id, period), pack, number)
    duties = tuple(duty for duty in here.duties.values() if duty.clause == number)
    return Proof(here, clause, duties, period, rows)


def _kept(site_id: int, pack: str, at: datetime) -> InForce:
    """The pack as the site keeps it, or as it kept it last: an auditor asks about rulebooks given up, too."""
    rules = rulebook.rules_of(site_id)
    now = next((here for here in rules.in_force(at) if here.pack.key == pack), None)
    ever = [here for here in rules.by_id.values() if here.pack.key == pack]
    if now is None and not ever:
        raise NotFound
    return now or max(ever, key=lambda here: here.from_at)


def whole_of(site_id: int, pack: str, number: str, period: Period[date], at: datetime) -> Tally:
    """What became of all of it, from the tally."""
    found = obligations.tally(site_id, period, at)
    mine = (one for one in found if (one.pack, one.clause) == (pack, number))
    return sum((Tally(one.kept, one.late, one.broken, one.open) for one in mine), Tally())


def proved(rows: Iterable[Any], at: datetime) -> list[Proved]:
    """The obligations with their proof; a fixed number of queries for each 500."""
    found: list[Proved] = []
    rest = iter(rows)
    while some := list(islice(rest, AT_ONCE)):
        found += _proved(some, at)
    return found


def _proved(rows: Sequence[Any], at: datetime) -> list[Proved]:
    proofs = _entries({"pk__in": [row.ended_by for row in rows if row.ended_by]})
    by_id = {entry.pk: entry for entry in proofs}
    told: dict[str, list[JournalEntry]] = defaultdict(list)
    for entry in _entries({"ref__in": [row.number for row in rows]}):
        told[entry.ref].append(entry)
    names = organisations.staff_names(
        staff_id for entries in told.values() for entry in entries for staff_id in entry.data.get("told", ())
    )
    files: dict[str, list[Any]] = defaultdict(list)
    for one in documents.list_for_many({row.number for row in rows} | {entry.ref for entry in proofs}):
        files[one.about_ref].append(one)
    return [
        Proved(
            clock,
            _evidence(by_id.get(clock.obligation.ended_by or 0), files),
            tuple(_answers(clock.obligation, told[clock.obligation.number], names)),
        )
        for clock in obligations.clocks(rows, at)
    ]


def _entries(which: dict[str, Any]) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(**which).defer("digest").order_by("id"))


def _evidence(entry: JournalEntry | None, files: dict[str, list[Any]]) -> Evidence | None:
    if entry is None:
        return None
    own = tuple(files.get(entry.ref, ()))
    return Evidence(label_of(entry), entry.ref, entry.at, _who(entry), _words(entry), own)


def _answers(row: Any, entries: list[JournalEntry], names: dict[int, str]) -> Iterable[Answer]:
    """What was done about a breach, in order; of an escalation who was told, of everything else who did it."""
    if row.breached_at is None:
        return
    for entry in entries:
        if entry.event in SILENT or not entry.event.startswith("obligations.") or entry.at < row.breached_at:
            continue
        told = [names[one] for one in entry.data.get("told", ()) if one in names]
        who = "、".join(told) if told else _who(entry)
        level = f" {entry.data['level']}" if "level" in entry.data else ""
        yield Answer(label_of(entry) + level, entry.at, who, _words(entry))


def _who(entry: JournalEntry) -> str:
    """The person who did it; the system has no name anybody knows."""
    return entry.actor_name if entry.actor_kind != ActorKind.SYSTEM else ""


def _words(entry: JournalEntry) -> str:
    return " · ".join(
        str(value) for name in WORDS if isinstance(value := entry.data.get(name), str) and value.strip()
    )
