"""The verbs: enter, sign, decline, act, strike, rewrite. An entry is never edited; an action adds what it asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.terms import Signing
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.registers import events, queries, rules, sight
from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.models import Entry, EntrySignature
from guanjia.apps.registers.services.writing import (
    Photos,
    about_register,
    facts_of,
    names_in,
    read_values,
    register_in_force,
    with_files,
    write,
)
from guanjia.apps.registers.terms import ANY, CUSTOMER, Can
from guanjia.apps.registers.wording import searchable
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refused, refuse

PURPOSE = "entry"
"""The purpose of a customer's signature under an entry."""


def enter(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    pack: str,
    register: str,
    values: Mapping[str, Any],
    about: str = "",
    photos: Photos | None = None,
) -> Entry:
    """Make an entry in a register the site keeps.

    ``values`` are given by field key (see ``rules.read`` for what each kind takes). ``about`` is the reference of what
    the entry concerns, or the number of a matter; without one it is the unit, place or person of the staff its fields name, else the site. Raises
    ``NotFound`` for an unknown register or subject and ``Refused`` with every field that is wrong.
    """
    with transaction.atomic():
        permit_at(by, Can.ENTER, site_id)
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        kept = register_in_force(site_id, pack, register, at, by)
        refuse(rules.why_not_enter(may_enter=kept.may_enter(by), posts=kept.entered_by))
        entry = write(kept, by=by, at=at, values=values, about=about, photos=photos or {})
        record(events.Entered(**facts_of(entry, kept)), by=by, at=at)
        return entry


def sign(entry: Entry, *, by: Actor, at: datetime, note: str = "", signing: Signing | None = None) -> Entry:
    """Give the signature that is due: that of the next post, by one who holds it, or the customer's (``signing``).

    Raises ``Refused`` when it is somebody else's turn, none is missing, or the customer has not signed.
    """
    with locked(entry) as fresh:
        permit(by, Can.SIGN, fresh)
        kept = queries.register_of(fresh)
        refuse(rules.why_signed_meanwhile(seen_due=entry.signer_due, due=fresh.signer_due))
        place = fresh.signatures.count()
        is_last = place + 1 >= len(kept.term.signed_by)
        state = LIFECYCLE.step(fresh.state, "sign_last" if is_last else "sign")
        signer = fresh.signer_due
        holders = () if signer in ("", CUSTOMER) else queries.signing_ids(fresh, signer, at)
        named = kept.name_of(signer)
        refuse(rules.why_not_sign(signer, signer_name=named, actor_id=by.id, holders=holders))
        made = EntrySignature(
            company_id=fresh.company_id,
            entry=fresh,
            place=place,
            signed_as=queries.signing_as(fresh, signer, by, at) if ANY in signer else signer,
            note=note.strip()[:200],
            at=at,
        )
        if signer == CUSTOMER:
            made.signature = _customer_signs(fresh, signing or Signing("", ""), by, at)
            made.name = made.signature.signer_name
        else:
            made.staff_id, made.name = by.id, by.name
        made.save(force_insert=True)
        fresh.state = state
        fresh.signer_due = rules.next_signer(kept.term.signed_by, place + 1)
        fresh.save(update_fields=["state", "signer_due"])
        signed = events.Signed(
            **about_register(fresh, kept),
            signed_as=made.signed_as,
            complete=is_last,
            signer_name=made.name,
            note=made.note,
        )
        record(signed, by=by, at=at)
        return fresh


def decline(entry: Entry, *, by: Actor, at: datetime, reason: str) -> Entry:
    """Refuse the signature that is due; the entry counts as declined. Raises ``Refused`` out of turn or without a reason."""
    with locked(entry) as fresh:
        permit(by, Can.SIGN, fresh)
        kept = queries.register_of(fresh)
        signer = fresh.signer_due
        refuse(rules.why_signed_meanwhile(seen_due=entry.signer_due, due=signer))
        holders = () if signer in ("", CUSTOMER) else queries.signing_ids(fresh, signer, at)
        named = kept.name_of(signer)
        refuse(
            one
            for one in (
                rules.why_not_sign(signer, signer_name=named, actor_id=by.id, holders=holders),
                rules.why_not_decline(reason),
            )
            if one
        )
        fresh.state = LIFECYCLE.step(fresh.state, "decline")
        fresh.signer_due = ""
        fresh.save(update_fields=["state", "signer_due"])
        declined = events.Declined(
            **about_register(fresh, kept), declined_as=signer, reason=reason.strip()[:200]
        )
        record(declined, by=by, at=at)
        return fresh


