"""Reading the organisation: who an account is, who holds a post, who is on duty, who stands above whom."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from guanjia.apps.organisations.models import (
    Account,
    Appointment,
    Company,
    Department,
    Post,
    Shift,
    Site,
    Staff,
    StandIn,
)
from guanjia.kernel.actor import Actor, ActorKind
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
    sites: set[int] = set()
    groups: set[str] = set()
    for post, group_codes in _posts_of(staff, at):
        posts.add(post.key)
        sites.add(post.site_id)
        groups.update(f"{post.site_id}:{code}" for code in group_codes)
        for capability in post.capabilities:
            grants[capability].add(post.site_id)
    return Actor(
        kind=ActorKind.STAFF,
        company_id=staff.company_id,
        name=staff.name,
        id=staff.pk,
        account_id=staff.account_id,
        grants=MappingProxyType({key: frozenset(value) for key, value in grants.items()}),
        site_ids=frozenset(sites),
        posts=frozenset(posts),
        groups=frozenset(groups),
    )


def _posts_of(staff: Staff, at: datetime) -> Iterable[tuple[Post, list[str]]]:
    """The posts held today, then the posts stood in for at this moment with the absent holder's groups."""
    today = localdate(at)
    own = Appointment.objects.filter(staff=staff, post__company_id=staff.company_id).filter(_holding(today))
    for appointment in own.select_related("post"):
        yield appointment.post, appointment.group_codes
    covers = StandIn.objects.filter(stand_in=staff, from_at__lte=at, until_at__gt=at).select_related("post")
    for cover in covers:
        absent = (
            Appointment.objects.filter(staff=cover.absent_id, post=cover.post_id)
            .filter(_holding(today))
            .first()
        )
        yield cover.post, absent.group_codes if absent else []


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
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [moment, moment, site_id, post_key, current_scope().company_id, day, day])
        rows = [
            (groups if isinstance(groups, list) else json.loads(groups), pk)
            for groups, pk in cursor.fetchall()
        ]
    if group_code:
        rows = [row for row in rows if not row[0] or group_code in row[0]]
        rows.sort(key=lambda row: group_code not in row[0])
    return list(dict.fromkeys(pk for _groups, pk in rows))


_HOLDERS = f"""
    SELECT a.group_codes, COALESCE(c.stand_in_id, a.staff_id)
    FROM {Appointment._meta.db_table} a
    JOIN {Post._meta.db_table} p ON p.id = a.post_id
    JOIN {Staff._meta.db_table} s ON s.id = a.staff_id AND s.left_on IS NULL
    LEFT JOIN {StandIn._meta.db_table} c
        ON c.post_id = p.id AND c.absent_id = a.staff_id AND c.from_at <= %s AND c.until_at > %s
    WHERE p.site_id = %s AND p.key = %s AND a.company_id = COALESCE(%s, a.company_id)
        AND a.from_on <= %s AND (a.until_on IS NULL OR a.until_on > %s)
    ORDER BY a.from_on, a.id
"""  # noqa: S608 - only table names of our own go in


def on_duty_ids(site_id: int, at: datetime, post_key: str) -> list[int]:
    """The ids of ``staff_on_duty`` at a post, in its order, by one plain statement."""
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
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


def line_above(site_id: int, post_key: str) -> list[str]:
    """The posts above a post, nearest first, up its reporting line."""
    posts = {post.pk: post for post in Post.objects.filter(site_id=site_id)}
    here = next((post for post in posts.values() if post.key == post_key), None)
    line: list[str] = []
    while here is not None and here.reports_to_id is not None:
        here = posts.get(here.reports_to_id)
        if here is None or here.key in line:
            break
        line.append(here.key)
    return line


def list_posts(site_id: int) -> list[Post]:
    """The posts of a site with their departments, in order of department and name."""
    return list(
        Post.objects.filter(site_id=site_id)
        .select_related("department", "reports_to")
        .order_by("department", "id")
    )


def list_departments(site_id: int) -> list[Department]:
    """The departments of a site."""
    return list(Department.objects.filter(site_id=site_id).order_by("id"))


def list_sites(actor: Actor) -> QuerySet[Site]:
    """The sites an actor sees: those of the posts held; for the system, all of the company."""
    sites = Site.objects.filter(company_id=actor.company_id).order_by("id")
    return sites if actor.is_system else sites.filter(pk__in=actor.site_ids)


def get_site(actor: Actor, code: str) -> Site:
    """One site by its code. Raises ``NotFound`` when absent or not the actor's."""
    found = list_sites(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


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


def list_companies() -> list[Company]:
    """All companies; for the worker and the command line only."""
    return list(Company.objects.order_by("id"))


@lru_cache(maxsize=4096)
def site(site_id: int) -> Site:
    """A site by id, kept in memory: its code, names and time zone change so rarely that a restart is asked for."""
    with across_companies(reason="looking up a site by its id"):
        found = Site.objects.filter(pk=site_id).first()
    if found is None:
        raise NotFound
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


def get_post(actor: Actor, post_id: int) -> Post:
    """One post at the actor's sites. Raises ``NotFound``."""
    found = (
        Post.objects.filter(pk=post_id, site__in=list_sites(actor))
        .select_related("department", "site")
        .first()
    )
    if found is None:
        raise NotFound
    return found


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


def coming_shifts(staff_id: int, at: datetime) -> list[Shift]:
    """The turn of duty somebody is in, and the next ones."""
    rows = Shift.objects.filter(staff_id=staff_id, until_at__gt=at)
    return list(rows.select_related("post", "site").order_by("from_at", "id")[:10])


def shifts_at(site_id: int, at: datetime) -> list[Shift]:
    """The turns of duty running at a site at this moment, by post and name."""
    rows = Shift.objects.filter(site_id=site_id, from_at__lte=at, until_at__gt=at, staff__left_on=None)
    return list(rows.select_related("post", "staff").order_by("post_id", "staff__name", "id"))


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
