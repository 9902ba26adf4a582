"""What can have happened to an obligation. ``ref`` is the obligation, ``thread`` the matter it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class About(Event):
    """What every event of an obligation carries: the duty, and its title in both languages."""

    duty: str
    title: dict[str, str]


@event("obligations.opened", label=_("Duty began"))
@dataclass(frozen=True, kw_only=True)
class Opened(About):
    """A duty began to run."""

    clause: str
    start_at: datetime
    due_at: datetime
    owner_id: int | None
    owner_post: str
    provisional: bool = False


@event("obligations.planned", label=_("Duty came round"))
@dataclass(frozen=True, kw_only=True)
class Planned(About):
    """A duty of the calendar came round; each of its subjects has its obligation."""

    occurrence: str
    start_at: datetime
    due_at: datetime


@event("obligations.reported", label=_("Reported as done"))
@dataclass(frozen=True, kw_only=True)
class Reported(About):
    """Whoever owns the duty says it is done; so many ``photos`` are kept with it."""

    note: str
    photos: int = 0


@event("obligations.unassigned", label=_("Nobody owns the duty"))
@dataclass(frozen=True, kw_only=True)
class Unassigned(About):
    """No owner could be found; ``told`` are those of ``post`` who were alarmed instead."""

    post: str
    told: tuple[int, ...]


@event("obligations.announced", label=_("Owner told of the duty"))
@dataclass(frozen=True, kw_only=True)
class Announced(About):
    """Whoever owns the duty was told that it began."""

    told: tuple[int, ...]
    late_by: int


@event("obligations.reminded", label=_("Reminded"))
@dataclass(frozen=True, kw_only=True)
class Reminded(About):
    """The owner was reminded before the due time, or, where quiet hours had held it back, told after it."""

    due_at: datetime
    told: tuple[int, ...]
    late_by: int
    overdue: bool = False


@event("obligations.alarm_missed", label=_("Reminder missed"))
@dataclass(frozen=True, kw_only=True)
class AlarmMissed(About):
    """A reminder fell into a time when nothing ran, and would come too late now. ``planned_at`` is when it was to go."""

    planned_at: datetime


@event("obligations.breached", label=_("Overdue"))
@dataclass(frozen=True, kw_only=True)
class Breached(About):
    """The due time passed without the duty done. ``late_by``: seconds between that moment and this being written."""

    due_at: datetime
    owner_id: int | None
    told: tuple[int, ...]
    late_by: int


@event("obligations.escalated", label=_("Escalated"))
@dataclass(frozen=True, kw_only=True)
class Escalated(About):
    """A rung of the ladder was reached. ``posts`` were to be told, ``told`` are the people who were."""

    level: int
    due_at: datetime
    posts: tuple[str, ...]
    told: tuple[int, ...]
    late_by: int


@event("obligations.acknowledged", label=_("Escalation acknowledged"))
@dataclass(frozen=True, kw_only=True)
class Acknowledged(About):
    """Somebody takes care of an overdue duty: the ladder stops, until ``until`` if the pack says so."""

    note: str
    until: datetime | None = None


@event("obligations.met", label=_("Duty done"))
@dataclass(frozen=True, kw_only=True)
class Met(About):
    """The duty was done, by the event of entry ``proof``. ``late_by`` is 0 when it was in time; ``early``: sooner after
    the last time than the shortest gap."""

    due_at: datetime
    late_by: int
    proof: int
    early: bool = False


@event("obligations.voided", label=_("Duty no longer needed"))
@dataclass(frozen=True, kw_only=True)
class Voided(About):
    """The reason for the duty is gone. ``missed``: its time had already passed, and that stays so."""

    missed: bool
    cause: int


@event("obligations.missed", label=_("Occurrence missed"))
@dataclass(frozen=True, kw_only=True)
class Missed(About):
    """One occurrence of a recurring duty passed undone; the next one began."""

    due_at: datetime
    told: tuple[int, ...]
    late_by: int


@event("obligations.excused", label=_("Duty excused"))
@dataclass(frozen=True, kw_only=True)
class Excused(About):
    """Somebody who may do so took the duty away, with a reason."""

    reason: str
    breached: bool


@event("obligations.paused", label=_("Clock paused"))
@dataclass(frozen=True, kw_only=True)
class Paused(About):
    """The clock stands still, at the longest until ``limit_at``."""

    reason: str
    limit_at: datetime


@event("obligations.resumed", label=_("Clock resumed"))
@dataclass(frozen=True, kw_only=True)
class Resumed(About):
    """The clock runs again; ``at_limit`` when the pause's own time was up."""

    due_at: datetime
    previous_at: datetime
    at_limit: bool = False


@event("obligations.re_dued", label=_("Due time changed"))
@dataclass(frozen=True, kw_only=True)
class ReDued(About):
    """Another due time was agreed with the customer."""

    due_at: datetime
    previous_at: datetime
    cause: int


@event("obligations.recomputed", label=_("Due time recomputed"))
@dataclass(frozen=True, kw_only=True)
class Recomputed(About):
    """Holidays or hours became known or changed, and with them the due time."""

    due_at: datetime
    previous_at: datetime
    calendar: str
    provisional: bool


@event("obligations.reassigned", label=_("Duty given to somebody else"))
@dataclass(frozen=True, kw_only=True)
class Reassigned(About):
    """The owner changed: by a person with a reason, or because of the entry ``cause``."""

    owner_id: int | None
    owner_post: str
    previous_id: int | None
    previous_post: str
    reason: str = ""
    cause: int = 0


@event("obligations.alarm_failed", label=_("Alarm failed"))
@dataclass(frozen=True, kw_only=True)
class AlarmFailed(About):
    """An alarm could not be worked; it is tried again at ``again_at``. The others of its batch went on."""

    error: str
    again_at: datetime
