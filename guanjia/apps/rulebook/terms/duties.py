"""A duty as the pack states it: pure values, the same for every site and every case.

A duty says which event makes it, who owns it, until when, and which event proves that it was done. What runs is an
*obligation* (see the app of that name), one for each subject.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from guanjia.apps.rulebook.terms.schedules import Schedule
from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.kernel.working_time import Duration


class Subject(StrEnum):
    """What one obligation is about: the whole matter (a case), or the one thing the event happened to (a visit)."""

    THREAD = "thread"
    REF = "ref"


class ValueSource(StrEnum):
    """Where a value is read: on the event itself, or on the latest event of the matter that carries the field."""

    EVENT = "event"
    THREAD = "thread"


@dataclass(frozen=True, slots=True)
class Value:
    """A field of an event. ``thread:`` values look at the event first, then back through the matter's journal."""

    field: str
    source: ValueSource = ValueSource.EVENT

    def __str__(self) -> str:
        return f"thread:{self.field}" if self.source is ValueSource.THREAD else self.field


@dataclass(frozen=True, slots=True)
class Condition:
    """The value is, or (``negated``) is not, one of the listed ones."""

    value: Value
    among: tuple[Any, ...]
    negated: bool = False

    def holds_for(self, found: Any) -> bool:
        """Whether the condition holds when the value is ``found``."""
        return (found in self.among) is not self.negated


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that makes an obligation or does something to a running one, perhaps only under conditions.

    ``value`` is the field it brings along, if its effect needs one; ``back`` gives a duty back to its first owner.
    """

    on: str
    conditions: tuple[Condition, ...] = ()
    value: Value | None = None
    back: bool = False


class OwnerKind(StrEnum):
    """How the owner is found: a staff id in a field, a fixed post, or a post key in a field."""

    FIELD = "field"
    POST = "post"
    POST_IN = "post-in"


@dataclass(frozen=True, slots=True)
class Owner:
    """One way to find the owner; a duty may list several, the first that gives somebody counts."""

    kind: OwnerKind
    post: str = ""
    value: Value | None = None


class TargetKind(StrEnum):
    """Whom a rung of the ladder tells: the owner again, or the holders of a post."""

    OWNER = "owner"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver of an escalation."""

    kind: TargetKind
    post: str = ""

    def __str__(self) -> str:
        return "owner" if self.kind is TargetKind.OWNER else f"post:{self.post}"


class EachKind(StrEnum):
    """What there is one obligation for, each time a duty of the calendar comes round."""

    SITE = "site"
    GROUP = "group"
    BUILDING = "building"
    UNIT = "unit"
    PLACE = "place"
    HOLDER = "holder"
    """Every person who holds the post that owns the duty; ``holder[post=…]``: who holds another, and is looked after."""


@dataclass(frozen=True, slots=True)
class Each:
    """``unit[stage=NOT_DELIVERED]``: the kind, and what the ones meant have in common, as (attribute, value) pairs."""

    kind: EachKind = EachKind.SITE
    having: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.kind + "".join(f"[{attribute}={value}]" for attribute, value in self.having)


