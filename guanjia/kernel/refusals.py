"""Refusals: why a step is not done, as values.

A refusal has a code for programs and a sentence for people that says what to do next. Rules return them, verbs raise
them with ``refuse``; a batch collects them all instead of stopping at the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class Refusal:
    """One reason not to do something.

    ``code`` is stable and in snake case; ``message`` says what is wrong *and* what to do next, with ``%(name)s`` places
    filled from ``params``; ``field`` names the form field it belongs to, if any.
    """

    code: str
    message: Text
    field: str | None = None
    params: dict[str, Any] = dataclass_field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.message) % self.params if self.params else str(self.message)


class Refused(Exception):
    """A verb did not happen; nothing was stored. ``refusals`` holds at least one reason."""

    status = 422

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__("; ".join(refusal.code for refusal in refusals))
        self.refusals = refusals

    def __str__(self) -> str:
        return " ".join(str(refusal) for refusal in self.refusals)

    @property
    def code(self) -> str:
        """The code of the first reason."""
        return self.refusals[0].code


class NotPermitted(Refused):
    """The actor does not hold the capability at that site."""

    status = 403


class NotFound(Refused):
    """Absent, or not the actor's to see: the answer is the same, so that nothing can be guessed from it."""

    status = 404

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(*(refusals or (NOT_FOUND,)))


NOT_FOUND = Refusal("not_found", _("There is nothing under this number. Check it, or search for it."))


def refuse(reasons: Refusal | Iterable[Refusal | None] | None) -> None:
    """Raise ``Refused`` when there is at least one reason; otherwise do nothing."""
    if reasons is None:
        return
    found = [reasons] if isinstance(reasons, Refusal) else [reason for reason in reasons if reason]
    if found:
        raise Refused(*found)
