"""Planning: the turns of duties of the calendar become obligations, a day and a half before they begin.

A duty at a site has one row that says how far it is planned; the job reads those rows in order of time, so what lies far
ahead costs nothing. After a time when nothing ran it looks back and plans what was to be done meanwhile: the sweep then
finds those turns over, and records them as missed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol

from django.db import transaction

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import Planned
from guanjia.apps.obligations.models import Obligation, Plan
from guanjia.apps.obligations.rules import occurrences
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.obligations.rules.occurrences import Occurrence
from guanjia.apps.obligations.services import opening
from guanjia.apps.obligations.services.opening import Owned
from guanjia.apps.obligations.services.tallying import Movement
from guanjia.apps.obligations.subjects import Subject, subjects_of
from guanjia.apps.obligations.timing import Due
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import staff_ref
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Duty, Period, Schedule
from guanjia.kernel.actor import Actor
from guanjia.kernel.bulk import insert_all
from guanjia.kernel.journal import record
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import across_companies

AHEAD = timedelta(hours=36)
"""How long before it begins a turn is planned."""
AFTER_SHIFT = timedelta(hours=1)
"""How long after a turn of duty its report is still taken, late."""
_BATCH = 5_000


@dataclass
class PlanReport:
    """What a run has planned: turns, and the obligations they became."""

    turns: int = 0
    obligations: int = 0

    def as_json(self) -> dict[str, int]:
        """All figures by name."""
        return {"turns": self.turns, "obligations": self.obligations}


def follow_rulebook(site_id: int, *, company_id: int, at: datetime) -> None:
    """After a decision at ``at`` about a site's rulebooks: every duty of the calendar has its row to plan by, and one
    whose rhythm changes is planned anew from then on.

    A duty nobody keeps any longer loses its row when its time comes. Must run in the transaction of the decision.
    """
    known = {(plan.pack, plan.duty): plan for plan in Plan.objects.filter(site_id=site_id)}
    for pack, line in rulebook.rules_of(site_id).lines.items():
        before: InForce | None = None
        for _since, step in line:
            for duty in step.duties.values() if step else ():
                if step is None or duty.every is None or duty.off:
                    continue
                plan = known.get((pack, duty.key))
                if plan is None:
                    plan = Plan(
                        company_id=company_id, site_id=site_id, pack=pack, duty=duty.key, next_at=step.from_at
                    )
                    plan.save(force_insert=True)
                    known[pack, duty.key] = plan
                elif (
                    step.from_at >= at and plan.next_at > step.from_at and _rhythm(before, duty) != duty.every
                ):
                    plan.next_at = step.from_at
                    plan.save(update_fields=["next_at"])
            before = step


def _rhythm(step: InForce | None, duty: Duty) -> Schedule | None:
    found = step.duties.get(duty.key) if step else None
    return found.every if found and not found.off else None


def begin_planning(site_id: int, *, at: datetime) -> None:
    """Ask for nothing that came round before ``at``: for a site whose rulebook was entered for a time before it began to
    work with the product."""
    Plan.objects.filter(site_id=site_id, next_at__lt=at).update(next_at=at)


def plan_ahead(*, at: datetime, limit: int = 10_000) -> PlanReport:
    """Plan what begins before ``at`` and a day and a half more; ``limit`` rows at most, each in its own transaction."""
    report = PlanReport()
    with across_companies(reason="planning duties of the calendar"):
        due = Plan.objects.filter(next_at__lte=at + AHEAD).order_by("next_at", "id")
        for pk in list(due.values_list("pk", flat=True)[:limit]):
            with transaction.atomic():
                plan = Plan.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
                if plan is not None and plan.next_at <= at + AHEAD:
                    _Planning(plan, at, report).run()
    return report


class _Planning:
    """One duty of the calendar at one site."""

    def __init__(self, plan: Plan, at: datetime, report: PlanReport) -> None:
        self.plan, self.at, self.report = plan, at, report

    def run(self) -> None:
        """Plan every turn that begins before the horizon, and remember how far that is."""
        here = self._in_force(max(self.plan.next_at, self.at)) or self._in_force(self.plan.next_at)
        duty = here.duties.get(self.plan.duty) if here else None
        if here is None or duty is None or duty.every is None or duty.off:
            self.plan.delete()
            return
        where = timing.surroundings(self.plan.site_id, self.at, here.pack.quiet_hours)
        if duty.every.period is Period.SHIFT:
            until = self.at
            self._plan_shifts(here, duty, until, where)
        else:
            until = self.at + AHEAD
            self._plan_turns(duty, until, where)
        self.plan.next_at = max(occurrences.next_start(duty.every, until, where), self.plan.next_at)
        self.plan.is_new = False
        self.plan.save(update_fields=["next_at", "is_new"])

    def _plan_turns(self, duty: Duty, until: datetime, where: Surroundings) -> None:
        assert duty.every is not None
        since = self.plan.next_at
        turns = list(occurrences.turns(duty.every, since, until, where, is_new=self.plan.is_new))
        there = self._planned_already(turns)
        for turn in turns:
            if turn.label in there:
                continue
            here = self._in_force(max(turn.start_at, since))
            known = here.duties.get(duty.key) if here else None
            if here is not None and known is not None and known.every is not None and not known.off:
                begins_at = max(turn.start_at, since)
                self._open(
                    here, known, turn, begins_at, subjects_of(known, self.plan.site_id, self.at), where
                )

    def _planned_already(self, turns: list[Occurrence]) -> set[str]:
        """Turns that are there: the rhythm has changed, and begins again at a moment that was planned before."""
        of_duty = Obligation.objects.filter(
            site_id=self.plan.site_id, pack=self.plan.pack, duty=self.plan.duty
        )
        labels = [turn.label for turn in turns]
        return set(of_duty.filter(occurrence__in=labels).values_list("occurrence", flat=True).distinct())

    def _plan_shifts(self, here: InForce, duty: Duty, until: datetime, where: Surroundings) -> None:
        """Each turn of duty that has begun at the owning post is one, for whoever is on it."""
        posts = [owner.post for owner in duty.owners]
        for shift in organisations.shifts_beginning(self.plan.site_id, posts, self.plan.next_at, until):
            self._open(here, duty, turn_of(shift), shift.from_at, [subject_of(shift)], where)

    def _open(
        self,
        here: InForce,
        duty: Duty,
        turn: Occurrence,
        begins_at: datetime,
        subjects: Iterable[Subject],
        where: Surroundings,
    ) -> None:
        event = Planned(
            site_id=here.site_id,
            ref=f"plan:{self.plan.pk}",
            duty=duty.key,
            title=duty.title.as_json(),
            occurrence=turn.label,
            start_at=begins_at,
            due_at=turn.due_at,
        )
        entry = record(event, by=Actor.system(self.plan.company_id, "obligations"), at=self.at)
        made = Turn(here, duty, turn, begins_at, entry, where, self.at)
        rows = (made.row(one) for one in subjects)
        while batch := list(islice(rows, _BATCH)):
            movement = Movement()
            movement.begins(batch)
            insert_all([*batch, *movement.lines()])
            self.report.obligations += len(batch)
        self.report.turns += 1

    def _in_force(self, at: datetime) -> InForce | None:
        steps: Iterator[InForce] = iter(rulebook.rules_of(self.plan.site_id).in_force(at))
        return next((one for one in steps if one.pack.key == self.plan.pack), None)


class OnDuty(Protocol):
    """Somebody's turn of duty at a post."""

    pk: Any
    from_at: datetime
    until_at: datetime
    staff_id: Any


