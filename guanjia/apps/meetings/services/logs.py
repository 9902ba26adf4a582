"""Duty logs: opened by whoever is on duty, handed over, received by the relief, countersigned."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings import events, rules
from guanjia.apps.meetings.models import Item, Log
from guanjia.apps.meetings.queries.watches import is_of_watch, latest, turn_of
from guanjia.apps.meetings.services.frame import NOTE, number, sign, staff_id
from guanjia.apps.meetings.terms import LOG, Can, Check, ItemState, LogState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse

_NOT_YOURS = Refusal(
    "not_yours", _("Only who handed it over takes it up again, as long as the next shift has not begun.")
)
_OWN_LOG = Refusal("own_log", _("You were part of this shift; somebody else has to countersign its log."))


def open_log(site_id: int, *, by: Actor, at: datetime, reason: str = "") -> Log:
    """Open the log of the actor's turn of duty.

    The former log of the watch must have been received, or ``reason`` says why it was not. Lines left open go on in this one.
    """
    with transaction.atomic():
        permit_at(by, Can.LOG, site_id)
        me = staff_id(by)
        turn = turn_of(me, site_id, at)
        former = latest(site_id, turn.watch) if turn else None
        if former is not None:
            former = Log.objects.select_for_update().get(pk=former.pk)
        before = rules.Former(former.state, former.from_at, former.until_at) if former else None
        refuse(rules.why_not_open(before, from_at=turn.from_at if turn else None, at=at, reason=reason))
        assert turn is not None
        assert me is not None
        passed_over = former is not None and former.state in (LogState.OPEN, LogState.HANDED)
        if former is not None and passed_over:
            _pass_over(former, reason, by=by, at=at)
        row = Log(
            company_id=by.company_id,
            ref=number(LOG, site_id, by=by, at=at),
            site_id=site_id,
            watch=turn.watch,
            watch_name=turn.watch_name,
            post_name=turn.post_name,
            from_at=turn.from_at,
            until_at=turn.until_at,
            opened_at=at,
            opened_by_id=me,
            former=former,
            why_unreceived=reason.strip()[:300] if passed_over else "",
        )
        row.save(force_insert=True)
        carried = _carry(former, row) if former is not None else 0
        record(
            events.LogOpened(
                site_id=site_id,
                ref=row.ref,
                watch=row.watch,
                staff_id=me,
                carried=carried,
                former=former.ref if former is not None else "",
                until_at=row.until_at,
            ),
            by=by,
            at=at,
        )
    return row


def hand_over(
    log: Log,
    *,
    by: Actor,
    at: datetime,
    checks: Collection[str] = (),
    note: str = "",
    strokes: str = "",
) -> Log:
    """Hand the shift over: what was looked at before, a word to the relief, the signature. The open lines go along."""
    with locked(log) as row:
        permit(by, Can.LOG, row)
        ticked = [one.value for one in Check if one.value in checks]
        state = row.lifecycle.step(row.state, "hand_over")
        refuse(rules.why_not_hand_over(ticked, note=note, on_duty=is_of_watch(row, by, at)))
        sign(row.ref, row.site_id, "handover", strokes, by=by, at=at)
        row.state, row.checks, row.hand_note = state, ticked, note.strip()[:NOTE]
        row.left = list(_open_items(row).values_list("pk", flat=True))
        row.handed_at, row.handed_by_id, row.handed_by_name = at, staff_id(by), by.name
        row.save(
            update_fields=[
                "state",
                "checks",
                "hand_note",
                "left",
                "handed_at",
                "handed_by_id",
                "handed_by_name",
            ]
        )
        record(
            events.LogHandedOver(
                site_id=row.site_id,
                ref=row.ref,
                watch=row.watch,
                left=len(row.left),
                note=row.hand_note,
                staff_id=staff_id(by),
            ),
            by=by,
            at=at,
        )
    return row


def resume(log: Log, *, by: Actor, at: datetime, reason: str) -> Log:
    """Take a shift up again that was handed over but not received: the relief did not come, or something happened."""
    with locked(log) as row:
        permit(by, Can.LOG, row)
        mine = by.is_system or staff_id(by) in (row.handed_by_id, row.opened_by_id)
        newer = Log.objects.filter(former=row).exists()
        state = row.lifecycle.step(row.state, "resume")
        refuse(
            [
                None if mine and not newer else _NOT_YOURS,
                rules.why_not_word(reason, "reason"),
            ]
        )
        row.state, row.handed_at, row.handed_by_id, row.handed_by_name = state, None, None, ""
        row.save(update_fields=["state", "handed_at", "handed_by_id", "handed_by_name"])
        record(
            events.LogResumed(site_id=row.site_id, ref=row.ref, watch=row.watch, note=reason.strip()[:NOTE]),
            by=by,
            at=at,
        )
    return row


def receive_log(log: Log, *, by: Actor, at: datetime, note: str = "", strokes: str = "") -> Log:
    """The relief receives the shift with its open lines, and signs."""
    with locked(log) as row:
        permit(by, Can.LOG, row)
        state = row.lifecycle.step(row.state, "receive")
        refuse(
            rules.why_not_receive(
                on_duty=is_of_watch(row, by, at), by_id=staff_id(by), handed_by_id=row.handed_by_id
            )
        )
        sign(row.ref, row.site_id, "receipt", strokes, by=by, at=at)
        row.state, row.receive_note = state, note.strip()[:NOTE]
        row.received_at, row.received_by_id, row.received_by_name = at, staff_id(by), by.name
        row.save(update_fields=["state", "receive_note", "received_at", "received_by_id", "received_by_name"])
        record(
            events.LogReceived(
                site_id=row.site_id,
                ref=row.ref,
                watch=row.watch,
                note=row.receive_note,
                staff_id=staff_id(by),
            ),
            by=by,
            at=at,
        )
    return row


def countersign(log: Log, *, by: Actor, at: datetime, note: str = "") -> Log:
    """The supervisor has read the log; it is corrected no more. Nobody countersigns a shift they handed over or received."""
    with locked(log) as row:
        permit(by, Can.COUNTERSIGN, row)
        state = row.lifecycle.step(row.state, "countersign")
        own = staff_id(by) is not None and staff_id(by) in (
            row.opened_by_id,
            row.handed_by_id,
            row.received_by_id,
        )
        refuse(_OWN_LOG if own else None)
        row.state, row.read_at, row.read_by_name, row.remark = state, at, by.name, note.strip()[:NOTE]
        row.save(update_fields=["state", "read_at", "read_by_name", "remark"])
        record(
            events.LogCountersigned(site_id=row.site_id, ref=row.ref, watch=row.watch, note=row.remark),
            by=by,
            at=at,
        )
    return row


def _pass_over(former: Log, reason: str, *, by: Actor, at: datetime) -> None:
    former.state = former.lifecycle.step(former.state, "pass_over")
    if not former.left:
        former.left = list(_open_items(former).values_list("pk", flat=True))
    former.save(update_fields=["state", "left"])
    record(
        events.LogPassedOver(
            site_id=former.site_id, ref=former.ref, watch=former.watch, note=reason.strip()[:300]
        ),
        by=by,
        at=at,
    )


def _open_items(row: Log) -> QuerySet[Item]:
    return Item.objects.filter(now_in=row, state=ItemState.OPEN.value).order_by("at", "id")


def _carry(former: Log, row: Log) -> int:
    """Open lines of the former log go on in the new one."""
    items = list(_open_items(former).select_for_update())
    for item in items:
        item.now_in, item.carried = row, item.carried + 1
        item.save(update_fields=["now_in", "carried"])
    return len(items)
