"""Calling meetings: notice, change, call off, the answer of those invited, attendance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.apps.meetings import events, notices, rules
from guanjia.apps.meetings.models import Attendee, Decision, Meeting, Point
from guanjia.apps.meetings.services.frame import (
    names,
    number,
    permit_convenor,
    permit_recorder,
    staff_id,
)
from guanjia.apps.meetings.terms import CAME, MEETING, UNDONE, Can, Presence, State
from guanjia.apps.messaging import services as messaging
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What a meeting is called with. ``guests`` are (name, of whom); ``agenda`` the points in order."""

    title: str
    kind: str
    place: str
    from_at: datetime
    until_at: datetime
    chair_id: int
    recorder_id: int
    staff_ids: Sequence[int]
    agenda: Sequence[str]
    guests: Sequence[tuple[str, str]] = field(default_factory=tuple)


def call(site_id: int, *, by: Actor, at: datetime, notice: Notice, follows: Meeting | None = None) -> Meeting:
    """Call a meeting; everybody invited gets a notice.

    With ``follows`` it belongs to the series of that meeting, and its first point are the decisions still undone. The actor
    is the convenor; the system convenes in the name of the chair.
    """
    with transaction.atomic():
        permit_at(by, Can.CALL, site_id)
        if follows is not None and (follows.site_id != site_id or follows.company_id != by.company_id):
            raise NotFound
        undone = list(_undone(follows)) if follows is not None else []
        known = names(site_id, at)
        refuse(_why_not(notice, site_id, known, at, undone=bool(undone)))
        ref = number(MEETING, site_id, by=by, at=at)
        row = Meeting(
            company_id=by.company_id,
            ref=ref,
            site_id=site_id,
            series=follows.series if follows is not None else ref,
            follows=follows,
            convenor_id=staff_id(by) or notice.chair_id,
            made_at=at,
            made_by_name=by.name,
            **_content(notice),
        )
        row.save(force_insert=True)
        _write_agenda(row, notice.agenda, undone)
        _invite(row, notice, known)
        record(
            events.Called(
                site_id=site_id,
                ref=ref,
                kind=row.kind,
                from_at=row.from_at,
                staff_id=row.convenor_id,
                invited=row.attendees.count(),
                follows=follows.ref if follows is not None else "",
            ),
            by=by,
            at=at,
        )
        _tell(notices.INVITED, row, by=by, at=at)
    return row


def edit(meeting: Meeting, *, by: Actor, at: datetime, notice: Notice) -> Meeting:
    """Change a meeting that is called; everybody hears of it and answers anew when time or place are others."""
    with locked(meeting) as row:
        permit(by, Can.CALL, row)
        permit_convenor(row, by)
        row.state = row.lifecycle.step(row.state, "edit")
        known = names(row.site_id, at)
        undone = list(_undone(row.follows)) if row.follows_id and row.follows else []
        refuse(_why_not(notice, row.site_id, known, at, undone=bool(undone)))
        moved = (row.place, row.from_at, row.until_at) != (notice.place, notice.from_at, notice.until_at)
        content = _content(notice)
        for name, value in content.items():
            setattr(row, name, value)
        row.save(update_fields=["state", *content])
        row.points.all().delete()
        _write_agenda(row, notice.agenda, undone)
        _invite(row, notice, known, moved=moved)
        record(
            events.Changed(site_id=row.site_id, ref=row.ref, kind=row.kind, from_at=row.from_at), by=by, at=at
        )
        _tell(notices.CHANGED, row, by=by, at=at)
    return row


def cancel(meeting: Meeting, *, by: Actor, at: datetime, reason: str) -> Meeting:
    """Call a meeting off; everybody invited hears of it."""
    with locked(meeting) as row:
        permit(by, Can.CALL, row)
        permit_convenor(row, by)
        refuse(rules.why_not_word(reason, "reason"))
        row.state = row.lifecycle.step(row.state, "cancel")
        row.note = reason.strip()[:300]
        row.save(update_fields=["state", "note"])
        messaging.settle([row.ref], company_id=row.company_id, at=at)
        record(events.Cancelled(site_id=row.site_id, ref=row.ref, kind=row.kind, note=row.note), by=by, at=at)
        _tell(notices.CANCELLED, row, by=by, at=at)
    return row


def answer_notice(meeting: Meeting, *, by: Actor, at: datetime, coming: bool, note: str = "") -> Meeting:
    """Say that one comes, or ask leave with a reason."""
    with locked(meeting) as row:
        permit(by, Can.TAKE_PART, row)
        row.lifecycle.step(row.state, "answer")
        mine = row.attendees.filter(staff_id=staff_id(by) or 0).first()
        refuse(
            [
                rules.why_not_mine(mine is not None, "not_invited"),
                None if coming else rules.why_not_word(note, "note"),
            ]
        )
        assert mine is not None
        mine.answered_at, mine.note = at, note.strip()[:200]
        mine.presence = "" if coming else Presence.LEAVE.value
        mine.save(update_fields=["answered_at", "note", "presence"])
        record(
            events.NoticeAnswered(site_id=row.site_id, ref=row.ref, coming=coming, note=mine.note),
            by=by,
            at=at,
        )
    return row


