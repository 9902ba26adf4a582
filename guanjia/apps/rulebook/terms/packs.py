"""A pack: the clauses, posts and duties of one rulebook, with its version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from guanjia.apps.messaging.terms import QuietHours
from guanjia.apps.rulebook.terms.duties import Duty
from guanjia.apps.rulebook.terms.parts import (
    Checklist,
    FilePlan,
    GuardTerm,
    Measure,
    OpenPoint,
    Planned,
    RegisterTerm,
    Statement,
)
from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.kernel.working_time import Duration


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in our own words, with the ids of the catalogue entries it stands for."""

    number: str
    text: Bilingual
    heading: Bilingual
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostTerm:
    """A post the pack speaks of, the department it belongs to, the post it reports to, and what it may do.

    ``grouped``: each holder answers for some groups (组团) only, so a duty of this post is one of those of its group.
    """

    key: str
    name: Bilingual
    reports_to: str = ""
    department: str = ""
    grouped: bool = False
    capabilities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A rulebook as data. ``digest`` is the SHA-256 of its content; with ``version`` it names exactly one text.

    ``acknowledgement_lasts``: how long an acknowledged escalation rests before its ladder goes on; None: for good.
    ``begins_with``: events with which a matter begins, so that nothing of it can be running before them.
    """

    key: str
    version: str
    digest: str
    title: Bilingual
    summary: Bilingual
    quiet_hours: QuietHours | None
    acknowledgement_lasts: Duration | None
    begins_with: frozenset[str]
    clauses: Mapping[str, Clause]
    posts: Mapping[str, PostTerm]
    duties: Mapping[str, Duty]
    checklists: Mapping[str, Checklist] = field(default_factory=dict)
    registers: Mapping[str, RegisterTerm] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    guards: tuple[GuardTerm, ...] = ()
    statements: tuple[Statement, ...] = ()
    planned: tuple[Planned, ...] = ()
    open_points: Mapping[str, OpenPoint] = field(default_factory=dict)
    file_plans: Mapping[str, FilePlan] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Version and the first digits of the digest, as shown beside a deadline."""
        return f"{self.version} ({self.digest[:8]})"

    def line_above(self, post: str) -> list[str]:
        """The posts above a post in the pack's own reporting line, nearest first."""
        line: list[str] = []
        here = self.posts.get(post)
        while here is not None and here.reports_to and here.reports_to not in line:
            line.append(here.reports_to)
            here = self.posts.get(here.reports_to)
        return line

    @cached_property
    def proofs_by_calendar(self) -> frozenset[str]:
        """Events that may prove a duty of the calendar, whatever matter they belong to."""
        return frozenset(name for duty in self.duties.values() if duty.every for name in duty.touched_by)

    @cached_property
    def proved_by_paper(self) -> Mapping[str, tuple[str, ...]]:
        """Duties that begin with an event and are proved by a sheet or an entry, by the name of that proof's event."""
        found: dict[str, list[str]] = {}
        for duty in self.duties.values():
            if duty.evidence and not duty.every:
                for trigger in duty.proofs:
                    found.setdefault(trigger.on, []).append(duty.key)
        return {name: tuple(keys) for name, keys in found.items()}

    @cached_property
    def events(self) -> frozenset[str]:
        """Every event that may change a running obligation of this pack."""
        return frozenset(name for duty in self.duties.values() for name in duty.touched_by)
