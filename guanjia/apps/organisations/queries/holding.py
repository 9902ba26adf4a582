"""Who holds a post now, and what they may do by it."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate

from guanjia.apps.organisations.models import (
    Account,
    Appointment,
    Post,
    Staff,
    StandIn,
)
from guanjia.apps.organisations.queries.sites import line_from, site
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.plain import plain_cursor
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import across_companies, current_scope


def actor_for(account: Account, at: datetime) -> Actor | None:
    """The actor a signed-in account is at this moment, with stand-ins; None when it belongs to no staff member."""
    with across_companies(reason="finding out who signed in"):
        staff = Staff.objects.filter(account=account, left_on=None).first()
        return _actor(staff, at) if staff else None


def actor_for_staff(staff_id: int, at: datetime) -> Actor:
    """The actor a staff member of the open company is. Raises ``NotFound``."""
    staff = Staff.objects.filter(pk=staff_id).first()
    if staff is None:
        raise NotFound
    return _actor(staff, at)


def _actor(staff: Staff, at: datetime) -> Actor:
    grants: dict[str, set[int]] = defaultdict(set)
    posts: set[str] = set()
    held: set[str] = set()
    sites: set[int] = set()
    groups: set[str] = set()
    for key, site_id, capabilities, group_codes in _posts_of(staff, at):
        posts.add(key)
        held.add(f"{site_id}:{key}")
        sites.add(site_id)
        groups.update(f"{site_id}:{code}" for code in group_codes)
        for capability in capabilities:
            grants[capability].add(site_id)
    return Actor(
        kind=ActorKind.STAFF,
        company_id=staff.company_id,
        name=staff.name,
        id=staff.pk,
        account_id=staff.account_id,
        grants=MappingProxyType({key: frozenset(value) for key, value in grants.items()}),
        site_ids=frozenset(sites),
        posts=frozenset(posts),
        held=frozenset(held),
        groups=frozenset(groups),
    )


def _posts_of(staff: Staff, at: datetime) -> Iterable[tuple[str, int, list[str], list[str]]]:
    """The posts held today, then the posts stood in for at this moment with the absent holder's groups: key, site, capabilities
    and groups. A manager of many sites holds many of them, so no row is built for any."""
    today = localdate(at)
    own = Appointment.objects.filter(staff=staff, post__company_id=staff.company_id).filter(_holding(today))
    yield from own.values_list("post__key", "post__site_id", "post__capabilities", "group_codes")
    covers = StandIn.objects.filter(stand_in=staff, from_at__lte=at, until_at__gt=at)
    for key, site_id, capabilities, absent_id, post_id in covers.values_list(
        "post__key", "post__site_id", "post__capabilities", "absent_id", "post_id"
    ):
        absent = Appointment.objects.filter(_holding(today), staff=absent_id, post=post_id).first()
        yield key, site_id, capabilities, absent.group_codes if absent else []


def _holding(day: date) -> Q:
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gt=day))


def holders(site_id: int, post_key: str, at: datetime, group_code: str = "") -> list[Staff]:
    """Who fills a post now: holders, with each absent one replaced by the stand-in.

    With ``group_code``, only those answering for that group or for all groups; those of the group come first.
    """
    today = at.astimezone(ZoneInfo(site(site_id).timezone)).date()
    appointments = list(
        Appointment.objects.filter(
            _holding(today), post__site_id=site_id, post__key=post_key, staff__left_on=None
        )
        .select_related("staff")
        .order_by("from_on", "id")
    )
    covers = {
        cover.absent_id: cover.stand_in
        for cover in StandIn.objects.filter(
            post__site_id=site_id, post__key=post_key, from_at__lte=at, until_at__gt=at
        ).select_related("stand_in")
    }
    if group_code:
        appointments = [one for one in appointments if not one.group_codes or group_code in one.group_codes]
        appointments.sort(key=lambda one: group_code not in one.group_codes)
    return list(dict.fromkeys(covers.get(one.staff_id, one.staff) for one in appointments))


def holder_ids(site_id: int, post_key: str, at: datetime, group_code: str = "") -> list[int]:
    """The ids of ``holders``, in its order, by one plain statement: for intake, which asks with every case."""
    today = at.astimezone(ZoneInfo(site(site_id).timezone)).date()
    moment, day = connection.ops.adapt_datetimefield_value(at), connection.ops.adapt_datefield_value(today)
    with plain_cursor() as cursor:
        cursor.execute(_HOLDERS, [moment, moment, site_id, post_key, current_scope().company_id, day, day])
        rows = [
            (groups if isinstance(groups, list) else json.loads(groups), pk)
            for groups, pk in cursor.fetchall()
        ]
    if group_code:
        rows = [row for row in rows if not row[0] or group_code in row[0]]
        rows.sort(key=lambda row: group_code not in row[0])
    return list(dict.fromkeys(pk for _groups, pk in rows))


def holders_by_post(site_id: int, at: datetime) -> dict[str, set[int]]:
    """Who fills each post of a site now, stand-ins in place of the absent, by one plain statement."""
    today = at.astimezone(ZoneInfo(site(site_id).timezone)).date()
    moment, day = connection.ops.adapt_datetimefield_value(at), connection.ops.adapt_datefield_value(today)
    found: dict[str, set[int]] = defaultdict(set)
    with plain_cursor() as cursor:
        cursor.execute(_ALL_HOLDERS, [moment, moment, site_id, current_scope().company_id, day, day])
        for post, pk in cursor.fetchall():
            found[post].add(pk)
    return found


_HOLDING = f"""
    FROM {Appointment._meta.db_table} a
    JOIN {Post._meta.db_table} p ON p.id = a.post_id
    JOIN {Staff._meta.db_table} s ON s.id = a.staff_id AND s.left_on IS NULL
    LEFT JOIN {StandIn._meta.db_table} c
        ON c.post_id = p.id AND c.absent_id = a.staff_id AND c.from_at <= %s AND c.until_at > %s
    WHERE p.site_id = %s
