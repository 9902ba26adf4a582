"""What programs send and get about cases."""

from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Field
from pydantic import BeforeValidator

from guanjia.api import pages
from guanjia.api.fields import At, Code, Cursor, Given, Long, Moment, Name, Phone, Sent, Title, Word, word
from guanjia.apps.cases.terms import Channel, ComplaintClass, Kind, Urgency

AnyKind = Annotated[Kind, BeforeValidator(word)]
AnyChannel = Annotated[Channel, BeforeValidator(word)]
AnyClass = Annotated[ComplaintClass, BeforeValidator(word)]
AnyUrgency = Annotated[Urgency, BeforeValidator(word)]
AnyState = Annotated[
    Word, BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
]


class CaseSent(Sent):
    """A case to register."""

    kind: AnyKind = Field(..., description=_("What the customer wants."))
    channel: AnyChannel = Field(..., description=_("How it reached us."))
    title: Title = Field(..., description=_("In a few words, what it is about."))
    description: Long | None = Field(None, description=_("All that was said."))
    caller_name: Name | None = None
    caller_phone: Phone | None = Field(None, description=_("Digits; it is shown masked from then on."))
    unit: Code | None = Field(
        None, description=_("Room number as people write it, such as A1-1-0302; must be known.")
    )
    place: Title | None = Field(
        None, description=_("Code of a known place, else where it is in the caller's words.")
    )
    received_at: Moment | None = Field(
        None, description=_("When the customer told us, if not now; never in the future.")
    )
    site: Code | None = Field(
        None, description=_("Code of the site; needed only when the token is for several.")
    )
    urgency: AnyUrgency | None = Field(None, description=_("How soon somebody must go; by default normal."))
    classification: Code | None = Field(
        None,
        description=_("Key of the fault in the tree of matters, such as home.water.leak; must be known."),
    )
    written: bool = Field(False, description=_("Whether it came in writing and so wants a written answer."))
    complaint_class: AnyClass | None = Field(
        None, description=_("First judgement of a complaint: minor, important, major.")
    )


class Person(Given):
    """A member of staff."""

    id: int
    name: str


class CaseGiven(Given):
    """A case."""

    ref: str
    kind: str
    channel: str
    state: str
    title: str
    description: str
    urgency: str
    site: str
    unit: str | None = Field(None, description=_("Room number."))
    place: str | None = Field(
        None, description=_("Name of the known place, or where it is in the caller's words.")
    )
    caller_name: str
    caller_phone: str = Field(..., description=_("Masked."))
    owner: Person = Field(
        ..., description=_("The first receiver (首问责任人): responsible until the customer is answered.")
    )
    handler: Person
    department: str
    received_at: At
    registered_at: At
    promised_at: At | None = None
    answered_at: At | None = None
    resolved_at: At | None = None
    closed_at: At | None = None
    complaint_class: str | None = None
    steps: list[str] = Field(
        ..., description=_("The verbs the state allows; each may still be refused for other reasons.")
    )
    made: str | None = Field(
        None, description=_("After dispatch and split: the number of the work order or case made.")
    )
    links: dict[str, str]


class CaseFilters(Sent):
    """Which cases, and which page of them."""

    site: Code | None = None
    kind: AnyKind | None = None
    channel: AnyChannel | None = None
    state: AnyState | None = None
    complaint_class: AnyClass | None = None
    received_from: Moment | None = None
    received_before: Moment | None = None
    cursor: Cursor | None = Field(None, description=_("`next_cursor` of the page before."))
    limit: int = Field(50, ge=1, le=pages.MOST)

    def plain(self) -> dict[str, Any]:
        """The filters that are columns."""
        columns = {
            "kind": self.kind,
            "channel": self.channel,
            "state": self.state,
            "complaint_class": self.complaint_class,
            "received_at__gte": self.received_from,
            "received_at__lt": self.received_before,
        }
        return {name: value for name, value in columns.items() if value is not None}


class CasePage(Given):
    """A page of cases, newest first."""

    items: list[CaseGiven]
    next_cursor: str | None = Field(
        None, description=_("Send it as `cursor` to get the next page; null on the last.")
    )


class EntryGiven(Given):
    """One fact of the journal."""

    id: int
    event: str
    label: str
    at: At
    by: str
    by_kind: str
    ref: str
    data: dict[str, Any]


class TimelineFilters(Sent):
    """Which page."""

    cursor: Cursor | None = None
    limit: int = Field(100, ge=1, le=pages.MOST)


class TimelinePage(Given):
    """A page of a timeline, oldest first."""

    items: list[EntryGiven]
    next_cursor: str | None = None
