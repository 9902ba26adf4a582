"""Standing still and going on: pauses are intervals, and the due time is counted again with all of them.

Where the intervals are kept is the business of ``changes.pauses``: in the table for what really runs, in memory for a back-test.
"""

from datetime import datetime

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import Paused, Resumed
from guanjia.apps.obligations.models import Obligation, Pause
from guanjia.apps.obligations.rules import alarms
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.obligations.services.changes import Changes, about
from guanjia.apps.obligations.terms import State
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel.working_time import Duration, Unit

LONGEST = Duration(Unit.DAYS, 30)
"""How long a pause may last where the duty names no limit."""


def longest_until(duty: Duty, where: Surroundings, at: datetime) -> datetime:
    """The latest moment a pause that begins at ``at`` may end."""
    return where.calendar.add(at, duty.pause_limit or LONGEST)


def pause(
    changes: Changes,
    obligation: Obligation,
    duty: Duty,
    where: Surroundings,
    *,
    reason: str,
    wanted: datetime | None = None,
) -> None:
    """Let an open obligation stand still from ``changes.at`` until ``wanted``, but not beyond the limit."""
    limit = longest_until(duty, where, changes.at)
    if wanted is not None and changes.at < wanted < limit:
        limit = wanted
    changes.pauses.begin(
        Pause(
            company_id=obligation.company_id,
            obligation=obligation,
            from_at=changes.at,
            limit_at=limit,
            reason=reason[:200],
            by_name=changes.by.name,
            by_id=changes.by.id,
        )
    )
    changes.set(obligation, state=State.PAUSED, next_alarm_at=limit)
    changes.tell(Paused(**about(obligation, duty), reason=reason, limit_at=limit))


def resume(
    changes: Changes,
    obligation: Obligation,
    duty: Duty,
    where: Surroundings,
    *,
    at: datetime,
    known_at: datetime,
    at_limit: bool = False,
) -> None:
    """Let a paused obligation run again from ``at``; the pause adds exactly what it took."""
    changes.pauses.end(obligation, at)
    previous = obligation.due_at
    if not obligation.is_agreed:
        due = timing.counted(duty, obligation.start_at, where, known_at, changes.pauses.of(obligation))
        changes.set(
            obligation,
            due_at=due.at,
            is_provisional=due.provisional,
            calendar=due.calendar,
            counted_at=due.counted_at,
        )
    changes.set(obligation, state=State.OPEN)
    planned = timing.plan_of(obligation, duty, where)
    reached = obligation.reached
    if reached >= alarms.OWNER_KNOWN and obligation.due_at != previous:
        # A reminder that went out before the pause is due again before the later time.
        reached = max(alarms.past_reminders(planned, at), alarms.OWNER_KNOWN)
    changes.set(obligation, reached=reached, next_alarm_at=alarms.next_alarm(planned, reached))
    changes.tell(
        Resumed(**about(obligation, duty), due_at=obligation.due_at, previous_at=previous, at_limit=at_limit),
        at,
    )
