"""The fields of the verbs of a case."""

from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field

from guanjia.api.fields import Code, Long, Moment, Name, Phone, Reason, Sent, Short, Text, Title, Word
from guanjia.api.schemas.cases import AnyClass, AnyKind, AnyUrgency

StaffId = Annotated[int, Field(ge=1, le=2**62)]


class NoFields(Sent):
    """Nothing: the verb says it all."""


class DispatchFields(Sent):
    """What the work order says; by default what the case says."""

    skill: Word | None = Field(
        None, description=_("Trade key, such as plumbing; by default that of the fault.")
    )
    title: Title | None = None
    description: Long | None = None
    urgency: AnyUrgency | None = Field(None, description=_("How soon somebody must go."))
    appointed_at: Moment | None = None


class PromiseFields(Sent):
    """The promise."""

    promised_at: Moment


class PostponeFields(Sent):
    """The one postponement."""

    promised_at: Moment
    reason: Reason


class LaterArrivalFields(Sent):
    """Until when, and who of the customer's side agreed."""

    until: Moment
    agreed_with: Name


class TextFields(Sent):
    """What was said or written."""

    text: Text


class MaybeTextFields(Sent):
    """What the customer said, if anything."""

    text: Short | None = None


class NoteFields(Sent):
    """What happened."""

    note: Text


class CorrectFields(Sent):
    """The details to put right; what is left out stays."""

    kind: AnyKind | None = None
    title: Title | None = None
    description: Long | None = None
    caller_name: Name | None = None
    caller_phone: Phone | None = None
    urgency: AnyUrgency | None = Field(None, description=_("How soon somebody must go."))
    written: bool | None = None
    unit: Code | None = None


class ForwardFields(Sent):
    """To which department."""

    to_department: Word = Field(..., description=_("Key of the department, such as engineering."))
    note: Short | None = None
    handler_id: StaffId | None = Field(None, description=_("Who there; by default its head."))


class HandOverFields(Sent):
    """To whom."""

    handler_id: StaffId
    reason: Reason


class OwnerFields(Sent):
    """Who becomes the owner."""

    owner_id: StaffId
    reason: Reason


class RulingFields(Sent):
    """Class and validity of a complaint."""

    complaint_class: AnyClass = Field(..., description=_("How grave it is, or that it is invalid."))
    reason: Reason
    promised_at: Moment | None = Field(
        None, description=_("Wanted when it cannot be solved now: when there will be news.")
    )


class MeetingFields(Sent):
    """The emergency meeting."""

    attendants: list[Name] = Field(..., min_length=1, max_length=50)
    decisions: Text


class ResolveFields(Sent):
    """How it ended."""

    outcome: Text
    answer: Long | None = Field(None, description=_("What the customer was told, if in the same breath."))


class AnswerFields(Sent):
    """What the customer was told, unless recorded before."""

    answer: Long | None = None


class ReasonFields(Sent):
    """Why."""

    reason: Reason


class MergeFields(Sent):
    """The case that goes on."""

    into: Word = Field(..., description=_("Its number."))


class UnderFields(Sent):
    """The case it becomes a part of."""

    parent: Word = Field(..., description=_("Its number."))


class SplitFields(Sent):
    """The part that gets its own case."""

    title: Title
    description: Long | None = None
    kind: AnyKind | None = None
    as_child: bool = True
