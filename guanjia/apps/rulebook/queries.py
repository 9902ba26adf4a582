"""Reading the rulebook: what a site keeps at a moment, which versions there are, what was decided when."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook.loading import PackError, load_pack, pack_folders
from guanjia.apps.rulebook.memory import InForce, SiteRules
from guanjia.apps.rulebook.models import Adoption, PackVersion
from guanjia.apps.rulebook.terms import Can, Clause, Duty
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

__all__ = [
    "InForce",
    "PackError",
    "SiteRules",
    "adoption_at",
    "adoption_by_id",
    "duties_in_force",
    "list_clauses",
    "list_decisions",
    "list_versions",
    "load_pack",
    "pack_folders",
    "rules_of",
]

rules_of = memory.rules_of
"""The rules of a site, without a query in the steady state."""


def duties_in_force(site_id: int, at: datetime) -> list[Duty]:
    """The duties a site keeps at a moment, with its own figures."""
    return [duty for here in rules_of(site_id).in_force(at) for duty in here.duties.values() if not duty.off]


def adoption_at(site_id: int, pack: str, at: datetime) -> InForce:
    """How a site keeps a pack at a moment. Raises ``NotFound`` when it does not."""
    found = next((here for here in rules_of(site_id).in_force(at) if here.pack.key == pack), None)
    if found is None:
        raise NotFound
    return found


def adoption_by_id(site_id: int, adoption_id: int) -> InForce:
    """The rules an obligation began under. Raises ``NotFound``."""
    found = rules_of(site_id).by_id.get(adoption_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class ClauseInForce:
    """A clause with the duties that run for it at a site; most clauses of a rulebook are not (yet) checked."""

    clause: Clause
    duties: tuple[Duty, ...]
    own_figures: frozenset[str]
    """Keys of the duties whose figure the site has set itself."""


def list_clauses(actor: Actor, site_id: int, at: datetime) -> list[tuple[InForce, list[ClauseInForce]]]:
    """The rulebooks of a site the actor may read, clause by clause. Raises ``NotFound`` for a site that is not theirs."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    found = []
    for here in rules_of(site_id).in_force(at):
        by_clause: dict[str, list[Duty]] = {}
        for duty in here.duties.values():
            by_clause.setdefault(duty.clause, []).append(duty)
        rows = [
            ClauseInForce(clause, tuple(by_clause.get(number, ())), frozenset(here.figures))
            for number, clause in here.pack.clauses.items()
        ]
        found.append((here, rows))
    return found


def list_decisions(actor: Actor, site_id: int) -> list[Adoption]:
    """What was decided about a site's rulebooks, latest first."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    return list(
        Adoption.objects.filter(site_id=site_id).select_related("version").order_by("-from_at", "-id")
    )


def list_versions(pack: str) -> list[PackVersion]:
    """The stored versions of a pack, latest first, without their text."""
    return list(PackVersion.objects.filter(key=pack).defer("content").order_by("-stored_at", "-id"))
