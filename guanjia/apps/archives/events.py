"""What can have happened to files.

``ref`` is the number of the file, paper, loan or list; ``thread`` the matter of the holder's file ("file:unit:44"), whose whole life it is.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class _OfFile(Event):
    """What every fact about a file carries: whose it is, and which volume."""

    of: str
    file: str
    volume: int = 1
    unit_id: int | None = None
    person_id: int | None = None


@event("archives.opened", label=_("File opened"))
@dataclass(frozen=True, kw_only=True)
class Opened(_OfFile):
    """A volume was begun."""


@event("archives.placed", label=_("Binder put in its place"))
@dataclass(frozen=True, kw_only=True)
class Placed(_OfFile):
    """The binder stands at ``box``."""

    box: str


@event("archives.filed", label=_("Paper filed"))
@dataclass(frozen=True, kw_only=True)
class Filed(_OfFile):
    """A paper was filed by hand, with ``scans`` scans."""

    item: str
    title: str
    pages: int
    is_original: bool = False
    sensitive: bool = False
    scans: int = 0
    expires_on: date | None = None


@event("archives.withdrawn", label=_("Paper taken out of the file"))
@dataclass(frozen=True, kw_only=True)
class Withdrawn(_OfFile):
    """A paper counts no longer; its scans are kept."""

    item: str
    title: str
    reason: str


@event("archives.waived", label=_("Done without a paper"))
@dataclass(frozen=True, kw_only=True)
class Waived(_OfFile):
    """The file does without an item."""

    item: str
    reason: str


@event("archives.waiver_lifted", label=_("A paper is needed again"))
@dataclass(frozen=True, kw_only=True)
class WaiverLifted(_OfFile):
    """The item is asked for again."""

    item: str


@event("archives.looked", label=_("Sensitive paper opened"))
@dataclass(frozen=True, kw_only=True)
class Looked(_OfFile):
    """Somebody opened the scans of a sensitive paper, for a stated reason."""

    item: str
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class _OfLoan(_OfFile):
    """What every fact about a loan carries; ``title`` is the paper, or the binder."""

    title: str
    paper: str = ""
    borrower: str = ""
    staff_id: int | None = None
    due_at: datetime | None = None


@event("archives.asked", label=_("Original asked for"))
@dataclass(frozen=True, kw_only=True)
class Asked(_OfLoan):
    """Somebody wants an original."""

    reason: str


@event("archives.approved", label=_("Loan approved"))
@dataclass(frozen=True, kw_only=True)
class Approved(_OfLoan):
    """It may be handed out."""


@event("archives.declined", label=_("Loan declined"))
@dataclass(frozen=True, kw_only=True)
class Declined(_OfLoan):
    """It is not handed out."""

    reason: str


@event("archives.called_off", label=_("Loan withdrawn"))
@dataclass(frozen=True, kw_only=True)
class CalledOff(_OfLoan):
    """It is not wanted any more."""


@event("archives.lent", label=_("Original handed out"))
@dataclass(frozen=True, kw_only=True)
class Lent(_OfLoan):
    """It left the archive with ``pages`` pages and comes back by ``due_at``."""

    pages: int


@event("archives.returned", label=_("Original taken back"))
@dataclass(frozen=True, kw_only=True)
class Returned(_OfLoan):
    """It is back. ``complete``: no page is missing; ``sound``: nothing is damaged."""

    complete: bool
    sound: bool
    late: bool
    note: str = ""


@event("archives.closed", label=_("File closed"))
@dataclass(frozen=True, kw_only=True)
class Closed(_OfFile):
    """The holder left; the volume is kept until ``keep_until``."""

    reason: str
    keep_until: date


@event("archives.held", label=_("File kept beyond its time"))
@dataclass(frozen=True, kw_only=True)
class Held(_OfFile):
    """The file is not destroyed while the reason stands ("": the reason is gone)."""

    reason: str


@event("archives.destruction_asked", label=_("Destruction asked for"))
@dataclass(frozen=True, kw_only=True)
class DestructionAsked(Event):
    """Files whose time is over were listed."""

    files: tuple[str, ...]


@event("archives.destruction_approved", label=_("Destruction approved"))
@dataclass(frozen=True, kw_only=True)
class DestructionApproved(Event):
    """Somebody who did not list them agreed."""

    files: tuple[str, ...]


@event("archives.destruction_dropped", label=_("Destruction dropped"))
@dataclass(frozen=True, kw_only=True)
class DestructionDropped(Event):
    """Nothing of the list is destroyed."""

    reason: str


@event("archives.destruction_begun", label=_("Destroyed, to be witnessed"))
@dataclass(frozen=True, kw_only=True)
class DestructionBegun(Event):
    """The first of two says how the originals were destroyed."""

    how: str


@event("archives.destroyed", label=_("Files destroyed"))
@dataclass(frozen=True, kw_only=True)
class Destroyed(Event):
    """The second of two saw it; scans and words of the files are gone."""

    files: tuple[str, ...]
    papers: int
    first: str
    second: str
