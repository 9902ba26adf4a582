"""What a rule may know: the case as it stands, the one who acts, and the things around it, as plain values."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from guanjia.apps.cases.terms import DEFAULTS, Act, Can, DeskPost, Parameters
from guanjia.kernel.actor import Actor, ActorKind


class CaseLike(Protocol):
    """The columns of a case that rules look at."""

    @property
    def ref(self) -> str: ...
    @property
    def site_id(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def written(self) -> bool: ...
    @property
    def complaint_class(self) -> str: ...
    @property
    def ruled_at(self) -> datetime | None: ...
    @property
    def fee_refused(self) -> bool: ...
    @property
    def group_code(self) -> str: ...
    @property
    def first_receiver_id(self) -> int: ...
    @property
    def handler_id(self) -> int: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def promised_at(self) -> datetime | None: ...
    @property
    def postponements(self) -> int: ...
    @property
    def later_arrival_until(self) -> datetime | None: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def urged_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...
    @property
    def reopened(self) -> int: ...


@dataclass(frozen=True)
class LastVisit:
    """The outcome of the latest return visit that was made or is to come."""

    ref: str
    state: str
    visitor_post: str
    signed: bool


@dataclass(frozen=True)
class Standing:
    """A case, who acts on it, when, and what surrounds it.

    ``open_children`` and ``open_work`` are references of what is unfinished; ``acts`` what the complaint's class
    demanded and has been done; ``visit`` the latest return visit. Verbs that do not need these leave them empty.
    """

    case: CaseLike
    actor: Actor
    at: datetime
    parameters: Parameters = DEFAULTS
    open_children: Collection[str] = ()
    open_work: int = 0
    acts: Collection[Act] = field(default_factory=frozenset)
    visit: LastVisit | None = None
    parent_closed: str = ""

    @property
    def supervises(self) -> bool:
        """Whether the actor may act for others at this site."""
        return self.actor.can(Can.SUPERVISE, self.case.site_id)

    @property
    def is_responsible(self) -> bool:
        """Whether the actor is owner, handler, or the steward answering for the case's cluster (or a stand-in)."""
        own_cluster = bool(self.case.group_code) and (
            f"{self.case.site_id}:{self.case.group_code}" in self.actor.groups
        )
        return (
            self.actor.is_system
            or (
                self.actor.kind in (ActorKind.STAFF, ActorKind.TOKEN)
                and self.actor.id in (self.case.first_receiver_id, self.case.handler_id)
            )
            or (own_cluster and DeskPost.STEWARD in self.actor.posts)
            or self.supervises
        )
