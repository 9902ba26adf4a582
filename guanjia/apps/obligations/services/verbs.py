"""What people do with an obligation: acknowledge, pause, resume, give away, report, excuse."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.messaging import services as messaging
from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import Acknowledged, Excused, Reassigned, Reported
from guanjia.apps.obligations.lifecycle import OBLIGATION
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.rules import alarms, refusals
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.obligations.services import pausing
from guanjia.apps.obligations.services.changes import Changes, about
from guanjia.apps.obligations.services.reacting import prove
from guanjia.apps.obligations.terms import Can, State
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


@dataclass(frozen=True)
class _Held:
    """A locked obligation with the rules it runs under."""

    row: Obligation
    duty: Duty
    here: InForce
    where: Surroundings


@contextmanager
def _held(obligation: Obligation, at: datetime) -> Iterator[_Held]:
    with locked(obligation) as row:
        here = rulebook.adoption_by_id(row.site_id, row.adoption_id)
        where = timing.surroundings(row.site_id, at, here.pack.quiet_hours)
        yield _Held(row, here.duties[row.duty], here, where)


def acknowledge(obligation: Obligation, *, by: Actor, at: datetime, note: str = "") -> Obligation:
    """Take note of an overdue duty and see to it: the ladder stops, for as long as the pack says.

    Refuses what is not overdue, and the owner, whose acknowledgement would only silence their own duty.
    """
    with _held(obligation, at) as held:
        row = held.row
        permit(by, Can.ACKNOWLEDGE, row)
        refuse(refusals.why_not_acknowledge(row.breached_at is not None, row.owner_id, by.id, row.level))
        state = OBLIGATION.step(row.state, "acknowledge")
        lasts = held.here.pack.acknowledgement_lasts
        until = held.where.calendar.add(at, lasts) if lasts else None
        changes = Changes(by, at)
        changes.set(row, state=state, acknowledged_at=at, acknowledged_until=until, acknowledged_by=by.name)
        changes.set(
            row, next_alarm_at=alarms.next_alarm(timing.plan_of(row, held.duty, held.where), row.reached)
        )
        changes.tell(Acknowledged(**about(row, held.duty), note=note, until=until))
        changes.write()
    return row


def pause(obligation: Obligation, *, by: Actor, at: datetime, reason: str, limit_at: datetime) -> Obligation:
    """Stop the clock, with a reason, until ``limit_at`` at the longest. Refuses what is overdue and a pause too long."""
    with _held(obligation, at) as held:
        row = held.row
        permit(by, Can.PAUSE, row)
        longest = pausing.longest_until(held.duty, held.where, at)
        refuse([refusals.why_not_reason(reason), *refusals.why_not_pause(at, row.due_at, limit_at, longest)])
        OBLIGATION.step(row.state, "pause")
        changes = Changes(by, at)
        pausing.pause(changes, row, held.duty, held.where, reason=reason, wanted=limit_at)
        changes.write()
    return row


def resume(obligation: Obligation, *, by: Actor, at: datetime) -> Obligation:
    """Let the clock run again; the pause adds exactly what it took."""
    with _held(obligation, at) as held:
        row = held.row
        permit(by, Can.PAUSE, row)
        OBLIGATION.step(row.state, "resume")
        changes = Changes(by, at)
        pausing.resume(changes, row, held.duty, held.where, at=at, known_at=at)
        changes.write()
    return row


def reassign(
    obligation: Obligation, *, by: Actor, at: datetime, owner_id: int, reason: str = ""
) -> Obligation:
    """Give the duty to a person. Refuses the one who has it; ``NotFound`` for a person of another company."""
    with _held(obligation, at) as held:
        row = held.row
        permit(by, Can.REASSIGN, row)
        owner = organisations.get_staff(by, owner_id)
        refuse(refusals.why_not_owner(owner.pk, row.owner_id))
        state = OBLIGATION.step(row.state, "reassign")
        fact = Reassigned(
            **about(row, held.duty),
            owner_id=owner.pk,
            owner_post="",
            previous_id=row.owner_id,
            previous_post=row.owner_post,
            reason=reason,
        )
        changes = Changes(by, at)
        reached = max(row.reached, alarms.OWNER_KNOWN)
        changes.set(row, state=state, owner_id=owner.pk, owner_post="", reached=reached)
        if state is State.OPEN:
            planned = timing.plan_of(row, held.duty, held.where)
            changes.set(row, next_alarm_at=alarms.next_alarm(planned, reached))
        changes.tell(fact)
        changes.write()
    return row


def report(
    obligation: Obligation, *, by: Actor, at: datetime, note: str, photos: Iterable[Upload] = ()
) -> Obligation:
    """Say that a duty is done, with a word and, where the rulebook wants it, a photograph; that proves it.

    For its owner, or a holder of the owning post; somebody who may give it away may also report it. Refuses a turn that
    has not begun, a duty that another event proves, and a missing word or photograph.
    """
    photos = list(photos)
    with _held(obligation, at) as held:
        row = held.row
        refuse(
            [
                refusals.why_not_reporter(
                    is_owner=_is_owner(row, by), may_give_away=by.can(Can.REASSIGN, row.site_id)
                ),
                *refusals.why_not_report(held.duty, at, row.start_at, note=note, photos=len(photos)),
            ]
        )
        OBLIGATION.step(row.state, "meet")
        documents.attach_all(
            photos, by=by, at=at, site_id=row.site_id, about_ref=row.number, thread=row.thread
        )
        fact = Reported(**about(row, held.duty), note=note.strip(), photos=len(photos))
        prove(row, fact, record(fact, by=by, at=at))
    return row


def _is_owner(row: Obligation, by: Actor) -> bool:
    return row.owner_id == by.id if row.owner_id else row.owner_post in by.posts


def excuse(obligation: Obligation, *, by: Actor, at: datetime, reason: str) -> Obligation:
    """Take the duty away, with a reason. A breach that has happened stays recorded."""
    with _held(obligation, at) as held:
        row = held.row
        permit(by, Can.EXCUSE, row)
        refuse(refusals.why_not_reason(reason))
        state = OBLIGATION.step(row.state, "excuse")
        changes = Changes(by, at)
        if row.state == State.PAUSED:
            changes.pauses.end(row, at)
        breached_at = row.breached_at or (row.due_at if at > row.due_at and row.state == State.OPEN else None)
        changes.set(
            row,
            state=state,
            ended_at=at,
            next_alarm_at=None,
            reason=reason.strip()[:200],
            breached_at=breached_at,
        )
        changes.forgiven.append((row, reason.strip()))
        changes.tell(
            Excused(**about(row, held.duty), reason=reason.strip(), breached=breached_at is not None)
        )
        changes.write()
        messaging.settle([row.number], company_id=row.company_id, at=at)
    return row
