"""What an event does: it ends, pauses, moves or hands over running obligations, and makes new ones.

Runs in the transaction of the verb that recorded the event. In the usual case that is one query for the matter's running
obligations, one insert of new ones and one of facts; an event no duty speaks of costs no query at all.
"""

from django.db.models import Q

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.events import Breached, Met, Reassigned, ReDued, Voided
from guanjia.apps.obligations.matter import EventMatter
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.rules import alarms, matching, outcomes
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.obligations.rules.occurrences import is_early
from guanjia.apps.obligations.services import opening, pausing
from guanjia.apps.obligations.services.changes import Changes, about
from guanjia.apps.obligations.terms import RUNNING, State
from guanjia.apps.organisations.terms import site_ref, staff_ref
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce, SiteRules
from guanjia.apps.rulebook.terms import Duty, Trigger
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry

OWN = "obligations."


def react(event: Event, entry: JournalEntry) -> None:
    """Let an event take effect on obligations."""
    if event.site_id is None or event.name.startswith(OWN):
        return
    rules = rulebook.rules_of(event.site_id)
    making = [
        (here, duty, trigger)
        for here in rules.in_force(entry.at)
        for duty, trigger in here.made_by.get(event.name, ())
    ]
    if making or event.name in rules.events:
        reaction = Reaction(EventMatter(event, entry), rules)
        reaction.decide(making, [] if event.name in rules.beginnings else _running(reaction))
        reaction.changes.write()


def prove(obligation: Obligation, event: Event, entry: JournalEntry) -> None:
    """Let a report prove one obligation, which is locked."""
    rules = rulebook.rules_of(obligation.site_id)
    reaction = Reaction(EventMatter(event, entry), rules)
    here = rules.by_id[obligation.adoption_id]
    reaction._met_by(obligation, here.duties[obligation.duty], here)
    reaction.changes.write()


def _running(reaction: "Reaction") -> list[Obligation]:
    """The running obligations the event may touch, locked against the sweep, the earliest first.

    Those of its matter; turns of the calendar it may prove; and what a sheet or an entry proves, wherever it began.
    """
    wanted = Q(thread__in=reaction.threads())
    papers = reaction.rules.proved_by_paper.get(reaction.event.name)
    if papers:
        wanted |= Q(site_id=reaction.event.site_id, duty__in=papers, occurrence="")
    of_company = Obligation.objects.filter(wanted, company_id=reaction.entry.company_id, state__in=RUNNING)
    return list(of_company.select_for_update().order_by("id"))


