"""The verbs of the organisation; the only writers of its tables.

Setting up a company (``found_company``, ``open_site`` …) is done by an operator, as the system; the other verbs by
managers through the screens.
"""

from datetime import date, datetime

from django.db import transaction

from guanjia.apps.organisations import rules
from guanjia.apps.organisations.events import (
    Appointed,
    AppointmentEnded,
    CapabilitiesSet,
    ShiftCancelled,
    ShiftPlanned,
    StoodIn,
)
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
from guanjia.apps.organisations.post_plan import read_post_plan
from guanjia.apps.organisations.terms import Can, staff_ref
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import refuse


def found_company(*, code: str, name: str, name_en: str = "") -> Company:
    """Set up a new company. For operators: it is the one write that no actor of a company can do."""
    return Company.objects.create(code=code, name=name, name_en=name_en)


def open_account(login: str, password: str | None, *, language: str = "zh-hans") -> Account:
    """A new sign-in; without a password it cannot be used until one is set."""
    return Account.objects.create_user(login, password, language=language)


def set_language(account: Account, language: str) -> None:
    """Speak ``language`` to this account from now on; a choice of the person, not a fact of the company."""
    account.language = language
    account.save(update_fields=["language"])


def open_site(*, by: Actor, code: str, name: str, **more: str) -> Site:
    """A new site of the actor's company; the second and later ones get their code as the prefix of numbers."""
    permit_at(by, Can.MANAGE_STAFF, None)
    first = not Site.objects.filter(company_id=by.company_id).exists()
    prefix = "" if first else f"{code}-"
    return Site.objects.create(company_id=by.company_id, code=code, name=name, ref_prefix=prefix, **more)


def open_department(site: Site, *, by: Actor, key: str, name: str, name_en: str = "") -> Department:
    """A new department of a site."""
    permit(by, Can.MANAGE_STAFF, site)
    return Department.objects.create(
        company_id=site.company_id, site=site, key=key, name=name, name_en=name_en
    )


def open_post(
    site: Site,
    *,
    by: Actor,
    key: str,
    name: str,
    name_en: str = "",
    department: Department | None = None,
    reports_to: Post | None = None,
    capabilities: tuple[str, ...] = (),
) -> Post:
    """A new post of a site. Refuses capabilities the product does not know."""
    permit(by, Can.MANAGE_STAFF, site)
    refuse(rules.why_not_capabilities(list(capabilities)))
    return Post.objects.create(
        company_id=site.company_id,
        site=site,
        key=key,
        name=name,
        name_en=name_en,
        department=department,
        reports_to=reports_to,
        capabilities=sorted(capabilities),
    )


def open_posts(site: Site, *, by: Actor, pack: str) -> dict[str, Post]:
    """Open the departments and posts that a pack plans for this kind of site; answers the posts by key."""
    plan = read_post_plan(pack)
    with transaction.atomic():
        departments = {
            key: open_department(site, by=by, key=key, name=name, name_en=name_en)
            for key, (name, name_en) in plan.departments.items()
        }
        posts: dict[str, Post] = {}
        for planned in plan.posts:
            posts[planned.key] = open_post(
                site,
                by=by,
                key=planned.key,
                name=planned.name,
                name_en=planned.name_en,
                department=departments[planned.department],
                reports_to=posts[planned.reports_to] if planned.reports_to else None,
                capabilities=planned.capabilities,
            )
    return posts


def hire(
    *,
    by: Actor,
    name: str,
    name_en: str = "",
    phone: str = "",
    skills: tuple[str, ...] = (),
    account: Account | None = None,
) -> Staff:
    """A new staff member of the actor's company."""
    permit_at(by, Can.MANAGE_STAFF, None)
    return Staff.objects.create(
        company_id=by.company_id,
        name=name,
        name_en=name_en,
        phone=phone,
        skills=list(skills),
        account=account,
    )


def set_capabilities(post: Post, *, by: Actor, at: datetime, capabilities: list[str]) -> Post:
    """Say what the holders of a post may do. Refuses capabilities the product does not know."""
    with locked(post) as post:
        permit(by, Can.MANAGE_STAFF, post)
        refuse(rules.why_not_capabilities(capabilities))
        before, after = set(post.capabilities), set(capabilities)
        post.capabilities = sorted(after)
        post.save(update_fields=["capabilities"])
        record(
            CapabilitiesSet(
                site_id=post.site_id,
                ref=f"post:{post.pk}",
                post=post.key,
                added=tuple(sorted(after - before)),
                removed=tuple(sorted(before - after)),
            ),
            by=by,
            at=at,
        )
    return post


