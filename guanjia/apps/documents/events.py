"""What can have happened to photos, files and signatures."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("documents.attached", label=_("Photo or file added"))
@dataclass(frozen=True, kw_only=True)
class Attached(Event):
    """A photo or file was added. ``sha256`` is of the content as we keep it."""

    key: str
    kind: str
    file_name: str
    content_type: str
    size: int
    sha256: str


@event("documents.removed", label=_("Photo or file removed"))
@dataclass(frozen=True, kw_only=True)
class Removed(Event):
    """A photo or file was taken out of sight; the file itself is kept for its retention time."""

    key: str
    kind: str
    file_name: str
    reason: str


@event("documents.signed", label=_("Signed"))
@dataclass(frozen=True, kw_only=True)
class Signed(Event):
    """A customer signed, on the screen or by phone; ``witness`` is the member of staff who took it."""

    purpose: str
    signer_name: str
    how: str
    witness_id: int | None
    witness: str