def turn_of(shift: OnDuty) -> Occurrence:
    """A turn of duty at a post as the occurrence of a rhythm of shifts."""
    return Occurrence(f"shift {shift.pk}", shift.from_at, shift.until_at, shift.until_at + AFTER_SHIFT)


def subject_of(shift: OnDuty) -> Subject:
    """Whoever is on it."""
    return Subject(staff_ref(shift.staff_id), person=shift.staff_id)


class Turn:
    """One turn of a duty: the obligation of each of its subjects. What they share is worked out once."""

    def __init__(
        self,
        here: InForce,
        duty: Duty,
        turn: Occurrence,
        begins_at: datetime,
        entry: JournalEntry,
        where: Surroundings,
        at: datetime,
    ) -> None:
        self.here, self.duty, self.turn, self.begins_at = here, duty, turn, begins_at
        self.entry, self.where, self.at = entry, where, at
        self.post = next((owner.post for owner in duty.owners), "")
        self.is_grouped = here.is_grouped(self.post)
        self._shared: dict[bool, dict[str, Any]] = {}

    def row(self, subject: Subject) -> Obligation:
        """The obligation of one subject, not yet saved."""
        person = subject.person
        shared = self._shared.get(person is not None) or self._share(subject)
        group = subject.group_code if self.is_grouped and person is None else ""
        return Obligation(**shared, ref=subject.ref, thread=subject.ref, owner_id=person, group_code=group)

    def _share(self, subject: Subject) -> dict[str, Any]:
        """The columns that are the same for all subjects a person owns, or for all a post owns."""
        first = opening.row(
            self.duty,
            self.here,
            self.entry,
            subject=subject.ref,
            start_at=self.begins_at,
            opened_at=self.begins_at,
            due=Due(self.turn.due_at, False, False, self.where.calendar.label, self.at),
            where=self.where,
            owner=Owned(subject.person) if subject.person else Owned(post=self.post),
            is_safety=self.duty.safety,
            occurrence=self.turn.label,
            closes_at=self.turn.closes_at,
        )
        names = [field.attname for field in Obligation._meta.concrete_fields if field.attname not in _OWN]
        found = {name: getattr(first, name) for name in names}
        self._shared[subject.person is not None] = found
        return found


_OWN = frozenset({"id", "ref", "thread", "owner_id", "group_code"})
"""Columns each obligation of a turn has for itself."""