class Reaction:
    """One event at work. It decides on the rows it is given and gathers what changes; it neither reads nor writes any.

    ``where`` is where the obligations of the site run; without it, the site's calendar as known when the event was
    recorded.
    """

    def __init__(
        self,
        matter: EventMatter,
        rules: SiteRules,
        changes: Changes | None = None,
        where: Surroundings | None = None,
    ) -> None:
        self.matter, self.rules = matter, rules
        self.event, self.entry = matter.event, matter.entry
        self.at = self.entry.at
        self.known_at = max(self.at, self.entry.recorded_at)
        self.changes = changes or Changes(_actor(self.entry), self.at)
        self.where = where
        self.proved: set[tuple[str, ...]] = set()

    def decide(self, making: list[tuple[InForce, Duty, Trigger]], running: list[Obligation]) -> None:
        """What the event does to the ``running`` obligations, the earliest first, and which new ones it makes."""
        for obligation in running:
            self._touch(obligation)
        taken = {(one.pack, one.duty, one.ref) for one in running if one.state in RUNNING}
        taken |= {(one.pack, one.duty, one.ref) for one, _duty in self.changes.opened}
        for here, duty, trigger in making:
            subject = matching.subject_of(duty, self.event.ref, self.entry.thread)
            name = (here.pack.key, duty.key, subject)
            if name in taken or not matching.makes(duty, trigger, self.matter):
                continue
            found = opening.made(duty, here, self.matter, subject, self._where(here), self.known_at)
            if found is not None:
                taken.add(name)
                self.changes.opened.append((found, duty))

    def threads(self) -> set[str]:
        """What the event concerns: its matter; and for turns of the calendar what it is about, the site, whoever acted."""
        found = {self.entry.thread}
        if self.event.name in self.rules.proofs_by_calendar:
            assert self.event.site_id is not None
            found |= {self.event.ref, self._about, site_ref(self.event.site_id)}
            if self.entry.actor_kind == ActorKind.STAFF and self.entry.actor_id is not None:
                found.add(staff_ref(self.entry.actor_id))
        return found - {""}

    @property
    def _about(self) -> str:
        return str(getattr(self.event, "about", ""))

    def _touch(self, obligation: Obligation) -> None:
        here = self.rules.by_id[obligation.adoption_id]
        duty = here.duties[obligation.duty]
        if not matching.effects(duty, self.event.name, self.matter) or not self._is_about(obligation, duty):
            return
        for effect, trigger in matching.effects(duty, self.event.name, self.matter):
            if obligation.state not in RUNNING:
                return
            getattr(self, f"_{effect}")(obligation, duty, here, trigger)

    def _is_about(self, obligation: Obligation, duty: Duty) -> bool:
        """Whether the event concerns an obligation that it could change.

        One deed proves one turn of the calendar, the earliest that is open. A sheet or an entry proves the matter it is
        about; one that names no matter but the site proves the earliest of its kind.
        """
        turn = (obligation.pack, obligation.duty, obligation.ref)
        if obligation.occurrence:
            return self.at >= obligation.start_at and self._first(turn)
        if matching.is_about(duty, obligation.ref, obligation.thread, self.event.ref, self.entry.thread):
            return True
        if duty.evidence is None:
            return False
        if self._about in (obligation.ref, obligation.thread):
            return self._first(turn)
        return self._about in ("", site_ref(obligation.site_id)) and self._first(turn[:2])

    def _first(self, name: tuple[str, ...]) -> bool:
        """Whether nothing of this name has been proved by the event yet."""
        if name in self.proved:
            return False
        self.proved.add(name)
        return True

    # --- Effects, named as in the pack ---------------------------------------------------------------------------------

    def _met_by(
        self, obligation: Obligation, duty: Duty, here: InForce, _trigger: Trigger | None = None
    ) -> None:
        following = None
        if duty.comes_again:
            if self.at < obligation.start_at:
                return  # it was done for an earlier occurrence
            following = opening.successor(
                obligation, self.at, self._where(here), self.rules, known_at=self.known_at
            )
            if following is not None and following[0].due_at <= obligation.due_at:
                return  # the current occurrence has been done in advance already
        self._run_again(obligation, duty, here)
        self._breach_if_over(obligation, duty)
        state = outcomes.met(self.at, obligation.due_at, obligation.breached_at)
        self._end(obligation, duty, state)
        if state is State.KEPT and obligation.breached_at is not None:
            self.changes.forgiven.append((obligation, ""))
        late_by = outcomes.late_seconds(self.at, obligation.due_at) if state is State.LATE else 0
        self.changes.tell(
            Met(
                **about(obligation, duty),
                due_at=obligation.due_at,
                late_by=late_by,
                proof=self.entry.pk,
                early=is_early(duty, obligation.start_at, self.at, self._where(here)),
            )
        )
        if following is not None:
            self.changes.opened.append(following)

    def _void_by(self, obligation: Obligation, duty: Duty, here: InForce, _trigger: Trigger) -> None:
        self._run_again(obligation, duty, here)
        self._breach_if_over(obligation, duty)
        state = outcomes.voided(self.at, obligation.due_at, obligation.breached_at)
        self._end(obligation, duty, state)
        self.changes.tell(
            Voided(**about(obligation, duty), missed=state is State.MISSED, cause=self.entry.pk)
        )

    def _pause_by(self, obligation: Obligation, duty: Duty, here: InForce, trigger: Trigger) -> None:
        over = obligation.breached_at is not None or self.at >= obligation.due_at
        if obligation.state != State.OPEN or over:
            return
        where = self._where(here)
        wanted = timing.moment_of(self.matter.value(trigger.value), where) if trigger.value else None
        said = [getattr(self.event, name, "") for name in ("note", "reason")]
        reason = next((str(one) for one in said if one), self.event.name)
        pausing.pause(self.changes, obligation, duty, where, reason=reason, wanted=wanted)

    def _resume_by(self, obligation: Obligation, duty: Duty, here: InForce, _trigger: Trigger) -> None:
        self._run_again(obligation, duty, here)

    def _re_due_by(self, obligation: Obligation, duty: Duty, here: InForce, trigger: Trigger) -> None:
        where = self._where(here)
        moment = timing.moment_of(self.matter.value(trigger.value), where) if trigger.value else None
        if moment is None or moment == obligation.due_at:
            return
        self._breach_if_over(obligation, duty)
        previous = obligation.due_at
        self.changes.set(
            obligation, due_at=moment, is_agreed=True, is_provisional=False, counted_at=self.known_at
        )
        self._begin_alarms_again(obligation, duty, where)
        self.changes.tell(
            ReDued(**about(obligation, duty), due_at=moment, previous_at=previous, cause=self.entry.pk)
        )

    def _follow(self, obligation: Obligation, duty: Duty, here: InForce, trigger: Trigger) -> None:
        if trigger.back:
            owner = opening.owner_of(duty, here, self.matter)
        else:
            found = self.matter.value(trigger.value) if trigger.value else None
            if not found:
                return
            owner = opening.Owned(person=int(found))
        if (owner.person, owner.post) == (obligation.owner_id, obligation.owner_post):
            return
        fact = Reassigned(
            **about(obligation, duty),
            owner_id=owner.person,
            owner_post=owner.post,
            previous_id=obligation.owner_id,
            previous_post=obligation.owner_post,
            cause=self.entry.pk,
        )
        reached = max(obligation.reached, alarms.OWNER_KNOWN)
        self.changes.set(
            obligation,
            owner_id=owner.person,
            owner_post=owner.post,
            group_code=owner.group_code,
            reached=reached,
        )
        if obligation.state == State.OPEN:
            planned = timing.plan_of(obligation, duty, self._where(here))
            self.changes.set(obligation, next_alarm_at=alarms.next_alarm(planned, reached))
        self.changes.tell(fact)

    # --- Shared ---------------------------------------------------------------------------------------------------------

    def _run_again(self, obligation: Obligation, duty: Duty, here: InForce) -> None:
        if obligation.state == State.PAUSED:
            pausing.resume(
                self.changes, obligation, duty, self._where(here), at=self.at, known_at=self.known_at
            )

    def _breach_if_over(self, obligation: Obligation, duty: Duty) -> None:
        """The due time is over and no sweep has come by yet: the breach is a fact all the same."""
        late_by = outcomes.late_seconds(self.at, obligation.due_at)
        if not late_by or obligation.breached_at is not None or obligation.state == State.PAUSED:
            return
        self.changes.set(obligation, breached_at=obligation.due_at)
        self.changes.breached.append((obligation, duty, obligation.due_at))
        self.changes.tell(
            Breached(
                **about(obligation, duty),
                due_at=obligation.due_at,
                owner_id=obligation.owner_id,
                told=(),
                late_by=late_by,
            ),
            obligation.due_at,
        )

    def _end(self, obligation: Obligation, duty: Duty, state: State) -> None:
        """What was said of it is settled: its own alarms, and the word that the occurrence before it was missed."""
        if obligation.reached > alarms.OWNER_KNOWN or duty.comes_again:
            self.changes.settled.append(obligation.number)
        self.changes.set(
            obligation, state=state, ended_at=self.at, ended_by=self.entry.pk, next_alarm_at=None
        )

    def _begin_alarms_again(self, obligation: Obligation, duty: Duty, where: Surroundings) -> None:
        self.changes.set(
            obligation, level=0, acknowledged_at=None, acknowledged_until=None, acknowledged_by="", failures=0
        )
        planned = timing.plan_of(obligation, duty, where)
        reached = min(obligation.reached, alarms.OWNER_KNOWN)
        if reached == alarms.OWNER_KNOWN:
            reached = alarms.past_reminders(planned, self.at)
        self.changes.set(obligation, reached=reached)
        if obligation.state == State.OPEN:
            self.changes.set(obligation, next_alarm_at=alarms.next_alarm(planned, reached))

    def _where(self, here: InForce) -> Surroundings:
        return self.where or timing.surroundings(here.site_id, self.known_at, here.pack.quiet_hours)


def _actor(entry: JournalEntry) -> Actor:
    """The one who did what the entry tells of; only to be named in the facts that follow from it."""
    return Actor(
        kind=ActorKind(entry.actor_kind),
        company_id=entry.company_id,
        name=entry.actor_name,
        id=entry.actor_id,
    )
