"""Release slips: asked for, the owner's word, approved, passed at the gate once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.documents.terms import Signing
from guanjia.apps.gate import events, queries, rules
from guanjia.apps.gate.lifecycle import SLIP, VISIT
from guanjia.apps.gate.models import ReleaseSlip, Visit
from guanjia.apps.gate.services.common import (
    draw,
    keep_items,
    keep_photos,
    new_token,
    pieces_of,
    same_site,
    staff_id,
    written,
)
from guanjia.apps.gate.terms import OPEN_SLIPS, OWNERS_WORD, Can, Goods, SlipKind, VisitState
from guanjia.apps.gate.terms import SLIP as SERIES
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refused, refuse


def ask_slip(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    unit_id: int,
    items: Sequence[Goods],
    carrier_name: str,
    planned_at: datetime,
    kind: str = SlipKind.SINGLE,
    phone: str = "",
    plate: str = "",
    note: str = "",
    photos: Sequence[Upload] = (),
    word: Signing | None = None,
) -> ReleaseSlip:
    """Ask that goods may leave a unit, perhaps with the owner's word at once. Refuses with everything that is missing."""
    with transaction.atomic():
        permit_at(by, Can.ASK, site_id)
        unit = same_site(places.get_unit(by, unit_id), site_id)
        goods = written(items)
        refuse(rules.why_not_ask(goods=goods, carrier=carrier_name, planned_at=planned_at, at=at))
        slip = ReleaseSlip(
            company_id=by.company_id,
            ref=draw(SERIES, by.company_id, site_id, at),
            site_id=site_id,
            unit=unit,
            state=SLIP.initial.value,
            kind=SlipKind(kind).value,
            token=new_token(),
            carrier_name=carrier_name.strip()[:60],
            phone=phone,
            plate=rules.plain_plate(plate),
            pieces=pieces_of(goods),
            planned_at=planned_at,
            note=note.strip()[:300],
            asked_at=at,
            asked_by_id=staff_id(by),
            asked_by_name=by.name,
        )
        slip.save(force_insert=True)
        keep_items(goods, company_id=by.company_id, slip=slip)
        keep_photos(slip, photos, by=by, at=at)
        own = queries.rules_of(site_id).approver_posts
        record(
            events.SlipAsked(
                **about(slip),
                kind=slip.kind,
                pieces=slip.pieces,
                planned_at=planned_at,
                approver_post=own[0] if own else "",
                asked_by=by.name,
            ),
            by=by,
            at=at,
        )
        if word is not None:
            _keep_word(slip, word, by=by, at=at)
        return slip


def take_word(slip: ReleaseSlip, *, by: Actor, at: datetime, word: Signing) -> ReleaseSlip:
    """Note that the owner lets the goods leave: a signature on the screen, or the word by phone to whoever acts."""
    with locked(slip) as fresh:
        permit(by, Can.ASK, fresh)
        fresh.state = SLIP.step(fresh.state, "take_word")
        _keep_word(fresh, word, by=by, at=at)
        return fresh


def approve_slip(slip: ReleaseSlip, *, by: Actor, at: datetime) -> ReleaseSlip:
    """Let the goods leave, until some hours after the planned time.

    Refuses whoever asked, a post that is not named for it, and every reason why nothing may leave the unit.
    """
    with locked(slip) as fresh:
        permit(by, Can.APPROVE, fresh)
        new_state = SLIP.step(fresh.state, "approve")
        refuse([*why_not_approve(fresh, by, at), *queries.why_not_release(fresh, at)])
        fresh.state, fresh.decided_at, fresh.decided_by_name = new_state, at, by.name
        hours = queries.figure(fresh.site_id, "slip_in_time", "hours", at)
        fresh.expires_at = rules.expires_at(fresh.planned_at, at, hours)
        fresh.save(update_fields=["state", "decided_at", "decided_by_name", "expires_at"])
        record(
            events.SlipApproved(**about(fresh), planned_at=fresh.planned_at, expires_at=fresh.expires_at),
            by=by,
            at=at,
        )
        return fresh


def why_not_approve(slip: ReleaseSlip, by: Actor, at: datetime) -> list[Any]:
    """Why this actor is not the one to approve a slip."""
    return rules.why_not_approve(
        asked_by_id=slip.asked_by_id,
        actor_id=staff_id(by),
        actor_posts=by.posts,
        approvers=queries.slip_approvers(slip.site_id, at),
        is_system=by.is_system,
    )


