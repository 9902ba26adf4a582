"""What programs send and get about registers and their entries."""

from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Field
from pydantic import BeforeValidator

from guanjia.api import pages
from guanjia.api.fields import At, Code, Cursor, Given, Moment, Name, Reason, Sent, Short, Word
from guanjia.apps.registers.terms import State

EntryState = StrEnum("EntryState", {state.name: state.value for state in State})  # type: ignore[misc]
AnyState = Annotated[
    EntryState, BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
]

_VALUES = _(
    "Values by key of field: texts, numbers, amounts in fen or as “12.50” yuan, days, moments with their time zone, keys of "
    "choices, true or false, ids, codes of units and places, {“from”, “until”} for a period, a list of objects for a table."
)


class FieldGiven(Given):
    """One field of a register."""

    key: str
    label: str
    kind: str
    required: bool
    unit: str | None
    choices: dict[str, str] | None
    columns: list["FieldGiven"] | None
    at_action: str | None = Field(..., description=_("The action that asks for it; null: the entry itself."))
    seen_by: list[str] | None = Field(
        ..., description=_("Posts that see its value; null: whoever sees the register.")
    )
    masked: bool = Field(..., description=_("Whether the middle of its value is never given out."))


class RegisterGiven(Given):
    """A form or ledger a site keeps."""

    pack: str
    register_key: str
    title: str
    site: str
    clause: str
    keep_years: int
    fields: list[FieldGiven]
    signed_by: list[str] = Field(..., description=_("Posts in order; of “a|b” any one signs."))
    stages: dict[str, str]
    actions: dict[str, str]
    links: dict[str, str]


class RegisterFilters(Sent):
    """Whose registers."""

    site: Code | None = None


class RegisterEntryGiven(Given):
    """One entry."""

    ref: str
    pack: str
    register_key: str
    site: str
    state: str
    stage: str | None
    about: str
    values: dict[str, Any]
    hidden: list[str] = Field(..., description=_("Fields that are filled in and not yours to see."))
    entered_at: At
    entered_by: str
    signer_due: str | None
    replaced_by: str | None
    struck_reason: str | None
    links: dict[str, str]


class RegisterEntryPage(Given):
    """A page of entries."""

    items: list[RegisterEntryGiven]
    next_cursor: str | None


class EntryFilters(Sent):
    """Which entries."""

    site: Code | None = None
    pack: Word | None = None
    register_key: Code | None = None
    state: AnyState | None = None
    stage: Word | None = None
    about: Word | None = Field(
        None, description=_("What it is about: unit:44, staff:9, or the number of a case.")
    )
    q: Name | None = Field(None, description=_("Words that all stand in the entry."))
    entered_from: Moment | None = None
    entered_until: Moment | None = None
    cursor: Cursor | None = None
    limit: int = Field(50, ge=1, le=pages.MOST)


class EntrySent(Sent):
    """A new entry."""

    site: Code | None = None
    values: dict[str, Any] = Field(..., description=_VALUES)
    about: Word | None = None


class SignSent(Sent):
    """The signature of a post; a customer signs on the screen only."""

    note: Annotated[Short, Field(max_length=200)] = ""


class ReasonSent(Sent):
    """Why."""

    reason: Annotated[Reason, Field(max_length=200)]


class ActSent(Sent):
    """What an action asks for."""

    values: dict[str, Any] = Field(default_factory=dict, description=_VALUES)


class RewriteSent(Sent):
    """The right entry in place of a wrong one."""

    reason: Annotated[Reason, Field(max_length=200)]
    values: dict[str, Any] = Field(..., description=_VALUES)
