"""Letters received: register, hand on, answer otherwise, excuse from an answer, file."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from guanjia.apps.documents.services import Upload
from guanjia.apps.letters import events, rules
from guanjia.apps.letters.models import Incoming
from guanjia.apps.letters.services.frame import (
    LINE,
    NOTE,
    about,
    head,
    keep,
    permit_new,
    permit_paper,
    told,
    unit_of,
)
from guanjia.apps.letters.terms import Can, InState, Kind
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import NotFound, Refusal, refuse


def register(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    party: str,
    party_kind: str,
    subject: str,
    way: str,
    handler_id: int,
    text: str = "",
    unit_id: int | None = None,
    their_number: str = "",
    dated_on: date | None = None,
    received_at: datetime | None = None,
    answer_due_at: datetime | None = None,
    complaint: bool = False,
    confidential: bool = False,
    files: Sequence[Upload] = (),
) -> Incoming:
    """Register a letter that came in, with its scan, and give it to whoever answers it.

    Without ``answer_due_at`` it wants no answer by a date. Raises ``Refused`` for a sender or subject that is missing, a
    date that is wrong, and a handler who may not read it.
    """
    with transaction.atomic():
        permit_new(by, Can.REGISTER, site_id, confidential=confidential)
        came = received_at or at
        refuse(
            [
                *rules.why_not_write(subject, subject, party=party),
                rules.why_not_past(came, at, "received_at"),
                rules.why_not_future(answer_due_at, came, "answer_due_at"),
                _why_not_handler(handler_id, site_id, at, confidential=confidential),
            ]
        )
        row = Incoming(
            **head(Kind.INCOMING, site_id, by=by, at=at),
            subject=subject.strip()[:LINE],
            text=text.strip(),
            state=InState.RECEIVED.value,
            confidential=confidential,
            party=party.strip()[:LINE],
            party_kind=party_kind,
            unit_id=unit_of(by, site_id, unit_id),
            their_number=their_number.strip()[:60],
            dated_on=dated_on,
            way=way,
            complaint=complaint,
            received_at=came,
            handler_id=handler_id,
            answer_due_at=answer_due_at,
        )
        row.save(force_insert=True)
        keep(row, files, by=by, at=at)
        record(
            events.Received(
                **about(row),
                subject=told(row),
                handler_id=handler_id,
                received_at=came,
                answer_due_at=answer_due_at,
                wants_answer=answer_due_at is not None,
                complaint=complaint,
                party_kind=party_kind,
            ),
            by=by,
            at=at,
        )
    return row


def hand_on(letter: Incoming, *, by: Actor, at: datetime, handler_id: int, note: str = "") -> Incoming:
    """Give a letter to somebody else to answer."""
    with locked(letter) as row:
        permit_paper(by, Can.REGISTER, row)
        refuse(_why_not_handler(handler_id, row.site_id, at, confidential=row.confidential))
        row.state = row.lifecycle.step(row.state, "hand_on")
        row.handler_id = handler_id
        row.save(update_fields=["state", "handler"])
        record(events.HandedOn(**about(row), handler_id=handler_id, note=note.strip()[:NOTE]), by=by, at=at)
    return row


def answer_otherwise(
    letter: Incoming, *, by: Actor, at: datetime, note: str, files: Sequence[Upload] = ()
) -> Incoming:
    """Say how a letter was answered without a letter of ours: by telephone, in person."""
    with locked(letter) as row:
        permit_paper(by, Can.REGISTER, row)
        refuse(rules.why_not_word(note, "note"))
        keep(row, files, by=by, at=at)
        settle(row, by=by, at=at, note=note)
    return row


def settle(row: Incoming, *, by: Actor, at: datetime, note: str = "", by_letter: str = "") -> None:
    """Mark a locked letter as answered. For verbs that have permitted themselves."""
    row.state = row.lifecycle.step(row.state, "answer")
    row.answered_at, row.outcome = at, (by_letter or note.strip())[:NOTE]
    row.save(update_fields=["state", "answered_at", "outcome"])
    record(
        events.Answered(**about(row), by_letter=by_letter, note=note.strip()[:NOTE], complaint=row.complaint),
        by=by,
        at=at,
    )


def waive_answer(letter: Incoming, *, by: Actor, at: datetime, note: str) -> Incoming:
    """Say that a letter needs no answer, and why."""
    with locked(letter) as row:
        permit_paper(by, Can.ISSUE, row)
        refuse(rules.why_not_word(note, "note"))
        row.state = row.lifecycle.step(row.state, "waive")
        row.answered_at, row.outcome = at, note.strip()[:NOTE]
        row.save(update_fields=["state", "answered_at", "outcome"])
        record(events.AnswerWaived(**about(row), note=row.outcome), by=by, at=at)
    return row


def file_incoming(letter: Incoming, *, by: Actor, at: datetime, filed_in: str) -> Incoming:
    """Put a letter that is answered into its file."""
    with locked(letter) as row:
        permit_paper(by, Can.REGISTER, row)
        refuse(rules.why_not_word(filed_in, "filed_in"))
        row.state = row.lifecycle.step(row.state, "file")
        row.filed_at, row.filed_in = at, filed_in.strip()[:80]
        row.save(update_fields=["state", "filed_at", "filed_in"])
        record(events.Filed(**about(row), filed_in=row.filed_in), by=by, at=at)
    return row


def _why_not_handler(handler_id: int, site_id: int, at: datetime, *, confidential: bool) -> Refusal | None:
    try:
        handler = organisations.actor_for_staff(handler_id, at)
    except NotFound:
        return rules.why_not_handler(holds=False, confidential=False)
    if not handler.can(Can.SEE, site_id):
        return rules.why_not_handler(holds=False, confidential=False)
    holds = not confidential or handler.can(Can.SEE_CONFIDENTIAL, site_id)
    return rules.why_not_handler(holds=holds, confidential=confidential)
