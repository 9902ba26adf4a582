"""Reading how the rulebook is kept: the board of clauses by day, and the measures. Nothing here writes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, FloatField, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from guanjia.apps.insight.rules import Tally, health_of, period_of, previous
from guanjia.apps.insight.terms import Can, Health
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Clause, Counted, Measure
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound

BOARD_DAYS = 14


@dataclass(frozen=True)
class ClauseRow:
    """One clause on the board: a tally for each day, in the order of the board's days."""

    here: InForce
    clause: Clause
    days: tuple[Tally, ...]

    @property
    def whole(self) -> Tally:
        """All its days together."""
        return sum(self.days, Tally())


@dataclass(frozen=True)
class Board:
    """Clause by day, of every rulebook the site keeps. ``idle`` counts the clauses nothing was due for."""

    days: tuple[date, ...]
    rows: tuple[ClauseRow, ...]
    idle: int

    @property
    def whole(self) -> Tally:
        """Everything together."""
        return sum((row.whole for row in self.rows), Tally())


def board(actor: Actor, site_id: int, last: date, at: datetime, days: int = BOARD_DAYS) -> Board:
    """The ``days`` up to ``last``, both included. Raises ``NotFound`` for a site the actor may not watch."""
    _watched(actor, site_id)
    shown = tuple(last - timedelta(days=back) for back in reversed(range(days)))
    since, until = moments(site_id, Period(shown[0], last + timedelta(days=1)))
    counted: dict[tuple[str, str, date], Tally] = {}
    for one in obligations.tally(site_id, since, until, at):
        counted[one.pack, one.clause, one.day] = Tally(one.kept, one.late, one.broken, one.open)
    rows, idle = [], 0
    for here in rulebook.rules_of(site_id).in_force(at):
        for number, clause in here.pack.clauses.items():
            row = ClauseRow(
                here, clause, tuple(counted.get((here.pack.key, number, day), Tally()) for day in shown)
            )
            if row.whole.total:
                rows.append(row)
            else:
                idle += 1
    return Board(shown, tuple(rows), idle)


@dataclass(frozen=True)
class Reading:
    """What a measure says of one period. ``value`` is None where there was nothing to measure.

    ``count`` and ``of`` are what it is made of: the facts counted, and of how many.
    """

    measure: Measure
    here: InForce
    period: Period[date]
    value: float | None
    count: int
    of: int | None
    before: float | None = None

    @property
    def health(self) -> Health:
        """How it stands against the healthy value."""
        return health_of(self.measure, self.value)


def measures(actor: Actor, site_id: int, day: date, at: datetime) -> list[Reading]:
    """Every measure of the rulebooks in force, for its period that holds ``day``, with the value of the period before.

    Raises ``NotFound`` for a site the actor may not watch.
    """
    _watched(actor, site_id)
    reader, found = _Reader(site_id, at), []
    for here in rulebook.rules_of(site_id).in_force(at):
        for measure in here.pack.measures.values():
            period = period_of(measure.per, day)
            before = reader.read(measure, here, previous(measure.per, period)).value
            found.append(replace(reader.read(measure, here, period), before=before))
    return found


class _Reader:
    """Reads measures of one site straight from the journal and the obligations; counts of a period are asked for once."""

    def __init__(self, site_id: int, at: datetime) -> None:
        self.site_id, self.at = site_id, at
        self._duties: dict[Period[date], dict[str, tuple[int, int, int]]] = {}
        self._facts: dict[tuple[Counted, Period[date]], int] = {}

    def read(self, measure: Measure, here: InForce, period: Period[date]) -> Reading:
        """One measure over one period."""
        if measure.kept:
            counted = [self._of_duty(key, period) for key in measure.kept]
            kept, decided = sum(one[0] for one in counted), sum(sum(one) for one in counted)
            return Reading(measure, here, period, _share(kept, decided), kept, decided)
        if measure.score:
            mean, number = self._score(measure.score, period)
            return Reading(measure, here, period, mean, number, None)
        assert measure.count is not None
        count = self._count(measure.count, period)
        if measure.among is None:
            return Reading(measure, here, period, float(count), count, None)
        of = self._count(measure.among, period)
        return Reading(measure, here, period, _share(count, of), count, of)

    def _of_duty(self, key: str, period: Period[date]) -> tuple[int, int, int]:
        if period not in self._duties:
            since, until = moments(self.site_id, period)
            self._duties[period] = obligations.tally_by_duty(self.site_id, since, until, self.at)
        return self._duties[period].get(key, (0, 0, 0))

    def _count(self, counted: Counted, period: Period[date]) -> int:
        key = (counted, period)
        if key not in self._facts:
            self._facts[key] = facts(counted, self.site_id, *moments(self.site_id, period)).count()
        return self._facts[key]

    def _score(self, checklist: str, period: Period[date]) -> tuple[float | None, int]:
        scored = facts(Counted("inspections.completed"), self.site_id, *moments(self.site_id, period)).filter(
            data__checklist=checklist
        )
        found = scored.aggregate(mean=Avg(Cast(KT("data__score"), FloatField())), number=Count("pk"))
        return (round(found["mean"], 1) if found["mean"] is not None else None), found["number"]


def facts(counted: Counted, site_id: int, since: datetime, until: datetime) -> QuerySet[JournalEntry]:
    """The facts a measure counts, of a site and a stretch of time."""
    found = JournalEntry.objects.filter(site_id=site_id, event=counted.event, at__gte=since, at__lt=until)
    for condition in counted.conditions:
        wanted = {f"data__{condition.value.field}__in": list(condition.among)}
        found = found.exclude(**wanted) if condition.negated else found.filter(**wanted)
    return found


def moments(site_id: int, period: Period[date]) -> tuple[datetime, datetime]:
    """When a period of days begins and ends at a site."""
    zone = ZoneInfo(organisations.site(site_id).timezone)
    return datetime.combine(period.start, time.min, zone), datetime.combine(period.end, time.min, zone)


def _share(count: int, of: int) -> float | None:
    return round(100 * count / of, 1) if of else None


def _watched(actor: Actor, site_id: int) -> None:
    if not actor.can(Can.SEE, site_id):
        raise NotFound
