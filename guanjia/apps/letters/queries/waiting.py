"""What waits for somebody: drafts to review, letters and sheets to answer, notices to take down, demands to check again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.urls import reverse

from guanjia.apps.letters.queries.papers import list_papers
from guanjia.apps.letters.terms import ONE, Can, InState, Kind, NoticeState, OutState, RectState, SheetState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Text


def holds_due_post(actor: Actor, paper: Any) -> bool:
    """Whether the actor's post is the one a paper waits for, and the draft is not theirs."""
    is_own = actor.id is not None and actor.id == paper.made_by_id
    return bool(paper.due_post) and paper.due_post in actor.posts and not is_own


@dataclass(frozen=True)
class Line:
    """A paper in one line: its kind, number and subject, and the moment that counts for it."""

    kind: Kind
    ref: str
    subject: str
    moment: datetime

    @property
    def kind_label(self) -> Text:
        """What its head calls it."""
        return ONE[self.kind]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(f"letters:{self.kind.value}", args=[self.ref])


def to_review(actor: Actor, site_id: int) -> list[Line]:
    """Drafts that wait for the actor's review, the oldest first; one query."""
    if not actor.can(Can.REVIEW, site_id):
        return []
    asked = []
    for kind, state in ((Kind.OUTGOING, OutState.REVIEW), (Kind.NOTICE, NoticeState.REVIEW)):
        found = list_papers(actor, kind, site_id).filter(state=state.value, due_post__in=actor.posts)
        asked.append((kind, found if actor.id is None else found.exclude(made_by_id=actor.id), "made_at"))
    return _lines(asked)


def to_answer(actor: Actor, site_id: int) -> list[Line]:
    """Letters the actor is to answer and sheets that went to the actor's posts, the most pressing first; one query."""
    letters = list_papers(actor, Kind.INCOMING, site_id).filter(
        state=InState.RECEIVED.value, handler_id=actor.id, answer_due_at__isnull=False
    )
    asked = [(Kind.INCOMING, letters, "answer_due_at")]
    if actor.can(Can.CONTACT, site_id):
        open_states = [SheetState.ISSUED.value, SheetState.ACKNOWLEDGED.value]
        sheets = list_papers(actor, Kind.CONTACT, site_id).filter(
            state__in=open_states, to_post__in=actor.posts
        )
        asked.append((Kind.CONTACT, sheets, "wanted_by"))
    return _lines(asked)


def to_settle(actor: Actor, site_id: int, at: datetime) -> list[Line]:
    """Notices to take down and demands to check again, the longest waiting first; one query."""
    asked = []
    if actor.can(Can.POST, site_id):
        asked.append((Kind.NOTICE, list_to_take_down(actor, site_id, at), "until_at"))
    if actor.can(Can.RECHECK, site_id):
        asked.append((Kind.RECTIFICATION, list_to_recheck(actor, site_id, at), "correct_by"))
    return _lines(asked)


def _lines(asked: list[tuple[Kind, QuerySet[Any], str]]) -> list[Line]:
    """Papers of several kinds as lines, by the moment named for each kind; one query."""
    parts = [
        rows.order_by().values_list(Value(kind.value), "ref", "subject", moment)
        for kind, rows, moment in asked
    ]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True)
    lines = [Line(Kind(kind), ref, subject, moment) for kind, ref, subject, moment in found]
    return sorted(lines, key=lambda one: (one.moment, one.ref))


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
