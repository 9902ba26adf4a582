"""Who takes a case: the owner (first receiver) and the handler. Both are found before anything is stored."""

from dataclasses import dataclass
from datetime import datetime

from guanjia.apps.cases.rules.intake import HOLDERS_NEXT, ON_DUTY_FIRST, handles_it_themselves
from guanjia.apps.cases.terms import DeskPost
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind

BY_ACTOR = "actor"


@dataclass(frozen=True)
class Takers:
    """Staff ids of owner and handler; ``owner_chosen`` is "actor" or the post that was asked in the actor's place."""

    owner_id: int
    owner_chosen: str
    handler_id: int


def takers(by: Actor, at: datetime, *, site_id: int, kind: str, group_code: str) -> Takers | None:
    """Find owner and handler, or None when no post of the site that could take a case is filled.

    Whoever hears it first owns it; what reaches us without anybody is owned by the duty officer or front desk on duty,
    else by the supervisor, else up the line. The steward of the unit's own cluster handles it (A-RULE-376/377); without
    a cluster whoever dispatches. Inquiries and praise stay with the one who received them.
    """
    if by.kind is ActorKind.STAFF and by.id is not None:
        owner_id, chosen = by.id, BY_ACTOR
    else:
        found = somebody_at_the_desk(site_id, at)
        if found is None:
            return None
        owner_id, chosen = found
    if handles_it_themselves(kind):
        return Takers(owner_id, chosen, owner_id)
    handler_id = handler_for(site_id, at, group_code) if chosen == BY_ACTOR or group_code else owner_id
    return Takers(owner_id, chosen, handler_id or owner_id)


def handler_for(site_id: int, at: datetime, group_code: str) -> int | None:
    """The steward of a cluster, else whoever dispatches at the desk."""
    if group_code:
        stewards = organisations.holder_ids(site_id, DeskPost.STEWARD, at, group_code)
        if stewards:
            return stewards[0]
    found = somebody_at_the_desk(site_id, at)
    return found[0] if found else None


def somebody_at_the_desk(site_id: int, at: datetime) -> tuple[int, str] | None:
    """Staff id and post of whoever answers for the desk now: on duty first, then holders, then up the line."""
    for post in ON_DUTY_FIRST:
        on_duty = organisations.on_duty_ids(site_id, at, post)
        if on_duty:
            return on_duty[0], post.value
    for key in _line_of_posts(site_id):
        holders = organisations.holder_ids(site_id, key, at)
        if holders:
            return holders[0], key
    return None


def _line_of_posts(site_id: int) -> list[str]:
    """Whom to ask when nobody of the desk is on duty: supervisor, manager, up the line; last the desk's holders."""
    named = [post.value for post in HOLDERS_NEXT]
    above = [
        key
        for post in (DeskPost.MANAGER, DeskPost.FRONT_DESK)
        for key in organisations.line_above(site_id, post)
    ]
    return list(dict.fromkeys([*named, *above, *(post.value for post in ON_DUTY_FIRST)]))
