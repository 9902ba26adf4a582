"""Guards: the named points at which an app refuses a step, because a rulebook forbids it.

An app names its guards in ``guards.py``, each with the code of the refusal it raises and, if it refuses beyond a figure,
that figure. A pack binds clauses to them, and one list shows every guard of the product with the clauses that ask for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refused, Text

GUARDS: dict[str, "Guard"] = {}
"""Every guard of the product by name, filled by ``declare``."""


@dataclass(frozen=True)
class GuardFigure:
    """A figure beyond which a guard refuses: less of it is stricter. ``usual`` holds where no rulebook gives another."""

    name: str
    label: Text
    usual: int


@dataclass(frozen=True)
class Guard:
    """A step that is refused: ``label`` says which and when, ``code`` is that of its refusal."""

    name: str
    label: Text
    code: str
    figures: tuple[GuardFigure, ...] = ()


def declare(
    guards: dict[str, tuple[Text, str]], figures: dict[str, tuple[GuardFigure, ...]] | None = None
) -> None:
    """Register an app's guards: name (``app.what_is_refused``) -> label and refusal code; and their figures by name."""
    own = figures or {}
    GUARDS.update(
        {name: Guard(name, label, code, own.get(name, ())) for name, (label, code) in guards.items()}
    )


def tripped(app: str, code: str) -> Guard | None:
    """The guard of an app that refuses with this code; None for a refusal that is no guard's."""
    return next(
        (one for one in GUARDS.values() if one.code == code and one.name.partition(".")[0] == app), None
    )


# --- Noticing that one refused -----------------------------------------------------------------------------------------

Watcher = Callable[[Guard, Actor, datetime], None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Have a watcher told of every refusal of a guard that reaches a door; wired once, when the process begins."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def notice(refused: Refused, *, app: str, by: Actor, at: datetime) -> None:
    """Tell the watchers which guards of an app have refused. For doors, when what was refused has been undone.

    Codes are an app's own, so a guard of another app further down goes uncounted: better that than a wrong count.
    """
    for refusal in refused.refusals:
        guard = tripped(app, refusal.code)
        if guard is not None:
            for watcher in _watchers:
                watcher(guard, by, at)
