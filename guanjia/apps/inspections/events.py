"""What can have happened to an inspection sheet."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("inspections.completed", label=_("Inspection sheet completed"))
@dataclass(frozen=True, kw_only=True)
class Completed(Event):
    """A sheet is filled; ``about`` is the reference of what was looked at, ``score`` its points in percent.

    ``staff_id`` is the person of the staff a sheet is about, None when it is about anything else.
    """

    pack: str
    checklist: str
    title: dict[str, str]
    about: str
    score: int
    passed: bool
    failed_items: tuple[str, ...] = ()
    staff_id: int | None = None


@event("inspections.corrected", label=_("Finding corrected"))
@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """What did not pass was put right, and waits to be checked again. ``title`` is the checklist's."""

    pack: str
    checklist: str
    item: str
    title: dict[str, str]
    text: dict[str, str] = field(default_factory=dict)
    about: str = ""
    note: str = ""
    photos: int = 0
    staff_id: int | None = None


@event("inspections.rechecked", label=_("Correction checked"))
@dataclass(frozen=True, kw_only=True)
class Rechecked(Event):
    """Somebody else looked at a correction again."""

    pack: str
    checklist: str
    item: str
    title: dict[str, str]
    passed: bool
    text: dict[str, str] = field(default_factory=dict)
    about: str = ""
    note: str = ""
    staff_id: int | None = None
