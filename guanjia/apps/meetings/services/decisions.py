"""Decisions: added to the minutes, begun with their publication, reported done, checked, rewritten, dropped."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from guanjia.apps.documents.services import Upload
from guanjia.apps.meetings import events, notices, rules
from guanjia.apps.meetings.models import Decision, Meeting
from guanjia.apps.meetings.services.frame import (
    NOTE,
    is_,
    keep,
    names,
    number,
    permit_recorder,
    staff_id,
    strike,
)
from guanjia.apps.meetings.terms import DECISION, Can, DecisionState
from guanjia.apps.messaging import services as messaging
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound, refuse


def decide(
    meeting: Meeting,
    *,
    by: Actor,
    at: datetime,
    what: str,
    due_at: datetime,
    owner_id: int | None = None,
    post: str = "",
    point_id: int | None = None,
) -> Decision:
    """Add a decision to minutes that are being written: what, who (a person or a post), by when."""
    with locked(meeting) as row:
        permit(by, Can.RECORD, row)
        permit_recorder(row, by)
        row.lifecycle.step(row.state, "decide")
        owner_name = _name_of(row.site_id, owner_id, post, at)
        refuse(rules.why_not_decide(what, has_owner=bool(owner_name), due_at=due_at, at=at))
        point = row.points.filter(pk=point_id).first() if point_id else None
        if point_id and point is None:
            raise NotFound
        decision = Decision(
            company_id=row.company_id,
            ref=number(DECISION, row.site_id, by=by, at=at),
            site_id=row.site_id,
            meeting=row,
            point=point,
            what=what.strip()[:500],
            owner_id=owner_id if not post else None,
            post=post,
            owner_name=owner_name,
            due_at=due_at,
            made_at=at,
        )
        decision.save(force_insert=True)
    return decision


def begin_all(meeting: Meeting, *, by: Actor, at: datetime) -> int:
    """Let the decisions of published minutes begin; how many. The caller has locked the meeting and permitted itself."""
    rows = list(meeting.decisions.filter(state=DecisionState.DRAFT.value).order_by("id"))
    for row in rows:
        row.meeting = meeting
        row.state = row.lifecycle.step(row.state, "begin")
        row.save(update_fields=["state"])
        record(
            events.DecisionMade(**_about(row), text=row.what, due_at=row.due_at, **_owner(row)), by=by, at=at
        )
        messaging.notify_many(notices.about_decision(notices.YOURS, row, _owners(row, at)), at=at)
    return len(rows)


def report(
    decision: Decision, *, by: Actor, at: datetime, note: str = "", files: Sequence[Upload] = ()
) -> Decision:
    """The owner says it is done, with a word or a photo; the convenor checks."""
    with locked(decision) as row:
        permit(by, Can.TAKE_PART, row)
        state = row.lifecycle.step(row.state, "report")
        refuse(
            rules.why_not_report(owns=by.is_system or by.id in _owners(row, at), note=note, photos=len(files))
        )
        kept = keep(row.ref, row.meeting.ref, row.site_id, files, by=by, at=at)
        row.state, row.report, row.photos = state, note.strip()[:NOTE], [*row.photos, *kept]
        row.reported_at, row.reported_by_id, row.reported_by_name = at, staff_id(by), by.name
        row.save(
            update_fields=["state", "report", "photos", "reported_at", "reported_by_id", "reported_by_name"]
        )
        messaging.settle([row.ref], company_id=row.company_id, at=at)
        record(
            events.DecisionReported(
                **_about(row), note=row.report, photos=len(kept), staff_id=_checker(row, by)
            ),
            by=by,
            at=at,
        )
        told = notices.about_decision(notices.REPORTED, row, [_checker(row, by)])
        messaging.notify_many(told, at=at)
    return row


def check(
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
    passed: bool,
    note: str = "",
    due_at: datetime | None = None,
) -> Decision:
    """Convenor or chair look: it is done, or it goes back to its owner until ``due_at`` (without one, the old moment)."""
    with locked(decision) as row:
        permit(by, Can.CHECK, row)
        state = row.lifecycle.step(row.state, "pass" if passed else "send_back")
        refuse(
            [
                *rules.why_not_check(
                    may=_leads(row, by),
                    by_id=staff_id(by),
                    reporter_id=row.reported_by_id,
                    passed=passed,
                    note=note,
                ),
                rules.why_not_due(due_at, at) if due_at and not passed else None,
            ]
        )
        row.state, row.end_note = state, note.strip()[:300]
        if passed:
            row.ended_at, row.ended_by_name = at, by.name
        else:
            row.due_at = due_at or row.due_at
        row.save(update_fields=["state", "end_note", "ended_at", "ended_by_name", "due_at"])
        messaging.settle([row.ref], company_id=row.company_id, at=at)
        fact: Any = (
            events.DecisionDone(**_about(row), note=row.end_note)
            if passed
            else events.DecisionSentBack(**_about(row), note=row.end_note, due_at=row.due_at, **_owner(row))
        )
        record(fact, by=by, at=at)
        if not passed:
            messaging.notify_many(notices.about_decision(notices.BACK, row, _owners(row, at)), at=at)
    return row


def amend(
    decision: Decision,
    *,
    by: Actor,
    at: datetime,
    what: str,
    due_at: datetime,
    reason: str,
    owner_id: int | None = None,
    post: str = "",
) -> Decision:
    """Strike a running decision and write it anew: what, who or by when, with a reason."""
    with locked(decision) as row:
        permit(by, Can.CHECK, row)
        row.state = row.lifecycle.step(row.state, "amend")
        owner_name = _name_of(row.site_id, owner_id, post, at)
        refuse(
            [
                rules.why_not_mine(_leads(row, by), "not_convenor"),
                *rules.why_not_decide(what, has_owner=bool(owner_name), due_at=due_at, at=at),
                rules.why_not_word(reason, "reason"),
            ]
        )
        old = _line(row)
        row.what, row.due_at, row.owner_name = what.strip()[:500], due_at, owner_name
        row.owner_id, row.post = (None, post) if post else (owner_id, "")
        strike(row.ref, by=by, at=at, old=old, new=_line(row), reason=reason)
        row.save(update_fields=["state", "what", "due_at", "owner_name", "owner", "post"])
        record(
            events.DecisionAmended(**_about(row), note=reason.strip(), due_at=due_at, **_owner(row, at)),
            by=by,
            at=at,
        )
        messaging.notify_many(notices.about_decision(notices.YOURS, row, _owners(row, at)), at=at)
    return row


def drop(decision: Decision, *, by: Actor, at: datetime, reason: str) -> Decision:
    """A decision is not wanted any more; of minutes not yet published, whoever writes them takes it out."""
    with locked(decision) as row:
        if row.state == DecisionState.DRAFT:
            permit(by, Can.RECORD, row)
            permit_recorder(row.meeting, by)
        else:
            permit(by, Can.CHECK, row)
            refuse(rules.why_not_mine(_leads(row, by), "not_convenor"))
        refuse(rules.why_not_word(reason, "reason"))
        row.state = row.lifecycle.step(row.state, "drop")
        row.ended_at, row.ended_by_name, row.end_note = at, by.name, reason.strip()[:300]
        row.save(update_fields=["state", "ended_at", "ended_by_name", "end_note"])
        messaging.settle([row.ref], company_id=row.company_id, at=at)
        record(events.DecisionDropped(**_about(row), note=row.end_note), by=by, at=at)
    return row


def _about(row: Decision) -> dict[str, Any]:
    return {"site_id": row.site_id, "ref": row.ref, "thread": row.meeting.ref, "kind": row.meeting.kind}


def _owner(row: Decision, at: datetime | None = None) -> dict[str, Any]:
    """Whose it is, as facts tell it; with ``at`` a post also names who holds it now."""
    first = next(iter(_owners(row, at)), None) if row.post and at else None
    return {"staff_id": row.owner_id or first, "post": row.post}


def _owners(row: Decision, at: datetime) -> list[int]:
    """Who may do it now: whoever holds the post, or the person, or who stands in for them."""
    if row.post:
        return organisations.holder_ids(row.site_id, row.post, at)
    assert row.owner_id is not None
    return list(dict.fromkeys([row.owner_id, *organisations.whom_to_tell([row.owner_id], at).values()]))


def _checker(row: Decision, by: Actor) -> int:
    """The convenor; the chair where the convenor did it."""
    meeting = row.meeting
    return meeting.chair_id if meeting.convenor_id == staff_id(by) else meeting.convenor_id


def _leads(row: Decision, by: Actor) -> bool:
    return is_(by, row.meeting.convenor_id, row.meeting.chair_id) or by.can(Can.SEE_ALL, row.site_id)


def _name_of(site_id: int, owner_id: int | None, post: str, at: datetime) -> str:
    if post:
        return next((str(one) for one in organisations.list_posts(site_id) if one.key == post), "")
    return names(site_id, at).get(owner_id or 0, "")


def _line(row: Decision) -> str:
    return f"{row.what} · {row.owner_name} · {timezone.localtime(row.due_at):%Y-%m-%d %H:%M}"
