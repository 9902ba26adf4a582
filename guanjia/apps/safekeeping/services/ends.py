"""What becomes of a thing nobody claims: kept on, disposed of by two, back to the carrier, to the police."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.safekeeping import rules
from guanjia.apps.safekeeping.events import Disposed, GivenToPolice, KeptOn, Released, SentBack
from guanjia.apps.safekeeping.lifecycle import ITEM
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.apps.safekeeping.services.telling import about, name_of, staff_id_of
from guanjia.apps.safekeeping.terms import Can, Kind
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import Refusal, refuse


def keep_on(item: KeptItem, *, by: Actor, at: datetime, keep_until: datetime, note: str) -> KeptItem:
    """A supervisor lets an unclaimed thing lie for longer. Refuses without a reason, or a moment that has passed."""
    with locked(item) as row:
        permit(by, Can.DECIDE, row)
        row.state = ITEM.step(row.state, "keep_on")
        refuse([rules.why_not_said(note), rules.why_not_until(keep_until, at, "keep_until")])
        row.keep_until, row.decided_by_id = keep_until, staff_id_of(by)
        row.save(update_fields=["state", "keep_until", "decided_by_id"])
        record(KeptOn(**about(row), keep_until=keep_until, note=note.strip()[:200]), by=by, at=at)
    return row


def release(item: KeptItem, *, by: Actor, at: datetime, note: str) -> KeptItem:
    """A supervisor decides that an unclaimed thing is disposed of, and how. Somebody else then does it."""
    with locked(item) as row:
        permit(by, Can.DECIDE, row)
        row.state = ITEM.step(row.state, "release")
        refuse(rules.why_not_said(note))
        row.decided_by_id = staff_id_of(by)
        row.save(update_fields=["state", "decided_by_id"])
        record(Released(**about(row), note=note.strip()[:200]), by=by, at=at)
    return row


def dispose(item: KeptItem, *, by: Actor, at: datetime, note: str, witness_id: int | None) -> KeptItem:
    """Dispose of what a supervisor released, with a witness. Refuses whoever decided it."""
    with locked(item) as row:
        permit(by, Can.HAND_OUT, row)
        row.state = ITEM.step(row.state, "dispose")
        refuse(
            [
                rules.why_not_said(note),
                *rules.why_not_dispose(
                    by_id=staff_id_of(by), decided_by_id=row.decided_by_id, witness_id=witness_id
                ),
            ]
        )
        _settle(row, by, at)
        record(
            Disposed(**about(row), note=note.strip()[:200], witness=name_of(witness_id)),
            by=by,
            at=at,
        )
    return row


def send_back(item: KeptItem, *, by: Actor, at: datetime, note: str) -> KeptItem:
    """Give mail back to its carrier: wrong addressee, not accepted, or kept too long."""
    with locked(item) as row:
        permit(by, Can.RECEIVE, row)
        row.state = ITEM.step(row.state, "send_back")
        refuse([rules.why_not_kind(row.kind, Kind.MAIL), rules.why_not_said(note)])
        _settle(row, by, at)
        record(SentBack(**about(row), note=note.strip()[:200], carrier=row.carrier), by=by, at=at)
    return row


def give_to_police(item: KeptItem, *, by: Actor, at: datetime, station: str, receipt: str) -> KeptItem:
    """Give something found to the police, against its receipt."""
    with locked(item) as row:
        permit(by, Can.HAND_OUT, row)
        row.state = ITEM.step(row.state, "give_to_police")
        refuse([rules.why_not_kind(row.kind, Kind.FOUND), _why_no_station(station), _why_no_receipt(receipt)])
        row.taken_by = station.strip()[:80]
        _settle(row, by, at)
        record(
            GivenToPolice(**about(row), station=row.taken_by, receipt=receipt.strip()[:60]),
            by=by,
            at=at,
        )
    return row


def _settle(row: KeptItem, by: Actor, at: datetime) -> None:
    row.left, row.settled_at, row.settled_by_name = 0, at, by.name
    row.save(update_fields=["state", "left", "taken_by", "settled_at", "settled_by_name"])


def _why_no_station(station: str) -> Refusal | None:
    if station.strip():
        return None
    return Refusal("station_missing", _("Say which police station took it."), field="station")


def _why_no_receipt(receipt: str) -> Refusal | None:
    if receipt.strip():
        return None
    return Refusal("receipt_missing", _("Write the number on the receipt of the police."), field="receipt")
