"""What the product has for a system that rulebooks demand: a whole way of working, such as the custody of keys."""

from dataclasses import dataclass, field

from guanjia.apps.rulebook.terms.parts import ComingApp
from guanjia.apps.rulebook.terms.texts import Bilingual


@dataclass(frozen=True, slots=True)
class Means:
    """One thing that serves a system: its kind (``verb``, ``screen``, ``register`` …) and its name there."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class System:
    """A system of the catalogue, or several that demand the same, and ``by`` what means the product meets it.

    ``app`` names the app that is to come where the means do not meet the whole demand; ``lacks`` says what it will bring.
    """

    sources: tuple[str, ...]
    name: Bilingual
    by: tuple[Means, ...] = ()
    app: ComingApp | None = None
    lacks: Bilingual = field(default_factory=Bilingual)
