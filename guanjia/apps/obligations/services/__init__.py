"""The writers of obligations: ``reacting`` for events, ``planning`` and ``sweeping`` for the clock, ``recomputing`` for calendars, ``verbs`` for
people."""

from guanjia.apps.obligations.services.planning import (
    AHEAD,
    PlanReport,
    begin_planning,
    follow_rulebook,
    plan_ahead,
)
from guanjia.apps.obligations.services.reacting import react
from guanjia.apps.obligations.services.recomputing import recompute_site
from guanjia.apps.obligations.services.sweeping import SweepReport, sweep
from guanjia.apps.obligations.services.verbs import acknowledge, excuse, pause, reassign, report, resume

__all__ = [
    "AHEAD",
    "PlanReport",
    "SweepReport",
    "acknowledge",
    "begin_planning",
    "excuse",
    "follow_rulebook",
    "pause",
    "plan_ahead",
    "react",
    "reassign",
    "recompute_site",
    "report",
    "resume",
    "sweep",
]
