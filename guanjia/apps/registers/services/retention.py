"""Entries whose time is over: listed by one person, destroyed by a second, and the journal says so.

What was written, its files and its signatures go; the number, the register and the facts of the journal stay, so the chain of
seals still holds. Nothing goes that is under a hold, waits for a signature or a step, or is about a matter that is still open.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents import services as documents
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.registers import events, queries, rules
from guanjia.apps.registers.models import Destruction, Entry
from guanjia.apps.registers.terms import DESTRUCTIONS, OPEN_MATTERS, Can, State
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse

MOST = 500
"""So many entries are destroyed in one go; the rest is listed next."""


# --- Reading -----------------------------------------------------------------------------------------------------------


def past_time(actor: Actor, site_id: int, at: datetime) -> list[Entry]:
    """The entries of a site whose time is over and that nothing keeps, the oldest first, at most ``MOST``."""
    if not actor.can(Can.STRIKE, site_id):
        raise NotFound
    today = _today(site_id, at)
    rows = Entry.objects.filter(site_id=site_id, destroyed_at=None, destruction=None, held_reason="")
    found: list[Entry] = []
    for adoption, pack, register in rows.order_by().values_list("adoption_id", "pack", "register").distinct():
        some = rows.filter(adoption_id=adoption, pack=pack, register=register).order_by("entered_at")
        first = some.first()
        if first is None:
            continue
        years = queries.register_of(first).term.keep_years
        before = at - timedelta(days=365 * years)
        found += [one for one in some.filter(entered_at__lt=before)[:MOST] if kept_until(one) < today]
    return _free(sorted(found, key=lambda one: one.entered_at))[:MOST]


def kept_until(entry: Entry) -> date:
    """The last day an entry is kept, by the rules it was written under."""
    zone = ZoneInfo(organisations.site(entry.site_id).timezone)
    years = queries.register_of(entry).term.keep_years
    return rules.kept_until(entry.entered_at.astimezone(zone).date(), years)


def _today(site_id: int, at: datetime) -> date:
    return at.astimezone(ZoneInfo(organisations.site(site_id).timezone)).date()


def _free(entries: Iterable[Entry]) -> list[Entry]:
    """Those of some entries that nothing keeps: no signature or step to come, no open matter, no running duty."""
    there = [one for one in entries if not one.held_reason and not _goes_on(one)]
    matters = {one.about for one in there if ":" not in one.about}
    still = {ref for ask in OPEN_MATTERS for ref in ask(matters)} if matters else set()
    threads = {one.ref for one in there} | matters
    still |= obligations.running_threads(threads) if threads else set()
    return [one for one in there if one.about not in still and one.ref not in still]


def _goes_on(entry: Entry) -> bool:
    if entry.state == State.STRUCK:
        return False
    if entry.signer_due:
        return True
    term = queries.register_of(entry).term
    ends = {one.key for one in term.stages if one.is_end}
    return bool(ends) and entry.state != State.DECLINED and entry.stage not in ends


def waiting(actor: Actor, site_id: int) -> Destruction | None:
    """The list of a site a second person has to decide on. Raises ``NotFound`` for a site that is not the actor's."""
    if not actor.can(Can.STRIKE, site_id):
        raise NotFound
    return Destruction.objects.filter(company_id=actor.company_id, site_id=site_id, ended_at=None).first()


def get_destruction(actor: Actor, ref: str) -> Destruction:
    """One list. Raises ``NotFound``."""
    rows = Destruction.objects.filter(company_id=actor.company_id, ref=ref)
    found = rows.filter(site_id__in=actor.sites_with(Can.STRIKE)).first()
    if found is None:
        raise NotFound
    return found


# --- Verbs -------------------------------------------------------------------------------------------------------------


def hold(entry: Entry, *, by: Actor, at: datetime, reason: str = "", lift: bool = False) -> Entry:
    """Keep an entry beyond its time for a reason, or ``lift`` that."""
    with locked(entry) as fresh:
        permit(by, Can.STRIKE, fresh)
        refuse(None if lift else rules.why_not_hold(reason))
        refuse(rules.why_gone(is_destroyed=fresh.is_destroyed))
        fresh.held_reason = "" if lift else reason.strip()[:200]
        fresh.save(update_fields=["held_reason"])
        record(events.Held(site_id=fresh.site_id, ref=fresh.ref, reason=fresh.held_reason), by=by, at=at)
        return fresh


