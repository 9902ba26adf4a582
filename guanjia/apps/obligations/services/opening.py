"""Making obligations: the row a duty becomes for one subject."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.obligations import timing
from guanjia.apps.obligations.matter import EventMatter
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.rules import alarms, matching
from guanjia.apps.obligations.rules.alarms import Surroundings
from guanjia.apps.obligations.timing import Due
from guanjia.apps.rulebook.queries import InForce, SiteRules
from guanjia.apps.rulebook.terms import Duty, OwnerKind, Value, ValueSource
from guanjia.kernel.models import JournalEntry

GROUP = Value("group_code", ValueSource.THREAD)


@dataclass(frozen=True, slots=True)
class Owned:
    """Who owns an obligation: a person, or a post, perhaps of one group; or nobody."""

    person: int | None = None
    post: str = ""
    group_code: str = ""


def made(
    duty: Duty, here: InForce, matter: EventMatter, subject: str, where: Surroundings, known_at: datetime
) -> Obligation | None:
    """The obligation an event makes, not yet saved; None when the promised moment it hangs on is not there."""
    entry = matter.entry
    start_at = timing.moment_of(matter.value(duty.start), where) if duty.start else entry.at
    start_at = start_at or entry.at
    due = timing.due_of(duty, matter, start_at, where, known_at)
    if due is None:
        return None
    owner = owner_of(duty, here, matter)
    is_safety = duty.safety or (bool(duty.safety_when) and matching.hold(duty.safety_when, matter))
    return row(
        duty,
        here,
        entry,
        subject=subject,
        start_at=start_at,
        opened_at=entry.at,
        due=due,
        where=where,
        owner=owner,
        is_safety=is_safety,
    )


def row(
    duty: Duty,
    here: InForce,
    entry: JournalEntry,
    *,
    subject: str,
    start_at: datetime,
    opened_at: datetime,
    due: Due,
    where: Surroundings,
    owner: Owned,
    is_safety: bool,
    occurrence: str = "",
    closes_at: datetime | None = None,
) -> Obligation:
    """A running obligation with its first alarm."""
    obligation = Obligation(
        occurrence=occurrence,
        closes_at=closes_at,
        company_id=entry.company_id,
        site_id=here.site_id,
        adoption_id=here.adoption_id,
        pack=here.pack.key,
        duty=duty.key,
        clause=duty.clause,
        ref=subject,
        thread=entry.thread,
        owner_id=owner.person,
        owner_post=owner.post,
        group_code=owner.group_code,
        is_safety=is_safety,
        opened_by=entry.pk,
        opened_at=opened_at,
        start_at=start_at,
        due_at=due.at,
        is_agreed=due.agreed,
        is_provisional=due.provisional,
        calendar=due.calendar,
        counted_at=due.counted_at,
        reached=alarms.OWNER_KNOWN if owner.person else alarms.NOTHING_REACHED,
    )
    planned = timing.plan_of(obligation, duty, where)
    obligation.next_alarm_at = alarms.next_alarm(planned, obligation.reached)
    return obligation


def owner_of(duty: Duty, here: InForce, matter: EventMatter) -> Owned:
    """The first owner the duty's list gives: a person, or a post, if need be of a group; nobody when none does."""
    for owner in duty.owners:
        found = owner.post or (matter.value(owner.value) if owner.value else None)
        if found and owner.kind is OwnerKind.FIELD:
            return Owned(person=int(found))
        if found:
            post = str(found)
            group = matter.value(GROUP) if here.is_grouped(post) else None
            return Owned(post=post, group_code=str(group or ""))
    return Owned()


def successor(
    obligation: Obligation, start_at: datetime, where: Surroundings, rules: SiteRules, *, known_at: datetime
) -> tuple[Obligation, Duty] | None:
    """The next occurrence of a duty that renews itself, under those of the site's rules in force when it begins.

    None when they no longer have the duty.
    """
    here = next((one for one in rules.in_force(start_at) if one.pack.key == obligation.pack), None)
    duty = here.duties.get(obligation.duty) if here else None
    if here is None or duty is None or duty.off or not duty.comes_again:
        return None
    if duty.every is not None:
        return _next_round(obligation, duty, here, start_at, where, known_at)
    found = row(
        duty,
        here,
        JournalEntry(pk=obligation.opened_by, company_id=obligation.company_id, thread=obligation.thread),
        subject=obligation.ref,
        start_at=start_at,
        opened_at=start_at,
        due=timing.counted(duty, start_at, where, known_at),
        where=where,
        owner=Owned(obligation.owner_id, obligation.owner_post, obligation.group_code),
        is_safety=obligation.is_safety,
    )
    return found, duty


def _next_round(
    obligation: Obligation,
    duty: Duty,
    here: InForce,
    start_at: datetime,
    where: Surroundings,
    known_at: datetime,
) -> tuple[Obligation, Duty] | None:
    """The next turn of a repeated duty; None when the hours in which it runs are over before it would be due."""
    assert duty.every is not None
    gap, closes_at = duty.every.gap, obligation.closes_at
    if gap is None or closes_at is None or start_at + gap.longest > closes_at:
        return None
    found = row(
        duty,
        here,
        JournalEntry(pk=obligation.opened_by, company_id=obligation.company_id, thread=obligation.thread),
        subject=obligation.ref,
        start_at=start_at,
        opened_at=start_at,
        due=Due(start_at + gap.longest, False, False, "", known_at),
        where=where,
        owner=Owned(obligation.owner_id, obligation.owner_post, obligation.group_code),
        is_safety=obligation.is_safety,
        occurrence=f"{start_at.astimezone(where.zone):%Y-%m-%dT%H:%M:%S}",
        closes_at=closes_at,
    )
    return found, duty
