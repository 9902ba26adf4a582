"""Rectification notices: draft, issue, deliver, report, check again, second notice, refer, withdraw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.documents.terms import How
from guanjia.apps.letters import events, rules
from guanjia.apps.letters.models import Recheck, Rectification
from guanjia.apps.letters.services.filling import CHINESE, fill
from guanjia.apps.letters.services.frame import (
    LINE,
    NOTE,
    about,
    head,
    keep,
    permit_paper,
    staff_id,
    thread_of,
    unit_of,
    why_not_origin,
)
from guanjia.apps.letters.terms import Can, Delivery, Kind, RectState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import refuse

_DELIVERED = (RectState.DELIVERED, RectState.CORRECTED, RectState.FAILED, RectState.REFERRED)


def draft_rectification(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    party: str,
    party_kind: str,
    subject: str,
    text: str,
    demand: str,
    correct_by: datetime,
    clause: str = "",
    unit_id: int | None = None,
    where: str = "",
    found_at: datetime | None = None,
    origin: str = "",
    files: Sequence[Upload] = (),
) -> Rectification:
    """Draft a notice: what was found, with photos, what it breaks, what is demanded of whom and by when.

    ``origin`` is the number of the inspection sheet, case or work order it comes from; it then belongs to that matter.
    """
    with transaction.atomic():
        permit_at(by, Can.DRAFT, site_id)
        subject, text = _filled(subject, text, site_id, party=party, where=where, clause=clause, at=at)
        refuse(
            [
                *rules.why_not_write(subject, text, party=party or subject),
                *rules.why_not_rectify(demand=demand, party=party, correct_by=correct_by, at=at),
                rules.why_not_past(found_at, at, "found_at"),
                why_not_origin(site_id, origin),
            ]
        )
        frame = head(Kind.RECTIFICATION, site_id, by=by, at=at)
        row = Rectification(
            **{**frame, "thread": thread_of(site_id, origin) or frame["thread"]},
            subject=subject.strip()[:LINE],
            text=text.strip(),
            state=RectState.DRAFT.value,
            origin=origin,
            party=party.strip()[:LINE],
            party_kind=party_kind,
            unit_id=unit_of(by, site_id, unit_id),
            where=where.strip()[:LINE],
            found_at=found_at or at,
            clause=clause.strip()[:300],
            demand=demand.strip(),
            correct_by=correct_by,
        )
        row.photos = keep(row, files, by=by, at=at)
        row.save(force_insert=True)
        record(_drafted(row, by), by=by, at=at)
    return row


def _filled(subject: str, text: str, site_id: int, *, at: datetime, **known: str) -> tuple[str, str]:
    known["day"] = f"{timezone.localtime(at):%Y-%m-%d}"
    return fill(subject, CHINESE, site_id, **known), fill(text, CHINESE, site_id, **known)


def _drafted(row: Rectification, by: Actor) -> events.RectificationDrafted:
    return events.RectificationDrafted(
        **about(row), subject=row.subject, staff_id=staff_id(by), origin=row.origin, turn=row.turn
    )


def edit_rectification(
    notice: Rectification,
    *,
    by: Actor,
    at: datetime,
    party: str,
    party_kind: str,
    subject: str,
    text: str,
    demand: str,
    correct_by: datetime,
    clause: str = "",
    unit_id: int | None = None,
    where: str = "",
    files: Sequence[Upload] = (),
) -> Rectification:
    """Change a draft."""
    with locked(notice) as row:
        permit_paper(by, Can.DRAFT, row)
        subject, text = _filled(subject, text, row.site_id, party=party, where=where, clause=clause, at=at)
        refuse(
            [
                *rules.why_not_write(subject, text, party=party or subject),
                *rules.why_not_rectify(demand=demand, party=party, correct_by=correct_by, at=at),
            ]
        )
        row.state = row.lifecycle.step(row.state, "edit")
        row.party, row.party_kind = party.strip()[:LINE], party_kind
        row.subject, row.text, row.demand = subject.strip()[:LINE], text.strip(), demand.strip()
        row.correct_by, row.clause, row.where = correct_by, clause.strip()[:300], where.strip()[:LINE]
        row.unit_id = unit_of(by, row.site_id, unit_id)
        row.photos = [*row.photos, *keep(row, files, by=by, at=at)]
        row.save(
            update_fields=[
                "state",
                "party",
                "party_kind",
                "subject",
                "text",
                "demand",
                "correct_by",
                "clause",
                "where",
                "unit",
                "photos",
            ]
        )
        record(events.Edited(**about(row), kind=row.kind.value), by=by, at=at)
    return row


def issue_rectification(notice: Rectification, *, by: Actor, at: datetime) -> Rectification:
    """Issue a draft; it is then to be delivered. Refuses when the moment it demands has passed meanwhile."""
    with locked(notice) as row:
        permit_paper(by, Can.ISSUE, row)
        refuse(rules.why_not_future(row.correct_by, at, "correct_by"))
        row.state = row.lifecycle.step(row.state, "issue")
        row.issued_at, row.issued_by_name = at, by.name
        row.save(update_fields=["state", "issued_at", "issued_by_name"])
        record(
            events.RectificationIssued(
                **about(row),
                party_kind=row.party_kind,
                correct_by=row.correct_by,
                staff_id=row.made_by_id,
                turn=row.turn,
            ),
            by=by,
            at=at,
        )
    return row


def deliver(
    notice: Rectification,
    *,
    by: Actor,
    at: datetime,
    how: str,
    name: str = "",
    strokes: str = "",
    witness: str = "",
    files: Sequence[Upload] = (),
) -> Rectification:
    """Deliver a notice: signed on the screen by ``name``, refused before ``witness``, or posted on the door with a photo."""
    with locked(notice) as row:
        permit_paper(by, Can.SEND, row)
        refuse(
            rules.why_not_deliver(how, name=name, signed=bool(strokes), witness=witness, photos=len(files))
        )
        row.state = row.lifecycle.step(row.state, "deliver")
        if how == Delivery.SIGNED:
            documents.sign(
                by=by,
                at=at,
                site_id=row.site_id,
                about_ref=row.ref,
                purpose="delivery",
                signer_name=name,
                how=How.SCREEN,
                strokes=strokes,
                thread=row.thread,
            )
        row.delivered_at, row.delivered_how, row.delivered_by_name = at, how, by.name
        row.taken_by, row.witness = name.strip()[:60], witness.strip()[:60]
        row.delivery_photos = keep(row, files, by=by, at=at)
        row.save(
            update_fields=[
                "state",
                "delivered_at",
                "delivered_how",
                "delivered_by_name",
                "taken_by",
                "witness",
                "delivery_photos",
            ]
        )
        record(
            events.RectificationDelivered(
                **about(row),
                party_kind=row.party_kind,
                how=how,
                correct_by=row.correct_by,
                staff_id=row.made_by_id,
            ),
            by=by,
            at=at,
        )
    return row


def report_corrected(
    notice: Rectification, *, by: Actor, at: datetime, note: str, files: Sequence[Upload] = ()
) -> Rectification:
    """Say that it is put right; somebody else then looks again."""
    with locked(notice) as row:
        permit_paper(by, Can.DRAFT, row)
        refuse(rules.why_not_word(note, "note"))
        row.state = row.lifecycle.step(row.state, "correct")
        row.corrected_at, row.corrected_by_id, row.correction = at, staff_id(by), note.strip()[:NOTE]
        row.save(update_fields=["state", "corrected_at", "corrected_by_id", "correction"])
        kept = keep(row, files, by=by, at=at)
        record(
            events.RectificationCorrected(**about(row), note=row.correction, photos=len(kept)), by=by, at=at
        )
    return row


def recheck(
    notice: Rectification,
    *,
    by: Actor,
    at: datetime,
    passed: bool,
    note: str = "",
    files: Sequence[Upload] = (),
) -> Rectification:
    """Look again at what was demanded: passed closes the notice, not passed asks for a second one or the authority."""
    with locked(notice) as row:
        permit_paper(by, Can.RECHECK, row)
        state = row.lifecycle.step(row.state, "recheck" if passed else "fail")
        refuse(
            rules.why_not_recheck(
                passed=passed,
                note=note,
                photos=len(files),
                by_id=staff_id(by),
                reported_by_id=row.corrected_by_id,
            )
        )
        kept = keep(row, files, by=by, at=at)
        Recheck(
            company_id=row.company_id,
            notice=row,
            at=at,
            by_id=staff_id(by),
            by_name=by.name,
            passed=passed,
            note=note.strip()[:NOTE],
            photos=kept,
        ).save(force_insert=True)
        row.state, row.closed_at = state, at if passed else None
        row.save(update_fields=["state", "closed_at"])
        record(
            events.RectificationRechecked(
                **about(row),
                passed=passed,
                note=note.strip()[:NOTE],
                photos=len(kept),
                party_kind=row.party_kind,
            ),
            by=by,
            at=at,
        )
    return row


def second_notice(
    notice: Rectification, *, by: Actor, at: datetime, demand: str, correct_by: datetime
) -> Rectification:
    """Give a second notice where the re-check was not passed; it is issued at once and to be delivered anew.

    Gives the new notice; the first one is at its end.
    """
    with locked(notice) as row:
        permit_paper(by, Can.ISSUE, row)
        refuse(rules.why_not_rectify(demand=demand, party=row.party, correct_by=correct_by, at=at))
        row.state = row.lifecycle.step(row.state, "second")
        row.save(update_fields=["state"])
        kept: dict[str, Any] = {
            name: getattr(row, name)
            for name in ("subject", "text", "origin", "party", "party_kind", "unit_id", "where", "clause")
        }
        new = Rectification(
            **{**head(Kind.RECTIFICATION, row.site_id, by=by, at=at), "thread": row.thread},
            **kept,
            found_at=row.found_at,
            demand=demand.strip(),
            correct_by=correct_by,
            previous=row,
            turn=row.turn + 1,
            state=Rectification.lifecycle.step(RectState.DRAFT, "issue"),
            issued_at=at,
            issued_by_name=by.name,
        )
        new.save(force_insert=True)
        record(events.SecondNoticeGiven(**about(row), by_notice=new.ref), by=by, at=at)
        record(_drafted(new, by), by=by, at=at)
        record(
            events.RectificationIssued(
                **about(new),
                party_kind=new.party_kind,
                correct_by=correct_by,
                staff_id=staff_id(by),
                turn=new.turn,
            ),
            by=by,
            at=at,
        )
    return new


def refer(
    notice: Rectification, *, by: Actor, at: datetime, authority: str, number: str = "", note: str = ""
) -> Rectification:
    """Refer a matter that is not put right to the authority; a re-check closes it all the same."""
    with locked(notice) as row:
        permit_paper(by, Can.ISSUE, row)
        refuse(rules.why_not_word(authority, "authority"))
        row.state = row.lifecycle.step(row.state, "refer")
        row.authority, row.authority_number = authority.strip()[:LINE], number.strip()[:60]
        row.save(update_fields=["state", "authority", "authority_number"])
        record(
            events.RectificationReferred(**about(row), authority=row.authority, note=note.strip()[:NOTE]),
            by=by,
            at=at,
        )
    return row


def withdraw_rectification(notice: Rectification, *, by: Actor, at: datetime, reason: str) -> Rectification:
    """Withdraw a notice that was not delivered, with a reason. Refuses one that was: it closes by a re-check."""
    with locked(notice) as row:
        permit_paper(by, Can.ISSUE, row)
        refuse(rules.why_not_withdraw(delivered=row.state in _DELIVERED, reason=reason))
        row.state = row.lifecycle.step(row.state, "withdraw")
        row.save(update_fields=["state"])
        record(events.Withdrawn(**about(row), kind=row.kind.value, note=reason.strip()[:NOTE]), by=by, at=at)
    return row
