"""Topics: acts that several rulebooks ask for, so that their figures can be held against each other."""

from dataclasses import dataclass

from guanjia.apps.rulebook.terms.texts import Bilingual


@dataclass(frozen=True, slots=True)
class Topic:
    """One act, whoever asks for it: duties, guards, items, measures and open points of one topic mean the same thing."""

    key: str
    title: Bilingual
