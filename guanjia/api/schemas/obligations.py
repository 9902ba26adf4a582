"""What programs get about obligations: the duties of the rulebook at work."""

from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Field
from pydantic import BeforeValidator

from guanjia.api import pages
from guanjia.api.fields import At, Code, Cursor, Given, Moment, Sent
from guanjia.api.schemas.cases import Person
from guanjia.apps.obligations.terms import State

Asked = StrEnum("Asked", {name: name for name in (*(state.value for state in State), "OVERDUE", "ALL")})  # type: ignore[misc]
AnyState = Annotated[
    Asked, BeforeValidator(lambda value: value.strip().upper() if isinstance(value, str) else value)
]


class ObligationGiven(Given):
    """One running or ended duty."""

    id: str
    duty: str = Field(..., description=_("Its key in the rulebook."))
    title: str
    clause: str
    state: str
    overdue: bool = Field(..., description=_("It runs and its time is over."))
    site: str
    ref: str = Field(..., description=_("What it is about."))
    thread: str = Field(..., description=_("The matter it belongs to."))
    owner: Person | None
    owner_post: str | None
    start_at: At
    due_at: At
    agreed: bool = Field(
        ..., description=_("The due time was promised to the customer; it is not counted by a clock.")
    )
    provisional: bool = Field(
        ..., description=_("Counted through a year whose holidays are not published yet.")
    )
    safety: bool
    breached_at: At | None
    level: int = Field(..., description=_("How far it was escalated."))
    acknowledged_at: At | None
    ended_at: At | None
    links: dict[str, str]


class ObligationFilters(Sent):
    """Which obligations, and which page of them."""

    state: AnyState | None = Field(None, description=_("Without it the running ones: open and paused."))
    due_before: Moment | None = None
    due_from: Moment | None = None
    site: Code | None = None
    cursor: Cursor | None = None
    limit: int = Field(50, ge=1, le=pages.MOST)


class ObligationPage(Given):
    """A page of obligations, soonest due first."""

    items: list[ObligationGiven]
    next_cursor: str | None = None
