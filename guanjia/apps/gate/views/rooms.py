"""Machine-room entries, and who approves them for which room."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from guanjia.apps.gate import queries, services
from guanjia.apps.gate.forms import EnterRoomForm, EntryForm, LeaveRoomForm, PostsForm
from guanjia.apps.gate.lists import EntryList
from guanjia.apps.gate.terms import WHOS, Can, EntryState, Who
from guanjia.apps.gate.views.common import ask, reason, show, site_of
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.SEE)
def list_entries(request: Request) -> HttpResponse:
    """The machine-room entries of the site in force."""
    rows = queries.list_entries(request.actor, request.site.pk if request.site else None)
    links = [
        ("gate:ask_entry", _("Ask for a machine-room entry"), "key", Can.ASK),
        ("gate:matrix", _("Who approves"), "list-check", Can.SEE),
    ]
    return EntryList(request, rows).answer("gate/list.html", title=_("Machine-room entries"), links=links)


@screen(can=Can.SEE)
def show_entry(request: Request, ref: str) -> HttpResponse:
    """One machine-room entry."""
    entry = queries.get_entry(request.actor, ref)
    approvers = []
    if entry.state == EntryState.ASKED:
        approvers = queries.entry_approvers(entry, request.now)
    return show(
        request,
        entry,
        f"{entry.place.name} · {entry.person}",
        [(_("Machine-room entries"), reverse("gate:entries"))],
        approvers=queries.names_of_posts(entry.site_id, approvers),
        has_paper=True,
    )


@verb(can=Can.ASK)
def ask_entry(request: Request) -> HttpResponse:
    """Ask that somebody may go into a machine room."""
    site_id = site_of(request)
    form = EntryForm.of(
        request,
        rooms=queries.machine_rooms(request.actor, site_id),
        initial={"planned_at": request.now, "people": 1, "stay_hours": 2},
    )
    if form.ready():
        entry = services.ask_entry(by=request.actor, at=request.now, site_id=site_id, **form.values())
        return done(request, entry, _("%(ref)s asked for.") % {"ref": entry.ref})
    return ask(
        request, form, _("Ask for a machine-room entry"), submit=_("Ask"), back=reverse("gate:entries")
    )


@verb(can=Can.APPROVE_ENTRY, ask=gettext_lazy("Let them go into the machine room?"))
def approve(request: Request, ref: str) -> HttpResponse:
    """Approve an entry."""
    entry = queries.get_entry(request.actor, ref)
    services.approve_entry(entry, by=request.actor, at=request.now)
    return done(request, entry, _("%(name)s may go in.") % {"name": entry.person})


@verb(can=Can.APPROVE_ENTRY)
def decline(request: Request, ref: str) -> HttpResponse:
    """Decline an entry, with a reason."""
    entry = queries.get_entry(request.actor, ref)
    form, answer = reason(request, entry, pgettext("slip", "Decline"))
    if answer:
        return answer
    services.decline_entry(entry, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, entry, pgettext("slip", "Declined"))


@verb(can=Can.ASK)
def cancel(request: Request, ref: str) -> HttpResponse:
    """Call an entry off."""
    entry = queries.get_entry(request.actor, ref)
    form, answer = reason(request, entry, _("Call off"))
    if answer:
        return answer
    services.cancel_entry(entry, by=request.actor, at=request.now, **form.cleaned_data)
    return done(request, entry, _("Called off"))


@verb(can=Can.GUARD)
def come_in(request: Request, ref: str) -> HttpResponse:
    """Let somebody into the room."""
    entry = queries.get_entry(request.actor, ref)
    staff = [one for one, _groups in organisations.appointed(entry.site_id, request.now)]
    form = EnterRoomForm.of(request, staff=staff)
    if form.ready():
        services.enter_room(entry, by=request.actor, at=request.now, **form.values())
        return done(request, entry, _("%(name)s is inside.") % {"name": entry.person})
    return ask(request, form, _("Let in"), back=entry.get_absolute_url(), hint=entry.works)


@verb(can=Can.GUARD)
def leave(request: Request, ref: str) -> HttpResponse:
    """Note that everybody is out."""
    entry = queries.get_entry(request.actor, ref)
    form = LeaveRoomForm.of(request)
    if form.ready():
        services.leave_room(entry, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, entry, _("%(name)s has left.") % {"name": entry.person})
    return ask(request, form, _("Let out"), back=entry.get_absolute_url())


@screen(can=Can.SEE)
def matrix(request: Request) -> HttpResponse:
    """Which post approves whose entry, room by room."""
    site_id = site_of(request)
    names = queries.post_names(site_id)
    usual = _in_words(queries.usual_approval_groups(site_id, request.now), names)
    own = queries.rules_of_rooms(site_id)
    rows = [
        {
            "room": room,
            "cells": [
                {
                    "who": who,
                    "posts": _in_words(_groups(own.get((room.pk, who))), names),
                    "usual": "" if who is Who.STAFF else usual,
                }
                for who in Who
            ],
        }
        for room in queries.machine_rooms(request.actor, site_id)
    ]
    return page(
        request,
        "gate/matrix.html",
        title=_("Who approves machine-room entries"),
        rows=rows,
        heads=list(WHOS.values()),
        may_set=request.actor.can(Can.SET_RULES, site_id),
    )


def _groups(rule: Any) -> list[list[str]]:
    """The approvals a line of a room asks for."""
    if rule is None:
        return []
    return [[post] for post in rule.posts] if rule.together else [list(rule.posts)]


def _in_words(groups: list[list[str]], names: dict[str, str]) -> str:
    """One of these, and one of those."""
    return " + ".join(" / ".join(names.get(post, post) for post in group) for group in groups)


@verb(can=Can.SET_RULES)
def set_room_rule(request: Request, place_id: int, who: str) -> HttpResponse:
    """Say which posts approve the entry of whom into a room."""
    site_id, place = site_of(request), places.get_place(request.actor, place_id)
    if who not in set(Who) or place.site_id != site_id:
        raise NotFound
    rule = queries.room_rules(place.pk).get(who)
    initial = {"posts": rule.posts, "together": rule.together} if rule else {}
    form = PostsForm.of(request, initial=initial, posts=queries.post_names(site_id).items())
    if form.ready():
        services.set_room_rule(
            by=request.actor, at=request.now, site_id=site_id, place_id=place.pk, who=who, **form.cleaned_data
        )
        return done(request, "gate:matrix", _("Saved."))
    hint = f"{place.name} · {WHOS[Who(who)]}"
    return ask(request, form, _("Who approves"), submit=_("Save"), back=reverse("gate:matrix"), hint=hint)
