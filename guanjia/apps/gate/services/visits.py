"""Visits: announced or not, the host asked, in, out, or turned away."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate import events, queries, rules
from guanjia.apps.gate.lifecycle import VISIT
from guanjia.apps.gate.models import Visit
from guanjia.apps.gate.rules import Look
from guanjia.apps.gate.services.common import draw, same_site
from guanjia.apps.gate.terms import VISIT as SERIES
from guanjia.apps.gate.terms import Can, Channel, VisitState
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def announce(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    visitor: str,
    host: str,
    from_at: datetime,
    until_at: datetime,
    channel: str = Channel.RESIDENT,
    unit_id: int | None = None,
    phone: str = "",
    plate: str = "",
    people: int = 1,
    purpose: str = "",
) -> Visit:
    """Announce a visitor for a time, as a resident, a tenant or our own desk said it."""
    with transaction.atomic():
        permit_at(by, Can.ASK, site_id)
        visit = _new(
            by,
            at,
            site_id=site_id,
            visitor=visitor,
            host=host,
            from_at=from_at,
            until_at=until_at,
            channel=Channel(channel).value,
            unit_id=unit_id,
            phone=phone,
            plate=plate,
            people=people,
            purpose=purpose,
        )
        visit.state = VISIT.initial.value
        visit.save(force_insert=True)
        record(
            events.VisitAnnounced(
                **about(visit), channel=visit.channel, from_at=visit.from_at, until_at=visit.until_at
            ),
            by=by,
            at=at,
        )
        return visit


def arrive(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    visitor: str,
    host: str,
    until_at: datetime,
    unit_id: int | None = None,
    phone: str = "",
    plate: str = "",
    people: int = 1,
    purpose: str = "",
) -> Visit:
    """Note a visitor nobody announced; their host is asked before they come in."""
    with transaction.atomic():
        permit_at(by, Can.GUARD, site_id)
        visit = _new(
            by,
            at,
            site_id=site_id,
            visitor=visitor,
            host=host,
            from_at=at,
            until_at=until_at,
            channel=Channel.NOBODY.value,
            unit_id=unit_id,
            phone=phone,
            plate=plate,
            people=people,
            purpose=purpose,
        )
        visit.state = VISIT.step(VisitState.ANNOUNCED, "arrive").value
        visit.save(force_insert=True)
        record(events.VisitorArrived(**about(visit), host=visit.host), by=by, at=at)
        return visit


def ask_host(visit: Visit, *, by: Actor, at: datetime, agrees: bool, note: str = "") -> Visit:
    """Note what the host said on the phone, and who asked."""
    with locked(visit) as fresh:
        permit(by, Can.GUARD, fresh)
        fresh.state = VISIT.step(fresh.state, "ask_host")
        fresh.host_agreed, fresh.host_asked_at, fresh.host_asked_by_name = agrees, at, by.name
        fresh.host_note = note.strip()[:120]
        fresh.save(update_fields=["state", "host_agreed", "host_asked_at", "host_asked_by_name", "host_note"])
        record(
            events.HostAsked(**about(fresh), host=fresh.host, agrees=agrees, note=fresh.host_note),
            by=by,
            at=at,
        )
        return fresh


def sign_in(
    visit: Visit, *, by: Actor, at: datetime, checked: str, badge: str, people: int | None = None
) -> Visit:
    """Let a visitor in with a badge. Refuses the black list, an unknown identity, a host who was not asked, a badge in use."""
    with locked(visit) as fresh:
        permit(by, Can.GUARD, fresh)
        new_state = VISIT.step(fresh.state, "come_in")
        barred = queries.barred_for(fresh.site_id, Look(fresh.visitor, fresh.phone, fresh.plate), at)
        refuse(
            [
                *rules.why_not_come_in(
                    channel=fresh.channel, host_agreed=fresh.host_agreed, checked=checked, barred=barred
                ),
                _why_not_badge(fresh, badge.strip()),
            ]
        )
        fresh.state, fresh.checked, fresh.badge = new_state, checked, badge.strip()[:20]
        fresh.in_at, fresh.in_by_name = at, by.name
        fresh.people = people or fresh.people
        _save_inside(fresh)
        record(
            events.VisitorIn(**about(fresh), checked=checked, badge=fresh.badge, until_at=fresh.until_at),
            by=by,
            at=at,
        )
        return fresh


def _save_inside(visit: Visit) -> None:
    """Store who came in. Two guards may hand out one badge at once: the second is told, as if they had come later."""
    try:
        with transaction.atomic():
            visit.save(update_fields=["state", "checked", "badge", "in_at", "in_by_name", "people"])
    except IntegrityError:
        refuse(_badge_in_use(visit, visit.badge))
        raise


def _why_not_badge(visit: Visit, badge: str) -> Refusal | None:
    """A badge hangs round one neck at a time."""
    if not badge:
        return Refusal("badge_missing", _("Write the number of the badge you hand out."), field="badge")
    return _badge_in_use(visit, badge)


def _badge_in_use(visit: Visit, badge: str) -> Refusal | None:
    rows = Visit.objects.filter(site_id=visit.site_id, badge=badge, state=VisitState.INSIDE)
    other = rows.exclude(pk=visit.pk).first()
    if other is None:
        return None
    return Refusal(
        "badge_in_use",
        _("This badge is with %(name)s, who is inside. Take another, or sign them out first."),
        field="badge",
        params={"name": other.visitor},
    )


def leave(visit: Visit, *, by: Actor, at: datetime, badge_back: bool = True) -> Visit:
    """Let a visitor out."""
    with locked(visit) as fresh:
        permit(by, Can.GUARD, fresh)
        fresh.state = VISIT.step(fresh.state, "leave")
        fresh.out_at, fresh.out_by_name = at, by.name
        fresh.save(update_fields=["state", "out_at", "out_by_name"])
        record(
            events.VisitorOut(
                **about(fresh), badge=fresh.badge, badge_back=badge_back, late=at > fresh.until_at
            ),
            by=by,
            at=at,
        )
        return fresh


def turn_away(visit: Visit, *, by: Actor, at: datetime, reason: str) -> Visit:
    """Do not let a visitor in, with a reason."""
    with locked(visit) as fresh:
        permit(by, Can.GUARD, fresh)
        new_state = VISIT.step(fresh.state, "turn_away")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.close_reason = new_state, reason.strip()[:300]
        fresh.save(update_fields=["state", "close_reason"])
        record(events.VisitorTurnedAway(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def cancel_visit(visit: Visit, *, by: Actor, at: datetime, reason: str) -> Visit:
    """Call an announced visit off."""
    with locked(visit) as fresh:
        permit(by, Can.ASK, fresh)
        new_state = VISIT.step(fresh.state, "cancel")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.close_reason = new_state, reason.strip()[:300]
        fresh.save(update_fields=["state", "close_reason"])
        record(events.VisitCancelled(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def _new(by: Actor, at: datetime, *, site_id: int, unit_id: int | None, **values: Any) -> Visit:
    """A visit that is not stored yet. Refuses with everything it lacks."""
    unit = same_site(places.get_unit(by, unit_id), site_id) if unit_id else None
    refuse(
        rules.why_not_announce(
            visitor=values["visitor"],
            host=values["host"],
            people=values["people"],
            from_at=values["from_at"],
            until_at=values["until_at"],
        )
    )
    return Visit(
        company_id=by.company_id,
        ref=draw(SERIES, by.company_id, site_id, at),
        site_id=site_id,
        unit=unit,
        channel=values["channel"],
        visitor=values["visitor"].strip()[:60],
        phone=values["phone"],
        plate=rules.plain_plate(values["plate"]),
        people=values["people"],
        host=values["host"].strip()[:80],
        purpose=values["purpose"].strip()[:120],
        from_at=values["from_at"],
        until_at=values["until_at"],
        told_at=at,
        told_by_name=by.name,
    )


def about(visit: Visit) -> dict[str, Any]:
    """What every fact about a visit carries."""
    return {
        "site_id": visit.site_id,
        "ref": visit.ref,
        "thread": visit.ref,
        "visitor": visit.visitor,
        "people": visit.people,
        "unit_id": visit.unit_id,
    }
