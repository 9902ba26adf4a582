"""Rulings on complaints, and what grave or invalid ones demand."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("cases.ruled", label=_("Complaint ruled on"))
@dataclass(frozen=True, kw_only=True)
class Ruled(Event):
    """Class and validity were ruled. A change of class recomputes the clocks from the original receipt."""

    complaint_class: str
    previous_class: str
    valid: bool
    raised_by_rule: bool
    reason: str = ""
    ground: str = ""
    written: bool = False


@event("cases.fee_refusal_noted", label=_("Fee refusal noted"))
@dataclass(frozen=True, kw_only=True)
class FeeRefusalNoted(Event):
    """The owner has let us know that the fee will not be paid over this."""

    note: str


@event("cases.reported_to_gm", label=_("Reported to the property general manager"))
@dataclass(frozen=True, kw_only=True)
class ReportedToGm(Event):
    """The property general manager was told of a major complaint."""

    note: str


@event("cases.emergency_met", label=_("Emergency meeting held"))
@dataclass(frozen=True, kw_only=True)
class EmergencyMet(Event):
    """The emergency meeting on a major complaint was held."""

    attendants: tuple[str, ...]
    decisions: str


@event("cases.apologised", label=_("Apologised in person"))
@dataclass(frozen=True, kw_only=True)
class Apologised(Event):
    """The customer-service manager apologised to the customer in person."""

    note: str


@event("cases.replied_in_writing", label=_("Replied in writing"))
@dataclass(frozen=True, kw_only=True)
class RepliedInWriting(Event):
    """A letter went to the customer."""

    text: str


@event("cases.invalid_explained", label=_("Explained why it is invalid"))
@dataclass(frozen=True, kw_only=True)
class InvalidExplained(Event):
    """The customer was told patiently why the complaint does not hold."""

    text: str