def take_attendance(
    meeting: Meeting,
    *,
    by: Actor,
    at: datetime,
    marks: Mapping[int, str],
    notes: Mapping[int, str] | None = None,
) -> Meeting:
    """Say of everybody invited whether they came; ``marks`` are words of ``Presence`` by the id of the attendee.

    The first time opens the minutes, and the decisions still undone are gathered anew.
    """
    with locked(meeting) as row:
        permit(by, Can.RECORD, row)
        permit_recorder(row, by)
        first = row.state == State.CALLED
        people = list(row.attendees.order_by("id"))
        given = [marks.get(one.pk, "") for one in people]
        refuse(
            [
                rules.why_not_begin(row.from_at, at) if first else None,
                rules.why_not_presence(given, {one.value for one in Presence}),
            ]
        )
        row.state = row.lifecycle.step(row.state, "attend")
        row.held_at = row.held_at or at
        row.save(update_fields=["state", "held_at"])
        for one, mark in zip(people, given, strict=True):
            one.presence = mark
            if notes and one.pk in notes:
                one.note = notes[one.pk].strip()[:200]
            one.save(update_fields=["presence", "note"])
        if first and row.follows_id and row.follows:
            _gather(row)
        came = sum(mark in CAME for mark in given)
        record(
            events.Held(
                site_id=row.site_id,
                ref=row.ref,
                kind=row.kind,
                staff_id=row.recorder_id,
                present=came,
                absent=len(given) - came,
                first=first,
            ),
            by=by,
            at=at,
        )
    return row


def _why_not(
    notice: Notice, site_id: int, known: Mapping[int, str], at: datetime, *, undone: bool
) -> list[Refusal | None]:
    approvers = set(organisations.able(Can.APPROVE, at, site_id))
    recorders = set(organisations.able(Can.RECORD, at, site_id))
    return [
        *rules.why_not_call(
            title=notice.title,
            place=notice.place,
            from_at=notice.from_at,
            until_at=notice.until_at,
            at=at,
            points=[*notice.agenda, *(["undone"] if undone else [])],
            invited=len(notice.staff_ids) + len(notice.guests),
        ),
        rules.why_not_person(notice.chair_id in known, notice.chair_id in approvers, "chair"),
        rules.why_not_person(notice.recorder_id in known, notice.recorder_id in recorders, "recorder"),
        *(
            rules.why_not_person(known=False, able=False, field="staff")
            for one in notice.staff_ids
            if one not in known
        ),
    ]


def _content(notice: Notice) -> dict[str, Any]:
    return {
        "title": notice.title.strip()[:120],
        "kind": notice.kind,
        "place": notice.place.strip()[:120],
        "from_at": notice.from_at,
        "until_at": notice.until_at,
        "chair_id": notice.chair_id,
        "recorder_id": notice.recorder_id,
    }


def _undone(former: Meeting) -> Any:
    """The decisions of a series that still ask for something, the most pressing first."""
    waiting = [one.value for one in UNDONE]
    return Decision.objects.filter(
        site_id=former.site_id, meeting__series=former.series, state__in=waiting
    ).order_by("due_at", "id")


def _write_agenda(row: Meeting, agenda: Sequence[str], undone: Sequence[Decision]) -> None:
    points = []
    if undone:
        points.append(Point(meeting=row, position=1, topic=UNDONE_POINT, refs=[one.ref for one in undone]))
    points += [
        Point(meeting=row, position=place, topic=topic.strip()[:200])
        for place, topic in enumerate(agenda, start=len(points) + 1)
    ]
    for one in points:
        one.company_id = row.company_id
        one.save(force_insert=True)


UNDONE_POINT = "上次会议未办结的决议 · Decisions still undone"
"""The topic of the first point of a meeting that follows another; minutes are read in both languages."""


def _gather(row: Meeting) -> None:
    """What is still undone when the meeting begins: decided or done meanwhile counts."""
    assert row.follows is not None
    point = row.points.filter(topic=UNDONE_POINT).first()
    if point is not None:
        point.refs = [one.ref for one in _undone(row.follows)]
        point.save(update_fields=["refs"])


def _invite(row: Meeting, notice: Notice, known: Mapping[int, str], *, moved: bool = False) -> None:
    """Chair and recorder come too; those not invited any more are taken off the list."""
    wanted = dict.fromkeys([notice.chair_id, notice.recorder_id, *notice.staff_ids])
    here = {one.staff_id: one for one in row.attendees.filter(staff__isnull=False)}
    row.attendees.exclude(staff_id__in=list(wanted)).filter(staff__isnull=False).delete()
    row.attendees.filter(staff=None).delete()
    for one in wanted:
        if one not in here:
            Attendee(company_id=row.company_id, meeting=row, staff_id=one, name=known[one]).save(
                force_insert=True
            )
        elif moved:
            here[one].answered_at, here[one].presence, here[one].note = None, "", ""
            here[one].save(update_fields=["answered_at", "presence", "note"])
    for name, party in notice.guests:
        guest = Attendee(
            company_id=row.company_id, meeting=row, name=name.strip()[:80], party=party.strip()[:120]
        )
        guest.save(force_insert=True)


def _tell(kind: Any, row: Meeting, *, by: Actor, at: datetime) -> None:
    people = row.attendees.filter(staff__isnull=False).exclude(staff_id=staff_id(by) or 0)
    messaging.notify_many(
        notices.about_meeting(kind, row, list(people.values_list("staff_id", flat=True))), at=at
    )
