"""The people of a company."""

from collections.abc import Iterable
from datetime import datetime

from guanjia.apps.organisations.models import (
    Account,
    Appointment,
    Staff,
    StandIn,
)
from guanjia.apps.organisations.queries.sites import list_sites
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


def list_staff(actor: Actor, site_id: int | None = None) -> list[Staff]:
    """The staff who hold a post at the actor's sites, or at one of them."""
    site_ids = [site_id] if site_id else [one.pk for one in list_sites(actor)]
    return list(
        Staff.objects.filter(
            pk__in=Appointment.objects.filter(post__site_id__in=site_ids).values("staff_id"), left_on=None
        ).order_by("name")
    )


def get_staff(actor: Actor, staff_id: int) -> Staff:
    """One staff member of the actor's company. Raises ``NotFound``."""
    found = Staff.objects.filter(company_id=actor.company_id, pk=staff_id).first()
    if found is None:
        raise NotFound
    return found


def staff_names(staff_ids: Iterable[int | None]) -> dict[int, str]:
    """Names by id, in one query."""
    wanted = {one for one in staff_ids if one}
    return dict(Staff.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def known_logins(logins: Iterable[str]) -> set[str]:
    """Which of these login names exist and may sign in."""
    return set(Account.objects.filter(login__in=list(logins), is_active=True).values_list("login", flat=True))


def whom_to_tell(staff_ids: Iterable[int], at: datetime) -> dict[int, int]:
    """For each of these people who to tell now: themselves, or their stand-in while they are absent.

    Whoever has left and has no stand-in is not in the answer. Two queries, whatever the number of people.
    """
    wanted = set(staff_ids)
    if not wanted:
        return {}
    here = set(Staff.objects.filter(pk__in=wanted, left_on=None).values_list("pk", flat=True))
    running = StandIn.objects.filter(
        absent_id__in=wanted, from_at__lte=at, until_at__gt=at, stand_in__left_on=None
    )
    covers = dict(running.order_by("-id").values_list("absent_id", "stand_in_id"))
    return {one: covers.get(one, one) for one in wanted if one in here or one in covers}