def ask_destruction(*, by: Actor, at: datetime, site_id: int) -> Destruction:
    """List the entries whose time is over, for a second person to decide. Raises ``Refused`` when there are none."""
    with transaction.atomic():
        permit_at(by, Can.STRIKE, site_id)
        site = organisations.site(site_id)
        if site.company_id != by.company_id:
            raise NotFound
        refuse(_ONE_WAITS if waiting(by, site_id) else None)
        found = past_time(by, site_id, at)
        refuse(None if found else _NONE)
        year = at.astimezone(ZoneInfo(site.timezone)).year
        run = Destruction.objects.create(
            company_id=site.company_id,
            site_id=site_id,
            ref=next_ref(
                DESTRUCTIONS, company_id=site.company_id, site_id=site_id, year=year, prefix=site.ref_prefix
            ),
            asked_at=at,
            asked_by_id=by.id,
            asked_by_name=by.name,
            listed=len(found),
        )
        Entry.objects.filter(pk__in=[one.pk for one in found]).update(destruction=run)
        refs = tuple(one.ref for one in found)
        record(events.DestructionAsked(site_id=site_id, ref=run.ref, entries=refs), by=by, at=at)
        return run


_NONE = Refusal("nothing_past_time", _("No entry is past its time. There is nothing to destroy."))
_ONE_WAITS = Refusal("one_waits", _("A list is waiting already. Have it decided first."))


def destroy(run: Destruction, *, by: Actor, at: datetime) -> Destruction:
    """Have the listed entries destroyed, as a second person. What is held or open again by now is left as it is."""
    with locked(run) as fresh:
        permit(by, Can.STRIKE, fresh)
        ended = fresh.ended_at is not None
        refuse(rules.why_not_destroy(asked_by=fresh.asked_by_id, by=by.id, is_ended=ended))
        listed = list(fresh.entries.select_for_update().order_by("pk"))
        free = {one.pk for one in _free(listed)}
        for one in listed:
            if one.pk in free:
                _destroy(one, fresh, by, at)
        fresh.destroyed = len(free)
        return _ended(fresh, [one.pk for one in listed if one.pk not in free], by, at)


def drop_destruction(run: Destruction, *, by: Actor, at: datetime) -> Destruction:
    """Drop a list; nothing is destroyed, and its entries are listed again another time."""
    with locked(run) as fresh:
        permit(by, Can.STRIKE, fresh)
        refuse(rules.why_not_destroy(asked_by=None, by=by.id, is_ended=fresh.ended_at is not None))
        return _ended(fresh, list(fresh.entries.values_list("pk", flat=True)), by, at)


def _ended(run: Destruction, spared: list[int], by: Actor, at: datetime) -> Destruction:
    Entry.objects.filter(pk__in=spared).update(destruction=None)
    run.ended_at, run.ended_by_name = at, by.name
    run.save(update_fields=["ended_at", "ended_by_name", "destroyed"])
    record(events.DestructionEnded(site_id=run.site_id, ref=run.ref, destroyed=run.destroyed), by=by, at=at)
    return run


def _destroy(entry: Entry, run: Destruction, by: Actor, at: datetime) -> None:
    until = kept_until(entry)
    entry.signatures.all().delete()
    files = documents.destroy_all(entry.ref)
    entry.values, entry.typed_by, entry.text, entry.about = {}, {}, "", site_ref(entry.site_id)
    entry.destroyed_at = at
    entry.index_words()
    entry.save(update_fields=["values", "typed_by", "text", "grams", "about", "destroyed_at"])
    destroyed = events.Destroyed(
        site_id=entry.site_id,
        ref=entry.ref,
        pack=entry.pack,
        register=entry.register,
        destruction=run.ref,
        kept_until=until.isoformat(),
        files=files,
    )
    record(destroyed, by=by, at=at)
