"""What can have happened to a meeting, to what it decided, and to a duty log."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event

# --- Meetings --------------------------------------------------------------------------------------------------------------


@event("meetings.called", label=_("Meeting called"))
@dataclass(frozen=True, kw_only=True)
class Called(Event):
    """A meeting is called for ``from_at``; ``staff_id`` convened it, ``follows`` is the number of the one before."""

    kind: str
    from_at: datetime
    staff_id: int | None = None
    invited: int = 0
    follows: str = ""


@event("meetings.changed", label=_("Meeting changed"))
@dataclass(frozen=True, kw_only=True)
class Changed(Event):
    """Place, time, agenda or the people of a meeting are others now."""

    kind: str
    from_at: datetime
    note: str = ""


@event("meetings.cancelled", label=_("Meeting called off"))
@dataclass(frozen=True, kw_only=True)
class Cancelled(Event):
    """It does not take place."""

    kind: str
    note: str


@event("meetings.notice_answered", label=_("Notice answered"))
@dataclass(frozen=True, kw_only=True)
class NoticeAnswered(Event):
    """Somebody invited comes, or asks leave."""

    coming: bool
    note: str = ""


@event("meetings.held", label=_("Meeting held"))
@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """Attendance was taken; ``staff_id`` writes the minutes. ``first`` is False when attendance was only corrected."""

    kind: str
    staff_id: int | None = None
    present: int = 0
    absent: int = 0
    first: bool = True


@event("meetings.minutes_submitted", label=_("Minutes handed to the chair"))
@dataclass(frozen=True, kw_only=True)
class MinutesSubmitted(Event):
    """The chair (``staff_id``) is to approve the minutes."""

    kind: str
    staff_id: int | None = None


@event("meetings.minutes_sent_back", label=_("Minutes sent back"))
@dataclass(frozen=True, kw_only=True)
class MinutesSentBack(Event):
    """The chair wants something changed; the recorder (``staff_id``) has them again."""

    kind: str
    note: str
    staff_id: int | None = None


@event("meetings.minutes_approved", label=_("Minutes approved"))
@dataclass(frozen=True, kw_only=True)
class MinutesApproved(Event):
    """The chair approved; the convenor (``staff_id``) publishes."""

    kind: str
    staff_id: int | None = None


@event("meetings.minutes_published", label=_("Minutes published"))
@dataclass(frozen=True, kw_only=True)
class MinutesPublished(Event):
    """Everybody invited has the minutes, and the decisions begin."""

    kind: str
    decisions: int = 0
    readers: int = 0


@event("meetings.minutes_read", label=_("Minutes read"))
@dataclass(frozen=True, kw_only=True)
class MinutesRead(Event):
    """Somebody acknowledged reading; ``complete`` when all have."""

    complete: bool


@event("meetings.minutes_corrected", label=_("Minutes corrected"))
@dataclass(frozen=True, kw_only=True)
class MinutesCorrected(Event):
    """A point was struck and rewritten after publication; everybody reads again."""

    kind: str
    note: str


# --- Decisions -------------------------------------------------------------------------------------------------------------


@event("meetings.decision_made", label=_("Decision in force"))
@dataclass(frozen=True, kw_only=True)
class DecisionMade(Event):
    """Somebody (``staff_id``), or whoever holds ``post``, is to do it by ``due_at``. ``kind`` is that of the meeting."""

    kind: str
    text: str
    due_at: datetime
    staff_id: int | None = None
    post: str = ""


@event("meetings.decision_reported", label=_("Decision reported done"))
@dataclass(frozen=True, kw_only=True)
class DecisionReported(Event):
    """The owner says it is done; the convenor (``staff_id``) checks."""

    kind: str
    note: str
    photos: int = 0
    staff_id: int | None = None


@event("meetings.decision_done", label=_("Decision checked: done"))
@dataclass(frozen=True, kw_only=True)
class DecisionDone(Event):
    """It was looked at and is done."""

    kind: str
    note: str = ""


@event("meetings.decision_sent_back", label=_("Decision sent back"))
@dataclass(frozen=True, kw_only=True)
class DecisionSentBack(Event):
    """It is not done yet; the owner has it again until ``due_at``."""

    kind: str
    note: str
    due_at: datetime
    staff_id: int | None = None
    post: str = ""


@event("meetings.decision_amended", label=_("Decision rewritten"))
@dataclass(frozen=True, kw_only=True)
class DecisionAmended(Event):
    """What, who or by when was struck and rewritten."""

    kind: str
    note: str
    due_at: datetime
    staff_id: int | None = None
    post: str = ""


@event("meetings.decision_dropped", label=_("Decision dropped"))
@dataclass(frozen=True, kw_only=True)
class DecisionDropped(Event):
    """It is not wanted any more."""

    kind: str
    note: str = ""


# --- Duty logs -------------------------------------------------------------------------------------------------------------


@event("meetings.log_opened", label=_("Duty log opened"))
@dataclass(frozen=True, kw_only=True)
class LogOpened(Event):
    """A turn of duty has its log; ``carried`` lines came from the one before."""

    watch: str
    staff_id: int | None = None
    carried: int = 0
    former: str = ""
    until_at: datetime


@event("meetings.item_written", label=_("Line entered"))
@dataclass(frozen=True, kw_only=True)
class ItemWritten(Event):
    """Something happened in the turn of duty."""

    watch: str
    kind: str
    open: bool = False


@event("meetings.item_left_open", label=_("Line left open"))
@dataclass(frozen=True, kw_only=True)
class ItemLeftOpen(Event):
    """Something is still to be done about it."""

    watch: str
    text: str


@event("meetings.item_settled", label=_("Line settled"))
@dataclass(frozen=True, kw_only=True)
class ItemSettled(Event):
    """Nothing is left to do about it."""

    watch: str
    text: str
    note: str = ""


@event("meetings.item_made_case", label=_("Duty log line became a case"))
@dataclass(frozen=True, kw_only=True)
class ItemMadeCase(Event):
    """It is a case now, and goes on there; the fact belongs to the matter of the case."""

    watch: str
    case: str
    text: str


@event("meetings.item_rewritten", label=_("Line struck and rewritten"))
@dataclass(frozen=True, kw_only=True)
class ItemRewritten(Event):
    """A line was corrected; what stood there stays readable."""

    watch: str
    note: str


@event("meetings.log_handed_over", label=_("Shift handed over"))
@dataclass(frozen=True, kw_only=True)
class LogHandedOver(Event):
    """The outgoing shift signed; ``left`` lines are open. ``staff_id`` handed over."""

    watch: str
    left: int
    note: str = ""
    staff_id: int | None = None


@event("meetings.log_resumed", label=_("Shift taken up again"))
@dataclass(frozen=True, kw_only=True)
class LogResumed(Event):
    """The relief did not come, or something happened: the log is written on."""

    watch: str
    note: str


@event("meetings.log_received", label=_("Shift received"))
@dataclass(frozen=True, kw_only=True)
class LogReceived(Event):
    """The relief signed."""

    watch: str
    note: str = ""
    staff_id: int | None = None


@event("meetings.log_passed_over", label=_("Begun without receipt"))
@dataclass(frozen=True, kw_only=True)
class LogPassedOver(Event):
    """The next shift began without receiving it, for a reason."""

    watch: str
    note: str


@event("meetings.log_countersigned", label=_("Duty log countersigned"))
@dataclass(frozen=True, kw_only=True)
class LogCountersigned(Event):
    """The supervisor has read it."""

    watch: str
    note: str = ""
