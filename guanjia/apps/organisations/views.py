"""The screens of the organisation: who holds which post, who is on duty, who stands in for whom."""

from datetime import timedelta

from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.organisations import queries, services
from guanjia.apps.organisations.forms import CapabilitiesForm, ShiftForm, StandInForm
from guanjia.apps.organisations.models import Site
from guanjia.apps.organisations.terms import Can
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.SEE_STAFF)
def show_staff(request: Request) -> HttpResponse:
    """Every post of the site with who holds it, who stands in and who is on duty."""
    site = _site(request)
    on_duty = {one.pk for one in queries.staff_on_duty(site.pk, request.now)}
    return page(
        request,
        "organisations/staff.html",
        appointments=queries.who_holds_what(site.pk, request.now),
        stand_ins=queries.list_stand_ins(site.pk, request.now),
        posts=queries.list_posts(site.pk),
        on_duty=on_duty,
        may_manage=request.actor.can(Can.MANAGE_STAFF, site.pk),
    )


@screen(can=Can.SEE_STAFF)
def show_shifts(request: Request) -> HttpResponse:
    """Who is on duty, from the start of today for a week."""
    site = _site(request)
    midnight = localtime(request.now).replace(hour=0, minute=0, second=0, microsecond=0)
    return page(
        request,
        "organisations/shifts.html",
        shifts=queries.list_shifts(site.pk, midnight, midnight + timedelta(days=7)),
        now=request.now,
        may_plan=request.actor.can(Can.PLAN_SHIFTS, site.pk),
    )


@verb(can=Can.PLAN_SHIFTS)
def plan_shift(request: Request) -> HttpResponse:
    """Put somebody on duty."""
    form = ShiftForm.of(request, site=_site(request), actor=request.actor)
    if form.ready():
        chosen = form.cleaned_data
        services.plan_shift(
            queries.get_post(request.actor, int(chosen["post"])),
            queries.get_staff(request.actor, int(chosen["staff"])),
            by=request.actor,
            at=request.now,
            from_at=chosen["from_at"],
            until_at=chosen["until_at"],
        )
        return done(request, "organisations:shifts", _("On duty."))
    return page(
        request, "ui/verb.html#form", form=form, title=_("Put somebody on duty"), submit=_("Put on duty")
    )


@verb(can=Can.PLAN_SHIFTS, ask=gettext_lazy("Take this turn of duty back?"))
def cancel_shift(request: Request, shift_id: int) -> HttpResponse:
    """Take a turn of duty back."""
    services.cancel_shift(queries.get_shift(request.actor, shift_id), by=request.actor, at=request.now)
    return done(request, "organisations:shifts", _("Taken back."))


@verb(can=Can.MANAGE_STAFF)
def stand_in(request: Request) -> HttpResponse:
    """Name a stand-in."""
    form = StandInForm.of(request, site=_site(request), actor=request.actor)
    if form.ready():
        chosen = form.cleaned_data
        services.stand_in(
            queries.get_post(request.actor, int(chosen["post"])),
            by=request.actor,
            at=request.now,
            absent=queries.get_staff(request.actor, int(chosen["absent"])),
            substitute=queries.get_staff(request.actor, int(chosen["substitute"])),
            from_at=chosen["from_at"],
            until_at=chosen["until_at"],
            reason=chosen["reason"],
        )
        return done(request, "organisations:staff", _("Stand-in named."))
    return page(
        request, "ui/verb.html#form", form=form, title=_("Name a stand-in"), submit=_("Name the stand-in")
    )


@verb(can=Can.MANAGE_STAFF)
def set_capabilities(request: Request, post_id: int) -> HttpResponse:
    """Say what the holders of a post may do."""
    post = queries.get_post(request.actor, post_id)
    form = CapabilitiesForm.of(request, initial={"capabilities": post.capabilities})
    if form.ready():
        services.set_capabilities(post, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "organisations:staff", _("Saved."))
    title = _("What “%(post)s” may do") % {"post": post.name}
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("Save"))


@screen(can=Can.SEE_STAFF)
def show_post(request: Request, post_id: int) -> HttpResponse:
    """One post: where it stands, who holds it, what it may do."""
    post = queries.get_post(request.actor, post_id)
    names = {one.key: one.name for one in queries.list_posts(post.site_id)}
    return page(
        request,
        "organisations/post.html",
        post=post,
        line=[names[key] for key in queries.line_above(post.site_id, post.key)],
        holders=queries.holders(post.site_id, post.key, request.now),
        capabilities=[CAPABILITIES.get(key, key) for key in post.capabilities],
        may_manage=request.actor.can(Can.MANAGE_STAFF, post.site_id),
    )


def _site(request: Request) -> Site:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return queries.get_site(request.actor, request.site.code)
