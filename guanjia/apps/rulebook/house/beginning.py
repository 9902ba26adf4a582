"""What a new rule begins with, and the colours of its states."""

from guanjia.apps.rulebook.house.shape import Answers
from guanjia.apps.rulebook.terms.house import RuleState

TONES = {
    RuleState.DRAFT: ("neutral", "pencil"),
    RuleState.PROPOSED: ("accent", "send"),
    RuleState.APPROVED: ("calm", "circle-check"),
    RuleState.SUPERSEDED: ("neutral", "history"),
    RuleState.RETIRED: ("neutral", "archive"),
    RuleState.DISCARDED: ("neutral", "trash"),
}

BEGINS_WITH: Answers = {
    "trigger": "event",
    "event": "cases.received",
    "owner": "handler",
    "deadline": "working days",
    "proof": "event",
    "reminders": "0",
    "rungs": "1",
    "rung1_amount": "0",
    "rung1_unit": "hours",
}
"""What a new rule offers: the most usual answers."""
