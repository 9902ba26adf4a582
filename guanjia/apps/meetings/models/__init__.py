"""The tables."""

from guanjia.apps.meetings.models.logs import Item, Log
from guanjia.apps.meetings.models.meetings import Attendee, Decision, Meeting, Point
from guanjia.apps.meetings.models.strikes import Strike

__all__ = ["Attendee", "Decision", "Item", "Log", "Meeting", "Point", "Strike"]
