"""Why a due time is what it is: which stretches counted, by which clause, which version, who paused, what changed."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import Escalated
from guanjia.apps.obligations.models import Obligation, Pause
from guanjia.apps.obligations.queries.finding import get_obligation
from guanjia.apps.obligations.queries.views import Clock, clocks
from guanjia.apps.obligations.rules.alarms import PlannedAlarm
from guanjia.apps.obligations.terms import Alarm, State
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Clause, Duty
from guanjia.kernel import journal, working_time
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.working_time import Span, WorkingTimeError

_CHANGES = (
    "obligations.opened",
    "obligations.re_dued",
    "obligations.resumed",
    "obligations.recomputed",
)


@dataclass(frozen=True)
class Rung:
    """A rung of the ladder: when it is or was reached, whom it tells, and whether it has been climbed."""

    number: int
    at: datetime
    to: tuple[str, ...]
    climbed: bool


@dataclass(frozen=True)
class Now:
    """How the site keeps a duty today: in words, since when; ``is_off`` when it no longer keeps it at all."""

    limit: str
    from_at: datetime
    is_off: bool


@dataclass(frozen=True)
class Explanation:
    """Everything behind one clock. ``spans`` run from start to due without a gap; empty for a promised moment."""

    clock: Clock
    here: InForce
    duty: Duty
    clause: Clause
    figure_is_own: bool
    spans: tuple[Span, ...]
    counted_seconds: int
    pauses: tuple[Pause, ...]
    history: tuple[JournalEntry, ...]
    due_changes: tuple[JournalEntry, ...]
    reminders: tuple[PlannedAlarm, ...]
    ladder: tuple[Rung, ...]
    origin: rulebook.Own | None = None
    """Who set the figure it began with, where it is not the rulebook's own."""
    now: Now | None = None
    """What holds meanwhile, where that is something else than what it began with."""

    @property
    def obligation(self) -> Obligation:
        """The obligation explained."""
        return self.clock.obligation

    @property
    def limit_in_words(self) -> str:
        """The time limit, or the rhythm, as the rulebook says it; empty for a promised moment."""
        return limit_of(self.duty)


def limit_of(duty: Duty) -> str:
    """The time limit or the rhythm of a duty in words; empty for a promised moment."""
    if duty.every:
        return str(rulebook.rhythm(duty.every))
    return duty.deadline.wording(get_language() or "zh") if duty.deadline else ""


def explain(actor: Actor, obligation_id: int, at: datetime) -> Explanation:
    """Explain one obligation the actor may see. Raises ``NotFound``."""
    return explained(get_obligation(actor, obligation_id), at)


def explained(row: Obligation, at: datetime) -> Explanation:
    """Explain an obligation; the calendar is taken as it was known when the due time was counted."""
    here = rulebook.adoption_by_id(row.site_id, row.adoption_id)
    duty = here.duties[row.duty]
    where = timing.surroundings(row.site_id, row.counted_at, here.pack.quiet_hours)
    pauses = tuple(Pause.objects.filter(obligation=row).order_by("from_at"))
    spans, counted = _spans(row, duty, where.calendar, pauses, at)
    history = tuple(journal.timeline(row.number))
    planned = timing.plan_of(row, duty, where)
    return Explanation(
        clock=clocks([row], at)[0],
        here=here,
        duty=duty,
        clause=here.pack.clauses[row.clause],
        figure_is_own=row.duty in here.figures,
        origin=_origin(row, here, duty),
        now=_now(row, duty, at),
        spans=spans,
        counted_seconds=counted,
        pauses=pauses,
        history=history,
        due_changes=tuple(entry for entry in history if entry.event in _CHANGES),
        reminders=tuple(one for one in planned if one.kind is Alarm.REMINDER),
        ladder=tuple(_rungs(row, duty, planned, history)),
    )


def _origin(row: Obligation, here: InForce, duty: Duty) -> rulebook.Own | None:
    name = "every" if duty.every else "deadline"
    if name not in here.figures.get(row.duty, {}):
        return None
    return rulebook.origin_of(row.company_id, row.site_id, row.pack, row.duty, name, here.from_at)


def _now(row: Obligation, began: Duty, at: datetime) -> Now | None:
    """What holds at the moment, if a duty that began now would be another."""
    steps = rulebook.rules_of(row.site_id).in_force(at)
    here = next((one for one in steps if one.pack.key == row.pack), None)
    if here is None or here.adoption_id == row.adoption_id:
        return None
    duty = here.duties.get(row.duty)
    if duty is None or duty.off:
        return Now("", here.from_at, is_off=True)
    if (duty.deadline, duty.every, duty.reminders) == (began.deadline, began.every, began.reminders):
        return None
    return Now(limit_of(duty), here.from_at, is_off=False)


def _spans(
    row: Obligation,
    duty: Duty,
    calendar: working_time.WorkingCalendar,
    pauses: tuple[Pause, ...],
    at: datetime,
) -> tuple[tuple[Span, ...], int]:
    if row.is_agreed or duty.deadline is None:
        return (), 0
    until = at if row.state == State.PAUSED else row.ended_at or at
    stretches = [
        working_time.Pause(one.from_at, max(one.until_at or until, one.from_at), one.reason) for one in pauses
    ]
    try:
        found = calendar.explain(row.start_at, duty.deadline, stretches)
    except WorkingTimeError:
        return (), 0
    return found.spans, found.counted_seconds


def _rungs(
    row: Obligation, duty: Duty, planned: list[PlannedAlarm], history: tuple[JournalEntry, ...]
) -> list[Rung]:
    """The rungs by number: when each was climbed, or is planned; those an acknowledgement took off the plan are left out."""
    times = {one.index: one.at for one in planned if one.kind is Alarm.RUNG}
    times |= {int(entry.data["level"]): entry.at for entry in history if entry.event == Escalated.name}
    found = []
    for number, level in enumerate(duty.ladder, start=1):
        climbed = number <= row.level
        if number in times or climbed:
            at = times.get(number, row.due_at)
            found.append(Rung(number, at, tuple(str(target) for target in level.to), climbed))
    return found
