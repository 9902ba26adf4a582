"""How a case came to us, and what was put right about it since."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("cases.received", label=_("Received"))
@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """A case was registered. ``received_at`` is when the customer first told us: clocks start there.

    ``receiver_chosen`` tells how the first receiver was found: "actor", or the post that was on duty.
    """

    kind: str
    channel: str
    first_receiver_id: int
    handler_id: int
    group_id: int | None
    received_at: datetime
    urgency: str
    complaint_class: str
    written: bool = False
    group_code: str = ""
    receiver_chosen: str = ""


@event("cases.noted", label=_("Note added"))
@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """Somebody, perhaps the customer, added a note; ``photos`` counts what came with it."""

    text: str
    photos: int = 0
    customer: bool = False


@event("cases.corrected", label=_("Details corrected"))
@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """Details were put right. ``changed`` names the fields; personal data is not repeated here."""

    changed: tuple[str, ...]
    urgency: str
    handler_id: int


@event("cases.dispatched", label=_("Work order issued"))
@dataclass(frozen=True, kw_only=True)
class Dispatched(Event):
    """A work order was issued for the case."""

    work_order: str
    skill: str
    handler_id: int


@event("cases.classification_loaded", label=_("Classification loaded"))
@dataclass(frozen=True, kw_only=True)
class ClassificationLoaded(Event):
    """The tree of matters was loaded or brought up to date."""

    added: int
    changed: int


@event("cases.phone_revealed", label=_("Phone number revealed"))
@dataclass(frozen=True, kw_only=True)
class PhoneRevealed(Event):
    """Somebody looked at the caller's whole number."""

    reason: str
