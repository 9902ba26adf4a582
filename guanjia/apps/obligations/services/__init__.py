"""The writers of obligations: ``reacting`` for events, ``sweeping`` for the clock, ``recomputing`` for calendars, ``verbs`` for
people."""

from guanjia.apps.obligations.services.reacting import react
from guanjia.apps.obligations.services.recomputing import recompute_site
from guanjia.apps.obligations.services.sweeping import SweepReport, sweep
from guanjia.apps.obligations.services.verbs import acknowledge, excuse, pause, reassign, resume

__all__ = [
    "SweepReport",
    "acknowledge",
    "excuse",
    "pause",
    "react",
    "reassign",
    "recompute_site",
    "resume",
    "sweep",
]
