"""What can have happened to an import."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("unitlists.uploaded", label=_("Unit list uploaded"))
@dataclass(frozen=True, kw_only=True)
class Uploaded(Event):
    """A file was taken in; ``sha256`` names its content."""

    file_name: str
    size: int
    sha256: str


@event("unitlists.mapped", label=_("Columns chosen"))
@dataclass(frozen=True, kw_only=True)
class Mapped(Event):
    """Somebody said how the columns are to be read."""

    allows_new_groups: bool
    plan: dict[str, Any] = field(default_factory=dict)


@event("unitlists.import_requested", label=_("Import started"))
@dataclass(frozen=True, kw_only=True)
class ImportRequested(Event):
    """The import is to be carried out by a worker."""


@event("unitlists.import_begun", label=_("Import started from the command line"))
@dataclass(frozen=True, kw_only=True)
class ImportBegun(Event):
    """The import is carried out by whoever began it; no worker is asked."""


@event("unitlists.imported", label=_("Unit list imported"))
@dataclass(frozen=True, kw_only=True)
class Imported(Event):
    """All rows were gone through."""

    accepted: int
    created: int
    changed: int
    unchanged: int
    refused: int


@event("unitlists.cancelled", label=_("Import cancelled"))
@dataclass(frozen=True, kw_only=True)
class Cancelled(Event):
    """The import was stopped; what was stored until then stays."""

    position: int
    row_count: int


@event("unitlists.failed", label=_("Import failed"))
@dataclass(frozen=True, kw_only=True)
class Failed(Event):
    """The import could not go on."""

    failure: str


@event("unitlists.refused_rows_taken", label=_("Refused rows downloaded"))
@dataclass(frozen=True, kw_only=True)
class RefusedRowsTaken(Event):
    """Somebody took the refused rows along; ``whole`` when with whole identity numbers, and then why."""

    count: int
    whole: bool
    reason: str
