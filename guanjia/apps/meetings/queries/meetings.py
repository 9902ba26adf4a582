"""Meetings and decisions as an actor may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from guanjia.apps.meetings.models import Attendee, Decision, Meeting, Point, Strike
from guanjia.apps.meetings.terms import CAME, Can, DecisionState, State
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import NotFound


def list_meetings(actor: Actor, site_id: int | None = None) -> QuerySet[Meeting]:
    """The meetings the actor may see, the latest first: published ones, those they take part in, or all of the site."""
    rows = Meeting.objects.filter(company_id=actor.company_id).select_related(
        "site", "chair", "convenor", "recorder"
    )
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
        rows = rows.filter(
            Q(state=State.PUBLISHED.value)
            | Q(site_id__in=actor.sites_with(Can.SEE_ALL))
            | Q(pk__in=_takes_part(actor))
        )
    return rows.order_by("-from_at", "-id")


def _takes_part(actor: Actor) -> QuerySet[Any]:
    mine = actor.id if actor.kind is ActorKind.STAFF else 0
    part = Q(convenor_id=mine) | Q(chair_id=mine) | Q(recorder_id=mine) | Q(attendees__staff_id=mine)
    return Meeting.objects.filter(part, company_id=actor.company_id).values("pk")


def get_meeting(actor: Actor, ref: str) -> Meeting:
    """One meeting by its number. Raises ``NotFound`` for none and for what is not the actor's to see."""
    found = list_meetings(actor).select_related("follows").filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def get_meetings(actor: Actor, refs: Iterable[str]) -> list[Meeting]:
    """Several meetings by their numbers, in the order asked."""
    wanted = list(refs)
    found = {one.ref: one for one in list_meetings(actor).filter(ref__in=wanted)}
    return [found[ref] for ref in wanted if ref in found]


def points_of(meeting: Meeting) -> list[Point]:
    """The agenda, in order. The caller has permitted itself to see the meeting."""
    return list(Point.objects.filter(meeting=meeting).order_by("position"))


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """Who is invited, ours first, by name."""
    rows = list(Attendee.objects.filter(meeting=meeting).order_by("name", "id"))
    return [one for one in rows if one.staff_id] + [one for one in rows if not one.staff_id]


def decisions_of(meeting: Meeting) -> list[Decision]:
    """What the meeting decided, in order; what was taken out of a draft is not among them."""
    rows = Decision.objects.filter(meeting=meeting).select_related("point").order_by("id")
    return [one for one in rows if one.state != DecisionState.DROPPED or meeting.published_at]


def decisions_named(meeting: Meeting, refs: Iterable[str]) -> list[Decision]:
    """The decisions of earlier meetings a point looks at, as they stand now."""
    rows = Decision.objects.filter(site_id=meeting.site_id, ref__in=list(refs)).select_related("meeting")
    return list(rows.order_by("due_at", "id"))


def strikes_of(ref: str) -> dict[int, list[Strike]]:
    """What was struck out of a meeting, decision or log, by the part of it, oldest first."""
    found: dict[int, list[Strike]] = {}
    for one in Strike.objects.filter(ref=ref).order_by("at", "id"):
        found.setdefault(one.part, []).append(one)
    return found


@dataclass(frozen=True)
class Counts:
    """The numbers a list shows of a meeting."""

    came: int = 0
    invited: int = 0
    decided: int = 0
    undone: int = 0
    late: int = 0
    read: int = 0


def counts_of(meetings: Iterable[Meeting], now: datetime) -> dict[int, Counts]:
    """The numbers of several meetings, in two queries."""
    keys = [one.pk for one in meetings]
    people: dict[int, Any] = {
        one["meeting_id"]: one
        for one in Attendee.objects.filter(meeting_id__in=keys)
        .values("meeting_id")
        .annotate(
            invited=Count("id"),
            came=Count("id", filter=Q(presence__in=[mark.value for mark in CAME])),
            read=Count("id", filter=Q(read_at__isnull=False)),
        )
    }
    open_ = Q(state=DecisionState.OPEN.value)
    decided: dict[int, Any] = {
        one["meeting_id"]: one
        for one in Decision.objects.filter(meeting_id__in=keys)
        .exclude(state=DecisionState.DROPPED.value)
        .values("meeting_id")
        .annotate(
            decided=Count("id"),
            undone=Count("id", filter=open_ | Q(state=DecisionState.REPORTED.value)),
            late=Count("id", filter=open_ & Q(due_at__lte=now)),
        )
    }
    found = {}
    for key in keys:
        who: dict[str, int] = people.get(key, {})
        what: dict[str, int] = decided.get(key, {})
        found[key] = Counts(
            who.get("came", 0),
            who.get("invited", 0),
            what.get("decided", 0),
            what.get("undone", 0),
            what.get("late", 0),
            who.get("read", 0),
        )
    return found


