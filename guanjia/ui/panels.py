"""What a screen shows beside its main matter: facts in a list of labels and values, and panels of a board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guanjia.kernel.refusals import Text


@dataclass(frozen=True)
class Fact:
    """One label with its value; an empty value shows a dash. ``kind`` is "text", "moment", "money", "phone" or "html".

    ``hidden`` marks a personal datum shown masked; ``reveal_url`` is then the verb that shows it, with a reason.
    """

    label: Text
    value: Any
    kind: str = "text"
    url: str = ""
    icon: str = ""
    hint: Text = ""
    hidden: bool = False
    reveal_url: str = ""


@dataclass
class Facts:
    """Facts under a title."""

    facts: list[Fact] = field(default_factory=list)
    title: Text = ""

    @classmethod
    def of(cls, rows: Iterable[tuple[Text, Any]], title: Text = "") -> Facts:
        """From plain pairs of label and value."""
        return cls([Fact(label, value) for label, value in rows], title)

    def add(self, label: Text, value: Any, **more: Any) -> Facts:
        """Add one fact and return the panel, so that calls can be chained."""
        self.facts.append(Fact(label, value, **more))
        return self


@dataclass(frozen=True)
class Panel:
    """A piece of a board (Today): a title, a template with its context, perhaps a number and a way to more.

    ``url`` leads to all of it. ``urgent`` panels come with a coloured edge. ``empty`` is the sentence shown when the
    context's ``rows`` is empty.
    """

    title: Text
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    icon: str = ""
    count: int | None = None
    url: str = ""
    urgent: bool = False
    empty: Text = ""
    empty_icon: str = "circle-check"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return "rows" in self.context and not self.context["rows"]


@dataclass(frozen=True)
class UrgentDuty:
    """My duties in the top bar: how many, how many late, and the clock that runs out first."""

    count: int
    late: int
    title: Text
    state: str
    due_at: datetime | None
    url: str = ""
    soon_at: datetime | None = None


@dataclass(frozen=True)
class Figure:
    """One number on top of Today; ``tone`` calm, soon, late, paused, accent or neutral."""

    label: Text
    value: int | str
    tone: str = "neutral"
    icon: str = "point"
    url: str = ""
    hint: Text = ""
