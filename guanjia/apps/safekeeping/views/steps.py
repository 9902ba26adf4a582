"""The steps of a thing, each a verb with its form."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping import queries, services
from guanjia.apps.safekeeping.forms import (
    BringBackForm,
    DisposeForm,
    HandOnForm,
    HandOutForm,
    KeepOnForm,
    MoveForm,
    NoteForm,
    PhoneForm,
    PoliceForm,
    ProlongForm,
    ReleaseForm,
    TellForm,
)
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.apps.safekeeping.terms import Can
from guanjia.apps.safekeeping.views.common import site_of
from guanjia.kernel.refusals import Text, refuse
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, revealed, verb
from guanjia.ui.lists import chosen


@verb(can=Can.HAND_OUT)
def hand_out(request: Request, ref: str) -> HttpResponse:
    """Give it to whoever comes for it."""
    item = queries.get_item(request.actor, ref)
    refuse(queries.why_not_here(item))
    proposed = queries.proposals_for_item(request.actor, item)
    losses = [(one.other.ref, f"{one.other.ref} {one.other.what} · {one.other.name}") for one in proposed]
    people = queries.colleagues(item.site_id, request.now, but=request.actor.id) if item.is_precious else []
    form = HandOutForm.of(request, item=item, people=people, losses=losses)
    if form.ready():
        row = services.hand_out(item, by=request.actor, at=request.now, release=form.release)
        said = _("%(ref)s is given out.") if row.left == 0 else _("A part of %(ref)s is given out.")
        return done(request, row, said % {"ref": row.ref})
    return page(
        request,
        "safekeeping/hand_out.html",
        form=form,
        item=item,
        may_see_secret=item.is_found,
        title=_("Give out %(ref)s") % {"ref": item.ref},
        back=item.get_absolute_url(),
    )


@verb(can=Can.RECEIVE)
def hand_on(request: Request) -> HttpResponse:
    """Give the chosen things to a steward, against one signature."""
    site_id = site_of(request)
    items = queries.get_items(request.actor, chosen(request))
    people = queries.stewards(site_id, request.now, items)
    initial = {"steward_id": people[0][0]} if people else {}
    form = HandOnForm.of(request, people=people, initial=initial)
    if form.ready():
        batch = services.hand_on(
            site_id,
            by=request.actor,
            at=request.now,
            refs=[one.ref for one in items],
            steward_id=int(form.cleaned_data["steward_id"]),
            strokes=form.strokes,
        )
        said = _("%(ref)s: %(count)s handed on to %(name)s.")
        named = {"ref": batch.ref, "count": batch.count, "name": batch.steward_name}
        return done(request, batch, said % named)
    return page(
        request,
        "safekeeping/hand_on.html#form",
        form=form,
        items=items,
        title=_("Hand on to a steward"),
        back=reverse("safekeeping:shelf"),
    )


def _step(
    request: Request,
    item: KeptItem,
    form: Form,
    title: Text,
    do: Callable[..., Any],
    values: Callable[[], dict[str, Any]] | None = None,
    *,
    danger: bool = False,
) -> HttpResponse:
    if form.ready():
        do(item, by=request.actor, at=request.now, **(values() if values else form.cleaned_data))
        return done(request, item, _("Saved."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=title,
        danger=danger,
        back=item.get_absolute_url(),
    )


@verb(can=Can.HAND_OUT)
def bring_back(request: Request, ref: str) -> HttpResponse:
    """The steward could not deliver it."""
    item = queries.get_item(request.actor, ref)
    form = BringBackForm.of(request, initial={"shelf": item.shelf})
    return _step(request, item, form, _("Back on the shelf"), services.bring_back)


@verb(can=Can.HAND_OUT)
def tell(request: Request, ref: str) -> HttpResponse:
    """The owner was told; the code is shown, to be passed on."""
    item = queries.get_item(request.actor, ref)
    form = TellForm.of(request)
    if form.ready():
        services.tell(item, by=request.actor, at=request.now, **form.told)
        return done(request, item, _("Saved."))
    return page(
        request,
        "safekeeping/tell.html#form",
        form=form,
        item=item,
        title=_("Tell the owner"),
        back=item.get_absolute_url(),
    )


@verb(can=Can.RECEIVE)
def prolong(request: Request, ref: str) -> HttpResponse:
    """The owner comes later."""
    item = queries.get_item(request.actor, ref)
    return _step(request, item, ProlongForm.of(request), _("Keep for longer"), services.prolong)


@verb(can=Can.RECEIVE)
def move(request: Request, ref: str) -> HttpResponse:
    """It lies on another shelf."""
    item = queries.get_item(request.actor, ref)
    form = MoveForm.of(request, initial={"shelf": item.shelf})
    return _step(request, item, form, _("Another shelf"), services.move)


@verb(can=Can.HAND_OUT)
def show_phone(request: Request, ref: str) -> HttpResponse:
    """The owner's whole number, for a reason."""
    item = queries.get_item(request.actor, ref)
    form = PhoneForm.of(request)
    if form.ready():
        phone = services.show_phone(item, by=request.actor, at=request.now, **form.cleaned_data)
        return revealed(request, item.ref, phone, back=item.get_absolute_url())
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Show the number"),
        submit=_("Show the number"),
        back=item.get_absolute_url(),
    )


@verb(can=Can.DECIDE)
def keep_on(request: Request, ref: str) -> HttpResponse:
    """A supervisor lets it lie for longer."""
    item = queries.get_item(request.actor, ref)
    return _step(request, item, KeepOnForm.of(request), _("Keep on"), services.keep_on)


@verb(can=Can.DECIDE)
def release(request: Request, ref: str) -> HttpResponse:
    """A supervisor decides what becomes of it."""
    item = queries.get_item(request.actor, ref)
    form = ReleaseForm.of(request)
    return _step(request, item, form, _("Decide to dispose of it"), services.release, danger=True)


@verb(can=Can.HAND_OUT)
def dispose(request: Request, ref: str) -> HttpResponse:
    """Two people dispose of it."""
    item = queries.get_item(request.actor, ref)
    people = queries.colleagues(item.site_id, request.now, but=request.actor.id)
    form = DisposeForm.of(request, people=people)
    title = _("Dispose of it, by two")
    return _step(request, item, form, title, services.dispose, lambda: form.disposal, danger=True)


@verb(can=Can.RECEIVE)
def send_back(request: Request, ref: str) -> HttpResponse:
    """The carrier takes it back."""
    item = queries.get_item(request.actor, ref)
    return _step(request, item, NoteForm.of(request), _("Give back to the carrier"), services.send_back)


@verb(can=Can.HAND_OUT)
def give_to_police(request: Request, ref: str) -> HttpResponse:
    """The police takes it."""
    item = queries.get_item(request.actor, ref)
    return _step(request, item, PoliceForm.of(request), _("Give to the police"), services.give_to_police)