def act(
    entry: Entry,
    action: str,
    *,
    by: Actor,
    at: datetime,
    values: Mapping[str, Any],
    photos: Photos | None = None,
) -> Entry:
    """Take an action the register declares, with the fields it asks for; they are added, nothing is overwritten.

    Raises ``NotFound`` for an unknown action, ``Refused`` out of its states or posts, before the last signature, and for
    fields that are wrong.
    """
    with locked(entry) as fresh:
        permit(by, Can.ENTER, fresh)
        kept = queries.register_of(fresh)
        wanted = kept.action(action)
        if wanted.capability:
            permit(by, wanted.capability, fresh)
        refuse(rules.why_gone(is_destroyed=fresh.is_destroyed))
        state = LIFECYCLE.step(fresh.state, "act")
        holders = queries.acting_ids(fresh, wanted, at) if wanted.by else ()
        unsigned = bool(fresh.signer_due)
        refuse(rules.why_not_act(wanted, fresh.stage, is_unsigned=unsigned, actor_id=by.id, holders=holders))
        found = read_values(kept, kept.fields_at(action), values, photos or {}, {}, by, before=fresh.values)
        was, fresh.stage, fresh.state = fresh.stage, wanted.to_stage, state
        fresh.values = {
            **fresh.values,
            **with_files(fresh, kept.fields_at(action), found, photos or {}, values, by, at),
        }
        asked = kept.fields_at(action)
        fresh.typed_by = {**fresh.typed_by, **sight.typed_by(asked, fresh.values, by)}
        names = names_in(kept, kept.term.fields, fresh.values)
        fresh.text = searchable(kept.term.fields, fresh.values, names)
        fresh.index_words()
        fresh.save(update_fields=["state", "stage", "values", "typed_by", "text", "grams"])
        acted = events.Acted(
            **about_register(fresh, kept),
            action=action,
            from_stage=was,
            to_stage=fresh.stage,
            about=fresh.about,
        )
        record(acted, by=by, at=at)
        return fresh


def _customer_signs(entry: Entry, signing: Signing, by: Actor, at: datetime) -> Any:
    return documents.sign(
        by=by,
        at=at,
        site_id=entry.site_id,
        about_ref=entry.ref,
        purpose=PURPOSE,
        signer_name=signing.signer_name,
        how=signing.how,
        strokes=signing.strokes,
    )


def strike(entry: Entry, *, by: Actor, at: datetime, reason: str) -> Entry:
    """Strike an entry out: it stays readable and no longer counts. Raises ``Refused`` without a reason."""
    with locked(entry) as fresh:
        permit(by, Can.STRIKE, fresh)
        refuse(rules.why_gone(is_destroyed=fresh.is_destroyed))
        return _struck(fresh, "strike", by, at, reason)


def rewrite(
    entry: Entry,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    values: Mapping[str, Any],
    about: str = "",
    photos: Photos | None = None,
) -> Entry:
    """Strike an entry out and write the right one in its place, by the rules in force now; gives the new entry.

    Pictures stay with it unless new ones come for their field. It must be signed anew. The same deed written once
    more proves no duty again; written about something else (the wrong unit was chosen), it is a fact of its own.
    """
    with locked(entry) as fresh:
        permit(by, Can.STRIKE, fresh)
        permit(by, Can.ENTER, fresh)
        refuse(rules.why_gone(is_destroyed=fresh.is_destroyed))
        LIFECYCLE.step(fresh.state, "rewrite")
        kept = register_in_force(fresh.site_id, fresh.pack, fresh.register, at, by)
        reasons = [one for one in [rules.why_not_strike(reason)] if one]
        try:
            right = write(
                kept,
                by=by,
                at=at,
                values=values,
                about=about or _said_about(fresh),
                photos=photos or {},
                before=fresh,
            )
        except Refused as refused:
            raise Refused(*reasons, *refused.refusals) from refused
        refuse(reasons)
        _struck(fresh, "rewrite", by, at, reason, right)
        facts = facts_of(right, kept)
        same = right.about == fresh.about
        record(
            events.Rewritten(**facts, replaces=fresh.ref) if same else events.Entered(**facts), by=by, at=at
        )
        return right


def _said_about(entry: Entry) -> str:
    """What an entry was said to be about, when its own fields do not say it."""
    fields = queries.register_of(entry).term.fields
    derived = rules.about_of(
        [one for one in fields if not one.at_action], entry.values, site_ref(entry.site_id)
    )
    return "" if entry.about == derived else entry.about


def _struck(
    entry: Entry, verb: str, by: Actor, at: datetime, reason: str, right: Entry | None = None
) -> Entry:
    refuse(rules.why_not_strike(reason))
    entry.state = LIFECYCLE.step(entry.state, verb)
    entry.struck_at, entry.struck_by_name = at, by.name
    entry.struck_reason, entry.replaced_by = reason.strip()[:200], right
    entry.save(update_fields=["state", "struck_at", "struck_by_name", "struck_reason", "replaced_by"])
    struck = events.Struck(
        **about_register(entry, queries.register_of(entry)),
        reason=entry.struck_reason,
        replaced_by=right.ref if right else "",
    )
    record(struck, by=by, at=at)
    return entry
