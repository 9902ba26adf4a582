"""What can have happened to people. No event carries a name, a telephone or an identity number: the journal is for ever."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("people.registered", label=_("Person registered"))
@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """Somebody was registered."""

    person_id: int
    kind: str


@event("people.changed", label=_("Person changed"))
@dataclass(frozen=True, kw_only=True)
class Changed(Event):
    """Facts about somebody were changed; ``fields`` names them, never their values."""

    person_id: int
    fields: tuple[str, ...]


@event("people.moved_in", label=_("Moved in"))
@dataclass(frozen=True, kw_only=True)
class MovedIn(Event):
    """Somebody now belongs to a unit, as owner, tenant, family or contact."""

    person_id: int
    unit_id: int
    unit_code: str
    relation: str
    from_on: date | None = None


@event("people.moved_out", label=_("Moved out"))
@dataclass(frozen=True, kw_only=True)
class MovedOut(Event):
    """Somebody no longer belongs to a unit; ``until_on`` is the first day they do not."""

    person_id: int
    unit_id: int
    unit_code: str
    relation: str
    until_on: date


@event("people.revealed", label=_("Number revealed"))
@dataclass(frozen=True, kw_only=True)
class Revealed(Event):
    """Somebody looked at a whole telephone or identity number, for a stated reason."""

    person_id: int
    field: str
    reason: str


@event("people.exported", label=_("People exported"))
@dataclass(frozen=True, kw_only=True)
class Exported(Event):
    """Whole numbers of many people left the system, for a stated reason."""

    count: int
    reason: str


@event("people.erased", label=_("Personal data erased"))
@dataclass(frozen=True, kw_only=True)
class Erased(Event):
    """Everything personal about somebody was taken out, for a stated reason."""

    person_id: int
    reason: str
