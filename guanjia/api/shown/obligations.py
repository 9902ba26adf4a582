"""Obligations, as programs see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from guanjia.api.schemas.cases import Person
from guanjia.api.schemas.obligations import ObligationGiven
from guanjia.api.terms import PREFIX
from guanjia.apps.obligations import queries
from guanjia.apps.organisations import queries as organisations


def many(rows: Iterable[Any], at: datetime) -> list[ObligationGiven]:
    """Obligations of one page, with titles and owners in a fixed number of queries."""
    return [_given(clock) for clock in queries.clocks(rows, at)]


def _given(clock: queries.Clock) -> ObligationGiven:
    one = clock.obligation
    return ObligationGiven(
        id=one.number,
        duty=one.duty,
        title=clock.title,
        clause=one.clause,
        state=one.state,
        overdue=clock.is_overdue,
        site=organisations.site(one.site_id).code,
        ref=one.ref,
        thread=one.thread,
        owner=Person(id=one.owner_id, name=clock.owner) if one.owner_id else None,
        owner_post=one.owner_post or None,
        start_at=one.start_at,
        due_at=one.due_at,
        agreed=one.is_agreed,
        provisional=one.is_provisional,
        safety=one.is_safety,
        breached_at=one.breached_at,
        level=one.level,
        acknowledged_at=one.acknowledged_at,
        ended_at=one.ended_at,
        links={"case": f"{PREFIX}/cases/{one.thread}", "page": f"/obligations/{one.pk}/"},
    )
