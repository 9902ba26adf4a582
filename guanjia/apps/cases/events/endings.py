"""How cases end, come back, and belong together."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("cases.resolved", label=_("Resolved"))
@dataclass(frozen=True, kw_only=True)
class Resolved(Event):
    """The matter is settled from our side; the return visit is to come."""

    handler_id: int
    outcome: str = ""
    complaint_class: str = ""


@event("cases.reopened", label=_("Reopened"))
@dataclass(frozen=True, kw_only=True)
class Reopened(Event):
    """The case is back in hand."""

    reason: str
    handler_id: int = 0
    count: int = 1


@event("cases.closed", label=_("Closed"))
@dataclass(frozen=True, kw_only=True)
class Closed(Event):
    """The customer is answered, satisfied and has signed, or the kind of case needs no more."""

    kind: str = ""
    complaint_class: str = ""


@event("cases.withdrawn", label=_("Withdrawn"))
@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The customer does not want it any more."""

    reason: str = ""


@event("cases.merged", label=_("Merged into another case"))
@dataclass(frozen=True, kw_only=True)
class Merged(Event):
    """The same matter is dealt with under ``into``."""

    into: str


@event("cases.absorbed", label=_("Took in another case"))
@dataclass(frozen=True, kw_only=True)
class Absorbed(Event):
    """The other side of a merge."""

    merged: str


@event("cases.split", label=_("Split"))
@dataclass(frozen=True, kw_only=True)
class Split(Event):
    """A part of the matter goes on under ``into``."""

    into: str


@event("cases.placed_under", label=_("Placed under another case"))
@dataclass(frozen=True, kw_only=True)
class PlacedUnder(Event):
    """The case became part of ``parent``, which cannot close before it."""

    parent: str