def appoint(
    staff: Staff, post: Post, *, by: Actor, at: datetime, from_on: date, group_codes: tuple[str, ...] = ()
) -> Appointment:
    """Put somebody on a post from a day on, for all of the site or for some groups (组团) only."""
    with transaction.atomic():
        permit(by, Can.MANAGE_STAFF, post)
        appointment = Appointment.objects.create(
            company_id=post.company_id, staff=staff, post=post, from_on=from_on, group_codes=list(group_codes)
        )
        record(
            Appointed(
                site_id=post.site_id,
                ref=staff_ref(staff.pk),
                staff_id=staff.pk,
                post=post.key,
                from_on=from_on,
            ),
            by=by,
            at=at,
        )
    return appointment


def end_appointment(appointment: Appointment, *, by: Actor, at: datetime, until_on: date) -> Appointment:
    """End an appointment; ``until_on`` is the first day it no longer holds. Refuses an end before the start."""
    with locked(appointment) as appointment:
        post = appointment.post
        permit(by, Can.MANAGE_STAFF, post)
        refuse(rules.why_not_period(appointment.from_on, until_on))
        appointment.until_on = until_on
        appointment.save(update_fields=["until_on"])
        record(
            AppointmentEnded(
                site_id=post.site_id,
                ref=staff_ref(appointment.staff_id),
                staff_id=appointment.staff_id,
                post=post.key,
                until_on=until_on,
            ),
            by=by,
            at=at,
        )
    return appointment


def stand_in(
    post: Post,
    *,
    by: Actor,
    at: datetime,
    absent: Staff,
    substitute: Staff,
    from_at: datetime,
    until_at: datetime,
    reason: str,
) -> StandIn:
    """Name a stand-in (职务代理). Refuses standing in for oneself, for a non-holder, and an empty period."""
    with transaction.atomic():
        permit(by, Can.MANAGE_STAFF, post)
        holder_ids = set(Appointment.objects.filter(post=post).values_list("staff_id", flat=True))
        refuse(
            [
                rules.why_not_stand_in(absent.pk, substitute.pk, holder_ids),
                rules.why_not_period(from_at, until_at),
            ]
        )
        cover = StandIn.objects.create(
            company_id=post.company_id,
            post=post,
            absent=absent,
            stand_in=substitute,
            from_at=from_at,
            until_at=until_at,
            reason=reason,
        )
        record(
            StoodIn(
                site_id=post.site_id,
                ref=staff_ref(substitute.pk),
                absent_id=absent.pk,
                stand_in_id=substitute.pk,
                post=post.key,
                from_at=from_at,
                until_at=until_at,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return cover


def plan_shift(
    post: Post, staff: Staff, *, by: Actor, at: datetime, from_at: datetime, until_at: datetime
) -> Shift:
    """Put somebody on duty at a post. Refuses empty and over-long turns, and being on duty twice at once."""
    with transaction.atomic():
        permit(by, Can.PLAN_SHIFTS, post)
        overlapping = Shift.objects.filter(staff=staff, from_at__lt=until_at, until_at__gt=from_at).count()
        refuse(rules.why_not_shift(from_at, until_at, overlapping))
        shift = Shift.objects.create(
            company_id=post.company_id,
            site_id=post.site_id,
            post=post,
            staff=staff,
            from_at=from_at,
            until_at=until_at,
        )
        record(
            ShiftPlanned(
                site_id=post.site_id,
                ref=staff_ref(staff.pk),
                staff_id=staff.pk,
                post=post.key,
                from_at=from_at,
                until_at=until_at,
            ),
            by=by,
            at=at,
        )
    return shift


def cancel_shift(shift: Shift, *, by: Actor, at: datetime) -> None:
    """Take a planned turn of duty back."""
    with locked(shift) as shift:
        post = shift.post
        permit(by, Can.PLAN_SHIFTS, post)
        shift.delete()
        record(
            ShiftCancelled(
                site_id=post.site_id, ref=staff_ref(shift.staff_id), staff_id=shift.staff_id, post=post.key
            ),
            by=by,
            at=at,
        )
