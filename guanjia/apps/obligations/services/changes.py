"""What one event does to obligations, gathered first and written at once: one insert, one update for each kind of
change, one insert of facts. What is never written has not happened: a back-test gathers the same changes and lets them go."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from guanjia.apps.messaging import services as messaging
from guanjia.apps.obligations.events import About, Opened
from guanjia.apps.obligations.models import Obligation, Pause, TallyLine
from guanjia.apps.obligations.services import asking
from guanjia.apps.obligations.services.tallying import Movement
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel.actor import Actor
from guanjia.kernel.bulk import insert_all
from guanjia.kernel.journal import Fact, record_many


class Pauses(Protocol):
    """Where the pauses of obligations are kept."""

    def begin(self, pause: Pause) -> None:
        """Keep a new one."""

    def end(self, obligation: Obligation, at: datetime) -> None:
        """The running pause ends, not before it began."""

    def of(self, obligation: Obligation) -> Iterable[Pause]:
        """All of an obligation, the earliest first."""


class StoredPauses:
    """In their table."""

    def begin(self, pause: Pause) -> None:
        """Keep a new one."""
        pause.save(force_insert=True)

    def end(self, obligation: Obligation, at: datetime) -> None:
        """The running pause ends, not before it began."""
        running = Pause.objects.filter(obligation=obligation, until_at=None).first()
        if running is not None:
            running.until_at = max(at, running.from_at)
            running.save(update_fields=["until_at"])

    def of(self, obligation: Obligation) -> Iterable[Pause]:
        """All of an obligation, the earliest first."""
        return Pause.objects.filter(obligation=obligation).order_by("from_at")


@dataclass
class Changes:
    """Gathered changes. ``set`` writes on the row in memory, ``write`` in the database."""

    by: Actor
    at: datetime
    opened: list[tuple[Obligation, Duty]] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    breached: list[tuple[Obligation, Duty, datetime]] = field(default_factory=list)
    forgiven: list[tuple[Obligation, str]] = field(default_factory=list)
    pauses: Pauses = field(default_factory=StoredPauses)
    _columns: dict[int, tuple[Obligation, set[str]]] = field(default_factory=dict)
    _before: dict[int, tuple[str, datetime]] = field(default_factory=dict)

    def set(self, obligation: Obligation, **values: Any) -> None:
        """Change columns of a row that is locked."""
        self._before.setdefault(obligation.pk, (obligation.state, obligation.due_at))
        for name, value in values.items():
            setattr(obligation, name, value)
        self._columns.setdefault(obligation.pk, (obligation, set()))[1].update(values)

    def tell(self, event: About, at: datetime | None = None) -> None:
        """Note a fact."""
        self.facts.append(Fact(event, self.by, at or self.at))

    def write(self) -> None:
        """Write everything: ended rows before new ones and the tally, facts last and in order."""
        for values, ids in self._alike():
            Obligation.objects.filter(pk__in=ids).update(**values)
        insert_all([*(obligation for obligation, _duty in self.opened), *self._tally()])
        for obligation, duty in self.opened:
            self.tell(opened(obligation, duty), obligation.opened_at)
        asking.ask(self.breached)
        for obligation, reason in self.forgiven:
            asking.unask([obligation], reason)
        if self.facts:
            record_many(self.facts)
        if self.settled:
            messaging.settle(self.settled, company_id=self.by.company_id, at=self.at)

    def _tally(self) -> list[TallyLine]:
        movement = Movement()
        for pk, (obligation, _names) in self._columns.items():
            movement.moves(obligation, self._before[pk], (obligation.state, obligation.due_at))
        movement.begins(obligation for obligation, _duty in self.opened)
        return movement.lines()

    def _alike(self) -> list[tuple[dict[str, Any], list[int]]]:
        """Rows that get the same values, so that they share one statement."""
        groups: dict[tuple[tuple[str, Any], ...], list[int]] = {}
        for pk, (obligation, names) in self._columns.items():
            key = tuple((name, getattr(obligation, name)) for name in sorted(names))
            groups.setdefault(key, []).append(pk)
        return [(dict(key), ids) for key, ids in groups.items()]


def about(obligation: Obligation, duty: Duty) -> dict[str, Any]:
    """What every fact of an obligation carries."""
    return {
        "site_id": obligation.site_id,
        "ref": obligation.number,
        "thread": obligation.thread,
        "duty": obligation.duty,
        "title": duty.title.as_json(),
    }


def opened(obligation: Obligation, duty: Duty) -> Opened:
    """The fact that a duty began to run."""
    return Opened(
        **about(obligation, duty),
        clause=obligation.clause,
        start_at=obligation.start_at,
        due_at=obligation.due_at,
        owner_id=obligation.owner_id,
        owner_post=obligation.owner_post,
        provisional=obligation.is_provisional,
    )
