"""Who acts. An actor is an argument of every verb, never ambient.

An actor is a plain value: it carries what its holder may do, resolved once at the door (sign-in, token, worker). It
does not reach into the database, so a decision about it is a pure function.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class ActorKind(StrEnum):
    """What stands behind an actor; stored in the journal."""

    STAFF = "STAFF"
    SYSTEM = "SYSTEM"
    CUSTOMER = "CUSTOMER"
    TOKEN = "TOKEN"  # noqa: S105 - a kind of actor, no secret


NO_GRANTS: Mapping[str, frozenset[int]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody, or something, that may act inside one company.

    ``grants`` maps a capability ("cases.close") to the ids of the sites where it is held. ``posts`` are the keys of the
    posts held or stood in for (职务代理), ``held`` the same with their sites as "site id:post"; ``groups`` the groups
    (组团) the person answers for, as "site id:group code".
    """

    kind: ActorKind
    company_id: int
    name: str
    id: int | None = None
    grants: Mapping[str, frozenset[int]] = field(default_factory=lambda: NO_GRANTS)
    site_ids: frozenset[int] = frozenset()
    posts: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    account_id: int | None = None

    @classmethod
    def system(cls, company_id: int, name: str = "system") -> "Actor":
        """The worker or an automatic rule: may do everything, but only inside ``company_id``."""
        return cls(kind=ActorKind.SYSTEM, company_id=company_id, name=name)

    @classmethod
    def customer(cls, company_id: int, name: str, site_id: int, capabilities: frozenset[str]) -> "Actor":
        """A customer who came by a secret link or a QR code: only ``capabilities``, only at ``site_id``."""
        here = frozenset({site_id})
        grants = MappingProxyType(dict.fromkeys(capabilities, here))
        return cls(kind=ActorKind.CUSTOMER, company_id=company_id, name=name, grants=grants, site_ids=here)

    @property
    def is_system(self) -> bool:
        """True for the worker and automatic rules."""
        return self.kind is ActorKind.SYSTEM

    def can(self, capability: str, site_id: int | None = None) -> bool:
        """Whether the capability is held: at ``site_id``, or anywhere when no site is given."""
        if self.is_system:
            return True
        sites = self.grants.get(str(capability), frozenset())
        return bool(sites) if site_id is None else site_id in sites

    def holds(self, post: str, site_id: int) -> bool:
        """Whether the post is held, or stood in for, at this very site."""
        return f"{site_id}:{post}" in self.held

    def sites_with(self, capability: str) -> frozenset[int]:
        """The sites where the capability is held; for the system, all sites it was given (none: no limit)."""
        return self.site_ids if self.is_system else self.grants.get(str(capability), frozenset())