def decline_slip(slip: ReleaseSlip, *, by: Actor, at: datetime, reason: str) -> ReleaseSlip:
    """Say no to a slip, with a reason."""
    with locked(slip) as fresh:
        permit(by, Can.APPROVE, fresh)
        new_state = SLIP.step(fresh.state, "decline")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.close_reason = new_state, reason.strip()[:300]
        fresh.decided_at, fresh.decided_by_name = at, by.name
        fresh.save(update_fields=["state", "close_reason", "decided_at", "decided_by_name"])
        record(events.SlipDeclined(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def cancel_slip(slip: ReleaseSlip, *, by: Actor, at: datetime, reason: str) -> ReleaseSlip:
    """Call a slip off, with a reason."""
    with locked(slip) as fresh:
        permit(by, Can.ASK, fresh)
        new_state = SLIP.step(fresh.state, "cancel")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.close_reason = new_state, reason.strip()[:300]
        fresh.save(update_fields=["state", "close_reason"])
        record(events.SlipCancelled(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def let_pass(
    slip: ReleaseSlip, *, by: Actor, at: datetime, note: str = "", photos: Sequence[Upload] = ()
) -> ReleaseSlip:
    """Let the goods of a slip pass the gate, once.

    Refuses a slip that passed before (saying when, and by whom), one whose time is over, and a unit stopped since.
    """
    with locked(slip) as fresh:
        permit(by, Can.GUARD, fresh)
        refuse(why_not_let_pass(fresh, at))
        new_state = SLIP.step(fresh.state, "let_pass")
        refuse(queries.why_not_release(fresh, at))
        fresh.state, fresh.passed_at, fresh.passed_by_name = new_state, at, by.name
        fresh.save(update_fields=["state", "passed_at", "passed_by_name"])
        kept = keep_photos(fresh, photos, by=by, at=at)
        record(
            events.SlipPassed(
                **about(fresh), pieces=fresh.pieces, plate=fresh.plate, photos=kept, note=note.strip()[:300]
            ),
            by=by,
            at=at,
        )
        return fresh


def why_not_let_pass(slip: ReleaseSlip, at: datetime) -> Any:
    """Why a slip does not open the gate, by itself: used before, or too late."""
    return rules.why_not_let_pass(
        state=slip.state,
        passed_at=queries.clock_of(slip.site_id, slip.passed_at),
        passed_by=slip.passed_by_name,
        expires_at=slip.expires_at,
        at=at,
    )


def add_photos(slip: ReleaseSlip, *, by: Actor, at: datetime, photos: Sequence[Upload]) -> ReleaseSlip:
    """Add photos to a slip, also to one that is done: evidence may come late, and says when it came."""
    with locked(slip) as fresh:
        permit(by, Can.SEE, fresh)
        keep_photos(fresh, photos, by=by, at=at)
        return fresh


def lapse(*, at: datetime) -> int:
    """Let slips run out whose time is over, and note which announced visitors did not come; how many they were.

    For the clock, inside a scope that sees them. What somebody changed meanwhile is left alone.
    """
    count = 0
    late = Q(expires_at__lte=at) | Q(expires_at=None, planned_at__lte=at)
    for slip in ReleaseSlip.objects.filter(late, state__in=OPEN_SLIPS).order_by("id")[:500]:
        count += _lapse_slip(slip, at)
    for visit in Visit.objects.filter(state=VisitState.ANNOUNCED, until_at__lte=at).order_by("id")[:500]:
        count += _lapse_visit(visit, at)
    return count


def _lapse_slip(slip: ReleaseSlip, at: datetime) -> bool:
    by = Actor.system(slip.company_id)
    hours = queries.figure(slip.site_id, "slip_in_time", "hours", at)
    if slip.expires_at is None and at < rules.expires_at(slip.planned_at, slip.planned_at, hours):
        return False
    try:
        with locked(slip) as fresh:
            fresh.state = SLIP.step(fresh.state, "lapse")
            fresh.save(update_fields=["state"])
            record(events.SlipExpired(**about(fresh)), by=by, at=at)
    except Refused:
        return False
    return True


def _lapse_visit(visit: Visit, at: datetime) -> bool:
    try:
        with locked(visit) as fresh:
            fresh.state = VISIT.step(fresh.state, "lapse")
            fresh.save(update_fields=["state"])
            record(
                events.VisitMissed(
                    site_id=fresh.site_id,
                    ref=fresh.ref,
                    thread=fresh.ref,
                    visitor=fresh.visitor,
                    people=fresh.people,
                    unit_id=fresh.unit_id,
                ),
                by=Actor.system(visit.company_id),
                at=at,
            )
    except Refused:
        return False
    return True


def _keep_word(slip: ReleaseSlip, word: Signing, *, by: Actor, at: datetime) -> None:
    documents.sign(
        by=by,
        at=at,
        site_id=slip.site_id,
        about_ref=slip.ref,
        thread=slip.ref,
        purpose=OWNERS_WORD,
        signer_name=word.signer_name,
        how=word.how,
        strokes=word.strokes,
    )
    slip.word_name, slip.word_how, slip.word_at = word.signer_name.strip()[:60], str(word.how), at
    slip.save(update_fields=["state", "word_name", "word_how", "word_at"])
    record(
        events.WordTaken(**about(slip), word_name=slip.word_name, how=slip.word_how),
        by=by,
        at=at,
    )


def about(slip: ReleaseSlip) -> dict[str, Any]:
    """What every fact about a slip carries."""
    return {"site_id": slip.site_id, "ref": slip.ref, "thread": slip.ref, "unit_id": slip.unit_id}
