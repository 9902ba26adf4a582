"""Figures: every number, rhythm and length of time of a rulebook that a company or a site may set for itself."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.kernel.refusals import Text


class FigureKind(StrEnum):
    """How a figure is written."""

    DURATION = "duration"
    RHYTHM = "rhythm"
    DURATIONS = "durations"
    NUMBER = "number"
    SWITCH = "switch"
    WORDS = "words"


class Better(StrEnum):
    """On which side a number is the stricter."""

    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


class Strictness(StrEnum):
    """How our figure stands to the rulebook's."""

    SAME = "same"
    STRICTER = "stricter"
    LOOSER = "looser"
    DIFFERENT = "different"
    """Neither keeps the other, or only the calendar could tell."""


STRICTNESSES: dict[Strictness, Text] = {
    Strictness.SAME: _("as the rulebook says"),
    Strictness.STRICTER: _("stricter than the rulebook"),
    Strictness.LOOSER: _("looser than the rulebook"),
    Strictness.DIFFERENT: _("different from the rulebook"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a pack. ``part`` is a duty's key, or the kind and key of another part (``measure:on_time``);
    with ``name`` (``deadline``, ``target``, ``most.rings``) it is unique in the pack. ``value`` is the rulebook's.
    """

    pack: str
    part: str
    name: str
    clause: str
    title: Bilingual
    kind: FigureKind
    value: Any
    better: Better = Better.NEITHER
    unit: str = ""
    owner: str = ""
    """The post that decides it, of an open point."""
    detail: Bilingual = field(default_factory=Bilingual)
    """Which of the part's figures: the line of a sheet, the question of an open point."""
    topic: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Its name within the pack."""
        return self.part, self.name


class ChangeState(StrEnum):
    """Where a proposed change of figures stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


CHANGE_STATES: dict[ChangeState, Text] = {
    ChangeState.PROPOSED: _("Waits for approval"),
    ChangeState.APPROVED: _("Approved"),
    ChangeState.DECLINED: _("Declined"),
    ChangeState.WITHDRAWN: _("Withdrawn"),
}

BOTH = "both"
"""How a conflict was decided when both parts stay in force."""
