"""The minutes: written point by point, approved by the chair, published, read, and corrected afterwards."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from guanjia.apps.meetings import events, notices, rules
from guanjia.apps.meetings.models import Attendee, Meeting, Point
from guanjia.apps.meetings.services.decisions import begin_all
from guanjia.apps.meetings.services.frame import (
    is_,
    permit_convenor,
    permit_recorder,
    sign,
    staff_id,
    strike,
)
from guanjia.apps.meetings.terms import Can
from guanjia.apps.messaging import services as messaging
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse


def write_minutes(
    meeting: Meeting, *, by: Actor, at: datetime, texts: Mapping[int, str], more: Sequence[str] = ()
) -> Meeting:
    """Write what was said, by the id of each point; ``more`` are points that came up."""
    del at  # a draft has no history: what counts is what the chair gets
    with locked(meeting) as row:
        permit(by, Can.RECORD, row)
        permit_recorder(row, by)
        row.lifecycle.step(row.state, "write")
        points = list(row.points.order_by("position"))
        for one in points:
            if one.pk in texts:
                one.text = texts[one.pk].strip()
                one.save(update_fields=["text"])
        for place, topic in enumerate(more, start=len(points) + 1):
            Point(company_id=row.company_id, meeting=row, position=place, topic=topic.strip()[:200]).save(
                force_insert=True
            )
    return row


def submit(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Hand the minutes to the chair."""
    with locked(meeting) as row:
        permit(by, Can.RECORD, row)
        permit_recorder(row, by)
        unmarked = row.attendees.filter(presence="").count()
        texts = list(row.points.values_list("text", flat=True))
        state = row.lifecycle.step(row.state, "submit")
        refuse(rules.why_not_submit(texts, unmarked))
        row.state, row.submitted_at, row.note = state, at, ""
        row.save(update_fields=["state", "submitted_at", "note"])
        record(
            events.MinutesSubmitted(site_id=row.site_id, ref=row.ref, kind=row.kind, staff_id=row.chair_id),
            by=by,
            at=at,
        )
        wanted = [one for one in (row.chair_id,) if one != staff_id(by)]
        messaging.notify_many(notices.about_meeting(notices.TO_APPROVE, row, wanted), at=at)
    return row


def approve(
    meeting: Meeting, *, by: Actor, at: datetime, agreed: bool, note: str = "", strokes: str = ""
) -> Meeting:
    """The chair approves the minutes, perhaps with a drawn signature, or sends them back with a word why."""
    with locked(meeting) as row:
        permit(by, Can.APPROVE, row)
        refuse(rules.why_not_mine(is_(by, row.chair_id), "not_chair"))
        row.state = row.lifecycle.step(row.state, "approve" if agreed else "send_back")
        if not agreed:
            refuse(rules.why_not_word(note, "note"))
            row.note = note.strip()[:300]
            row.save(update_fields=["state", "note"])
            record(
                events.MinutesSentBack(
                    site_id=row.site_id, ref=row.ref, kind=row.kind, note=row.note, staff_id=row.recorder_id
                ),
                by=by,
                at=at,
            )
            return row
        sign(row.ref, row.site_id, "minutes", strokes, by=by, at=at)
        row.approved_at, row.approved_by_name = at, by.name
        row.save(update_fields=["state", "approved_at", "approved_by_name"])
        record(
            events.MinutesApproved(site_id=row.site_id, ref=row.ref, kind=row.kind, staff_id=row.convenor_id),
            by=by,
            at=at,
        )
    return row


def publish(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Give the minutes to everybody invited; the clocks of the decisions begin."""
    with locked(meeting) as row:
        permit(by, Can.CALL, row)
        permit_convenor(row, by)
        row.state = row.lifecycle.step(row.state, "publish")
        row.published_at, row.published_by_name = at, by.name
        row.save(update_fields=["state", "published_at", "published_by_name"])
        messaging.settle([row.ref], company_id=row.company_id, at=at)
        readers = list(row.attendees.filter(staff__isnull=False).values_list("staff_id", flat=True))
        decided = begin_all(row, by=by, at=at)
        record(
            events.MinutesPublished(
                site_id=row.site_id, ref=row.ref, kind=row.kind, decisions=decided, readers=len(readers)
            ),
            by=by,
            at=at,
        )
        others = [one for one in readers if one != staff_id(by)]
        messaging.notify_many(notices.about_meeting(notices.PUBLISHED, row, others), at=at)
    return row


def acknowledge(meeting: Meeting, *, by: Actor, at: datetime) -> Meeting:
    """Say that one has read the minutes."""
    with locked(meeting) as row:
        permit(by, Can.TAKE_PART, row)
        row.lifecycle.step(row.state, "read")
        mine = row.attendees.filter(staff_id=staff_id(by) or 0).first()
        refuse(rules.why_not_mine(mine is not None, "not_invited"))
        assert mine is not None
        mine.read_at = mine.read_at or at
        mine.save(update_fields=["read_at"])
        left = row.attendees.filter(staff__isnull=False, read_at=None).exists()
        record(events.MinutesRead(site_id=row.site_id, ref=row.ref, complete=not left), by=by, at=at)
    return row


def correct(meeting: Meeting, *, by: Actor, at: datetime, point_id: int, text: str, reason: str) -> Meeting:
    """Strike a point of published minutes and write it anew, with a reason; everybody reads again."""
    with locked(meeting) as row:
        permit(by, Can.CALL, row)
        permit_convenor(row, by)
        row.lifecycle.step(row.state, "correct")
        point = row.points.filter(pk=point_id).first()
        if point is None:
            raise NotFound
        refuse(rules.why_not_correct(point.text, text, reason))
        strike(row.ref, by=by, at=at, old=point.text, new=text.strip(), reason=reason, part=point.pk)
        point.text = text.strip()
        point.save(update_fields=["text"])
        Attendee.objects.filter(meeting=row).update(read_at=None)
        record(
            events.MinutesCorrected(site_id=row.site_id, ref=row.ref, kind=row.kind, note=reason.strip()),
            by=by,
            at=at,
        )
        people = row.attendees.filter(staff__isnull=False).exclude(staff_id=staff_id(by) or 0)
        readers = list(people.values_list("staff_id", flat=True))
        messaging.notify_many(notices.about_meeting(notices.PUBLISHED, row, readers), at=at)
    return row
