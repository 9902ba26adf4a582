"""What people miss: reported, given back with what was found, or given up."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.places import queries as places
from guanjia.apps.safekeeping import rules
from guanjia.apps.safekeeping.events import LossReported, LossSettled, PhoneShown
from guanjia.apps.safekeeping.lifecycle import LOSS
from guanjia.apps.safekeeping.models import KeptItem, LossReport
from guanjia.apps.safekeeping.services.telling import local_day, number
from guanjia.apps.safekeeping.terms import LOSSES, Can, Loss
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse


def report_loss(site_id: int, *, by: Actor, at: datetime, loss: Loss) -> LossReport:
    """Write down what somebody misses; it is compared with what was found and with what will be."""
    with transaction.atomic():
        permit_at(by, Can.RECEIVE, site_id)
        refuse(rules.why_not_loss(loss, today=local_day(site_id, at)))
        if loss.unit_id is not None and places.locate_unit(site_id, unit_id=loss.unit_id) is None:
            raise NotFound
        row = LossReport(
            company_id=by.company_id,
            ref=number(LOSSES, by.company_id, site_id, at),
            site_id=site_id,
            sort=loss.sort.value,
            what=loss.what.strip()[:120],
            features=loss.features.strip()[:300],
            where=loss.where.strip()[:120],
            lost_on=loss.lost_on,
            name=loss.name.strip()[:80],
            phone=loss.phone,
            unit_id=loss.unit_id,
            reported_at=at,
            reported_to_name=by.name,
        )
        row.save(force_insert=True)
        event = LossReported(
            site_id=site_id, ref=row.ref, thread=row.ref, sort=row.sort, what=row.what, lost_on=row.lost_on
        )
        record(event, by=by, at=at)
    return row


def close_loss(report: LossReport, *, by: Actor, at: datetime, note: str) -> LossReport:
    """Look for it no longer. Refuses without a reason."""
    with locked(report) as row:
        permit(by, Can.RECEIVE, row)
        row.state = LOSS.step(row.state, "close")
        refuse(rules.why_not_said(note))
        row.settled_at, row.note = at, note.strip()[:300]
        row.save(update_fields=["state", "settled_at", "note"])
        event = LossSettled(site_id=row.site_id, ref=row.ref, thread=row.ref, found=False, note=row.note)
        record(event, by=by, at=at)
    return row


def give_back(ref: str, item: KeptItem, *, by: Actor, at: datetime) -> LossReport:
    """What was missed is with its loser again. Part of handing it over, in that transaction. Raises ``NotFound``."""
    row = LossReport.objects.select_for_update().filter(site_id=item.site_id, ref=ref).first()
    if row is None:
        raise NotFound
    row.state = LOSS.step(row.state, "give_back")
    row.item, row.settled_at = item, at
    row.save(update_fields=["state", "item", "settled_at"])
    event = LossSettled(site_id=row.site_id, ref=row.ref, thread=row.ref, found=True, item=item.ref)
    record(event, by=by, at=at)
    return row


def show_loss_phone(report: LossReport, *, by: Actor, at: datetime, reason: str) -> str:
    """The loser's whole number, for a reason that goes on record."""
    with locked(report) as row:
        permit(by, Can.HAND_OUT, row)
        refuse(rules.why_not_said(reason, "reason"))
        event = PhoneShown(site_id=row.site_id, ref=row.ref, thread=row.ref, reason=reason.strip()[:200])
        record(event, by=by, at=at)
        return row.phone
