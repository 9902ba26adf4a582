"""The lifecycle of an obligation.

``KEPT`` and ``LATE`` were done, in time or not. ``MISSED`` was not done, and its time had passed when it ended. ``VOIDED`` ended
before its time, because its reason was gone. ``EXCUSED`` was taken away by a person, with a reason.
"""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.terms import RUNNING, STATES, State
from guanjia.kernel.lifecycle import Lifecycle, Step

OBLIGATION = Lifecycle(
    "obligation",
    {state: STATES[state] for state in State},
    State.OPEN,
    [
        Step("acknowledge", (State.OPEN,), State.OPEN, _("Acknowledge"), weight=3),
        Step("pause", (State.OPEN,), State.PAUSED, _("Pause the clock")),
        Step("resume", (State.PAUSED,), State.OPEN, _("Resume the clock"), weight=3),
        Step("reassign", (State.OPEN,), State.OPEN, _("Give to somebody else"), weight=2),
        Step("reassign", (State.PAUSED,), State.PAUSED, _("Give to somebody else"), weight=2),
        Step("meet", RUNNING, State.KEPT, _("Done in time")),
        Step("meet_late", RUNNING, State.LATE, _("Done late")),
        Step("void", RUNNING, State.VOIDED, _("No longer needed")),
        Step("miss", RUNNING, State.MISSED, _("Missed")),
        Step("excuse", RUNNING, State.EXCUSED, _("Excuse"), weight=1),
    ],
)
