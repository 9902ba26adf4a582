"""Obligations as pages show them: with the duty's title, the owner's name and a clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.rules.titles import title_of
from guanjia.apps.obligations.subjects import names_of
from guanjia.apps.obligations.terms import RUNNING, State
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Duty, EvidenceKind
from guanjia.kernel.refusals import NotFound
from guanjia.ui.pages import is_numbered


@dataclass(frozen=True)
class Clock:
    """One obligation on a page. ``duty`` is None when its rules can no longer be found (a programming error)."""

    obligation: Obligation
    duty: Duty | None
    owner: str
    at: datetime
    subject: str = ""
    """What a turn of the calendar is about, by name: a unit, a place, a person, the site."""

    @property
    def matter(self) -> str:
        """What the duty belongs to, as people call it: the name of a turn's subject, or the number of a matter; where the matter
        has none, that of the thing itself."""
        thread, ref = self.obligation.thread, self.obligation.ref
        return self.subject or (ref if is_numbered(ref) and not is_numbered(thread) else thread)

    @property
    def title(self) -> str:
        """The duty's sentence in the reader's language."""
        return str(title_of(self.duty, self.obligation.occurrence)) if self.duty else self.obligation.duty

    @property
    def is_running(self) -> bool:
        """Whether something is still to be done."""
        return self.obligation.state in RUNNING

    @property
    def is_overdue(self) -> bool:
        """Whether it runs and its time is over."""
        return self.obligation.state == State.OPEN and self.obligation.due_at <= self.at

    @property
    def clock_state(self) -> str:
        """What the clock component shows: paused, running, or done."""
        if self.obligation.state == State.PAUSED:
            return "paused"
        return "running" if self.is_running else "done"


def clocks(obligations: Iterable[Obligation], at: datetime) -> list[Clock]:
    """The obligations with titles and owners; a fixed number of queries for any number of rows."""
    rows = list(obligations)
    names: dict[int, str] = {}
    for row in rows:
        if Obligation.owner.is_cached(row) and row.owner:
            names[row.owner.pk] = row.owner.name
    names |= organisations.staff_names(row.owner_id for row in rows if row.owner_id not in names)
    posts = _post_names(rows)
    turns = names_of(row.ref for row in rows if row.occurrence)
    return [
        Clock(
            row,
            duty_of(row),
            names.get(row.owner_id or 0) or posts.get((row.site_id, row.owner_post), ""),
            at,
            turns.get(row.ref, "") if row.occurrence else "",
        )
        for row in rows
    ]


def needs_photo(obligation: Obligation) -> bool:
    """Whether the duty is proved by a photograph."""
    duty = duty_of(obligation)
    return bool(duty and duty.evidence and duty.evidence.kind is EvidenceKind.PHOTO)


def duty_of(obligation: Obligation) -> Duty | None:
    """The duty in the words and figures the obligation began with."""
    try:
        return rulebook.adoption_by_id(obligation.site_id, obligation.adoption_id).duties.get(obligation.duty)
    except NotFound:
        return None


def _post_names(rows: list[Obligation]) -> dict[tuple[int, str], str]:
    """The names of owning posts, as their rulebook calls them: no query."""
    names = {}
    for row in rows:
        key = (row.site_id, row.owner_post)
        if row.owner_id is None and row.owner_post and key not in names:
            here = rulebook.rules_of(row.site_id).by_id.get(row.adoption_id)
            post = here.pack.posts.get(row.owner_post) if here else None
            names[key] = str(post.name) if post else row.owner_post
    return names
