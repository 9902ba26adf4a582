"""The words of the app: states, alarms, capabilities, the messages it sends."""

from enum import IntEnum, StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.apps.messaging.terms import declare_message
from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over obligations. Seeing one's own needs none."""

    SEE = "obligations.see"
    ACKNOWLEDGE = "obligations.acknowledge"
    PAUSE = "obligations.pause"
    REASSIGN = "obligations.reassign"
    EXCUSE = "obligations.excuse"


declare(
    {
        Can.SEE: _("See everybody's duties"),
        Can.ACKNOWLEDGE: _("Acknowledge an escalation"),
        Can.PAUSE: _("Pause and resume a duty's clock"),
        Can.REASSIGN: _("Give a duty to somebody else"),
        Can.EXCUSE: _("Excuse a duty with a reason"),
    }
)


class State(StrEnum):
    """Where an obligation stands. The last five are final."""

    OPEN = "OPEN"
    PAUSED = "PAUSED"
    KEPT = "KEPT"
    LATE = "LATE"
    MISSED = "MISSED"
    EXCUSED = "EXCUSED"
    VOIDED = "VOIDED"


STATES = {
    State.OPEN: _("Running"),
    State.PAUSED: _("Paused"),
    State.KEPT: _("Kept"),
    State.LATE: _("Done late"),
    State.MISSED: _("Missed"),
    State.EXCUSED: _("Excused"),
    State.VOIDED: _("No longer needed"),
}
RUNNING = (State.OPEN, State.PAUSED)
"""States in which something is still to be done."""


class Alarm(IntEnum):
    """Kinds of alarm. An obligation's alarms are passed in the order of their ranks; see ``rules.alarms``."""

    NOBODY = 0
    ANNOUNCE = 1
    REMINDER = 2
    DUE = 3
    TOLD = 4
    RUNG = 5
    OVER = 6


PREFIX = "OB-"
"""An obligation's reference is this and its id."""
LINK = "/obligations/%d/"
"""Its page; written out because a sweep writes thousands of messages with it (a test holds it to the URLs)."""

ANNOUNCED = declare_message(
    "obligations.announced",
    title=_("New: %(title)s"),
    body=_("%(thread)s: %(title)s, due at %(due)s (clause %(clause)s)."),
)
REMINDED = declare_message(
    "obligations.reminded",
    title=_("Due %(due)s: %(title)s"),
    body=_("%(thread)s: %(title)s is due at %(due)s (clause %(clause)s)."),
)
OVERDUE = declare_message(
    "obligations.overdue",
    title=_("Overdue: %(title)s"),
    body=_(
        "%(thread)s: %(title)s was due at %(due)s (clause %(clause)s). Do it now, or say why it has to wait."
    ),
)
ESCALATED = declare_message(
    "obligations.escalated",
    title=_("Overdue, please see to it: %(title)s"),
    body=_(
        "%(thread)s: %(title)s was due at %(due)s (clause %(clause)s) and is not done. Level %(level)s. "
        "Acknowledge it, or it goes on to the next level."
    ),
)
UNASSIGNED = declare_message(
    "obligations.unassigned",
    title=_("Nobody owns this duty: %(title)s"),
    body=_(
        "%(thread)s: %(title)s is due at %(due)s (clause %(clause)s) and has no owner. Give it to somebody."
    ),
)
