"""Guards: the named points at which an app refuses a step, because a rulebook forbids it.

An app names its guards in ``guards.py``, each with the code of the refusal it raises. A pack binds clauses to them, and
one list shows every guard of the product with the clauses that ask for it.
"""

from dataclasses import dataclass

from guanjia.kernel.refusals import Text

GUARDS: dict[str, "Guard"] = {}
"""Every guard of the product by name, filled by ``declare``."""


@dataclass(frozen=True)
class Guard:
    """A step that is refused: ``label`` says which and when, ``code`` is that of its refusal."""

    name: str
    label: Text
    code: str


def declare(guards: dict[str, tuple[Text, str]]) -> None:
    """Register an app's guards: name (``app.what_is_refused``) -> label and refusal code."""
    GUARDS.update({name: Guard(name, label, code) for name, (label, code) in guards.items()})
