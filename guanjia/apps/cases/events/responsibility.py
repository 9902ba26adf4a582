"""Who answers for a case, and what the customer was told and promised."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("cases.forwarded", label=_("Forwarded to a department"))
@dataclass(frozen=True, kw_only=True)
class Forwarded(Event):
    """The case went to another department; its head is now the handler."""

    from_department: str
    to_department: str
    handler_id: int
    note: str = ""


@event("cases.handler_changed", label=_("Handed over"))
@dataclass(frozen=True, kw_only=True)
class HandlerChanged(Event):
    """Somebody else handles the case now."""

    handler_id: int
    previous_id: int = 0
    reason: str = ""


@event("cases.owner_changed", label=_("Owner changed"))
@dataclass(frozen=True, kw_only=True)
class OwnerChanged(Event):
    """A supervisor made somebody else the owner (首问责任人)."""

    owner_id: int
    previous_id: int
    reason: str


@event("cases.later_arrival_agreed", label=_("Coming later agreed"))
@dataclass(frozen=True, kw_only=True)
class LaterArrivalAgreed(Event):
    """The customer agreed, before the arrival time ran out, that we come later."""

    until: datetime
    agreed_with: str


@event("cases.promised", label=_("Date promised"))
@dataclass(frozen=True, kw_only=True)
class Promised(Event):
    """The customer was promised a date."""

    promised_at: datetime
    handler_id: int


@event("cases.postponed", label=_("Postponed"))
@dataclass(frozen=True, kw_only=True)
class Postponed(Event):
    """The one postponement was used, with a reason and a new promise."""

    promised_at: datetime
    reason: str
    previous_at: datetime | None = None


@event("cases.progress_told", label=_("Customer told how it stands"))
@dataclass(frozen=True, kw_only=True)
class ProgressTold(Event):
    """The customer had a word from us."""

    text: str


@event("cases.answered", label=_("Customer answered"))
@dataclass(frozen=True, kw_only=True)
class Answered(Event):
    """The customer was answered; owner and handler are told (C-RULE-036)."""

    owner_id: int
    handler_id: int
    text: str


@event("cases.urged", label=_("Urged"))
@dataclass(frozen=True, kw_only=True)
class Urged(Event):
    """The customer urges (催单), for the ``count``-th time."""

    count: int
    owner_id: int
    handler_id: int
    text: str = ""


@event("cases.urge_answered", label=_("Urging answered"))
@dataclass(frozen=True, kw_only=True)
class UrgeAnswered(Event):
    """The urging customer was answered."""

    text: str
