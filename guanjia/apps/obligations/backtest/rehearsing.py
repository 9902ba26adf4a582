"""One duty over the past of one site: the clock, and the obligations that live only here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.backtest import past
from guanjia.apps.obligations.backtest.trial import Trial
from guanjia.apps.obligations.matter import EventMatter
from guanjia.apps.obligations.models import Obligation, Pause
from guanjia.apps.obligations.rules import occurrences
from guanjia.apps.obligations.rules.alarms import PlannedAlarm
from guanjia.apps.obligations.rules.becoming import became
from guanjia.apps.obligations.rules.firing import fire
from guanjia.apps.obligations.rules.occurrences import Occurrence
from guanjia.apps.obligations.services import opening, pausing
from guanjia.apps.obligations.services.changes import Changes
from guanjia.apps.obligations.services.planning import Turn, subject_of, turn_of
from guanjia.apps.obligations.services.reacting import Reaction
from guanjia.apps.obligations.subjects import Subject, subjects_of
from guanjia.apps.obligations.terms import RUNNING, Alarm, State
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.queries import InForce, SiteRules
from guanjia.apps.rulebook.terms import Duty, Period
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry

_DAY = timedelta(days=1)
_DUE_PASSED = Alarm.DUE * 100
_KEPT_PLANS = 5_000


@dataclass(frozen=True)
class Stretch:
    """What is gone through: from ``since`` on the duty is in force; what begins at or after ``from_at`` and before
    ``until_at`` counts; how that ended is followed to ``as_of``.
    """

    since: datetime
    from_at: datetime
    until_at: datetime
    as_of: datetime

    @property
    def last(self) -> datetime:
        """The last moment that counts, for a page that names days."""
        return self.until_at - timedelta(microseconds=1)

    def share(self, at: datetime) -> int:
        """Per cent gone through at a moment."""
        whole = (self.as_of - self.since).total_seconds() or 1
        return max(0, min(100, int(100 * (at - self.since).total_seconds() / whole)))


class KeptPauses:
    """Pauses in memory; see ``changes.Pauses``."""

    def __init__(self) -> None:
        self._of: dict[int, list[Pause]] = defaultdict(list)

    def begin(self, pause: Pause) -> None:
        """Keep a new one."""
        self._of[pause.obligation_id].append(pause)

    def end(self, obligation: Obligation, at: datetime) -> None:
        """The running pause ends, not before it began."""
        for pause in self._of[obligation.pk]:
            if pause.until_at is None:
                pause.until_at = max(at, pause.from_at)

    def of(self, obligation: Obligation) -> Iterable[Pause]:
        """All of an obligation, the earliest first."""
        return self._of[obligation.pk]


class Rehearsal:
    """Goes through a stretch with one duty in force; ``trial`` is what it found.

    The clock is taken to be punctual: every alarm rings in its moment. Subjects that have no history (units, rooms) are
    those of today, and so is the calendar.
    """

    def __init__(self, site_id: int, rules: SiteRules, here: InForce, stretch: Stretch) -> None:
        self.site_id, self.rules, self.here, self.stretch = site_id, rules, here, stretch
        self.duty: Duty = next(iter(here.duties.values()))
        self.company_id = organisations.site(site_id).company_id
        self.where = timing.surroundings(site_id, stretch.as_of, here.pack.quiet_hours)
        self.trial = Trial()
        self.pauses = KeptPauses()
        self._numbers = count(1)
        self._alarms: list[tuple[datetime, int, Obligation]] = []
        self._threads: dict[str, dict[int, Obligation]] = defaultdict(dict)
        self._running: dict[int, Obligation] = {}
        self._plans: dict[tuple[object, ...], list[PlannedAlarm]] = {}
        self._turns = self._coming_turns()
        self._turn = next(self._turns, None)

    def run(self) -> Iterator[int]:
        """Go through it; per cent done, now and then. Whoever stops asking has stopped it."""
        evening = self.stretch.since
        for matter in self._happened():
            while evening + _DAY <= matter.entry.at:
                evening += _DAY
                self._pass_time(evening)
                yield self.stretch.share(evening)
            self._pass_time(matter.entry.at)
            self._happen(matter)
            self.trial.read += 1
            if not self.trial.read % past.CHUNK:
                yield self.stretch.share(matter.entry.at)
        while evening < self.stretch.as_of:
            evening = min(evening + _DAY, self.stretch.as_of)
            self._pass_time(evening)
            yield self.stretch.share(evening)
        self._pass_time(self.stretch.as_of, inclusive=True)
        for row in list(self._running.values()):
            self._count(row)
        yield 100

    # --- What happens ---------------------------------------------------------------------------------------------------

    def _happened(self) -> Iterator[EventMatter]:
        names = self.rules.events | set(self.here.made_by)
        return past.matters(self.company_id, self.site_id, names, self.stretch.since, self.stretch.as_of)

    def _happen(self, matter: EventMatter) -> None:
        """One event, as the engine would have taken it."""
        name, at = matter.entry.event, matter.entry.at
        makes = self.here.made_by.get(name, ()) if at < self.stretch.until_at else ()
        changes = Changes(Actor.system(self.company_id), at, pauses=self.pauses)
        reaction = Reaction(matter, self.rules, changes, self.where)
        running = [] if name in self.rules.beginnings else self._touched_by(reaction)
        if not makes and not running:
            return
        reaction.decide([(self.here, duty, trigger) for duty, trigger in makes], running)
        for row in running:
            self._go_on(row)
        for row, _duty in changes.opened:
            self._begin(row)

    def _touched_by(self, reaction: Reaction) -> list[Obligation]:
        """The running obligations an event may touch, the earliest first: what the engine asks the table for."""
        found: dict[int, Obligation] = {}
        for thread in reaction.threads():
            found |= self._threads.get(thread, {})
        if self.duty.key in self.rules.proved_by_paper.get(reaction.event.name, ()):
            found |= {pk: row for pk, row in self._running.items() if not row.occurrence}
        return [row for _pk, row in sorted(found.items())]

    # --- The clock ------------------------------------------------------------------------------------------------------

    def _pass_time(self, until: datetime, *, inclusive: bool = False) -> None:
        """Let every turn begin and every alarm ring that comes before ``until``, in order."""
        while True:
            rings_at = self._alarms[0][0] if self._alarms else None
            begins_at = self._turn[0] if self._turn else None
            if rings_at is not None and (begins_at is None or rings_at <= begins_at):
                if rings_at > until or (rings_at == until and not inclusive):
                    return
                at, _pk, row = heappop(self._alarms)
                if row.state in RUNNING and row.next_alarm_at == at:
                    self._ring(row, at)
            elif self._turn is not None and self._turn[0] <= until:
                self._open_turn(*self._turn)
                self._turn = next(self._turns, None)
            else:
                return

    def _ring(self, row: Obligation, at: datetime) -> None:
        if row.state == State.PAUSED:
            changes = Changes(Actor.system(self.company_id), at, pauses=self.pauses)
            pausing.resume(changes, row, self.duty, self.where, at=at, known_at=at, at_limit=True)
            self._go_on(row)
            return
        firing = fire(self._plan(row), row.reached, at)
        after = became(row, self.duty, firing)
        row.reached, row.state, row.level = firing.reached, after.state, after.level
        row.breached_at, row.ended_at = after.breached_at, after.ended_at
        following = None
        if after.comes_again:
            following = opening.successor(row, row.due_at, self.where, self.rules, known_at=at)
        self._go_on(row)
        if following is not None:
            self._begin(following[0])

    def _plan(self, row: Obligation) -> list[PlannedAlarm]:
        """All alarms of a row; those of one turn share theirs."""
        key = (row.start_at, row.opened_at, row.due_at, row.closes_at, row.is_safety)
        if key not in self._plans:
            if len(self._plans) >= _KEPT_PLANS:
                self._plans.clear()
            self._plans[key] = timing.plan_of(row, self.duty, self.where)
        return self._plans[key]

    # --- The turns of the calendar ----------------------------------------------------------------------------------------

    def _coming_turns(self) -> Iterator[tuple[datetime, Occurrence, Iterable[Subject] | None]]:
        """When each turn begins, the turn, and its subjects where the turn itself knows them."""
        every, since, until = self.duty.every, self.stretch.since, self.stretch.until_at
        if every is None:
            return
        if every.period is Period.SHIFT:
            posts = [owner.post for owner in self.duty.owners]
            for shift in organisations.shifts_beginning(self.site_id, posts, since, until):
                yield shift.from_at, turn_of(shift), [subject_of(shift)]
            return
        for turn in occurrences.turns(every, since, until, self.where, is_new=True):
            yield max(turn.start_at, since), turn, None

    def _open_turn(
        self, begins_at: datetime, occurrence: Occurrence, subjects: Iterable[Subject] | None
    ) -> None:
        entry = JournalEntry(pk=0, company_id=self.company_id)
        turn = Turn(self.here, self.duty, occurrence, begins_at, entry, self.where, begins_at)
        for subject in subjects_of(self.duty, self.site_id, begins_at) if subjects is None else subjects:
            self._begin(turn.row(subject))

    # --- The rows -------------------------------------------------------------------------------------------------------

    def _begin(self, row: Obligation) -> None:
        if row.opened_at >= self.stretch.until_at:
            return
        row.pk = next(self._numbers)
        self._running[row.pk] = row
        self._threads[row.thread][row.pk] = row
        self._go_on(row)

    def _go_on(self, row: Obligation) -> None:
        """Wait for what can change a row by itself: its due time, its end, the limit of its pause. Or it has ended."""
        if row.state not in RUNNING:
            if self._running.pop(row.pk, None) is not None:
                del self._threads[row.thread][row.pk]
                self._count(row)
            return
        if row.state == State.OPEN:
            row.next_alarm_at = row.due_at if row.reached < _DUE_PASSED else row.closes_at
        if row.next_alarm_at is not None:
            heappush(self._alarms, (row.next_alarm_at, row.pk, row))

    def _count(self, row: Obligation) -> None:
        if row.opened_at < self.stretch.from_at:
            return
        end = row.ended_at or self.stretch.as_of
        escalated = False
        if row.breached_at is not None and self.duty.ladder:
            rungs = [one.at for one in self._plan(row) if one.kind is Alarm.RUNG]
            escalated = bool(rungs) and rungs[0] <= end
        self.trial.count(row, self.stretch.as_of, escalated=escalated)
