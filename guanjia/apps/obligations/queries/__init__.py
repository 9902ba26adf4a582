"""Reading obligations: lists and boards, one matter's clocks, and why a due time is what it is."""

from guanjia.apps.obligations.queries.explaining import Explanation, explain
from guanjia.apps.obligations.queries.finding import (
    by_number,
    count_by_state,
    for_ref,
    for_thread,
    get_obligation,
    list_obligations,
    mine,
    team,
)
from guanjia.apps.obligations.queries.health import Health, health
from guanjia.apps.obligations.queries.tallying import ClauseDay, tally, tally_by_duty
from guanjia.apps.obligations.queries.telling import as_json, in_words
from guanjia.apps.obligations.queries.views import Clock, clocks, needs_photo

__all__ = [
    "ClauseDay",
    "Clock",
    "Explanation",
    "Health",
    "as_json",
    "by_number",
    "clocks",
    "count_by_state",
    "explain",
    "for_ref",
    "for_thread",
    "get_obligation",
    "health",
    "in_words",
    "list_obligations",
    "mine",
    "needs_photo",
    "tally",
    "tally_by_duty",
    "team",
]
