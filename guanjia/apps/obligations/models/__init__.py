"""The tables: duties at work, and the answers to their breaches."""

from guanjia.apps.obligations.models.breaches import AnswerRule, Breach, Proposal
from guanjia.apps.obligations.models.running import Obligation, Pause, Plan, TallyLine

__all__ = ["AnswerRule", "Breach", "Obligation", "Pause", "Plan", "Proposal", "TallyLine"]
