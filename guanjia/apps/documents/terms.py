"""The words of the app: kinds of attachment, how somebody signed, how much may be sent, and what can be done."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare

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
