"""The writers of obligations: ``reacting`` for events, ``planning`` and ``sweeping`` for the clock, ``recomputing`` for calendars, ``verbs`` for
people, ``answers`` and ``proposing`` for what follows a breach, ``tallying`` for what boards count."""

from guanjia.apps.obligations.services.answers import (
    Batch,
    answer_many,
    check,
    check_many,
    correct,
    dispense,
    explain,
    set_answer_rule,
)
from guanjia.apps.obligations.services.planning import (
    AHEAD,
    PlanReport,
    begin_planning,
    follow_rulebook,
    plan_ahead,
)
from guanjia.apps.obligations.services.proposing import decide, propose, state_view, withdraw
from guanjia.apps.obligations.services.reacting import react
from guanjia.apps.obligations.services.recomputing import recompute_site
from guanjia.apps.obligations.services.sweeping import SweepReport, sweep
from guanjia.apps.obligations.services.tallying import fold_tally, mend_tally
from guanjia.apps.obligations.services.verbs import acknowledge, excuse, pause, reassign, report, resume

__all__ = [
    "AHEAD",
    "Batch",
    "PlanReport",
    "SweepReport",
    "acknowledge",
    "answer_many",
    "begin_planning",
    "check",
    "check_many",
    "correct",
    "decide",
    "dispense",
    "excuse",
    "explain",
    "fold_tally",
    "follow_rulebook",
    "mend_tally",
    "pause",
    "plan_ahead",
    "propose",
    "react",
    "reassign",
    "recompute_site",
    "report",
    "resume",
    "set_answer_rule",
    "state_view",
    "sweep",
    "withdraw",
]
