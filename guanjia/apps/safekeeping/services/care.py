"""While a thing is with us: its owner is told, it is moved, kept for longer, and looked over by the clock."""

import logging
from datetime import datetime

from guanjia.apps.safekeeping import rules
from guanjia.apps.safekeeping.events import Moved, Overdue, OwnerTold, PhoneShown, Prolonged, Unclaimed
from guanjia.apps.safekeeping.lifecycle import ITEM
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.apps.safekeeping.services.handing import _why_no_shelf
from guanjia.apps.safekeeping.services.telling import about
from guanjia.apps.safekeeping.terms import Can, State, Told
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse
from guanjia.kernel.scope import across_companies, company_scope

_log = logging.getLogger(__name__)
_AT_ONCE = 500
"""So many things the clock looks over in one go; the rest has its turn next time."""


def tell(item: KeptItem, *, by: Actor, at: datetime, how: Told, note: str = "") -> KeptItem:
    """The owner was told that it is here."""
    with locked(item) as row:
        permit(by, Can.HAND_OUT, row)
        row.state = ITEM.step(row.state, "tell")
        row.told_at = at
        row.save(update_fields=["state", "told_at"])
        late = row.due_at is not None and row.due_at <= at
        record(
            OwnerTold(**about(row), how=how.value, overdue=late, note=note.strip()[:200]),
            by=by,
            at=at,
        )
    return row


def prolong(item: KeptItem, *, by: Actor, at: datetime, due_at: datetime, note: str = "") -> KeptItem:
    """The owner comes later; the time until a supervisor decides moves with it. Refuses a moment that has passed."""
    with locked(item) as row:
        permit(by, Can.RECEIVE, row)
        row.state = ITEM.step(row.state, "prolong")
        refuse(rules.why_not_until(due_at, at, "due_at"))
        begun = row.due_at or row.received_at
        row.keep_until = max(row.keep_until, due_at + (row.keep_until - begun))
        row.due_at, row.overdue_at = due_at, None
        row.save(update_fields=["state", "due_at", "overdue_at", "keep_until"])
        record(Prolonged(**about(row), due_at=due_at, note=note.strip()[:200]), by=by, at=at)
    return row


def move(item: KeptItem, *, by: Actor, at: datetime, shelf: str) -> KeptItem:
    """It lies on another shelf."""
    with locked(item) as row:
        permit(by, Can.RECEIVE, row)
        row.state = ITEM.step(row.state, "move")
        refuse(_why_no_shelf(shelf))
        row.shelf = shelf.strip()[:40]
        row.save(update_fields=["state", "shelf"])
        record(Moved(**about(row), shelf=row.shelf), by=by, at=at)
    return row


def show_phone(item: KeptItem, *, by: Actor, at: datetime, reason: str) -> str:
    """The owner's whole number, for a reason that goes on record."""
    with locked(item) as row:
        permit(by, Can.HAND_OUT, row)
        refuse(rules.why_not_said(reason, "reason"))
        record(
            PhoneShown(site_id=row.site_id, ref=row.ref, thread=row.ref, reason=reason.strip()[:200]),
            by=by,
            at=at,
        )
        return row.phone


def look_over(*, at: datetime) -> int:
    """Say of what should have been fetched that it was not, and leave to a supervisor what was kept long enough.

    For the clock. Each thing is settled in a transaction of its own; one that fails does not hold up the others.
    """
    with across_companies(reason="what the desks keep, looked over by the clock"):
        kept = KeptItem.objects.filter(state=State.KEPT.value)
        due = kept.filter(due_at__lte=at, overdue_at=None) | kept.filter(keep_until__lte=at)
        rows = list(due.order_by("id")[:_AT_ONCE])
    count = 0
    for row in rows:
        with company_scope(row.company_id):
            try:
                count += _look_at(row, at)
            except Exception:
                _log.exception("kept item %s was not looked over", row.pk)
    return count


def _look_at(item: KeptItem, at: datetime) -> int:
    with locked(item) as row:
        if row.state != State.KEPT:
            return 0
        system, count = Actor.system(row.company_id, "safekeeping"), 0
        if row.due_at is not None and row.due_at <= at and row.overdue_at is None:
            row.overdue_at = at
            row.save(update_fields=["overdue_at"])
            record(Overdue(**about(row), due_at=row.due_at), by=system, at=at)
            count += 1
        if row.keep_until <= at:
            row.state = ITEM.step(row.state, "lapse")
            row.save(update_fields=["state"])
            record(Unclaimed(**about(row), kept_since=row.received_at), by=system, at=at)
            count += 1
        return count
