"""Temporary passes with their comings and goings, and the black list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.services import Upload
from guanjia.apps.gate import events, queries, rules
from guanjia.apps.gate.lifecycle import PASS
from guanjia.apps.gate.models import BarredPerson, Pass, Passage
from guanjia.apps.gate.rules import Look
from guanjia.apps.gate.services.common import draw, keep_photos, new_token, same_site
from guanjia.apps.gate.terms import PASS as SERIES
from guanjia.apps.gate.terms import Can, PassKind, PassState
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def issue_pass(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    holder: str,
    kind: str,
    from_at: datetime,
    until_at: datetime,
    unit_id: int | None = None,
    where: str = "",
    phone: str = "",
    firm: str = "",
    purpose: str = "",
    photos: Sequence[Upload] = (),
) -> Pass:
    """Give one person a pass for a time. Refuses a time longer than allowed, and the black list."""
    with transaction.atomic():
        permit_at(by, Can.ISSUE_PASS, site_id)
        unit = same_site(places.get_unit(by, unit_id), site_id) if unit_id else None
        refuse(_why_not(site_id, Look(holder, phone), from_at, until_at, at))
        made = Pass(
            company_id=by.company_id,
            ref=draw(SERIES, by.company_id, site_id, at),
            site_id=site_id,
            unit=unit,
            state=PASS.initial.value,
            kind=PassKind(kind).value,
            token=new_token(),
            holder=holder.strip()[:60],
            phone=phone,
            firm=firm.strip()[:80],
            where=where.strip()[:120],
            purpose=purpose.strip()[:120],
            from_at=from_at,
            until_at=until_at,
            issued_at=at,
            issued_by_name=by.name,
        )
        made.save(force_insert=True)
        keep_photos(made, photos, by=by, at=at)
        record(events.PassIssued(**about(made), from_at=from_at, until_at=until_at), by=by, at=at)
        return made


def renew_pass(held: Pass, *, by: Actor, at: datetime, until_at: datetime) -> Pass:
    """Let a pass be good for longer; counted anew from now."""
    with locked(held) as fresh:
        permit(by, Can.ISSUE_PASS, fresh)
        new_state = PASS.step(fresh.state, "renew")
        begin = max(at, fresh.from_at)
        refuse(_why_not(fresh.site_id, Look(fresh.holder, fresh.phone), begin, until_at, at))
        fresh.state, fresh.until_at, fresh.renewed = new_state, until_at, fresh.renewed + 1
        fresh.save(update_fields=["state", "until_at", "renewed"])
        record(events.PassRenewed(**about(fresh), until_at=until_at), by=by, at=at)
        return fresh


def withdraw_pass(held: Pass, *, by: Actor, at: datetime, reason: str) -> Pass:
    """Take a pass back, with a reason; it opens nothing any more."""
    with locked(held) as fresh:
        permit(by, Can.ISSUE_PASS, fresh)
        new_state = PASS.step(fresh.state, "withdraw")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.withdrawn_at, fresh.close_reason = new_state, at, reason.strip()[:300]
        fresh.save(update_fields=["state", "withdrawn_at", "close_reason"])
        record(events.PassWithdrawn(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def go_in(held: Pass, *, by: Actor, at: datetime) -> Passage:
    """Let the holder of a pass in. Refuses a pass that is not good now, one whose holder is inside, and the black list."""
    with locked(held) as fresh:
        permit(by, Can.GUARD, fresh)
        refuse(why_not_go_in(fresh, at))
        PASS.step(fresh.state, "go_in")
        passage = Passage(
            company_id=fresh.company_id, site_id=fresh.site_id, of=fresh, in_at=at, in_by_name=by.name
        )
        passage.save(force_insert=True)
        record(events.PassedIn(**about(fresh), until_at=fresh.until_at), by=by, at=at)
        return passage


def why_not_go_in(held: Pass, at: datetime) -> list[Refusal | None]:
    """Why the holder of a pass is not let in now."""
    return rules.why_not_go_in(
        state=held.state,
        from_at=held.from_at,
        until_at=held.until_at,
        inside=queries.inside_by(held) is not None,
        barred=queries.barred_for(held.site_id, Look(held.holder, held.phone), at),
        at=at,
    )


def go_out(held: Pass, *, by: Actor, at: datetime) -> Passage:
    """Let the holder of a pass out, also of one that is no longer good."""
    with locked(held) as fresh:
        permit(by, Can.GUARD, fresh)
        passage = queries.inside_by(fresh)
        if passage is None:
            refuse(Refusal("not_inside", _("The holder of this pass is not inside.")))
        assert passage is not None
        PASS.step(fresh.state, "go_out" if fresh.state == PassState.VALID else "see_off")
        passage.out_at, passage.out_by_name = at, by.name
        passage.save(update_fields=["out_at", "out_by_name"])
        record(events.PassedOut(**about(fresh)), by=by, at=at)
        return passage


def bar(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    name: str,
    reason: str,
    until_at: datetime,
    phone: str = "",
    plate: str = "",
) -> BarredPerson:
    """Put somebody on the black list of a site until a moment, with a reason."""
    with transaction.atomic():
        permit_at(by, Can.BAR, site_id)
        refuse(rules.why_not_bar(name=name, reason=reason, until_at=until_at, at=at))
        row = BarredPerson(
            company_id=by.company_id,
            site_id=site_id,
            name=name.strip()[:60],
            phone=phone,
            plate=rules.plain_plate(plate),
            reason=reason.strip()[:300],
            since=at,
            until_at=until_at,
            by_name=by.name,
        )
        row.save(force_insert=True)
        record(
            events.Barred(
                site_id=site_id,
                ref=f"barred:{row.pk}",
                person=row.name,
                reason=row.reason,
                until_at=until_at,
            ),
            by=by,
            at=at,
        )
        return row


def lift_bar(row: BarredPerson, *, by: Actor, at: datetime, reason: str) -> BarredPerson:
    """Take somebody off the black list, with a reason."""
    with locked(row) as fresh:
        permit(by, Can.BAR, fresh)
        gone = Refusal("already_lifted", _("This person is off the black list already. Reload the page."))
        refuse([gone if fresh.lifted_at else None, rules.why_not_reason(reason)])
        fresh.lifted_at, fresh.lifted_by_name, fresh.lifted_reason = at, by.name, reason.strip()[:300]
        fresh.save(update_fields=["lifted_at", "lifted_by_name", "lifted_reason"])
        record(
            events.BarLifted(
                site_id=fresh.site_id,
                ref=f"barred:{fresh.pk}",
                person=fresh.name,
                reason=fresh.lifted_reason,
            ),
            by=by,
            at=at,
        )
        return fresh


def _why_not(site_id: int, look: Look, from_at: datetime, until_at: datetime, at: datetime) -> list[Any]:
    return rules.why_not_pass(
        holder=look.name,
        from_at=from_at,
        until_at=until_at,
        longest_days=queries.figure(site_id, "pass_length", "days", at),
        barred=queries.barred_for(site_id, look, at),
    )


def about(held: Pass) -> dict[str, Any]:
    """What every fact about a pass carries."""
    return {
        "site_id": held.site_id,
        "ref": held.ref,
        "thread": held.ref,
        "holder": held.holder,
        "kind": held.kind,
        "unit_id": held.unit_id,
    }
