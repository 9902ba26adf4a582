"""What can have happened to a rulebook document."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@dataclass(frozen=True, kw_only=True)
class OfDocument(Event):
    """Every fact about a document says which, in words that stay readable; ``version`` is the edition as people call it."""

    document_id: int
    number: str
    title: str
    version: str = ""


@event("manuals.opened", label=_("Rulebook document opened"))
@dataclass(frozen=True, kw_only=True)
class Opened(OfDocument):
    """A document has a number and a title; it has no text yet."""


@event("manuals.described", label=_("Rulebook document described anew"))
@dataclass(frozen=True, kw_only=True)
class Described(OfDocument):
    """Number, title, owner, sites or readers of a document were changed; ``changed`` names the fields."""

    changed: tuple[str, ...]


@event("manuals.drafted", label=_("New edition begun"))
@dataclass(frozen=True, kw_only=True)
class Drafted(OfDocument):
    """A version was begun; ``source`` is the name of the file it was read from, if any."""

    clauses: int
    source: str = ""


@event("manuals.clause_written", label=_("Clause changed"))
@dataclass(frozen=True, kw_only=True)
class ClauseWritten(OfDocument):
    """A clause of a draft was added, changed or removed (``how``)."""

    clause: str
    how: str


@event("manuals.signed", label=_("Edition signed"))
@dataclass(frozen=True, kw_only=True)
class Signed(OfDocument):
    """Somebody signed a version as its preparer, reviewer or approver (``step``), holding ``post``."""

    step: str
    post: str
    note: str = ""


@event("manuals.sent_back", label=_("Edition sent back"))
@dataclass(frozen=True, kw_only=True)
class SentBack(OfDocument):
    """A version went back to its preparer; its signatures count no longer."""

    reason: str


@event("manuals.withdrawn", label=_("Edition withdrawn"))
@dataclass(frozen=True, kw_only=True)
class Withdrawn(OfDocument):
    """A version was given up, or taken out of force."""

    reason: str
    was_in_force: bool


@event("manuals.version_in_force", label=_("Edition in force"))
@dataclass(frozen=True, kw_only=True)
class VersionInForce(OfDocument):
    """A version holds at a site from this moment on; one fact for each site."""

    version_id: int
    former: str = ""


@event("manuals.version_superseded", label=_("Edition superseded"))
@dataclass(frozen=True, kw_only=True)
class VersionSuperseded(OfDocument):
    """A later version took the place of this one; ``copies_out`` controlled copies of it were asked back."""

    version_id: int
    copies_out: int


@event("manuals.reading_asked", label=_("Asked to read"))
@dataclass(frozen=True, kw_only=True)
class ReadingAsked(OfDocument):
    """Somebody of the staff is to read a version by a moment; ``ref`` is the number of the reading."""

    staff_id: int
    read_by: datetime


@event("manuals.read_acknowledged", label=_("Read and acknowledged"))
@dataclass(frozen=True, kw_only=True)
class ReadAcknowledged(OfDocument):
    """Somebody has read a version and says so."""

    staff_id: int


@event("manuals.reading_dropped", label=_("No longer to be read"))
@dataclass(frozen=True, kw_only=True)
class ReadingDropped(OfDocument):
    """A version need not be read any more: it holds no longer, or not for this person."""

    staff_id: int


@event("manuals.linked", label=_("Clause bound to a rule"))
@dataclass(frozen=True, kw_only=True)
class Linked(OfDocument):
    """A clause runs by a clause of a pack from now on; ``removed`` when it no longer does."""

    clause: str
    pack: str
    pack_clause: str
    removed: bool = False


@event("manuals.copy_moved", label=_("Controlled copy"))
@dataclass(frozen=True, kw_only=True)
class CopyMoved(OfDocument):
    """A controlled copy was issued, came back or was destroyed (``how``)."""

    copy_number: int
    holder: str
    how: str
