"""Reading the rulebook: what a site keeps at a moment, which versions there are, what was decided when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from guanjia.apps.rulebook import coverage, memory, rhythms, sentences, supposing
from guanjia.apps.rulebook.house import queries as house
from guanjia.apps.rulebook.loading import shipped_packs
from guanjia.apps.rulebook.memory import InForce
from guanjia.apps.rulebook.models import Adoption, PackVersion
from guanjia.apps.rulebook.terms import Can, Clause, Condition, Duty, Pack
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound

covered = coverage.covered
"""What of a catalogue packs cover, id by id."""
counted = coverage.counted
read_catalogue = coverage.read_catalogue

rhythm = rhythms.rhythm
"""The rhythm of a duty of the calendar in words."""

supposed = supposing.supposed
"""The rules of a site that keeps one duty and nothing else; nothing is stored."""

limit_of = sentences.limit
"""The time limit or rhythm of a duty in words."""

house_cases = house.cases
"""The duty of a house rule beside the one it takes the place of."""

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


def packs_kept(keys: Collection[str]) -> dict[str, Pack]:
    """The rulebooks with these keys that a site of the company keeps or kept, in the version stored last; one query."""
    adopted = Adoption.objects.filter(pack__in=keys).exclude(version=None).values("version")
    rows = PackVersion.objects.filter(pk__in=adopted).defer("content").order_by("stored_at", "id")
    return {row.key: memory.pack_of(row) for row in {row.key: row for row in rows}.values()}


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


@dataclass(frozen=True)
class Offer:
    """A version of a pack the site may adopt. ``version`` is None for a shipped text nobody has adopted yet;
    ``in_force`` is how the site keeps the pack now, if it does.
    """

    pack: Pack
    version: PackVersion | None
    in_force: InForce | None

    @property
    def is_in_force(self) -> bool:
        """Whether the site keeps this very text."""
        return self.in_force is not None and self.in_force.pack.digest == self.pack.digest


def list_offers(actor: Actor, site_id: int, at: datetime) -> list[Offer]:
    """The versions to choose from, pack by pack, the shipped one first, then the latest stored.

    Of packs that were brought along from outside only those a site of the company has adopted are among them; of house
    rules, the company's own.
    """
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    here = {one.pack.key: one for one in rules_of(site_id).in_force(at)}
    shipped = {pack.key: pack for pack in shipped_packs()}
    known = {*shipped, *Adoption.objects.values_list("pack", flat=True).distinct()}
    visible = Q(company=None, key__in=known) | Q(company=actor.company_id)
    rows = list(PackVersion.objects.filter(visible).defer("content").order_by("-stored_at", "-id"))
    stored = {row.digest: row for row in rows}
    offers = [Offer(pack, stored.pop(pack.digest, None), here.get(key)) for key, pack in shipped.items()]
    offers += [Offer(memory.pack_of(row), row, here.get(row.key)) for row in stored.values()]
    return sorted(offers, key=lambda offer: offer.pack.key)


def get_offer(actor: Actor, site_id: int, pack: str, digest: str, at: datetime) -> Offer:
    """One version to choose. Raises ``NotFound`` for a text that is not offered."""
    offers = list_offers(actor, site_id, at)
    found = next((one for one in offers if (one.pack.key, one.pack.digest) == (pack, digest)), None)
    if found is None:
        raise NotFound
    return found


def that_hold(facts: QuerySet[JournalEntry], conditions: Iterable[Condition]) -> QuerySet[JournalEntry]:
    """Those facts of the journal whose own fields fit all conditions."""
    return facts.filter(holding(conditions))


def holding(conditions: Iterable[Condition]) -> Q:
    """What is asked of a fact of the journal so that its own fields fit all conditions."""
    wanted = Q()
    for condition in conditions:
        fits = Q(**{f"data__{condition.value.field}__in": list(condition.among)})
        wanted &= ~fits if condition.negated else fits
    return wanted
