"""Who is on duty, and when."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from guanjia.apps.organisations.models import (
    Post,
    Shift,
    Staff,
)
from guanjia.apps.organisations.queries.sites import list_sites
from guanjia.kernel.actor import Actor
from guanjia.kernel.plain import plain_cursor
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import current_scope


def on_duty_ids(site_id: int, at: datetime, post_key: str) -> list[int]:
    """The ids of ``staff_on_duty`` at a post, in its order, by one plain statement."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with plain_cursor() as cursor:
        cursor.execute(_ON_DUTY, [site_id, post_key, current_scope().company_id, moment, moment])
        rows = sorted(cursor.fetchall())
    return list(dict.fromkeys(pk for _name, pk in rows))


_ON_DUTY = f"""
    SELECT s.name, s.id
    FROM {Shift._meta.db_table} h
    JOIN {Post._meta.db_table} p ON p.id = h.post_id
    JOIN {Staff._meta.db_table} s ON s.id = h.staff_id AND s.left_on IS NULL
    WHERE h.site_id = %s AND p.key = %s AND h.company_id = COALESCE(%s, h.company_id)
        AND h.from_at <= %s AND h.until_at > %s
"""  # noqa: S608 - only table names of our own go in


def staff_on_duty(
    site_id: int, at: datetime, *, post_key: str | None = None, skill: str | None = None
) -> list[Staff]:
    """Who is on duty at a site now, perhaps only at a post or only with a skill; in order of name."""
    shifts = Shift.objects.filter(site_id=site_id, from_at__lte=at, until_at__gt=at, staff__left_on=None)
    if post_key:
        shifts = shifts.filter(post__key=post_key)
    found = {shift.staff_id: shift.staff for shift in shifts.select_related("staff")}
    people = sorted(found.values(), key=lambda one: one.name)
    return [one for one in people if skill is None or skill in one.skills]


def current_shift(staff_id: int, at: datetime) -> Shift | None:
    """The turn of duty a staff member is in, if any."""
    return (
        Shift.objects.filter(staff_id=staff_id, from_at__lte=at, until_at__gt=at)
        .select_related("post", "site")
        .first()
    )


def list_shifts(site_id: int, since: datetime, until: datetime) -> list[Shift]:
    """The turns of duty of a site that touch a period, in order of start and post."""
    found = Shift.objects.filter(site_id=site_id, from_at__lt=until, until_at__gt=since)
    return list(found.select_related("post", "staff").order_by("from_at", "post_id", "id"))


def shifts_beginning(site_id: int, posts: Collection[str], since: datetime, until: datetime) -> list[Shift]:
    """The turns of duty at these posts that begin at or after ``since`` and before ``until``, in order of start."""
    found = Shift.objects.filter(site_id=site_id, post__key__in=posts, from_at__gte=since, from_at__lt=until)
    return list(found.order_by("from_at", "id"))


def get_shift(actor: Actor, shift_id: int) -> Shift:
    """One turn of duty at the actor's sites. Raises ``NotFound``."""
    found = (
        Shift.objects.filter(pk=shift_id, site__in=list_sites(actor)).select_related("post", "staff").first()
    )
    if found is None:
        raise NotFound
    return found


def coming_shifts(staff_id: int, at: datetime) -> list[Shift]:
    """The turn of duty somebody is in, and the next ones."""
    rows = Shift.objects.filter(staff_id=staff_id, until_at__gt=at)
    return list(rows.select_related("post", "site").order_by("from_at", "id")[:10])


def shifts_at(site_id: int, at: datetime) -> list[Shift]:
    """The turns of duty running at a site at this moment, by post and name."""
    rows = Shift.objects.filter(site_id=site_id, from_at__lte=at, until_at__gt=at, staff__left_on=None)
    return list(rows.select_related("post", "staff").order_by("post_id", "staff__name", "id"))
