"""What a company writes for itself, rule or form: one number with all of its editions, and what can be done with it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from guanjia.apps.rulebook.house.lifecycle import HOUSE_FORM, HOUSE_RULE
from guanjia.apps.rulebook.models import HouseEdition, HouseForm
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.house import IN_WORK, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.lifecycle import Step

Row = TypeVar("Row", bound=HouseEdition)
UNWRITTEN = 0
"""The number of what is not stored yet."""


@dataclass(frozen=True)
class Lineage(Generic[Row]):
    """One rule or form with all of its editions, the latest first."""

    number: int
    editions: tuple[Row, ...]

    @property
    def latest(self) -> Row:
        """The edition that was begun last and not thrown away; the last one where all were."""
        kept = [one for one in self.editions if one.state != RuleState.DISCARDED]
        return kept[0] if kept else self.editions[0]

    @property
    def approved(self) -> Row | None:
        """The edition that stands in the company's pack."""
        return next((one for one in self.editions if one.state == RuleState.APPROVED), None)

    @property
    def in_work(self) -> Row | None:
        """The edition somebody works on."""
        return next((one for one in self.editions if one.state in IN_WORK), None)


def by_number(rows: Iterable[Row]) -> list[Lineage[Row]]:
    """Editions put together; ``rows`` come with the latest of each first."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return [Lineage(number, tuple(editions)) for number, editions in found.items()]


def may_write(actor: Actor, row: HouseEdition) -> bool:
    """Whether the actor may write editions like this one."""
    return actor.can(Can.DESIGN_FORMS if isinstance(row, HouseForm) else Can.WRITE_HOUSE, None)


def steps_open(actor: Actor, row: HouseEdition) -> list[Step]:
    """The steps that would be accepted now from this actor, the likeliest first; editing is not among them."""
    lifecycle = HOUSE_FORM if isinstance(row, HouseForm) else HOUSE_RULE
    own = actor.id in (row.written_by_id, row.proposed_by_id)
    allowed = {"propose": may_write(actor, row), "discard": may_write(actor, row)}
    allowed |= dict.fromkeys(("approve", "send_back", "retire"), actor.can(Can.APPROVE_HOUSE, None))
    return [
        step
        for step in lifecycle.next_steps(row.state)
        if allowed.get(step.verb) and not (own and step.verb == "approve")
    ]


def is_open(actor: Actor, row: HouseEdition) -> bool:
    """Whether the actor may go on writing: change this draft, or begin the next edition of an approved one."""
    return row.state in (RuleState.DRAFT, RuleState.APPROVED) and may_write(actor, row)
