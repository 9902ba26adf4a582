"""The lines of a duty log: entered, left open, settled, made a case, struck and rewritten."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.cases import services as cases
from guanjia.apps.documents.services import Upload
from guanjia.apps.meetings import events, rules
from guanjia.apps.meetings.models import Item, Log
from guanjia.apps.meetings.queries.watches import is_of_watch
from guanjia.apps.meetings.services.frame import keep, staff_id, strike
from guanjia.apps.meetings.terms import CASES, Can, ItemKind, ItemState
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse


def write(
    log: Log,
    *,
    by: Actor,
    at: datetime,
    line: str,
    kind: str = "",
    unit_id: int | None = None,
    place: str = "",
    happened_at: datetime | None = None,
    leave_open: bool = False,
    files: Sequence[Upload] = (),
) -> Item:
    """Enter a line. "14:05 报修 3-502 厨房漏水!" says time, kind, unit and that it stays open; the fields win over the words."""
    with locked(log) as row:
        permit(by, Can.LOG, row)
        row.state = row.lifecycle.step(row.state, "write")
        said, found_id = _understood(row, line)
        moment = happened_at or _on_clock(row, said.clock, at) or at
        refuse(
            rules.why_not_write(
                said.text, on_duty=is_of_watch(row, by, at), at=moment, now=at, opened_at=row.opened_at
            )
        )
        if unit_id is not None and places.get_unit(by, unit_id).site_id != row.site_id:
            raise NotFound
        item = Item(
            company_id=row.company_id,
            site_id=row.site_id,
            log=row,
            now_in=row,
            at=moment,
            entered_at=at,
            by_id=staff_id(by),
            by_name=by.name,
            kind=kind or (said.kind or ItemKind.NOTE).value,
            text=said.text[:500],
            unit_id=unit_id or found_id,
            place=place.strip()[:120],
            photos=keep(row.ref, row.ref, row.site_id, files, by=by, at=at),
            state=(ItemState.OPEN if leave_open or said.open else ItemState.NOTED).value,
        )
        item.save(force_insert=True)
        record(
            events.ItemWritten(**_about(row), kind=item.kind, open=item.state == ItemState.OPEN),
            by=by,
            at=at,
        )
    return item


def leave_open(item: Item, *, by: Actor, at: datetime) -> Item:
    """Something is still to be done about a line; it is handed over with the shift."""
    with locked(item) as row:
        permit(by, Can.LOG, row)
        row.state = row.lifecycle.step(row.state, "leave_open")
        _refuse_stranger(row, by, at)
        row.save(update_fields=["state"])
        record(events.ItemLeftOpen(**_about(row.now_in), text=row.text[:200]), by=by, at=at)
    return row


def settle(item: Item, *, by: Actor, at: datetime, note: str) -> Item:
    """Say how an open line was settled."""
    with locked(item) as row:
        permit(by, Can.LOG, row)
        row.state = row.lifecycle.step(row.state, "settle")
        _refuse_stranger(row, by, at)
        refuse(rules.why_not_word(note, "note"))
        row.settled_at, row.settled_by_name, row.settled_note = at, by.name, note.strip()[:300]
        row.save(update_fields=["state", "settled_at", "settled_by_name", "settled_note"])
        record(
            events.ItemSettled(**_about(row.now_in), text=row.text[:200], note=row.settled_note), by=by, at=at
        )
    return row


def make_case(item: Item, *, by: Actor, at: datetime) -> Item:
    """Make a case of a line at once: kind, channel, unit and words come from it. Case and line know each other.

    Raises ``NotPermitted`` for whoever may not receive cases, and what ``cases.receive`` refuses.
    """
    with locked(item) as row:
        permit(by, Can.LOG, row)
        row.state = row.lifecycle.step(row.state, "make_case")
        _refuse_stranger(row, by, at)
        case = _received(row, by=by, at=at)
        row.case_ref = case.ref
        row.save(update_fields=["state", "case_ref"])
        record(
            events.ItemMadeCase(
                **{**_about(row.now_in), "thread": case.ref}, case=case.ref, text=row.text[:200]
            ),
            by=by,
            at=at,
        )
    return row


def rewrite(item: Item, *, by: Actor, at: datetime, text: str, reason: str) -> Item:
    """Strike a line and write it anew, or with an empty ``text`` strike it out; the old words stay readable, with why."""
    with locked(item) as row:
        permit(by, Can.LOG, row)
        refuse(rules.why_not_strike(row.log.state))
        _refuse_stranger(row, by, at)
        new = " ".join(text.split())[:500]
        if new:
            refuse(rules.why_not_correct(row.text, new, reason))
        else:
            row.state = row.lifecycle.step(row.state, "strike")
            refuse(rules.why_not_word(reason, "reason"))
        strike(row.log.ref, by=by, at=at, old=row.text, new=new, reason=reason, part=row.pk)
        row.text = new or row.text
        row.save(update_fields=["state", "text"])
        record(events.ItemRewritten(**_about(row.log), note=reason.strip()[:300]), by=by, at=at)
    return row


def _about(row: Log) -> dict[str, Any]:
    return {"site_id": row.site_id, "ref": row.ref, "thread": row.ref, "watch": row.watch}


def _refuse_stranger(row: Item, by: Actor, at: datetime) -> None:
    """Who is on duty in the watch that answers for a line works on it, and who wrote it."""
    mine = is_of_watch(row.now_in, by, at) or (by.id is not None and by.id == row.by_id)
    refuse(rules.why_not_touch(mine))


def _understood(row: Log, line: str) -> tuple[rules.Line, int | None]:
    """A line taken apart, and the unit one of its first words names."""
    for word in rules.second_word(line):
        if word and any(sign.isdigit() for sign in word) and ":" not in word and "：" not in word:
            found = places.locate_unit(row.site_id, code=word)
            if found is not None:
                return rules.taken_apart(line, {word}), found.unit_id
    return rules.taken_apart(line), None


def _on_clock(row: Log, clock: tuple[int, int] | None, at: datetime) -> datetime | None:
    """A clock time of this turn: today's, or yesterday's when that has not come yet."""
    if clock is None:
        return None
    local = at.astimezone(ZoneInfo(organisations.site(row.site_id).timezone))
    moment = local.replace(hour=clock[0], minute=clock[1], second=0, microsecond=0)
    return moment if moment <= at else rules.a_day_before(moment)


def _received(row: Item, *, by: Actor, at: datetime) -> Any:
    kind, channel = CASES[ItemKind(row.kind)]
    return cases.receive(
        by=by,
        at=at,
        site_id=row.site_id,
        kind=kind,
        channel=channel,
        title=row.text[:80],
        description=f"{row.text}\n{row.log.ref}",
        unit_id=row.unit_id,
        place_text=row.place,
        received_at=row.at,
    )
