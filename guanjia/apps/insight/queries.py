"""Reading how the rulebook is kept: the board of clauses by day, and the measures. Nothing here writes."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Avg, FloatField, QuerySet
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
    found = []
    for here in rulebook.rules_of(site_id).in_force(at):
        for measure in here.pack.measures.values():
            period = period_of(measure.per, day)
            now = read(measure, here, site_id, period, at)
            before = read(measure, here, site_id, previous(measure.per, period), at)
            found.append(Reading(measure, here, period, now.value, now.count, now.of, before.value))
    return found


def read(measure: Measure, here: InForce, site_id: int, period: Period[date], at: datetime) -> Reading:
    """One measure over one period, straight from the journal and the obligations."""
    since, until = moments(site_id, period)
    if measure.kept:
        whole = sum(
            (
                Tally(one.kept, one.late, one.broken, one.open)
                for one in obligations.tally(site_id, since, until, at, duties=measure.kept)
            ),
            Tally(),
        )
        decided = whole.kept + whole.late + whole.broken
        return Reading(measure, here, period, _share(whole.kept, decided), whole.kept, decided)
    if measure.score:
        scored = facts(Counted("inspections.completed"), site_id, since, until).filter(
            data__checklist=measure.score
        )
        mean = scored.aggregate(mean=Avg(Cast(KT("data__score"), FloatField())))["mean"]
        return Reading(
            measure, here, period, round(mean, 1) if mean is not None else None, scored.count(), None
        )
    assert measure.count is not None
    count = facts(measure.count, site_id, since, until).count()
    if measure.among is None:
        return Reading(measure, here, period, float(count), count, None)
    of = facts(measure.among, site_id, since, until).count()
    return Reading(measure, here, period, _share(count, of), count, of)


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
