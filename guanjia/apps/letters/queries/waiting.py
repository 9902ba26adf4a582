"""What waits for somebody: drafts to review, letters and sheets to answer, notices to take down, demands to check again."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from guanjia.apps.letters.queries.papers import list_papers
from guanjia.apps.letters.terms import Can, InState, Kind, NoticeState, OutState, RectState, SheetState
from guanjia.kernel.actor import Actor


def holds_due_post(actor: Actor, paper: Any) -> bool:
    """Whether the actor's post is the one a paper waits for, and the draft is not theirs."""
    is_own = actor.id is not None and actor.id == paper.made_by_id
    return bool(paper.due_post) and paper.due_post in actor.posts and not is_own


def list_to_review(actor: Actor, site_id: int) -> list[Any]:
    """Drafts that wait for the actor's review, the oldest first."""
    if not actor.can(Can.REVIEW, site_id):
        return []
    rows = []
    for kind, state in ((Kind.OUTGOING, OutState.REVIEW), (Kind.NOTICE, NoticeState.REVIEW)):
        found = list_papers(actor, kind, site_id).filter(state=state.value, due_post__in=actor.posts)
        if actor.id is not None:
            found = found.exclude(made_by_id=actor.id)
        rows += list(found)
    return sorted(rows, key=lambda one: one.made_at)


def list_to_answer(actor: Actor, site_id: int) -> list[Any]:
    """Letters the actor is to answer and sheets that went to the actor's posts, the most pressing first."""
    letters = list_papers(actor, Kind.INCOMING, site_id).filter(
        state=InState.RECEIVED.value, handler_id=actor.id, answer_due_at__isnull=False
    )
    open_states = [SheetState.ISSUED.value, SheetState.ACKNOWLEDGED.value]
    sheets = list_papers(actor, Kind.CONTACT, site_id).filter(state__in=open_states, to_post__in=actor.posts)
    if not actor.can(Can.CONTACT, site_id):
        sheets = sheets.none()
    rows = [*letters, *sheets]
    return sorted(rows, key=lambda one: one.answer_due_at if one.kind is Kind.INCOMING else one.wanted_by)


def list_to_take_down(actor: Actor, site_id: int, at: datetime) -> QuerySet[Any]:
    """Notices that still hang though they were recalled or are over, the oldest end first."""
    rows = list_papers(actor, Kind.NOTICE, site_id)
    if not actor.can(Can.POST, site_id):
        return rows.none()
    over = Q(state=NoticeState.RECALLED.value) | Q(state=NoticeState.POSTED.value, until_at__lte=at)
    return rows.filter(over).order_by("until_at", "id")


def list_to_recheck(actor: Actor, site_id: int, at: datetime) -> QuerySet[Any]:
    """Demands that are reported as put right, or whose time is over, the oldest first."""
    rows = list_papers(actor, Kind.RECTIFICATION, site_id)
    if not actor.can(Can.RECHECK, site_id):
        return rows.none()
    ripe = Q(state=RectState.CORRECTED.value) | Q(state=RectState.DELIVERED.value, correct_by__lte=at)
    return rows.filter(ripe).order_by("correct_by", "id")
