"""Held goods: kept back at the gate, decided on, given out against a signature."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.documents.terms import Signing
from guanjia.apps.gate import events, rules
from guanjia.apps.gate.lifecycle import HELD_GOODS, SLIP
from guanjia.apps.gate.models import HeldGoods, ReleaseSlip
from guanjia.apps.gate.services.common import draw, keep_items, keep_photos, pieces_of, same_site, written
from guanjia.apps.gate.terms import HELD as SERIES
from guanjia.apps.gate.terms import RECEIPT, Can, Goods, HeldOutcome
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def hold(
    slip: ReleaseSlip,
    *,
    by: Actor,
    at: datetime,
    items: Sequence[Goods],
    reason: str,
    kept_where: str,
    photos: Sequence[Upload] = (),
) -> HeldGoods:
    """Hold the goods of a slip at the gate: they do not match it, or its unit was stopped. The slip opens nothing any more."""
    with locked(slip) as fresh:
        permit(by, Can.GUARD, fresh)
        new_state = SLIP.step(fresh.state, "hold")
        held = _keep(
            by=by,
            at=at,
            site_id=fresh.site_id,
            slip=fresh,
            unit_id=fresh.unit_id,
            owner_name=fresh.carrier_name,
            phone=fresh.phone,
            plate=fresh.plate,
            items=items,
            reason=reason,
            kept_where=kept_where,
            photos=photos,
        )
        fresh.state, fresh.close_reason = new_state, held.reason
        fresh.save(update_fields=["state", "close_reason"])
        return held


def take_in(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    items: Sequence[Goods],
    owner_name: str,
    reason: str,
    kept_where: str,
    phone: str = "",
    plate: str = "",
    unit_id: int | None = None,
    photos: Sequence[Upload] = (),
) -> HeldGoods:
    """Hold goods that came to the gate without a slip."""
    with transaction.atomic():
        permit_at(by, Can.GUARD, site_id)
        unit = same_site(places.get_unit(by, unit_id), site_id) if unit_id else None
        return _keep(
            by=by,
            at=at,
            site_id=site_id,
            slip=None,
            unit_id=unit.pk if unit else None,
            owner_name=owner_name,
            phone=phone,
            plate=rules.plain_plate(plate),
            items=items,
            reason=reason,
            kept_where=kept_where,
            photos=photos,
        )


def decide_held(held: HeldGoods, *, by: Actor, at: datetime, outcome: str, note: str = "") -> HeldGoods:
    """Decide whether held goods go back or to an authority; the latter with a word why."""
    with locked(held) as fresh:
        permit(by, Can.DECIDE_HELD, fresh)
        new_state = HELD_GOODS.step(fresh.state, "decide")
        chosen = HeldOutcome(outcome)
        refuse(rules.why_not_reason(note, "note") if chosen is HeldOutcome.AUTHORITY else None)
        fresh.state, fresh.outcome, fresh.decision = new_state, chosen.value, note.strip()[:300]
        fresh.decided_at, fresh.decided_by_name = at, by.name
        fresh.save(update_fields=["state", "outcome", "decision", "decided_at", "decided_by_name"])
        record(
            events.HeldDecided(**about(fresh), outcome=fresh.outcome, note=fresh.decision),
            by=by,
            at=at,
        )
        return fresh


def give_out(held: HeldGoods, *, by: Actor, at: datetime, receipt: Signing) -> HeldGoods:
    """Give held goods out as was decided, against the signature of whoever takes them."""
    with locked(held) as fresh:
        permit(by, Can.GUARD, fresh)
        new_state = HELD_GOODS.step(fresh.state, "give_out")
        documents.sign(
            by=by,
            at=at,
            site_id=fresh.site_id,
            about_ref=fresh.ref,
            thread=_thread(fresh),
            purpose=RECEIPT,
            signer_name=receipt.signer_name,
            how=receipt.how,
            strokes=receipt.strokes,
        )
        fresh.state, fresh.given_at, fresh.given_by_name = new_state, at, by.name
        fresh.given_to = receipt.signer_name.strip()[:60]
        fresh.save(update_fields=["state", "given_at", "given_by_name", "given_to"])
        record(
            events.GoodsGivenOut(**about(fresh), outcome=fresh.outcome, taken_by=fresh.given_to),
            by=by,
            at=at,
        )
        return fresh


def _keep(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    slip: ReleaseSlip | None,
    unit_id: int | None,
    owner_name: str,
    phone: str,
    plate: str,
    items: Sequence[Goods],
    reason: str,
    kept_where: str,
    photos: Sequence[Upload],
) -> HeldGoods:
    goods = written(items)
    refuse(
        [
            rules.why_not_goods(goods),
            rules.why_not_reason(reason),
            _missing(owner_name, "owner_name", _("Write whose goods these are.")),
            _missing(kept_where, "kept_where", _("Write where the goods are kept.")),
        ]
    )
    held = HeldGoods(
        company_id=by.company_id,
        ref=draw(SERIES, by.company_id, site_id, at),
        site_id=site_id,
        slip=slip,
        unit_id=unit_id,
        state=HELD_GOODS.initial.value,
        owner_name=owner_name.strip()[:60],
        phone=phone,
        plate=plate,
        reason=reason.strip()[:300],
        kept_where=kept_where.strip()[:120],
        pieces=pieces_of(goods),
        held_at=at,
        held_by_name=by.name,
    )
    held.save(force_insert=True)
    keep_items(goods, company_id=by.company_id, held=held)
    keep_photos(held, photos, by=by, at=at, thread=_thread(held))
    record(
        events.GoodsHeld(
            **about(held),
            reason=held.reason,
            pieces=held.pieces,
            slip=slip.ref if slip else "",
            owner_name=held.owner_name,
            kept_where=held.kept_where,
        ),
        by=by,
        at=at,
    )
    return held


def _missing(text: str, field: str, message: Any) -> Refusal | None:
    return None if text.strip() else Refusal(f"{field}_missing", message, field=field)


def _thread(held: HeldGoods) -> str:
    return held.slip.ref if held.slip else held.ref


def about(held: HeldGoods) -> dict[str, Any]:
    """What every fact about held goods carries; they belong to the matter of their slip."""
    return {
        "site_id": held.site_id,
        "ref": held.ref,
        "thread": _thread(held),
        "unit_id": held.unit_id,
    }
