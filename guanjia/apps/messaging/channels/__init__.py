"""The ways out of the house, behind one interface: ``send(letter)`` returns when the other side has taken it."""

from guanjia.apps.messaging.channels.base import Letter, SendFailed, channel_for

__all__ = ["Letter", "SendFailed", "channel_for"]
