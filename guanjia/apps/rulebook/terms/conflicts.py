"""Conflicts (矛盾): places where rulebooks of one site, or clauses of one rulebook, ask for the same act differently."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.apps.rulebook.terms.topics import Topic
from guanjia.kernel.refusals import Text


class Advice(StrEnum):
    """What can be said about a conflict before anybody decides."""

    SAME = "same"
    STRICTER = "stricter"
    NEITHER = "neither"
    WORDS = "words"


ADVICES: dict[Advice, Text] = {
    Advice.SAME: _("The figures agree; one of them is enough."),
    Advice.STRICTER: _("The stricter one satisfies all of them."),
    Advice.NEITHER: _("None of them satisfies the others, whatever the calendar. Somebody has to choose."),
    Advice.WORDS: _("No figure decides this. Somebody has to choose."),
}


@dataclass(frozen=True, slots=True)
class Party:
    """One of those who disagree: a part of a pack, or a figure (``said``) between which an open point wavers.

    ``sets`` is the figure that is to be set for this party to rule where it is no part of its own.
    """

    pack: str
    pack_title: Bilingual
    part: str
    name: str
    clause: str
    title: Bilingual
    sources: tuple[str, ...]
    figure: Any = None
    """A rhythm, a length of time, a number; None where only words are given."""
    words: Bilingual = field(default_factory=Bilingual)
    said: str = ""
    sets: tuple[str, str] = ("", "")
    less: bool = True
    """Of two numbers the smaller is the stricter."""
    posts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How a decision names it."""
        return f"{self.pack}/{self.part}" + (f"={self.said}" if self.said else "")

    @property
    def is_duty(self) -> bool:
        """Whether it makes obligations of its own."""
        return ":" not in self.part

    @property
    def is_open_point(self) -> bool:
        """Whether it is a question nobody has answered yet."""
        return self.part.startswith("open_point:")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A topic about which the parts in force do not agree, and which of them would satisfy all."""

    topic: Topic
    parties: tuple[Party, ...]
    advice: Advice
    proposed: str = ""
    """The key of the party that satisfies all the others."""

    @property
    def signature(self) -> list[str]:
        """What a decision to keep both was made about: who, with which figure."""
        return sorted(f"{one.key} {one.figure}" for one in self.parties)
