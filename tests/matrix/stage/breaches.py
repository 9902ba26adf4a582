"""Breaches in every state of their answer, and proposed consequences."""

from typing import Any

from guanjia.apps.obligations import queries
from guanjia.apps.obligations import services as obligations
from tests.cast import at
from tests.matrix.stage.company import NOW, Estate


def tell_breaches(estate: Estate) -> None:
    """Of what was late this morning, answered as far as it goes; one more in the next state each."""
    house, things = estate.house, estate.things
    rows = list(queries.list_breaches(house.system)[:6])
    boss, system = estate.who("zhou"), house.system
    things["breach"] = rows[0]
    if len(rows) < 6:
        return
    done = {"by": boss, "at": at("11:20")}
    for one in rows[1:5]:
        obligations.explain(one, **done, cause="workload", words=f"{estate.word}人手不够")
    for one in rows[2:5]:
        obligations.correct(one, **done, correction=f"{estate.word}加派一人")
    obligations.check(rows[3], by=system, at=NOW, accepted=False, note=f"{estate.word}再说清楚")
    obligations.check(rows[4], by=system, at=NOW, accepted=True)
    obligations.dispense(rows[5], **done, reason=f"{estate.word}停电")
    for number, one in enumerate(rows[1:6], 1):
        things[f"breach {number}"] = one
    things["proposal"] = _propose(estate, rows[0], "warning")
    heard = _propose(estate, rows[0], "talk")
    things["proposal heard"] = obligations.state_view(heard, by=estate.who("zhao"), at=NOW, view="万兴申辩")
    declined = _propose(estate, rows[1], "talk")
    things["proposal declined"] = obligations.decide(
        declined, by=boss, at=NOW, approves=False, reason="万兴情况属实"
    )


def _propose(estate: Estate, breach: Any, kind: str) -> Any:
    return obligations.propose(
        breach,
        by=estate.who("qian"),
        at=at("11:25"),
        person=estate.staff("zhao"),
        kind=kind,
        words=f"{estate.word}第三次",
    )


def grow_breaches(estate: Estate, count: int) -> None:
    """As many more breaches, half of them answered, and a consequence proposed for each."""
    obligations.sweep(at=NOW)
    known = {one.pk for key, one in estate.things.items() if key.startswith("breach")}
    rows = [one for one in queries.list_breaches(estate.house.system) if one.pk not in known][:count]
    for number, one in enumerate(rows):
        if number % 2:
            obligations.explain(one, by=estate.who("zhou"), at=NOW, cause="system")
        _propose(estate, one, "talk")