def list_decisions(actor: Actor, site_id: int | None = None) -> QuerySet[Decision]:
    """The decisions the actor may see: those of the meetings they see, the most pressing first."""
    rows = Decision.objects.filter(company_id=actor.company_id).select_related("meeting", "site")
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
        rows = rows.filter(
            Q(meeting__state=State.PUBLISHED.value)
            | Q(site_id__in=actor.sites_with(Can.SEE_ALL))
            | Q(meeting_id__in=_takes_part(actor))
        )
    return rows.order_by("due_at", "id")


def get_decision(actor: Actor, ref: str) -> Decision:
    """One decision by its number. Raises ``NotFound``."""
    found = (
        list_decisions(actor)
        .select_related("meeting__convenor", "meeting__chair", "point")
        .filter(ref=ref)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def is_mine(actor: Actor, decision: Decision) -> bool:
    """Whether the actor is the one to do it: the person, or a holder of the post at its site."""
    if decision.post:
        return actor.holds(decision.post, decision.site_id)
    return actor.id is not None and actor.id == decision.owner_id


def mine(actor: Actor, site_id: int) -> QuerySet[Decision]:
    """Decisions the actor is still to do, the most pressing first."""
    posts = [one.partition(":")[2] for one in actor.held if one.startswith(f"{site_id}:")]
    rows = list_decisions(actor, site_id).filter(state=DecisionState.OPEN.value)
    return rows.filter(Q(owner_id=actor.id or 0) | Q(post__in=posts))


def to_check(actor: Actor, site_id: int) -> QuerySet[Decision]:
    """Decisions reported done in meetings the actor convened or chaired, and not by themselves."""
    rows = list_decisions(actor, site_id).filter(state=DecisionState.REPORTED.value)
    if not actor.can(Can.CHECK, site_id):
        return rows.none()
    led = Q(meeting__convenor_id=actor.id or 0) | Q(meeting__chair_id=actor.id or 0)
    return rows.filter(led).exclude(reported_by_id=actor.id or 0)


def late(actor: Actor, site_id: int, now: datetime) -> QuerySet[Decision]:
    """Overdue decisions of meetings the actor convened or chaired."""
    led = Q(meeting__convenor_id=actor.id or 0) | Q(meeting__chair_id=actor.id or 0)
    rows = list_decisions(actor, site_id).filter(state=DecisionState.OPEN.value, due_at__lte=now)
    return rows.filter(led)


def my_meetings(actor: Actor, site_id: int, since: datetime, until: datetime) -> QuerySet[Meeting]:
    """Meetings the actor is invited to in a period, in order."""
    rows = list_meetings(actor, site_id).filter(
        state=State.CALLED.value, from_at__gte=since, from_at__lt=until
    )
    return rows.filter(attendees__staff_id=actor.id or 0).order_by("from_at", "id")


def to_approve(actor: Actor, site_id: int) -> QuerySet[Meeting]:
    """Minutes that wait for the actor as the chair."""
    return list_meetings(actor, site_id).filter(state=State.REVIEW.value, chair_id=actor.id or 0)


def to_publish(actor: Actor, site_id: int) -> QuerySet[Meeting]:
    """Approved minutes the actor, who called the meeting, is to publish."""
    return list_meetings(actor, site_id).filter(state=State.APPROVED.value, convenor_id=actor.id or 0)


def to_write(actor: Actor, site_id: int, now: datetime) -> QuerySet[Meeting]:
    """Minutes the actor is to write: of meetings that are over, or sent back."""
    rows = list_meetings(actor, site_id).filter(recorder_id=actor.id or 0)
    return rows.filter(Q(state=State.HELD.value) | Q(state=State.CALLED.value, until_at__lte=now))


def to_read(actor: Actor, site_id: int) -> QuerySet[Meeting]:
    """Published minutes the actor has not acknowledged."""
    unread = Attendee.objects.filter(staff_id=actor.id or 0, read_at=None).values("meeting_id")
    return list_meetings(actor, site_id).filter(state=State.PUBLISHED.value, pk__in=unread)


def my_place(actor: Actor, meeting: Meeting) -> Attendee | None:
    """The actor's line on the list of those invited."""
    return Attendee.objects.filter(meeting=meeting, staff_id=actor.id or 0).first()


def followers_of(actor: Actor, meeting: Meeting) -> list[Meeting]:
    """The other meetings of the series, the latest first."""
    rows = list_meetings(actor, meeting.site_id).filter(series=meeting.series).exclude(pk=meeting.pk)
    return list(rows[:20])
