"""One batch of obligations whose alarm has come: what each does now, written together.

Nothing is written on a row in memory before the batch is through, so that a batch that fails can be tried again in halves.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Draft, MessageKind, Urgency
from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import (
    AlarmMissed,
    Announced,
    Breached,
    Escalated,
    Missed,
    Reminded,
    Unassigned,
)
from guanjia.apps.obligations.models import Obligation, Pause, TallyLine
from guanjia.apps.obligations.rules.alarms import PlannedAlarm, Surroundings
from guanjia.apps.obligations.rules.becoming import LONG_OVER, Became, became
from guanjia.apps.obligations.rules.firing import Firing, fire
from guanjia.apps.obligations.rules.titles import title_of
from guanjia.apps.obligations.services import asking, opening, pausing
from guanjia.apps.obligations.services.changes import Changes, about, opened
from guanjia.apps.obligations.services.outcome_rows import Outcome, write_outcomes
from guanjia.apps.obligations.services.people import People, post_behind
from guanjia.apps.obligations.services.tallying import Movement
from guanjia.apps.obligations.terms import (
    ANNOUNCED,
    ESCALATED,
    LINK,
    MISSED,
    OVERDUE,
    REMINDED,
    UNASSIGNED,
    State,
)
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Duty, Target, TargetKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.bulk import insert_all
from guanjia.kernel.events import Event
from guanjia.kernel.journal import Fact, record_many


@dataclass(frozen=True)
class _MissedTurn:
    """An occurrence that ended undone, the one that follows it, and who is told.

    It asks for nothing any more, so the message speaks of the following one: it is settled when that ends.
    """

    row: Obligation
    following: Obligation | None
    here: InForce
    duty: Duty
    told: tuple[int, ...]


class Ringing:
    """Works one batch at one moment."""

    def __init__(self, at: datetime, people: People) -> None:
        self.at, self.people = at, people
        self.counts: Counter[str] = Counter()
        self.outcomes: list[Outcome] = []
        self.successors: list[tuple[Obligation, Duty]] = []
        self.missed: list[_MissedTurn] = []
        self.settled: list[Obligation] = []
        self.breached: list[tuple[Obligation, Duty, datetime]] = []
        self.facts: list[Fact] = []
        self.drafts: list[Draft] = []
        self._actors: dict[int, Actor] = {}
        self._places: dict[int, Surroundings] = {}

    def work(self, rows: list[Obligation]) -> Counter[str]:
        """Work all rows and write what follows; answers how often each thing happened."""
        self.people.expect(row.owner_id for row in rows)
        for row in rows:
            here = rulebook.adoption_by_id(row.site_id, row.adoption_id)
            if row.state == State.PAUSED:
                self._pause_is_over(row, here)
            else:
                self._ring(row, here)
        self._write()
        return self.counts

    # --- One row --------------------------------------------------------------------------------------------------------

    def _ring(self, row: Obligation, here: InForce) -> None:
        duty, where = here.duties[row.duty], self._where(here)
        heard_at = self.at if row.is_safety else where.heard_at(self.at)
        quiet_until = heard_at if heard_at > self.at else None
        firing = fire(timing.plan_of(row, duty, where), row.reached, self.at, quiet_until)
        after = became(row, duty, firing)
        if after.comes_again:
            self._next_occurrence(row, here, duty, where, firing, after)
            return
        if firing.over is not None and self._late(firing.over) > LONG_OVER:
            self._over_long_ago(row, duty, firing, firing.over, after)
            return
        self._ask_for_owner(row, here, duty, firing)
        if firing.announcement is not None:
            self._announce(row, here, duty, firing.announcement)
        self._say_missed(row, duty, firing.missed)
        if firing.reminder is not None:
            self._remind(row, here, duty, firing.reminder)
        told: tuple[int, ...] = ()
        if firing.told is not None:
            told = self._tell_owner(row, here, duty)
        if firing.due is not None:
            self._breach(row, duty, told)
        elif firing.told is not None:
            self._fact(
                row,
                duty,
                Reminded,
                due_at=row.due_at,
                told=told,
                late_by=self._late(firing.told),
                overdue=True,
            )
        for rung in firing.rungs:
            self._climb(row, here, duty, rung)
        if firing.over is not None:
            self.settled.append(row)
            self._fact(
                row,
                duty,
                Missed,
                due_at=row.due_at,
                at=firing.over.at,
                told=told,
                late_by=self._late(firing.over),
            )
        self._becomes(row, after, firing)

    def _becomes(self, row: Obligation, after: Became, firing: Firing) -> None:
        next_at = firing.next_at if after.ended_at is None else None
        self.outcomes.append(
            Outcome(
                row,
                after.state,
                firing.reached,
                next_at,
                after.breached_at,
                after.level,
                ended_at=after.ended_at,
            )
        )

    def _over_long_ago(
        self, row: Obligation, duty: Duty, firing: Firing, over: PlannedAlarm, after: Became
    ) -> None:
        """Nothing ran while the turn came and went: it is recorded as missed, and nobody is called to it any more."""
        self.settled.append(row)
        if firing.due is not None:
            self._breach(row, duty, ())
        self._fact(row, duty, Missed, due_at=row.due_at, at=over.at, told=(), late_by=self._late(over))
        self._becomes(row, replace(after, level=row.level), firing)

    def _next_occurrence(
        self,
        row: Obligation,
        here: InForce,
        duty: Duty,
        where: Surroundings,
        firing: Firing,
        after: Became,
    ) -> None:
        """The time of a recurring duty passed undone: this occurrence is missed, the next one begins."""
        self._say_missed(row, duty, firing.missed)
        self._ask(row, duty)
        self.settled.append(row)
        following = opening.successor(
            row, row.due_at, where, rulebook.rules_of(row.site_id), known_at=self.at
        )
        told = tuple(dict.fromkeys(self._concerned(row, here, duty)))
        self.missed.append(_MissedTurn(row, following[0] if following else None, here, duty, told))
        self._fact(
            row,
            duty,
            Missed,
            due_at=row.due_at,
            at=row.due_at,
            told=told,
            late_by=self._late_from(row.due_at),
        )
        self._becomes(row, after, firing)
        if following is not None:
            self.successors.append(following)

    def _pause_is_over(self, row: Obligation, here: InForce) -> None:
        """The pause has reached its limit: the clock runs again from there."""
        limit = Pause.objects.filter(obligation=row, until_at=None).values_list("limit_at", flat=True).first()
        changes = Changes(self._actor(row), self.at)
        fresh = Obligation.objects.get(pk=row.pk)
        pausing.resume(
            changes,
            fresh,
            here.duties[row.duty],
            self._where(here),
            at=limit or self.at,
            known_at=self.at,
            at_limit=True,
        )
        changes.write()
        self.counts["resumed"] += 1

    # --- What is said ---------------------------------------------------------------------------------------------------

    def _ask_for_owner(self, row: Obligation, here: InForce, duty: Duty, firing: Firing) -> None:
        """A duty nobody owns is an alarm to whoever stands above."""
        if not firing.ask_owner or row.owner_id or self.people.holds_any(row):
            return
        post, told = self.people.of_post(
            row.site_id, row.owner_post or post_behind(duty), here.pack, row.group_code
        )
        self._message(row, here, duty, UNASSIGNED, told)
        self._fact(row, duty, Unassigned, post=post, told=told)

    def _say_missed(self, row: Obligation, duty: Duty, missed: Iterable[PlannedAlarm]) -> None:
        for alarm in missed:
            self._fact(row, duty, AlarmMissed, planned_at=alarm.at)

    def _announce(self, row: Obligation, here: InForce, duty: Duty, alarm: PlannedAlarm) -> None:
        told = self.people.of_owner(row, duty, here.pack)
        self._message(row, here, duty, ANNOUNCED, told)
        self._fact(row, duty, Announced, told=told, late_by=self._late(alarm))

    def _remind(self, row: Obligation, here: InForce, duty: Duty, alarm: PlannedAlarm) -> None:
        told = self.people.of_owner(row, duty, here.pack)
        self._message(row, here, duty, REMINDED, told)
        self._fact(row, duty, Reminded, due_at=row.due_at, told=told, late_by=self._late(alarm))

    def _tell_owner(self, row: Obligation, here: InForce, duty: Duty) -> tuple[int, ...]:
        told = self.people.of_owner(row, duty, here.pack)
        self._message(row, here, duty, OVERDUE, told)
        return told

    def _breach(self, row: Obligation, duty: Duty, told: tuple[int, ...]) -> None:
        late_by = self._late_from(row.due_at)
        self._ask(row, duty)
        self._fact(
            row,
            duty,
            Breached,
            at=row.due_at,
            due_at=row.due_at,
            owner_id=row.owner_id,
            told=told,
            late_by=late_by,
        )

    def _ask(self, row: Obligation, duty: Duty) -> None:
        """A breach may want an answer; once, even when another due time was agreed after it."""
        if row.breached_at is None:
            self.breached.append((row, duty, row.due_at))

    def _climb(self, row: Obligation, here: InForce, duty: Duty, rung: PlannedAlarm) -> None:
        targets = duty.ladder[rung.index - 1].to
        posts, told = self._tell_targets(row, here, duty, targets, rung.index)
        self._fact(
            row,
            duty,
            Escalated,
            level=rung.index,
            due_at=row.due_at,
            posts=posts,
            told=told,
            late_by=self._late(rung),
        )

    def _concerned(self, row: Obligation, here: InForce, duty: Duty) -> Iterable[int]:
        """The owner, and everybody on the ladder."""
        yield from self.people.of_owner(row, duty, here.pack)
        for level in duty.ladder:
            yield from self._targets(row, here, duty, level.to)[1]

    def _tell_targets(
        self, row: Obligation, here: InForce, duty: Duty, targets: tuple[Target, ...], level: int
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        posts, told = self._targets(row, here, duty, targets)
        self._message(row, here, duty, ESCALATED, told, level=level)
        return posts, told

    def _targets(
        self, row: Obligation, here: InForce, duty: Duty, targets: tuple[Target, ...]
    ) -> tuple[tuple[str, ...], tuple[int, ...]]:
        posts: list[str] = []
        told: dict[int, None] = {}
        for target in targets:
            if target.kind is TargetKind.POST:
                post, people = self.people.of_post(
                    row.site_id,
                    target.post,
                    here.pack,
                    row.group_code if here.is_grouped(target.post) else "",
                )
                posts.append(post)
            else:
                people = self.people.of_owner(row, duty, here.pack)
            told |= dict.fromkeys(people)
        return tuple(posts), tuple(told)

    def _message(
        self,
        row: Obligation,
        here: InForce,
        duty: Duty,
        kind: MessageKind,
        told: tuple[int, ...],
        level: int = 0,
        about: str | None = None,
    ) -> None:
        urgency = (
            Urgency.SAFETY
            if row.is_safety
            else Urgency.NORMAL
            if kind in (ANNOUNCED, REMINDED)
            else Urgency.URGENT
        )
        params: dict[str, Any] = {
            "title": title_of(duty, row.occurrence).as_json(),
            "thread": row.thread,
            "due": {"until": row.due_at.isoformat()},
            "clause": row.clause,
        }
        if level:
            params["level"] = level
        heard_at = self._where(here).heard_at(self.at)
        self.drafts += [
            Draft(
                company_id=row.company_id,
                site_id=row.site_id,
                staff_id=staff_id,
                kind=kind,
                params=params,
                link=LINK % row.pk,
                about=row.number if about is None else about,
                thread=row.thread,
                urgency=urgency,
                not_before=heard_at,
            )
            for staff_id in told
        ]

    def _fact(
        self, row: Obligation, duty: Duty, event: type[Event], *, at: datetime | None = None, **values: Any
    ) -> None:
        self.counts[event.name.rpartition(".")[2]] += 1
        self.facts.append(Fact(event(**about(row, duty), **values), self._actor(row), at or self.at))

    # --- Around the rows ------------------------------------------------------------------------------------------------

    def _write(self) -> None:
        """State, facts and messages, in this order, in the caller's transaction."""
        write_outcomes(self.outcomes)
        asking.ask(self.breached)
        insert_all([*(row for row, _duty in self.successors), *self._tally()])
        for one in self.missed:
            about = one.following.number if one.following else ""
            self._message(one.row, one.here, one.duty, MISSED, one.told, about=about)
        self.facts += [
            Fact(opened(row, duty), self._actor(row), row.opened_at) for row, duty in self.successors
        ]
        if self.facts:
            record_many(self.facts)
        for company_id in {row.company_id for row in self.settled}:
            ended = [row.number for row in self.settled if row.company_id == company_id]
            messaging.settle(ended, company_id=company_id, at=self.at)
        messaging.notify_many(self.drafts, at=self.at)

    def _tally(self) -> list[TallyLine]:
        movement = Movement()
        for one in self.outcomes:
            movement.moves(one.row, (one.row.state, one.row.due_at), (one.state, one.row.due_at))
        movement.begins(row for row, _duty in self.successors)
        return movement.lines()

    def _where(self, here: InForce) -> Surroundings:
        if here.adoption_id not in self._places:
            self._places[here.adoption_id] = timing.surroundings(here.site_id, self.at, here.pack.quiet_hours)
        return self._places[here.adoption_id]

    def _actor(self, row: Obligation) -> Actor:
        if row.company_id not in self._actors:
            self._actors[row.company_id] = Actor.system(row.company_id, "obligations")
        return self._actors[row.company_id]

    def _late(self, alarm: PlannedAlarm) -> int:
        return self._late_from(alarm.at)

    def _late_from(self, planned: datetime) -> int:
        return max(0, int((self.at - planned).total_seconds()))
