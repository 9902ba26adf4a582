"""When an obligation rings.

The plan follows from the duty, the start and the due time alone, so it need not be stored: an obligation keeps only the
rank of the last alarm it has passed. In order of rank: is there an owner; the announcement; the reminders; the due time; the owner told that
it has passed; the rungs of the ladder; the end of a turn of the calendar.

Quiet hours hold back what is said to people, never the fact of a breach: a reminder comes after the quiet hours, or
before them if it would be too late after; a rung's time counts only while people can hear it, so that a level that could
not react at night is not passed over. What concerns safety knows no quiet hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from guanjia.apps.messaging.terms import QuietHours
from guanjia.apps.obligations.terms import Alarm
from guanjia.apps.rulebook.terms import Duty, Level
from guanjia.kernel.working_time import Duration, WorkingCalendar

_STEP = 100


@dataclass(frozen=True, slots=True)
class PlannedAlarm:
    """One alarm: its kind, its place among its kind (from 1), and when it rings."""

    kind: Alarm
    index: int
    at: datetime

    @property
    def rank(self) -> int:
        """Its place among all alarms of the obligation."""
        return self.kind * _STEP + self.index


NOTHING_REACHED = -1
OWNER_KNOWN = 0
"""``reached`` of an obligation that begins with a person as its owner: nobody need ask whether there is one."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an obligation runs: the site's working calendar and zone, and the pack's quiet hours."""

    calendar: WorkingCalendar
    zone: ZoneInfo
    quiet: QuietHours | None = None

    def heard_at(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it falls into."""
        return self.quiet.heard_at(moment, self.zone) if self.quiet else moment

    def for_safety(self) -> "Surroundings":
        """The same place without quiet hours."""
        return Surroundings(self.calendar, self.zone)


@dataclass(frozen=True, slots=True)
class Ladder:
    """What has happened to the ladder: acknowledged, and until when that holds (None: for good)."""

    acknowledged: bool = False
    until: datetime | None = None


def plan(
    duty: Duty,
    *,
    since: datetime,
    due_at: datetime,
    where: Surroundings,
    is_safety: bool = False,
    ladder: Ladder = Ladder(),
    closes_at: datetime | None = None,
) -> list[PlannedAlarm]:
    """All alarms in order of time and rank. Reminders that would come at or before ``since`` are left out.

    After ``closes_at`` a turn of the calendar is over, and nothing more is said of it.
    """
    if is_safety:
        where = where.for_safety()
    alarms = [PlannedAlarm(Alarm.NOBODY, 0, since)]
    if duty.announce:
        alarms.append(PlannedAlarm(Alarm.ANNOUNCE, 0, where.heard_at(since)))
    alarms += _reminders(duty, since, due_at, where)
    alarms.append(PlannedAlarm(Alarm.DUE, 0, due_at))
    alarms.append(PlannedAlarm(Alarm.TOLD, 0, where.heard_at(due_at)))
    if not (ladder.acknowledged and ladder.until is None):
        alarms += _rungs(duty.ladder, due_at, where, ladder)
    if closes_at is not None:
        alarms = [one for one in alarms if one.at < closes_at or one.kind <= Alarm.TOLD or one.at == due_at]
        alarms.append(PlannedAlarm(Alarm.OVER, 0, closes_at))
    return alarms


def _reminders(duty: Duty, since: datetime, due_at: datetime, where: Surroundings) -> Iterator[PlannedAlarm]:
    latest = since
    for index, reminder in enumerate(sorted_by_distance(duty.reminders, due_at, where), start=1):
        at = _before_due(reminder, since, due_at, where)
        if at is not None:
            latest = max(at, latest)
            yield PlannedAlarm(Alarm.REMINDER, index, latest)


def sorted_by_distance(
    reminders: tuple[Duration, ...], due_at: datetime, where: Surroundings
) -> list[datetime]:
    """The moments of reminders before a due time, earliest first."""
    return sorted(where.calendar.subtract(due_at, reminder) for reminder in reminders)


def _before_due(moment: datetime, since: datetime, due_at: datetime, where: Surroundings) -> datetime | None:
    """When a reminder is heard, or None when that would be no use."""
    if where.quiet and where.quiet.holds(moment, where.zone):
        after = where.quiet.ends_after(moment, where.zone)
        moment = after if after < due_at else where.quiet.begins_by(moment, where.zone)
    return moment if since < moment < due_at else None


def _rungs(
    levels: tuple[Level, ...], due_at: datetime, where: Surroundings, ladder: Ladder
) -> Iterator[PlannedAlarm]:
    latest = where.heard_at(due_at)
    for index, level in enumerate(levels, start=1):
        at = _after_due(level.after, due_at, where)
        if ladder.until is not None:
            at = max(at, where.heard_at(ladder.until))
        latest = max(latest, at)
        yield PlannedAlarm(Alarm.RUNG, index, latest)


def _after_due(after: Duration, due_at: datetime, where: Surroundings) -> datetime:
    if not after.is_elapsed:
        return where.heard_at(where.calendar.add(due_at, after))
    return _awake_after(due_at, timedelta(seconds=after.seconds), where)


def _awake_after(moment: datetime, length: timedelta, where: Surroundings) -> datetime:
    """The moment by which ``length`` has passed outside quiet hours."""
    if where.quiet is None:
        return moment + length
    moment = where.heard_at(moment)
    while True:
        quiet_from = where.quiet.begins_after(moment, where.zone)
        if moment + length < quiet_from or not length:
            return moment + length
        length -= quiet_from - moment
        moment = where.quiet.ends_after(quiet_from, where.zone)


def next_alarm(
    alarms: list[PlannedAlarm], reached: int, not_before: datetime | None = None
) -> datetime | None:
    """When the next alarm after rank ``reached`` rings; None when none is left."""
    left = [effective(alarm, not_before) for alarm in alarms if alarm.rank > reached]
    return min(left, default=None)


def effective(alarm: PlannedAlarm, not_before: datetime | None) -> datetime:
    """When an alarm can be worked: what is said to people not before ``not_before``, the due time as it is."""
    if not_before is None or alarm.kind in (Alarm.DUE, Alarm.OVER):
        return alarm.at
    return max(alarm.at, not_before)


def past_reminders(alarms: list[PlannedAlarm], at: datetime) -> int:
    """The rank of the last reminder over at ``at``: where a plan that is made anew begins, so as not to look back."""
    over = (
        alarm.rank for alarm in alarms if alarm.kind in (Alarm.ANNOUNCE, Alarm.REMINDER) and alarm.at <= at
    )
    return max(over, default=OWNER_KNOWN)
