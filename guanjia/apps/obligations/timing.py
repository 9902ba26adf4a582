"""Due times: computed with the calendar a site has, and remembered with what they were computed by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.calendars.terms import refusal_of
from guanjia.apps.messaging.terms import QuietHours
from guanjia.apps.obligations.matter import EventMatter, as_moment
from guanjia.apps.obligations.models import Obligation, Pause
from guanjia.apps.obligations.rules import alarms
from guanjia.apps.obligations.rules.alarms import Ladder, PlannedAlarm, Surroundings
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel import working_time
from guanjia.kernel.refusals import Refused
from guanjia.kernel.working_time import Duration, Unit, WorkingTimeError

END_OF_DAY = Duration(Unit.END_OF_DAY)


@dataclass(frozen=True, slots=True)
class Due:
    """A due time and what it hangs on. ``agreed``: a promised moment, which no calendar changes."""

    at: datetime
    agreed: bool
    provisional: bool
    calendar: str
    counted_at: datetime


def surroundings(site_id: int, at: datetime, quiet: QuietHours | None) -> Surroundings:
    """Where obligations of a site run, as known at ``at``."""
    zone = ZoneInfo(organisations.site(site_id).timezone)
    return Surroundings(calendars.working_calendar(site_id, at), zone, quiet)


def due_of(
    duty: Duty, matter: EventMatter, start_at: datetime, where: Surroundings, known_at: datetime
) -> Due | None:
    """When an obligation of this duty is due; None when the promised moment it hangs on is not there.

    Raises ``Refused`` when the moment lies beyond what the calendar covers.
    """
    if duty.deadline_value is not None:
        moment = moment_of(matter.value(duty.deadline_value), where)
        return Due(moment, True, False, where.calendar.label, known_at) if moment else None
    return counted(duty, start_at, where, known_at)


def counted(
    duty: Duty, start_at: datetime, where: Surroundings, known_at: datetime, pauses: Iterable[Pause] = ()
) -> Due:
    """The due time of a duty with a length of time, pauses left out."""
    assert duty.deadline is not None
    stretches = [
        working_time.Pause(pause.from_at, pause.until_at, pause.reason) for pause in pauses if pause.until_at
    ]
    try:
        found = where.calendar.deadline(start_at, duty.deadline, stretches)
    except WorkingTimeError as error:
        raise Refused(refusal_of(error)) from error
    return Due(found.due_at, False, found.provisional, found.calendar, known_at)


def moment_of(found: object, where: Surroundings) -> datetime | None:
    """A moment out of a value; of a date, the end of work on that day."""
    read = as_moment(found)
    if isinstance(read, datetime) or read is None:
        return read
    return end_of(read, where)


def end_of(day: date, where: Surroundings) -> datetime:
    """The end of work on a day, or its midnight where nobody works."""
    return where.calendar.add(datetime.combine(day, time(0), where.zone), END_OF_DAY)


def plan_of(obligation: Obligation, duty: Duty, where: Surroundings) -> list[PlannedAlarm]:
    """All alarms of an obligation as it stands."""
    return alarms.plan(
        duty,
        since=max(obligation.start_at, obligation.opened_at),
        due_at=obligation.due_at,
        where=where,
        is_safety=obligation.is_safety,
        ladder=Ladder(obligation.acknowledged_at is not None, obligation.acknowledged_until),
        closes_at=obligation.closes_at,
    )