"""


_NOW = """ AND a.company_id = COALESCE(%s, a.company_id)
        AND a.from_on <= %s AND (a.until_on IS NULL OR a.until_on > %s)
    ORDER BY a.from_on, a.id
"""


_HOLDERS = f"SELECT a.group_codes, COALESCE(c.stand_in_id, a.staff_id) {_HOLDING} AND p.key = %s {_NOW}"


_ALL_HOLDERS = f"SELECT p.key, COALESCE(c.stand_in_id, a.staff_id) {_HOLDING} {_NOW}"


def below(actor: Actor, at: datetime) -> dict[int, tuple[frozenset[str], frozenset[int]]]:
    """For each of the actor's sites the posts below theirs in the reporting line, and who holds those now.

    Two queries for each site. The actor is not among them.
    """
    found = {}
    for site_id in sorted(actor.site_ids):
        posts = {post.pk: post for post in Post.objects.filter(site_id=site_id)}
        keys = frozenset(post.key for post in posts.values() if actor.posts & set(line_from(post, posts)))
        held = Appointment.objects.filter(
            _holding(localdate(at)), post__site_id=site_id, post__key__in=keys, staff__left_on=None
        )
        found[site_id] = (keys, frozenset(held.values_list("staff_id", flat=True)) - {actor.id or 0})
    return found


def appointed(site_id: int, at: datetime) -> list[tuple[Staff, frozenset[str]]]:
    """Everybody who holds a post at a site today, with the groups they answer for; an empty set means all of the site."""
    today = at.astimezone(ZoneInfo(site(site_id).timezone)).date()
    rows = Appointment.objects.filter(_holding(today), post__site_id=site_id, staff__left_on=None)
    people: dict[int, tuple[Staff, list[list[str]]]] = {}
    for row in rows.select_related("staff").order_by("staff__name", "staff_id"):
        people.setdefault(row.staff_id, (row.staff, []))[1].append(row.group_codes)
    return [
        (
            staff,
            frozenset()
            if any(not codes for codes in held)
            else frozenset(code for codes in held for code in codes),
        )
        for staff, held in people.values()
    ]


def list_stand_ins(site_id: int, at: datetime) -> list[StandIn]:
    """The stand-ins of a site that are running or still to come, soonest first."""
    found = StandIn.objects.filter(post__site_id=site_id, until_at__gt=at)
    return list(found.select_related("post", "absent", "stand_in").order_by("from_at"))


def who_holds_what(site_id: int, at: datetime) -> list[Appointment]:
    """The appointments of a site in force today, department by department, in the order of the posts."""
    found = Appointment.objects.filter(_holding(localdate(at)), post__site_id=site_id, staff__left_on=None)
    return list(
        found.select_related("staff", "post", "post__department").order_by(
            "post__department_id", "post_id", "id"
        )
    )


def able(capability: str, at: datetime, site_id: int | None = None) -> list[int]:
    """The ids of the staff of the open company who may do something now: at a site, or anywhere. An absent holder is
    left out in favour of whoever stands in."""
    here = Q(post__site_id=site_id) if site_id is not None else Q()
    appointments = Appointment.objects.filter(_holding(localdate(at)), here, staff__left_on=None)
    covers = {
        (one.post_id, one.absent_id): one.stand_in_id
        for one in StandIn.objects.filter(here, from_at__lte=at, until_at__gt=at)
    }
    found = (
        covers.get((one.post_id, one.staff_id), one.staff_id)
        for one in appointments.select_related("post").order_by("id")
        if capability in one.post.capabilities
    )
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class HeldPost:
    """A post somebody fills now; ``absent`` is whom they stand in for, until ``until_at``, when it is not their own."""

    post: Post
    group_codes: list[str]
    absent: Staff | None = None
    until_at: datetime | None = None


def held_posts(staff_id: int, at: datetime) -> list[HeldPost]:
    """The posts a staff member holds today, then those stood in for at this moment."""
    own = Appointment.objects.filter(_holding(localdate(at)), staff_id=staff_id).order_by("from_on", "id")
    covers = StandIn.objects.filter(stand_in_id=staff_id, from_at__lte=at, until_at__gt=at).order_by(
        "until_at", "id"
    )
    return [
        *(
            HeldPost(one.post, one.group_codes)
            for one in own.select_related("post__site", "post__department")
        ),
        *(
            HeldPost(one.post, [], one.absent, one.until_at)
            for one in covers.select_related("post__site", "post__department", "absent")
        ),
    ]


def absences(staff_id: int, at: datetime) -> list[StandIn]:
    """Who stands in for a staff member now or later."""
    rows = StandIn.objects.filter(absent_id=staff_id, until_at__gt=at)
    return list(rows.select_related("post", "stand_in").order_by("from_at", "id")[:20])
