"""Work contact sheets: issue, acknowledge, answer with the result, settle or give back, withdraw."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from guanjia.apps.documents.services import Upload
from guanjia.apps.letters import events, rules
from guanjia.apps.letters.models import Contact
from guanjia.apps.letters.services.filling import CHINESE, fill
from guanjia.apps.letters.services.frame import (
    LINE,
    NOTE,
    about,
    head,
    holds_post,
    keep,
    permit_paper,
    posts_of,
    staff_id,
    thread_of,
    unit_of,
    why_not_origin,
)
from guanjia.apps.letters.terms import Can, Kind, Party, SheetState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import refuse


def issue_sheet(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    subject: str,
    text: str,
    wanted_by: datetime,
    to_post: str = "",
    party: str = "",
    party_kind: str = "",
    origin: str = "",
    unit_id: int | None = None,
    files: Sequence[Upload] = (),
) -> Contact:
    """Ask a post of ours, or somebody outside, for something by a moment.

    ``origin`` is the number of what it comes from; the sheet then belongs to that matter.
    """
    with transaction.atomic():
        permit_at(by, Can.CONTACT, site_id)
        names = posts_of(site_id)
        known = {"party": names.get(to_post, party.strip()), "day": timezone.localtime(at).date()}
        subject, text = fill(subject, CHINESE, site_id, **known), fill(text, CHINESE, site_id, **known)
        refuse(
            [
                rules.why_not_sheet(to_post=to_post, party=party, known=names),
                *rules.why_not_write(subject, text, party=party or to_post),
                rules.why_not_future(wanted_by, at, "wanted_by"),
                why_not_origin(site_id, origin),
            ]
        )
        frame = head(Kind.CONTACT, site_id, by=by, at=at)
        row = Contact(
            **{**frame, "thread": thread_of(site_id, origin) or frame["thread"]},
            subject=subject.strip()[:LINE],
            text=text.strip(),
            state=SheetState.ISSUED.value,
            origin=origin,
            to_post=to_post,
            party=(names[to_post] if to_post else party.strip())[:LINE],
            party_kind=Party.DEPARTMENT.value if to_post else party_kind or Party.OTHER.value,
            unit_id=unit_of(by, site_id, unit_id),
            wanted_by=wanted_by,
        )
        row.save(force_insert=True)
        keep(row, files, by=by, at=at)
        record(
            events.SheetIssued(
                **about(row),
                subject=row.subject,
                staff_id=staff_id(by),
                post=to_post,
                outside=row.outside,
                party_kind=row.party_kind,
                wanted_by=wanted_by,
            ),
            by=by,
            at=at,
        )
    return row


def acknowledge_sheet(sheet: Contact, *, by: Actor, at: datetime, note: str = "") -> Contact:
    """Say that the receiver has it in hand."""
    with locked(sheet) as row:
        _permit_receiver(row, by, at)
        row.state = row.lifecycle.step(row.state, "acknowledge")
        row.acknowledged_at, row.acknowledged_by_name = at, by.name
        row.save(update_fields=["state", "acknowledged_at", "acknowledged_by_name"])
        record(events.SheetAcknowledged(**about(row), note=note.strip()[:NOTE]), by=by, at=at)
    return row


def answer_sheet(
    sheet: Contact, *, by: Actor, at: datetime, answer: str, files: Sequence[Upload] = ()
) -> Contact:
    """Answer with the result; an answer acknowledges a sheet that was not."""
    with locked(sheet) as row:
        _permit_receiver(row, by, at)
        refuse(rules.why_not_word(answer, "answer"))
        row.state = row.lifecycle.step(row.state, "answer")
        row.answered_at, row.answered_by_name, row.answer = at, by.name, answer.strip()
        row.save(update_fields=["state", "answered_at", "answered_by_name", "answer"])
        keep(row, files, by=by, at=at)
        record(events.SheetAnswered(**about(row), note=row.answer[:NOTE]), by=by, at=at)
    return row


def accept_answer(sheet: Contact, *, by: Actor, at: datetime, note: str = "") -> Contact:
    """Whoever asked is content."""
    with locked(sheet) as row:
        permit_paper(by, Can.CONTACT, row)
        row.state = row.lifecycle.step(row.state, "accept")
        row.closed_at = at
        row.save(update_fields=["state", "closed_at"])
        record(events.SheetClosed(**about(row), note=note.strip()[:NOTE]), by=by, at=at)
    return row


def return_answer(sheet: Contact, *, by: Actor, at: datetime, note: str, wanted_by: datetime) -> Contact:
    """The answer does not settle it: say why, and by when it is wanted now."""
    with locked(sheet) as row:
        permit_paper(by, Can.CONTACT, row)
        refuse([rules.why_not_word(note, "note"), rules.why_not_future(wanted_by, at, "wanted_by")])
        row.state = row.lifecycle.step(row.state, "give_back")
        row.wanted_by = wanted_by
        row.save(update_fields=["state", "wanted_by"])
        record(
            events.SheetReturned(
                **about(row),
                note=note.strip()[:NOTE],
                wanted_by=wanted_by,
                staff_id=row.made_by_id,
                post=row.to_post,
            ),
            by=by,
            at=at,
        )
    return row


def withdraw_sheet(sheet: Contact, *, by: Actor, at: datetime, reason: str) -> Contact:
    """What was asked is not wanted any more."""
    with locked(sheet) as row:
        permit_paper(by, Can.CONTACT, row)
        refuse(rules.why_not_withdraw(delivered=False, reason=reason))
        row.state = row.lifecycle.step(row.state, "withdraw")
        row.save(update_fields=["state"])
        record(events.Withdrawn(**about(row), kind=row.kind.value, note=reason.strip()[:NOTE]), by=by, at=at)
    return row


def _permit_receiver(row: Contact, by: Actor, at: datetime) -> None:
    permit_paper(by, Can.CONTACT, row)
    holds = bool(row.to_post) and holds_post(by, row.to_post, row.site_id, at)
    refuse(rules.why_not_receive(outside=row.outside, holds_post=holds))
