"""Who could do an order: technicians of a site as the ranking sees them."""

from datetime import datetime

from django.db.models import Count, Q

from guanjia.apps.organisations import queries as organisation
from guanjia.apps.workorders.models import Turn, WorkOrder
from guanjia.apps.workorders.queries.site_rules import rules_of
from guanjia.apps.workorders.ranking import Candidate, Need, Person, rank_candidates
from guanjia.apps.workorders.rules import trade_label
from guanjia.apps.workorders.terms import BUSY, HELD, State
from guanjia.kernel.actor import Actor


def people_at(site_id: int, at: datetime) -> list[Person]:
    """Everybody with a trade who holds a post at the site, or is on duty there now."""
    appointed = {
        staff.pk: (staff, groups) for staff, groups in organisation.appointed(site_id, at) if staff.skills
    }
    on_duty = {staff.pk: staff for staff in organisation.staff_on_duty(site_id, at) if staff.skills}
    everywhere: frozenset[str] = frozenset()
    everybody = {**{pk: (staff, everywhere) for pk, staff in on_duty.items()}, **appointed}
    loads = _loads(list(everybody))
    turns = dict(Turn.objects.filter(site_id=site_id).values_list("staff_id", "latest_at"))
    return [
        Person(
            staff_id=pk,
            name=staff.name,
            on_duty=pk in on_duty,
            skills=frozenset(staff.skills),
            groups=groups,
            open_orders=loads.get(pk, (0, 0))[0],
            paused_orders=loads.get(pk, (0, 0))[1],
            latest_at=turns.get(pk),
        )
        for pk, (staff, groups) in everybody.items()
    ]


def _loads(staff_ids: list[int]) -> dict[int, tuple[int, int]]:
    """For each person: orders in hand and orders resting, at all sites together."""
    rows = (
        WorkOrder.objects.filter(assignee_id__in=staff_ids, state__in=[state.value for state in HELD])
        .values("assignee_id")
        .annotate(
            busy=Count("id", filter=Q(state__in=[state.value for state in BUSY])),
            paused=Count("id", filter=Q(state=State.PAUSED.value)),
        )
    )
    return {row["assignee_id"]: (row["busy"], row["paused"]) for row in rows}


def candidates(
    order: WorkOrder, at: datetime, people: list[Person] | None = None, *, full_load: int | None = None
) -> list[Candidate]:
    """Everybody who could get the order, the best first, with reasons; ``people`` and ``full_load`` may be at hand."""
    need = Need(skill=order.skill, group_code=order.group_code, skill_label=trade_label(order.skill))
    people = people_at(order.site_id, at) if people is None else people
    full_load = rules_of(order.site_id).full_load if full_load is None else full_load
    return rank_candidates(need, people, full_load=full_load)


def candidate(order: WorkOrder, staff_id: int | None, at: datetime) -> Candidate | None:
    """One person as a candidate for the order; None for somebody who takes no orders at the site."""
    return next((one for one in candidates(order, at) if one.person.staff_id == staff_id), None)


def skills_of(actor: Actor) -> frozenset[str]:
    """The trades of a member of staff."""
    return frozenset(organisation.get_staff(actor, actor.id).skills) if actor.id else frozenset()
