"""Reading guards: every refusal point of the product, which clauses ask for it here, and when it last refused."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.rulebook.memory import InForce, rules_of
from guanjia.apps.rulebook.models import GuardRefusal
from guanjia.apps.rulebook.queries.figures import guard_figure
from guanjia.apps.rulebook.terms import Can, Clause
from guanjia.kernel.actor import Actor
from guanjia.kernel.guards import GUARDS, Guard, GuardFigure
from guanjia.kernel.refusals import NotFound


@dataclass(frozen=True)
class GuardRow:
    """A guard with the clauses of the site's packs that ask for it, its figures here, and how often it has refused."""

    guard: Guard
    clauses: tuple[tuple[InForce, Clause], ...]
    figures: tuple[tuple[GuardFigure, float], ...]
    refused: GuardRefusal | None

    @property
    def app(self) -> str:
        """The app that refuses."""
        return self.guard.name.partition(".")[0]


def list_guards(actor: Actor, site_id: int, at: datetime) -> list[GuardRow]:
    """Every guard of the product, by app. Raises ``NotFound`` for others' sites."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    refused = {row.guard: row for row in GuardRefusal.objects.filter(company_id=actor.company_id)}
    kept = rules_of(site_id).in_force(at)
    return [
        GuardRow(
            guard,
            tuple((here, here.pack.clauses[number]) for here in kept for number in _asking(here, name)),
            tuple((one, guard_figure(site_id, name, one.name, at)) for one in guard.figures),
            refused.get(name),
        )
        for name, guard in sorted(GUARDS.items())
    ]


def _asking(here: InForce, guard: str) -> list[str]:
    return list(dict.fromkeys(one.clause for one in here.pack.guards if one.name == guard))
