"""Letters sent: draft, edit, seal, send, record the reply, file, withdraw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from guanjia.apps.documents.services import Upload
from guanjia.apps.letters import events, rules
from guanjia.apps.letters.models import Incoming, Outgoing, SealUse
from guanjia.apps.letters.services.filling import CHINESE, fill
from guanjia.apps.letters.services.frame import (
    LINE,
    NOTE,
    about,
    head,
    keep,
    permit_new,
    permit_paper,
    staff_id,
    told,
    unit_of,
)
from guanjia.apps.letters.services.incoming import settle
from guanjia.apps.letters.terms import Can, InState, Kind, OutState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import NotFound, refuse


def draft_letter(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    party: str,
    party_kind: str,
    subject: str,
    text: str,
    unit_id: int | None = None,
    answers: Incoming | None = None,
    needs_seal: bool = False,
    reply_wanted_by: datetime | None = None,
    confidential: bool = False,
    files: Sequence[Upload] = (),
) -> Outgoing:
    """Draft a letter. A reply to a letter received belongs to its matter, and is confidential when that one is."""
    with transaction.atomic():
        confidential = confidential or (answers is not None and answers.confidential)
        permit_new(by, Can.DRAFT, site_id, confidential=confidential)
        if answers is not None and answers.site_id != site_id:
            raise NotFound
        frame = head(Kind.OUTGOING, site_id, by=by, at=at)
        subject, text = _filled(subject, text, site_id, party=party, number=frame["ref"], at=at)
        refuse(_why_not(subject, text, party, reply_wanted_by, at))
        row = Outgoing(
            **{**frame, "thread": answers.thread if answers else frame["thread"]},
            subject=subject.strip()[:LINE],
            text=text.strip(),
            state=OutState.DRAFT.value,
            confidential=confidential,
            party=party.strip()[:LINE],
            party_kind=party_kind,
            unit_id=unit_of(by, site_id, unit_id),
            answers=answers,
            needs_seal=needs_seal,
            reply_wanted_by=reply_wanted_by,
        )
        row.save(force_insert=True)
        keep(row, files, by=by, at=at)
        record(
            events.Drafted(
                **about(row), subject=told(row), staff_id=staff_id(by), answers=answers.ref if answers else ""
            ),
            by=by,
            at=at,
        )
    return row


def edit_letter(
    letter: Outgoing,
    *,
    by: Actor,
    at: datetime,
    party: str,
    party_kind: str,
    subject: str,
    text: str,
    unit_id: int | None = None,
    needs_seal: bool = False,
    reply_wanted_by: datetime | None = None,
    files: Sequence[Upload] = (),
) -> Outgoing:
    """Change a draft."""
    with locked(letter) as row:
        permit_paper(by, Can.DRAFT, row)
        subject, text = _filled(subject, text, row.site_id, party=party, number=row.ref, at=at)
        refuse(_why_not(subject, text, party, reply_wanted_by, at))
        row.state = row.lifecycle.step(row.state, "edit")
        row.party, row.party_kind = party.strip()[:LINE], party_kind
        row.subject, row.text = subject.strip()[:LINE], text.strip()
        row.unit_id = unit_of(by, row.site_id, unit_id)
        row.needs_seal, row.reply_wanted_by = needs_seal, reply_wanted_by
        row.save(
            update_fields=[
                "state",
                "party",
                "party_kind",
                "subject",
                "text",
                "unit",
                "needs_seal",
                "reply_wanted_by",
            ]
        )
        keep(row, files, by=by, at=at)
        record(events.Edited(**about(row), kind=row.kind.value), by=by, at=at)
    return row


def _filled(
    subject: str, text: str, site_id: int, *, party: str, number: str, at: datetime
) -> tuple[str, str]:
    known = {"party": party.strip(), "number": number, "day": timezone.localtime(at).date()}
    return fill(subject, CHINESE, site_id, **known), fill(text, CHINESE, site_id, **known)


def _why_not(
    subject: str, text: str, party: str, reply_wanted_by: datetime | None, at: datetime
) -> list[Any]:
    return [
        *rules.why_not_write(subject, text, party=party),
        rules.why_not_future(reply_wanted_by, at, "reply_wanted_by"),
    ]


def put_seal(
    letter: Outgoing, *, by: Actor, at: datetime, seal: str, copies: int, taken_by: str = ""
) -> Outgoing:
    """Put a seal on copies of an approved letter; the use is registered."""
    with locked(letter) as row:
        permit_paper(by, Can.SEAL, row)
        refuse(rules.why_not_seal(copies))
        row.state = row.lifecycle.step(row.state, "seal")
        SealUse(
            company_id=row.company_id,
            site_id=row.site_id,
            letter=row,
            seal=seal,
            copies=copies,
            used_at=at,
            used_by_id=staff_id(by),
            used_by_name=by.name,
            taken_by=taken_by.strip()[:60],
        ).save(force_insert=True)
        row.save(update_fields=["state"])
        record(events.Sealed(**about(row), seal=seal, copies=copies), by=by, at=at)
    return row


def send(
    letter: Outgoing, *, by: Actor, at: datetime, way: str, proof: str = "", files: Sequence[Upload] = ()
) -> Outgoing:
    """Send an approved letter, with the proof of it. The letter it replies to is answered by that."""
    with locked(letter) as row:
        permit_paper(by, Can.SEND, row)
        approved = row.state not in (OutState.DRAFT, OutState.REVIEW)
        refuse(
            rules.why_not_send(
                approved=approved,
                needs_seal=row.needs_seal,
                sealed=row.seals.count(),
                proof=proof,
                has_files=bool(files),
            )
        )
        row.state = row.lifecycle.step(row.state, "send")
        row.sent_at, row.sent_by_name, row.way, row.proof = at, by.name, way, proof.strip()[:200]
        row.save(update_fields=["state", "sent_at", "sent_by_name", "way", "proof"])
        keep(row, files, by=by, at=at)
        record(
            events.Sent(
                **about(row),
                way=way,
                proof="" if row.confidential else row.proof,
                reply_wanted_by=row.reply_wanted_by,
                wants_reply=row.reply_wanted_by is not None,
            ),
            by=by,
            at=at,
        )
        if row.answers_id:
            with locked(Incoming(pk=row.answers_id)) as asked:
                if asked.state == InState.RECEIVED:
                    settle(asked, by=by, at=at, by_letter=row.ref)
    return row


def record_reply(
    letter: Outgoing, *, by: Actor, at: datetime, note: str, files: Sequence[Upload] = ()
) -> Outgoing:
    """Write down what they replied to our letter, with the reply scanned."""
    with locked(letter) as row:
        permit_paper(by, Can.REGISTER, row)
        refuse(rules.why_not_word(note, "note"))
        row.state = row.lifecycle.step(row.state, "record_reply")
        row.reply_at, row.reply = at, note.strip()[:NOTE]
        row.save(update_fields=["state", "reply_at", "reply"])
        keep(row, files, by=by, at=at)
        said = "" if row.confidential else row.reply
        record(events.ReplyRecorded(**about(row), note=said), by=by, at=at)
    return row


def file_outgoing(letter: Outgoing, *, by: Actor, at: datetime, filed_in: str) -> Outgoing:
    """Put a letter that is sent into its file."""
    with locked(letter) as row:
        permit_paper(by, Can.REGISTER, row)
        refuse(rules.why_not_word(filed_in, "filed_in"))
        row.state = row.lifecycle.step(row.state, "file")
        row.filed_at, row.filed_in = at, filed_in.strip()[:80]
        row.save(update_fields=["state", "filed_at", "filed_in"])
        record(events.Filed(**about(row), filed_in=row.filed_in), by=by, at=at)
    return row


def withdraw_letter(letter: Outgoing, *, by: Actor, at: datetime, reason: str) -> Outgoing:
    """Withdraw a letter that has not gone out, with a reason."""
    with locked(letter) as row:
        permit_paper(by, Can.DRAFT, row)
        refuse(rules.why_not_withdraw(delivered=False, reason=reason))
        row.state = row.lifecycle.step(row.state, "withdraw")
        row.due_post = ""
        row.save(update_fields=["state", "due_post"])
        record(events.Withdrawn(**about(row), kind=row.kind.value, note=reason.strip()[:NOTE]), by=by, at=at)
    return row
