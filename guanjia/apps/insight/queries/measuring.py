"""Reading measures: from the journal, from obligations, from filled sheets."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Avg, Count, FloatField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from guanjia.apps.insight.queries.sites import moments, watched
from guanjia.apps.insight.rules import health_of, period_of, periods_to, previous
from guanjia.apps.insight.terms import Health
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Counted, Measure
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound

SHEET = "inspections.completed"


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


Wanted = tuple[Measure, InForce, Period[date]]


def measures(actor: Actor, site_id: int, day: date, at: datetime) -> list[Reading]:
    """Every measure of the rulebooks in force, for its period that holds ``day``, with the value of the period before.

    Raises ``NotFound`` for a site the actor may not watch. The number of queries does not follow the number of measures.
    """
    watched(actor, site_id)
    wanted: list[Wanted] = []
    for here in rulebook.rules_of(site_id).in_force(at):
        for measure in here.pack.measures.values():
            period = period_of(measure.per, day)
            wanted += [(measure, here, period), (measure, here, previous(measure.per, period))]
    found = readings(site_id, wanted, at)
    return [replace(now, before=before.value) for now, before in zip(found[::2], found[1::2], strict=True)]


def get_measure(actor: Actor, site_id: int, pack: str, key: str, at: datetime) -> tuple[Measure, InForce]:
    """One measure of a rulebook in force. Raises ``NotFound``."""
    watched(actor, site_id)
    here = rulebook.adoption_at(site_id, pack, at)
    if key not in here.pack.measures:
        raise NotFound
    return here.pack.measures[key], here


def trend(measure: Measure, here: InForce, day: date, at: datetime, number: int = 12) -> list[Reading]:
    """A measure over the last periods, the one that holds ``day`` last."""
    return readings(here.site_id, [(measure, here, one) for one in periods_to(measure.per, day, number)], at)


def readings(site_id: int, wanted: Sequence[Wanted], at: datetime) -> list[Reading]:
    """Many measures and periods at once; the number of queries follows the kinds of period, not the measures."""
    if not wanted:
        return []
    counts = _counts(site_id, wanted)
    duties = {
        period: obligations.tally_by_duty(site_id, period, at)
        for period in {period for measure, _here, period in wanted if measure.kept}
    }
    return [_reading(one, counts[place], duties) for place, one in enumerate(wanted)]


def _reading(
    wanted: Wanted, counted: dict[str, Any], duties: dict[Period[date], dict[str, tuple[int, int, int]]]
) -> Reading:
    measure, here, period = wanted
    if measure.kept:
        rows = [duties[period].get(key, (0, 0, 0)) for key in measure.kept]
        kept, decided = sum(one[0] for one in rows), sum(sum(one) for one in rows)
        return Reading(measure, here, period, _share(kept, decided), kept, decided)
    count, of = counted.get("count", 0), counted.get("of")
    if measure.score:
        mean = counted.get("mean")
        return Reading(measure, here, period, None if mean is None else round(mean, 1), count, None)
    value = float(count) if of is None else _share(count, of)
    return Reading(measure, here, period, value, count, of)


def _counts(site_id: int, wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """What the journal says of each: "count", "of" and "mean"; one query for those of months, one for those of weeks …"""
    counted: list[dict[str, Any]] = [{} for _one in wanted]
    for per in {measure.per for measure, _here, _period in wanted if not measure.kept}:
        places = [
            place
            for place, (measure, _here, _period) in enumerate(wanted)
            if measure.per is per and not measure.kept
        ]
        asked: dict[str, Any] = {}
        for place in places:
            asked |= _asked(site_id, place, wanted[place])
        for name, value in _journal(site_id, [wanted[place] for place in places]).aggregate(**asked).items():
            what, _line, number = name.partition("_")
            counted[int(number)][what] = value
    return counted


def _asked(site_id: int, place: int, wanted: Wanted) -> dict[str, Any]:
    """The sums that answer one measure of one period."""
    measure, _here, period = wanted
    when = _within(site_id, period)
    if measure.score:
        sheets = when & _sheets(measure.score)
        mean = Avg(Cast(KT("data__score"), FloatField()), filter=sheets)
        return {f"count_{place}": Count("pk", filter=sheets), f"mean_{place}": mean}
    found = {"count": measure.count, "of": measure.among}
    return {f"{name}_{place}": Count("pk", filter=when & _facts(one)) for name, one in found.items() if one}


def _journal(site_id: int, wanted: Sequence[Wanted]) -> QuerySet[JournalEntry]:
    """The facts of a site that any of these looks at."""
    span = Period(min(one.start for _m, _h, one in wanted), max(one.end for _m, _h, one in wanted))
    events = {one.event for measure, _h, _p in wanted for one in (measure.count, measure.among) if one}
    if any(measure.score for measure, _h, _p in wanted):
        events.add(SHEET)
    found = JournalEntry.objects.filter(_within(site_id, span), site_id=site_id, event__in=events)
    return cast("QuerySet[JournalEntry]", found)


def _within(site_id: int, period: Period[date]) -> Q:
    since, until = moments(site_id, period)
    return Q(at__gte=since, at__lt=until)


def _facts(counted: Counted) -> Q:
    return Q(event=counted.event) & rulebook.holding(counted.conditions)


def _sheets(checklist: str) -> Q:
    return Q(event=SHEET, data__checklist=checklist)


def facts(measure: Measure, site_id: int, period: Period[date], part: str) -> QuerySet[JournalEntry]:
    """The facts behind a number of a measure: ``part`` "count" for what is counted, "of" for those it is a share of.

    Raises ``NotFound`` for a part the measure does not have.
    """
    wanted = {"count": measure.count, "of": measure.among}.get(part)
    if measure.score and part == "count":
        which = _sheets(measure.score)
    elif wanted is not None:
        which = _facts(wanted)
    else:
        raise NotFound
    entries = JournalEntry.objects.filter(which, _within(site_id, period), site_id=site_id)
    return cast("QuerySet[JournalEntry]", entries.order_by("-at", "-id"))


def _share(count: int, of: int) -> float | None:
    return round(100 * count / of, 1) if of else None
