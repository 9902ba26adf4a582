"""Return visits (回访). Their thread is the case."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("cases.visit_due", label=_("Return visit due"))
@dataclass(frozen=True, kw_only=True)
class VisitDue(Event):
    """A return visit stands in the queue of ``visitor_post``; also after an attempt in vain."""

    visit: str
    visitor_post: str
    due_at: datetime | None = None
    attempts: int = 0


@event("cases.visit_claimed", label=_("Return visit taken"))
@dataclass(frozen=True, kw_only=True)
class VisitClaimed(Event):
    """Somebody is making the visit."""

    visit: str
    visitor_id: int


@event("cases.visit_released", label=_("Return visit put back"))
@dataclass(frozen=True, kw_only=True)
class VisitReleased(Event):
    """A visit taken and not made is back in the queue, at its old place."""

    visit: str


@event("cases.visited", label=_("Return visit made"))
@dataclass(frozen=True, kw_only=True)
class Visited(Event):
    """The customer was visited or called. ``outcome`` is satisfied, dissatisfied or unreached.

    ``visitor_id`` is None when the customer confirmed by the link alone.
    """

    visit: str
    outcome: str
    visitor_id: int | None
    signed_by: str
    rating: int | None = None
    note: str = ""


@event("cases.visit_cancelled", label=_("Return visit cancelled"))
@dataclass(frozen=True, kw_only=True)
class VisitCancelled(Event):
    """The visit is no longer needed."""

    visit: str
