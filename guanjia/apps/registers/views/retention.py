"""Entries whose time is over."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.registers import lists, queries, services
from guanjia.apps.registers.forms import HoldForm
from guanjia.apps.registers.services import retention
from guanjia.apps.registers.terms import Can
from guanjia.apps.registers.views.asked import site_of
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.STRIKE)
def show_retention(request: Request) -> HttpResponse:
    """The entries whose time is over, and the list a second person has to decide on."""
    site_id = site_of(request)
    waiting = retention.waiting(request.actor, site_id)
    rows = waiting.entries.all() if waiting else retention.past_time(request.actor, site_id, request.now)
    return lists.PastTime(request, list(rows)).answer(
        "registers/retention.html",
        title=_("Entries past their time"),
        waiting=waiting,
        is_mine=waiting is not None and waiting.asked_by_id == request.actor.id,
    )


@verb(can=Can.STRIKE, ask=gettext_lazy("List these entries for destruction? A second person decides."))
def ask_destruction(request: Request) -> HttpResponse:
    """List the entries whose time is over for a second person."""
    services.ask_destruction(by=request.actor, at=request.now, site_id=site_of(request))
    return done(request, "registers:retention", _("Listed. A second person decides."))


@verb(
    can=Can.STRIKE,
    ask=gettext_lazy(
        "Destroy what was written in these entries, with files and signatures? It cannot be undone."
    ),
)
def destroy(request: Request, ref: str) -> HttpResponse:
    """Have the listed entries destroyed, as the second person."""
    run = retention.get_destruction(request.actor, ref)
    ended = services.destroy(run, by=request.actor, at=request.now)
    return done(request, "registers:retention", _("%(count)s destroyed.") % {"count": ended.destroyed})


@verb(can=Can.STRIKE, ask=gettext_lazy("Drop this list? Nothing is destroyed."))
def drop_destruction(request: Request, ref: str) -> HttpResponse:
    """Drop a list; nothing is destroyed."""
    run = retention.get_destruction(request.actor, ref)
    services.drop_destruction(run, by=request.actor, at=request.now)
    return done(request, "registers:retention", _("Dropped. Nothing was destroyed."))


@verb(can=Can.STRIKE)
def hold(request: Request, ref: str) -> HttpResponse:
    """Keep an entry beyond its time, or lift that again."""
    entry = queries.get_entry(request.actor, ref)
    lifts = bool(entry.held_reason)
    form: Form = Form.of(request) if lifts else HoldForm.of(request)
    if form.ready():
        reason = "" if lifts else form.cleaned_data["reason"]
        services.hold(entry, by=request.actor, at=request.now, reason=reason, lift=lifts)
        return done(request, entry, _("The hold is lifted.") if lifts else _("It is kept."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=(_("Lift the hold of %(ref)s") if lifts else _("Keep %(ref)s beyond its time"))
        % {"ref": entry.ref},
        hint=entry.held_reason,
        submit=_("Lift the hold") if lifts else _("Keep"),
        back=entry.get_absolute_url(),
    )
