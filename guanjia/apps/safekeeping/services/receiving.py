"""Taking things in, and refusing to."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from guanjia.apps.documents import services as documents
from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import Located
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.safekeeping import queries, rules
from guanjia.apps.safekeeping.events import Received
from guanjia.apps.safekeeping.events import TurnedAway as TurnedAwayEvent
from guanjia.apps.safekeeping.models import KeepRules, KeptItem, TurnedAway
from guanjia.apps.safekeeping.services.telling import about, number, staff_id_of
from guanjia.apps.safekeeping.terms import HERE, ITEMS, TURNED_AWAY, Arrival, Can, Kind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse

_CODE_DIGITS = 6


def receive(site_id: int, *, by: Actor, at: datetime, arrival: Arrival) -> KeptItem:
    """Take a thing into keeping: it gets a number for its tag, a code for whoever fetches it, and its times.

    Refuses with every reason at once. Raises ``NotFound`` for a unit of another site.
    """
    with transaction.atomic():
        permit_at(by, Can.RECEIVE, site_id)
        most = rulebook.guard_figure(site_id, "safekeeping.nothing_precious", "yuan", at)
        refuse(
            rules.why_not_receive(
                arrival,
                by_id=staff_id_of(by),
                at=at,
                most_fen=int(most * 100),
                has_unit=arrival.unit_id is not None,
            )
        )
        unit = _unit(site_id, arrival.unit_id)
        row = store(site_id, by=by, at=at, arrival=arrival, unit=unit)
        if arrival.photos:
            documents.attach_all(
                arrival.photos, by=by, at=at, site_id=site_id, about_ref=row.ref, thread=row.ref
            )
    return row


def store(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    arrival: Arrival,
    unit: Located | None = None,
    group_id: int | None = None,
    lines: list[Any] | None = None,
) -> KeptItem:
    """Write an item and its first fact. The caller has permitted and refused, in an open transaction."""
    due_at, keep_until = _times(queries.keep_rules(site_id), arrival, at)
    row = KeptItem(
        company_id=by.company_id,
        ref=number(ITEMS, by.company_id, site_id, at),
        site_id=site_id,
        kind=arrival.kind.value,
        sort=arrival.sort.value,
        what=arrival.what.strip()[:120],
        features=arrival.features.strip()[:300],
        marks=arrival.marks.strip()[:300],
        count=arrival.count,
        left=arrival.count,
        value_fen=arrival.value_fen,
        condition=arrival.condition.strip()[:200],
        shelf=arrival.shelf.strip()[:40],
        unit_id=unit.unit_id if unit else None,
        group_id=unit.group_id if unit else group_id,
        for_name=arrival.for_name.strip()[:80],
        phone=arrival.phone,
        collector=arrival.collector.strip()[:80],
        code=_fresh_code(site_id) if arrival.kind is not Kind.FOUND else "",
        delivery=arrival.delivery.value,
        carrier=arrival.carrier.strip()[:40],
        tracking=arrival.tracking.strip().upper()[:60],
        lines=lines or [],
        found_at=arrival.found_at,
        found_where=arrival.found_where.strip()[:120],
        found_by=arrival.found_by.strip()[:80],
        counted_with_id=arrival.counted_with_id,
        note=arrival.note.strip()[:300],
        received_at=at,
        received_by_id=staff_id_of(by),
        received_by_name=by.name,
        due_at=due_at,
        keep_until=keep_until,
    )
    row.save(force_insert=True)
    record(
        Received(
            **about(row),
            count=row.count,
            unit=unit.code if unit else "",
            delivery=row.delivery,
            precious=row.is_precious,
            due_at=due_at,
            keep_until=keep_until,
        ),
        by=by,
        at=at,
    )
    return row


def turn_away(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    what: str,
    offered_by: str = "",
    unit_id: int | None = None,
) -> TurnedAway:
    """Refuse to keep something, and have that on record. ``reason`` is one of the site's classes, by its key or words."""
    with transaction.atomic():
        permit_at(by, Can.RECEIVE, site_id)
        classes = dict(queries.refused_classes(site_id))
        refuse(rules.why_not_turn_away(reason=reason, known=classes, what=what))
        unit = _unit(site_id, unit_id)
        row = TurnedAway(
            company_id=by.company_id,
            ref=number(TURNED_AWAY, by.company_id, site_id, at),
            site_id=site_id,
            reason=reason[:80],
            what=what.strip()[:120],
            offered_by=offered_by.strip()[:80],
            unit_id=unit.unit_id if unit else None,
            at=at,
            by_name=by.name,
        )
        row.save(force_insert=True)
        record(
            TurnedAwayEvent(
                site_id=site_id, ref=row.ref, reason=row.reason, what=row.what, offered_by=row.offered_by
            ),
            by=by,
            at=at,
        )
    return row


def _unit(site_id: int, unit_id: int | None) -> Located | None:
    if unit_id is None:
        return None
    found = places.locate_unit(site_id, unit_id=unit_id)
    if found is None:
        raise NotFound
    return found


def _times(keep: KeepRules, arrival: Arrival, at: datetime) -> tuple[datetime | None, datetime]:
    """When it should be fetched, and when a supervisor decides about it."""
    if arrival.kind is Kind.STORAGE:
        due_at = arrival.due_at or at + timedelta(days=keep.storage_days)
        return due_at, due_at + timedelta(days=keep.unclaimed_days)
    days = keep.found_days if arrival.kind is Kind.FOUND else keep.mail_days
    return None, at + timedelta(days=days)


def _fresh_code(site_id: int) -> str:
    """A code nobody here uses now. Others of the site wait for our number, so none is drawn twice."""
    while True:
        code = f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}d}"
        if not KeptItem.objects.filter(site_id=site_id, code=code, state__in=HERE).exists():
            return code
