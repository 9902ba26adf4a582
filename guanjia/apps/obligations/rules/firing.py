"""What is done when an obligation rings: a pure answer to *what is due now, and what then?*"""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.obligations.rules.alarms import PlannedAlarm, effective, next_alarm
from guanjia.apps.obligations.terms import Alarm


@dataclass(frozen=True, slots=True)
class Firing:
    """The alarms of one obligation that are worked in one pass.

    After a time when nothing ran, several are due at once: of the reminders only the latest is still sent, and none when
    the due time has passed; the others are ``missed``. Every rung that is due is climbed.
    """

    ask_owner: bool
    announcement: PlannedAlarm | None
    missed: tuple[PlannedAlarm, ...]
    reminder: PlannedAlarm | None
    due: PlannedAlarm | None
    told: PlannedAlarm | None
    rungs: tuple[PlannedAlarm, ...]
    over: PlannedAlarm | None
    reached: int
    next_at: datetime | None


def fire(
    alarms: list[PlannedAlarm], reached: int, at: datetime, quiet_until: datetime | None = None
) -> Firing:
    """What is due at ``at`` after rank ``reached``. ``quiet_until``: nobody may be disturbed before that moment."""
    due_now = [one for one in alarms if one.rank > reached and effective(one, quiet_until) <= at]
    reminders = [one for one in due_now if one.kind is Alarm.REMINDER]
    due = _only(due_now, Alarm.DUE)
    passed = max((one.rank for one in due_now), default=reached)
    if due is not None and not reminders:
        # A reminder held back by quiet hours that the due time has overtaken is missed too.
        reminders = [one for one in alarms if one.kind is Alarm.REMINDER and reached < one.rank]
    send = reminders[-1] if reminders and due is None else None
    return Firing(
        ask_owner=_only(due_now, Alarm.NOBODY) is not None,
        announcement=_only(due_now, Alarm.ANNOUNCE) if due is None else None,
        missed=tuple(one for one in reminders if one is not send),
        reminder=send,
        due=due,
        told=_only(due_now, Alarm.TOLD),
        rungs=tuple(one for one in due_now if one.kind is Alarm.RUNG),
        over=_only(due_now, Alarm.OVER),
        reached=passed,
        next_at=next_alarm(alarms, passed, quiet_until),
    )


def _only(alarms: list[PlannedAlarm], kind: Alarm) -> PlannedAlarm | None:
    return next((one for one in alarms if one.kind is kind), None)
