"""Registers: which there are, their entries, and what is done with one."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Query, Router

from guanjia.api import pages
from guanjia.api.door import ApiRequest, operation
from guanjia.api.once import answered_once
from guanjia.api.operations.places import site_for
from guanjia.api.schemas.registers import (
    ActSent,
    EntryFilters,
    EntrySent,
    ReasonSent,
    RegisterEntryGiven,
    RegisterEntryPage,
    RegisterFilters,
    RegisterGiven,
    RewriteSent,
    SignSent,
)
from guanjia.api.shown import registers as shown
from guanjia.apps.registers import queries, services
from guanjia.apps.registers.terms import Can
from guanjia.kernel.idempotency import Answer

router = Router(tags=["registers"])


@router.get("/registers", response=list[RegisterGiven], summary=_("List registers"))
@operation(can=Can.SEE)
def list_registers(request: ApiRequest, filters: Query[RegisterFilters]) -> list[RegisterGiven]:
    """The registers a site keeps now, with their fields, who signs and what can be done with an entry."""
    site = site_for(request.actor, filters.site, Can.SEE)
    found = queries.list_registers(request.actor, site.pk, request.now)
    return [shown.register(one) for one in found]


@router.get("/registers/entries", response=RegisterEntryPage, summary=_("List entries"))
@operation(can=Can.SEE)
def list_entries(request: ApiRequest, filters: Query[EntryFilters]) -> RegisterEntryPage:
    """Entries the token's owner may see, newest first, in pages."""
    rows = queries.search(request.actor, filters.q or "").select_related("replaced_by")
    if filters.site:
        rows = rows.filter(site_id=site_for(request.actor, filters.site, Can.SEE).pk)
    if filters.register_key:
        rows = rows.filter(register=filters.register_key)
    for name in ("pack", "state", "stage", "about"):
        if (value := getattr(filters, name)) is not None:
            rows = rows.filter(**{name: value})
    if filters.entered_from:
        rows = rows.filter(entered_at__gte=filters.entered_from)
    if filters.entered_until:
        rows = rows.filter(entered_at__lt=filters.entered_until)
    found, cursor = pages.newest_first(rows, filters.cursor, filters.limit)
    return RegisterEntryPage(items=shown.many(found, request.actor), next_cursor=cursor)


@router.get("/registers/entries/{ref}", response=RegisterEntryGiven, summary=_("Read an entry"))
@operation(can=Can.SEE)
def read_entry(request: ApiRequest, ref: str) -> RegisterEntryGiven:
    """One entry. One that is not there and one that is not yours are the same 404."""
    return shown.entry(queries.get_entry(request.actor, ref), request.actor)


@router.post(
    "/registers/{pack}/{register_key}/entries", response={201: RegisterEntryGiven}, summary=_("Make an entry")
)
@operation(can=Can.ENTER)
def enter(request: ApiRequest, pack: str, register_key: str, entry: EntrySent) -> HttpResponse:
    """Makes an entry. Send an `Idempotency-Key` and repeat the request until it is answered: it has one effect."""

    def produce() -> Answer:
        site = site_for(request.actor, entry.site, Can.ENTER)
        made = services.enter(
            by=request.actor,
            at=request.now,
            site_id=site.pk,
            pack=pack,
            register=register_key,
            values=entry.values,
            about=entry.about or "",
        )
        return _answer(request, made.ref, 201)

    return answered_once(request, produce)


def _answer(request: ApiRequest, ref: str, status: int = 200) -> Answer:
    entry = shown.entry(queries.get_entry(request.actor, ref), request.actor)
    return Answer(status, entry.model_dump(mode="json"))


def _done(request: ApiRequest, ref: str, deed: Callable[[Any], Any], status: int = 200) -> HttpResponse:
    def produce() -> Answer:
        return _answer(request, deed(queries.get_entry(request.actor, ref)).ref, status)

    return answered_once(request, produce)


@router.post("/registers/entries/{ref}/sign", response=RegisterEntryGiven, summary=_("Sign an entry"))
@operation(can=Can.SIGN)
def sign_entry(request: ApiRequest, ref: str, sent: SignSent) -> HttpResponse:
    """Gives the signature that is due, as the post the token's owner holds or stands in for."""
    by, at = request.actor, request.now
    return _done(request, ref, lambda entry: services.sign(entry, by=by, at=at, note=sent.note))


@router.post(
    "/registers/entries/{ref}/decline", response=RegisterEntryGiven, summary=_("Decline to sign an entry")
)
@operation(can=Can.SIGN)
def decline_entry(request: ApiRequest, ref: str, sent: ReasonSent) -> HttpResponse:
    """Refuses the signature that is due; nobody signs the entry any more."""
    by, at = request.actor, request.now
    return _done(request, ref, lambda entry: services.decline(entry, by=by, at=at, reason=sent.reason))


@router.post("/registers/entries/{ref}/strike", response=RegisterEntryGiven, summary=_("Strike an entry out"))
@operation(can=Can.STRIKE)
def strike_entry(request: ApiRequest, ref: str, sent: ReasonSent) -> HttpResponse:
    """Strikes an entry out: it stays readable and no longer counts."""
    by, at = request.actor, request.now
    return _done(request, ref, lambda entry: services.strike(entry, by=by, at=at, reason=sent.reason))


@router.post(
    "/registers/entries/{ref}/rewrite",
    response={201: RegisterEntryGiven},
    summary=_("Write the right entry in its place"),
)
@operation(can=Can.STRIKE)
def rewrite_entry(request: ApiRequest, ref: str, sent: RewriteSent) -> HttpResponse:
    """Strikes an entry out and writes the right one; the answer is the new entry."""
    by, at = request.actor, request.now
    return _done(
        request,
        ref,
        lambda entry: services.rewrite(entry, by=by, at=at, reason=sent.reason, values=sent.values),
        status=201,
    )


@router.post(
    "/registers/entries/{ref}/actions/{action}",
    response=RegisterEntryGiven,
    summary=_("Take an action of an entry"),
)
@operation(can=Can.ENTER)
def act_on_entry(request: ApiRequest, ref: str, action: str, sent: ActSent) -> HttpResponse:
    """Leads an entry on by an action its register declares, such as a key given back."""
    by, at = request.actor, request.now
    return _done(request, ref, lambda entry: services.act(entry, action, by=by, at=at, values=sent.values))
