"""The words of the app: kinds of attachment, how somebody signed, how much may be sent, and what can be done."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text

MEGABYTE = 1024 * 1024


class Can(Capability):
    """Capabilities over files and signatures."""

    SEE = "documents.see"
    ATTACH = "documents.attach"
    SIGN = "documents.sign"
    REMOVE = "documents.remove"


declare(
    {
        Can.SEE: _("Open photos and files"),
        Can.ATTACH: _("Add photos and files"),
        Can.SIGN: _("Take a customer's signature"),
        Can.REMOVE: _("Remove a photo or file, with a reason"),
    }
)


class Kind(StrEnum):
    """What an attachment is. A photo has been re-encoded by us; a file is kept as it came."""

    PHOTO = "PHOTO"
    FILE = "FILE"


KINDS = {Kind.PHOTO: _("Photo"), Kind.FILE: _("File")}


class How(StrEnum):
    """How somebody signed: with a finger on the screen, or by saying yes on the phone to a named member of staff."""

    SCREEN = "SCREEN"
    PHONE = "PHONE"


HOWS = {How.SCREEN: _("On the screen"), How.PHONE: _("By phone")}


@dataclass(frozen=True)
class Limits:
    """How much one kind of sender may attach: ``most_bytes`` per file, ``most_files`` under one number."""

    most_bytes: int
    most_files: int
    kinds: frozenset[Kind] = frozenset(Kind)


STAFF_LIMITS = Limits(most_bytes=20 * MEGABYTE, most_files=60)
GUEST_LIMITS = Limits(most_bytes=12 * MEGABYTE, most_files=6, kinds=frozenset({Kind.PHOTO}))

MOST_PIXELS = 60_000_000
"""The largest picture we unpack (a 50-megapixel phone fits); anything above is taken for an attack."""

LONGEST_EDGE = 2560
"""Photos are brought down to this many pixels along their longer edge."""

THUMBNAIL_EDGE = 480

SEEN_WITH: dict[str, str] = {}
"""Which capability opens the files under a series of numbers ("WO" -> "workorders.see"), besides ``Can.SEE``."""


def seen_with(series: str, capability: str) -> None:
    """Declare, once at start, that files under numbers of ``series`` are for holders of ``capability`` only."""
    SEEN_WITH[series] = str(capability)


def series_of(ref: str) -> str:
    """The series a reference belongs to: "GD-WO-2026-000123" -> "WO"; "" when it is not such a number."""
    parts = ref.split("-")
    return parts[-3] if len(parts) >= 3 else ""


@dataclass(frozen=True)
class Signing:
    """What a form collects of a signature: who, how, and on the screen the strokes."""

    signer_name: str
    how: str
    strokes: str = ""


# --- Papers of other rooms about a unit or a customer --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paper:
    """A record of some room that a file of a unit or a customer may count on: where it stands and when it came about.

    ``key`` is the kind it is of ("custody.issued", "entry:estate_posts/ep_customer_file"); ``can`` opens it and shows ``title``: who
    may not is told only that there is one. ``expires_on`` is the first day it holds no longer, None when that is not known.
    """

    key: str
    ref: str
    title: Text
    at: datetime
    url: str
    can: str
    unit_id: int | None = None
    person_ids: tuple[int, ...] = ()
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which papers are asked for at a site: of all units and people, or (None is all) only of these.

    ``keys`` are the kinds asked for (empty: every kind); ``expiry`` names for a kind the field that holds its last day.
    """

    site_id: int
    keys: frozenset[str] = frozenset()
    unit_ids: frozenset[int] | None = None
    person_ids: frozenset[int] | None = None
    expiry: dict[str, str] = field(default_factory=dict)

    @property
    def is_everything(self) -> bool:
        """Whether all units and people of the site are asked for."""
        return self.unit_ids is None and self.person_ids is None

    def asks(self, key: str) -> bool:
        """Whether papers of a kind are wanted."""
        return not self.keys or key in self.keys


@dataclass(frozen=True, slots=True)
class PaperSource:
    """A room that has papers about units or customers: the kinds with their names, and one query that finds them.

    ``find`` asks for as many units at once as it is told, in a number of queries that does not grow with them; it looks at the
    company in scope, whoever asks, since a file is as complete for one reader as for another. A kind that ends in ":" stands for all
    that begin so ("entry:").
    """

    kinds: Mapping[str, Text]
    find: Callable[[Wanted], Iterable[Paper]]


PAPERS: dict[str, PaperSource] = {}
"""Every room that has papers of units or customers, by the name of the room."""


def papers_of(room: str, source: PaperSource) -> None:
    """Declare, once at start, which papers about units and customers a room has."""
    PAPERS[room] = source


def paper_kinds() -> dict[str, Text]:
    """Every kind of paper that some room has declared, with its name."""
    return {key: label for source in PAPERS.values() for key, label in source.kinds.items()}