class EvidenceKind(StrEnum):
    """What proves a duty that no event of another app proves: what its owner reports."""

    WORD = "word"
    PHOTO = "photo"
    SHEET = "sheet"
    ENTRY = "entry"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word or a photograph in the report itself; or a filled sheet of a checklist, or an entry of a register."""

    kind: EvidenceKind
    key: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}" if self.key else self.kind


_PROVED_BY = {
    EvidenceKind.SHEET: ("inspections.completed", "checklist"),
    EvidenceKind.ENTRY: ("registers.entered", "register"),
}


@dataclass(frozen=True, slots=True)
class Level:
    """A rung of the ladder: how long after the due time it is reached, and whom it tells."""

    after: Duration
    to: tuple[Target, ...]


@dataclass(frozen=True)
class Duty:
    """One checkable clause of a rulebook. Figures that a site may set are ``deadline`` or ``every``, ``reminders`` and ``off``.

    It begins with an event (``on``), or comes round by the calendar (``every``), then for ``each`` of its subjects. It is
    proved by an event (``met_by``) or by a report of its owner with the ``evidence``. ``sources`` are the catalogue ids
    it covers; without them all of its clause's. ``topic``: the act it asks for, where other rulebooks ask for it too.

    ``conditions`` must hold for every event of ``on``. A duty that ``renews`` begins anew whenever it is met or its time
    passes, until it is voided. ``announce`` tells the owner when it begins.
    """

    key: str
    pack: str
    clause: str
    title: Bilingual
    on: tuple[Trigger, ...] = ()
    conditions: tuple[Condition, ...] = ()
    subject: Subject = Subject.THREAD
    start: Value | None = None
    deadline: Duration | None = None
    deadline_value: Value | None = None
    owners: tuple[Owner, ...] = ()
    follow: tuple[Trigger, ...] = ()
    met_by: tuple[Trigger, ...] = ()
    void_by: tuple[Trigger, ...] = ()
    pause_by: tuple[Trigger, ...] = ()
    resume_by: tuple[Trigger, ...] = ()
    pause_limit: Duration | None = None
    re_due_by: tuple[Trigger, ...] = ()
    reminders: tuple[Duration, ...] = ()
    ladder: tuple[Level, ...] = ()
    safety: bool = False
    safety_when: tuple[Condition, ...] = ()
    renews: bool = False
    announce: bool = False
    our_figure: bool = False
    note: Bilingual = field(default_factory=Bilingual)
    consequence: Bilingual = field(default_factory=Bilingual)
    off: bool = False
    every: Schedule | None = None
    each: Each = Each()
    evidence: Evidence | None = None
    sources: tuple[str, ...] = ()
    topic: str = ""

    @property
    def proofs(self) -> tuple[Trigger, ...]:
        """The events that prove it: those it names, or the sheet or entry it asks for. A word or photograph is none."""
        if self.evidence is None or self.evidence.kind not in _PROVED_BY:
            return self.met_by
        event, field_name = _PROVED_BY[self.evidence.kind]
        return (Trigger(event, (Condition(Value(field_name), (self.evidence.key,)),)),)

    @property
    def is_reported(self) -> bool:
        """Whether its owner reports it, with a word or a photograph."""
        return self.evidence is not None and self.evidence.kind not in _PROVED_BY

    @property
    def comes_again(self) -> bool:
        """Whether the next occurrence begins when this one is met or missed, not by the calendar."""
        return self.renews or (self.every is not None and self.every.gap is not None)

    @cached_property
    def touched_by(self) -> Mapping[str, tuple["tuple[str, Trigger]", ...]]:
        """For every event name that may change a running obligation: what it does, in the order it is asked."""
        found: dict[str, list[tuple[str, Trigger]]] = {}
        for effect in ("met_by", "void_by", "pause_by", "resume_by", "re_due_by", "follow"):
            for trigger in getattr(self, effect) or (self.proofs if effect == "met_by" else ()):
                found.setdefault(trigger.on, []).append((effect, trigger))
        return {name: tuple(effects) for name, effects in found.items()}

    def with_figures(self, figures: Mapping[str, Any]) -> "Duty":
        """The duty with a site's own figures (``deadline``, ``every``, ``reminders``, ``off``) in place of the pack's."""
        changes: dict[str, Any] = {}
        if "deadline" in figures:
            changes["deadline"] = Duration.parse(figures["deadline"])
        if "reminders" in figures:
            changes["reminders"] = tuple(Duration.parse(text) for text in figures["reminders"])
        if "every" in figures:
            changes["every"] = Schedule.parse(figures["every"])
        if "off" in figures:
            changes["off"] = bool(figures["off"])
        return replace(self, **changes) if changes else self
