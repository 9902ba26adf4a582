"""Reading obligations: lists and boards, one matter's clocks, and why a due time is what it is."""

from guanjia.apps.obligations.queries.answers import (
    Answered,
    answered,
    breach_of,
    count_unanswered,
    get_breach,
    list_breaches,
    mine_to_answer,
    of_team,
    policy_of,
    recurrence,
    to_check,
)
from guanjia.apps.obligations.queries.backtesting import backtest, stretch_of
from guanjia.apps.obligations.queries.comparing import differences
from guanjia.apps.obligations.queries.explaining import Explanation, explain
from guanjia.apps.obligations.queries.finding import (
    by_number,
    count_by_state,
    for_ref,
    for_thread,
    get_obligation,
    list_obligations,
    mine,
    most_urgent,
    running_threads,
    team,
)
from guanjia.apps.obligations.queries.health import Health, health
from guanjia.apps.obligations.queries.proposing import (
    get_proposal,
    list_proposals,
    proposals_of,
    proposals_waiting,
)
from guanjia.apps.obligations.queries.tallying import (
    ClauseDay,
    Stood,
    tally,
    tally_by_duty,
    tally_by_duty_and_day,
    tally_by_site,
)
from guanjia.apps.obligations.queries.telling import as_json, in_words
from guanjia.apps.obligations.queries.views import Clock, clocks, needs_photo
from guanjia.apps.obligations.queries.watching import (
    decided,
    due_for,
    owed_on,
    planned_to,
    still_unanswered,
    unanswered,
    unowned,
)

__all__ = [
    "Answered",
    "ClauseDay",
    "Clock",
    "Explanation",
    "Health",
    "Stood",
    "answered",
    "as_json",
    "backtest",
    "breach_of",
    "by_number",
    "clocks",
    "count_by_state",
    "count_unanswered",
    "decided",
    "differences",
    "due_for",
    "explain",
    "for_ref",
    "for_thread",
    "get_breach",
    "get_obligation",
    "get_proposal",
    "health",
    "in_words",
    "list_breaches",
    "list_obligations",
    "list_proposals",
    "mine",
    "mine_to_answer",
    "most_urgent",
    "needs_photo",
    "of_team",
    "owed_on",
    "planned_to",
    "policy_of",
    "proposals_of",
    "proposals_waiting",
    "recurrence",
    "running_threads",
    "still_unanswered",
    "stretch_of",
    "tally",
    "tally_by_duty",
    "tally_by_duty_and_day",
    "tally_by_site",
    "team",
    "to_check",
    "unanswered",
    "unowned",
]
