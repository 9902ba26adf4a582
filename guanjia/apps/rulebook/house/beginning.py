"""What a new rule begins with."""

from guanjia.apps.rulebook.house.shape import Answers

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
