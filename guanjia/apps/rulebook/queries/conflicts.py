"""Reading conflicts: what the packs of a site ask for differently, and how that was decided."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guanjia.apps.rulebook.loading.vocabulary import topics
from guanjia.apps.rulebook.memory import InForce, rules_of
from guanjia.apps.rulebook.models import FigureChange
from guanjia.apps.rulebook.queries.figures import list_changes
from guanjia.apps.rulebook.rules.conflicts import conflicts_of
from guanjia.apps.rulebook.terms import Can, Pack
from guanjia.apps.rulebook.terms.conflicts import Conflict
from guanjia.apps.rulebook.terms.figures import BOTH, ChangeState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


class Standing(StrEnum):
    """Where a conflict stands."""

    UNDECIDED = "undecided"
    PROPOSED = "proposed"
    DECIDED = "decided"


@dataclass(frozen=True)
class ConflictRow:
    """A conflict with the change that decides it, or that is proposed to."""

    conflict: Conflict
    standing: Standing
    change: FigureChange | None = None


def conflicts_at(site_id: int, at: datetime) -> list[Conflict]:
    """What the packs a site keeps ask for differently at a moment, by what is in force then."""
    return _conflicts(rules_of(site_id).in_force(at))


def _conflicts(kept: tuple[InForce, ...]) -> list[Conflict]:
    return conflicts_of([(here.pack, here.figures) for here in kept], topics())


def list_conflicts(actor: Actor, site_id: int, at: datetime) -> list[ConflictRow]:
    """The conflicts of a site: undecided first, then proposed, then those decided to stay as they are."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    changes = [one for one in list_changes(actor, site_id) if one.topic]
    found = [_row(one, changes) for one in conflicts_at(site_id, at)]
    return sorted(found, key=lambda row: list(Standing).index(row.standing))


def _row(conflict: Conflict, changes: list[FigureChange]) -> ConflictRow:
    of_topic = [one for one in changes if one.topic == conflict.topic.key]
    approved = [one for one in of_topic if one.state == ChangeState.APPROVED]
    # A decision for a later day, or to keep both, holds as long as the same parties ask for the same.
    decided = next((one for one in approved if one.parties == conflict.signature), None)
    proposed = next((one for one in of_topic if one.state == ChangeState.PROPOSED), None)
    if decided:
        return ConflictRow(conflict, Standing.DECIDED, decided)
    return ConflictRow(conflict, Standing.PROPOSED if proposed else Standing.UNDECIDED, proposed)


def count_undecided(actor: Actor, site_id: int, at: datetime) -> int:
    """How many conflicts of a site nobody has decided."""
    return sum(row.standing is not Standing.DECIDED for row in list_conflicts(actor, site_id, at))


def decided_conflicts(actor: Actor, site_id: int) -> list[FigureChange]:
    """Every decision about a conflict at a site, the latest first."""
    return [
        one
        for one in list_changes(actor, site_id)
        if one.topic and one.state == ChangeState.APPROVED and one.rules != BOTH
    ]


def would_conflict(actor: Actor, site_id: int, pack: Pack, at: datetime) -> list[Conflict]:
    """The conflicts that adopting a pack would bring, which are not there without it."""
    if not actor.can(Can.SEE, site_id):
        raise NotFound
    kept = rules_of(site_id).in_force(at)
    others = [(here.pack, here.figures) for here in kept if here.pack.key != pack.key]
    own = next((here.figures for here in kept if here.pack.key == pack.key), {})
    now = {one.topic.key: one.signature for one in _conflicts(kept)}
    after = conflicts_of([*others, (pack, own)], topics())
    return [one for one in after if now.get(one.topic.key) != one.signature]


def topic_title(key: str) -> str:
    """What a topic is called; its key where the vocabulary no longer has it."""
    topic = topics().get(key)
    return str(topic.title) if topic else key
