"""Lifecycles: one table per aggregate, ``(state, verb) -> state``.

The table decides what a verb may do, which buttons a page shows and what the documentation draws; a test visits every
pair. A lifecycle holds no conditions: those are refusals, in the app's ``rules.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal, Refused, Text

ALL_LIFECYCLES: dict[str, "Lifecycle"] = {}
"""Every lifecycle of the product by name, for the drawings and the exhaustive test."""


@dataclass(frozen=True)
class Step:
    """One verb of a lifecycle: from any of ``sources`` to ``target``. The highest ``weight`` is the likeliest next."""

    verb: str
    sources: tuple[StrEnum, ...]
    target: StrEnum
    label: Text
    weight: int = 0


class Lifecycle:
    """The states of one kind of thing and the steps between them."""

    def __init__(
        self, name: str, states: dict[StrEnum, Text], initial: StrEnum, steps: Iterable[Step]
    ) -> None:
        self.name = name
        self.states = states
        self.initial = initial
        self.steps = tuple(steps)
        self._table: dict[tuple[StrEnum, str], Step] = {}
        for step in self.steps:
            for source in step.sources:
                if (source, step.verb) in self._table:
                    raise ValueError(f"{name}: {step.verb} leaves {source} twice")
                self._table[source, step.verb] = step
        ALL_LIFECYCLES[name] = self

    def step(self, state: str, verb: str) -> StrEnum:
        """The state after ``verb``. Raises ``Refused`` (code ``illegal_step``) when the table has no such step."""
        found = self._table.get((self._state(state), verb))
        if found is None:
            raise Refused(self._illegal(state, verb))
        return found.target

    def allows(self, state: str, verb: str) -> bool:
        """Whether the table has a step for ``verb`` out of ``state``."""
        return (self._state(state), verb) in self._table

    def next_steps(self, state: str) -> list[Step]:
        """The steps out of ``state``, likeliest first."""
        here = self._state(state)
        found = [step for (source, _verb), step in self._table.items() if source == here]
        return sorted(found, key=lambda step: -step.weight)

    def label(self, state: str) -> Text:
        """The state's name for people."""
        return self.states[self._state(state)]

    @property
    def verbs(self) -> list[str]:
        """All verbs, in the order of the table."""
        return list(dict.fromkeys(step.verb for step in self.steps))

    def choices(self) -> list[tuple[str, Text]]:
        """The states for a column's ``choices``."""
        return [(state.value, label) for state, label in self.states.items()]

    def mermaid(self) -> str:
        """The lifecycle as a Mermaid state diagram."""
        arrows = [f"    [*] --> {self.initial}"]
        arrows += [
            f"    {source} --> {step.target}: {step.verb}" for step in self.steps for source in step.sources
        ]
        leaving = {source for source, _verb in self._table}
        arrows += [f"    {state} --> [*]" for state in self.states if state not in leaving]
        return "\n".join(["stateDiagram-v2", *arrows])

    def _state(self, state: str) -> StrEnum:
        return type(self.initial)(state)

    def _illegal(self, state: str, verb: str) -> Refusal:
        labels = {step.verb: step.label for step in self.steps}
        return Refusal(
            "illegal_step",
            _(
                "“%(verb)s” is not possible while this is “%(state)s”. Reload the page to see what can be done now."
            ),
            params={"verb": labels.get(verb, verb), "state": self.label(state)},
        )
