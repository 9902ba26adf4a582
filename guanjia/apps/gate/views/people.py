"""Visitors, passes, the black list, and who is inside."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.gate import queries, services
from guanjia.apps.gate.forms import (
    AnnounceForm,
    ArriveForm,
    BarForm,
    HostForm,
    PassForm,
    RenewForm,
    SignInForm,
    SignOutForm,
)
from guanjia.apps.gate.lists import BarredList, InsideList, PassList, VisitList
from guanjia.apps.gate.terms import Can
from guanjia.apps.gate.views.common import ask, reason, show, site_of, tabs
from guanjia.ui.http import Request, done, screen, verb

_STAY = timedelta(hours=2)
_GOOD_FOR = timedelta(days=30)


@screen(can=Can.SEE)
def list_inside(request: Request) -> HttpResponse:
    """Everybody from outside who is inside now."""
    rows = queries.who_is_inside(request.actor, site_of(request))
    return InsideList(request, rows).answer(
        "gate/list.html", tabs=tabs("inside"), title=_("Who is inside now")
    )


@screen(can=Can.SEE)
def list_visits(request: Request) -> HttpResponse:
    """The visits of the site in force."""
    rows = queries.list_visits(request.actor, request.site.pk if request.site else None)
    links = [
        ("gate:announce", _("Announce a visitor"), "user-plus", Can.ASK),
        ("gate:arrive", _("A visitor nobody announced"), "user-question", Can.GUARD),
    ]
    return VisitList(request, rows).answer(
        "gate/list.html", tabs=tabs("visits"), title=_("Visitors"), links=links
    )


@screen(can=Can.SEE)
def show_visit(request: Request, ref: str) -> HttpResponse:
    """One visit."""
    visit = queries.get_visit(request.actor, ref)
    crumbs = [(_("Visitors"), reverse("gate:visits"))]
    return show(request, visit, visit.visitor, crumbs, has_paper=True)


@verb(can=Can.ASK)
def announce(request: Request) -> HttpResponse:
    """Announce a visitor."""
    initial = {"from_at": request.now, "until_at": request.now + _STAY, "people": 1}
    if request.GET.get("unit", "").isdecimal():
        initial["unit_id"] = request.GET["unit"][:12]
    form = AnnounceForm.of(request, initial=initial)
    if form.ready():
        visit = services.announce(
            by=request.actor, at=request.now, site_id=site_of(request), **form.cleaned_data
        )
        return done(request, visit, _("%(ref)s announced.") % {"ref": visit.ref})
    return ask(request, form, _("Announce a visitor"), submit=_("Announce"), back=reverse("gate:visits"))


@verb(can=Can.GUARD)
def arrive(request: Request) -> HttpResponse:
    """Note a visitor nobody announced."""
    form = ArriveForm.of(request, initial={"until_at": request.now + _STAY, "people": 1})
    if form.ready():
        visit = services.arrive(
            by=request.actor, at=request.now, site_id=site_of(request), **form.cleaned_data
        )
        return done(request, visit, _("Now call the host."))
    return ask(request, form, _("A visitor nobody announced"), submit=_("Save"), back=reverse("gate:desk"))


@verb(can=Can.GUARD)
def ask_host(request: Request, ref: str) -> HttpResponse:
    """Note what the host said."""
    visit = queries.get_visit(request.actor, ref)
    form = HostForm.of(request)
    if form.ready():
        services.ask_host(visit, by=request.actor, at=request.now, **form.said)
        return done(request, visit, _("Noted."))
    return ask(
        request, form, _("Ask the host"), submit=_("Save"), back=visit.get_absolute_url(), hint=visit.host
    )


@verb(can=Can.GUARD)
def come_in(request: Request, ref: str) -> HttpResponse:
    """Sign a visitor in."""
    visit = queries.get_visit(request.actor, ref)
    form = SignInForm.of(request, initial={"people": visit.people})
    if form.ready():
        services.sign_in(visit, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, visit, _("%(name)s is inside.") % {"name": visit.visitor})
    return ask(request, form, _("Let in"), back=visit.get_absolute_url())


@verb(can=Can.GUARD)
def leave(request: Request, ref: str) -> HttpResponse:
    """Sign a visitor out."""
    visit = queries.get_visit(request.actor, ref)
    form = SignOutForm.of(request, initial={"badge_back": True})
    if form.ready():
        services.leave(visit, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, visit, _("%(name)s has left.") % {"name": visit.visitor})
    return ask(request, form, _("Let out"), back=visit.get_absolute_url())


@verb(can=Can.GUARD)
def turn_away(request: Request, ref: str) -> HttpResponse:
    """Turn a visitor away, with a reason."""
    visit = queries.get_visit(request.actor, ref)
    form, answer = reason(request, visit, _("Turn away"))
    if answer:
        return answer
    services.turn_away(visit, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, visit, _("Turned away"))


@verb(can=Can.ASK)
def cancel_visit(request: Request, ref: str) -> HttpResponse:
    """Call a visit off."""
    visit = queries.get_visit(request.actor, ref)
    form, answer = reason(request, visit, _("Call off"))
    if answer:
        return answer
    services.cancel_visit(visit, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, visit, _("Called off"))


# --- Passes ------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_passes(request: Request) -> HttpResponse:
    """The passes of the site in force."""
    rows = queries.list_passes(request.actor, request.site.pk if request.site else None)
    links = [("gate:issue_pass", _("Issue a pass"), "id-badge-2", Can.ISSUE_PASS)]
    return PassList(request, rows).answer(
        "gate/list.html", tabs=tabs("passes"), title=_("Temporary passes"), links=links
    )


@screen(can=Can.SEE)
def show_pass(request: Request, ref: str) -> HttpResponse:
    """One pass with its comings and goings."""
    held = queries.get_pass(request.actor, ref)
    return show(
        request,
        held,
        held.holder,
        [(_("Temporary passes"), reverse("gate:passes"))],
        passages=queries.passages_of(held),
        has_paper=True,
        is_over=held.until_at <= request.now,
    )


@verb(can=Can.ISSUE_PASS)
def issue_pass(request: Request) -> HttpResponse:
    """Issue a pass."""
    form = PassForm.of(request, initial={"from_at": request.now, "until_at": request.now + _GOOD_FOR})
    if form.ready():
        made = services.issue_pass(
            by=request.actor, at=request.now, site_id=site_of(request), **form.cleaned_data
        )
        return done(request, made, _("%(ref)s issued.") % {"ref": made.ref})
    return ask(request, form, _("Issue a pass"), submit=_("Issue"), back=reverse("gate:passes"))


@verb(can=Can.ISSUE_PASS)
def renew(request: Request, ref: str) -> HttpResponse:
    """Renew a pass."""
    held = queries.get_pass(request.actor, ref)
    begin = max(held.until_at, request.now)
    form = RenewForm.of(request, initial={"until_at": begin + _GOOD_FOR})
    if form.ready():
        services.renew_pass(held, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, held, _("Renewed."))
    return ask(request, form, _("Renew"), back=held.get_absolute_url())


@verb(can=Can.ISSUE_PASS)
def withdraw(request: Request, ref: str) -> HttpResponse:
    """Withdraw a pass, with a reason."""
    held = queries.get_pass(request.actor, ref)
    form, answer = reason(request, held, _("Take the pass back"))
    if answer:
        return answer
    services.withdraw_pass(held, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, held, _("Taken back"))


@verb(can=Can.GUARD, ask=gettext_lazy("Is the holder coming in?"))
def go_in(request: Request, ref: str) -> HttpResponse:
    """Sign the holder of a pass in."""
    held = queries.get_pass(request.actor, ref)
    services.go_in(held, by=request.actor, at=request.now)
    return done(
        request, reverse("gate:scan", args=[held.token]), _("%(name)s is inside.") % {"name": held.holder}
    )


@verb(can=Can.GUARD, ask=gettext_lazy("Is the holder leaving?"))
def go_out(request: Request, ref: str) -> HttpResponse:
    """Sign the holder of a pass out."""
    held = queries.get_pass(request.actor, ref)
    services.go_out(held, by=request.actor, at=request.now)
    return done(
        request, reverse("gate:scan", args=[held.token]), _("%(name)s has left.") % {"name": held.holder}
    )


# --- The black list ----------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_barred(request: Request) -> HttpResponse:
    """The black list of the site in force."""
    site_id = request.site.pk if request.site else None
    rows = queries.list_barred(request.actor, site_id)
    links = [("gate:bar", _("Put somebody on the black list"), "ban", Can.BAR)]
    return BarredList(request, rows).answer(
        "gate/list.html",
        tabs=tabs("barred"),
        title=_("Black list"),
        links=links,
        may_lift=request.actor.can(Can.BAR, site_id),
    )


@verb(can=Can.BAR)
def bar(request: Request) -> HttpResponse:
    """Put somebody on the black list."""
    form = BarForm.of(request)
    if form.ready():
        services.bar(by=request.actor, at=request.now, site_id=site_of(request), **form.cleaned_data)
        return done(request, "gate:barred", _("On the black list."))
    return ask(
        request,
        form,
        _("Put somebody on the black list"),
        submit=_("Save"),
        back=reverse("gate:barred"),
        danger=True,
    )


@verb(can=Can.BAR)
def lift_bar(request: Request, barred_id: int) -> HttpResponse:
    """Take somebody off the black list, with a reason."""
    row = queries.get_barred(request.actor, barred_id)
    form, answer = reason(request, row, _("Take off the black list"), back=reverse("gate:barred"))
    if answer:
        return answer
    services.lift_bar(row, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, "gate:barred", _("Lifted."))
