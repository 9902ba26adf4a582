"""The words of the app: capabilities, urgency, channels, kinds of messages, quiet hours."""

from guanjia.apps.messaging.terms.kinds import MESSAGES, Draft, MessageKind, declare_message
from guanjia.apps.messaging.terms.quiet import QuietHours
from guanjia.apps.messaging.terms.words import CHANNELS, URGENCIES, Can, Channel, Urgency

__all__ = [
    "CHANNELS",
    "MESSAGES",
    "URGENCIES",
    "Can",
    "Channel",
    "Draft",
    "MessageKind",
    "QuietHours",
    "Urgency",
    "declare_message",
]
