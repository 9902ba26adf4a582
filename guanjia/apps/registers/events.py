"""What can have happened to an entry of a register."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("registers.entered", label=_("Entered in a register"))
@dataclass(frozen=True, kw_only=True)
class Entered(Event):
    """Something was entered; ``about`` is the reference of what it concerns: the site, a unit, a place, a person's post."""

    pack: str
    register: str
    title: dict[str, str]
    about: str = ""
    unit_id: int | None = None
    staff_id: int | None = None


@event("registers.rewritten", label=_("Written in place of a struck entry"))
@dataclass(frozen=True, kw_only=True)
class Rewritten(Event):
    """The right entry stands where a wrong one was struck out. It is the same deed, so it proves no duty once more."""

    pack: str
    register: str
    title: dict[str, str]
    replaces: str
    about: str = ""
    unit_id: int | None = None
    staff_id: int | None = None


@event("registers.brought_in", label=_("Brought in from a workbook"))
@dataclass(frozen=True, kw_only=True)
class BroughtIn(Event):
    """An entry was taken over from a workbook (``source`` is the import). It tells of the past, so it proves no duty."""

    pack: str
    register: str
    title: dict[str, str]
    source: str
    about: str = ""
    unit_id: int | None = None
    staff_id: int | None = None


@event("registers.import_requested", label=_("Workbook of entries received"))
@dataclass(frozen=True, kw_only=True)
class ImportRequested(Event):
    """Somebody wants the rows of a workbook entered."""

    pack: str
    register: str
    rows: int
    file_name: str


@event("registers.imported", label=_("Workbook of entries brought in"))
@dataclass(frozen=True, kw_only=True)
class Imported(Event):
    """An import is at its end; ``failure`` says why it did not come to the last row."""

    pack: str
    register: str
    accepted: int
    refused: int
    failure: str = ""


@event("registers.signed", label=_("Entry signed"))
@dataclass(frozen=True, kw_only=True)
class Signed(Event):
    """One of those who sign an entry has signed; ``complete`` with the last of them."""

    pack: str
    register: str
    title: dict[str, str]
    signed_as: str
    complete: bool = False
    signer_name: str = ""
    note: str = ""


@event("registers.declined", label=_("Signature declined"))
@dataclass(frozen=True, kw_only=True)
class Declined(Event):
    """One of those who sign an entry has refused to; nobody signs it any more."""

    pack: str
    register: str
    title: dict[str, str]
    declined_as: str
    reason: str


@event("registers.acted", label=_("Step of an entry"))
@dataclass(frozen=True, kw_only=True)
class Acted(Event):
    """An entry was led on by an action its register declares, such as a key given back."""

    pack: str
    register: str
    title: dict[str, str]
    action: str
    from_stage: str
    to_stage: str
    about: str = ""


@event("registers.struck", label=_("Entry struck out"))
@dataclass(frozen=True, kw_only=True)
class Struck(Event):
    """An entry no longer counts; ``replaced_by`` is the entry that is right, if there is one."""

    pack: str
    register: str
    title: dict[str, str]
    reason: str
    replaced_by: str = ""


@event("registers.revealed", label=_("Masked value looked at"))
@dataclass(frozen=True, kw_only=True)
class Revealed(Event):
    """Somebody looked at the whole of a masked field; the value itself is not told."""

    field: str
    reason: str


@event("registers.held", label=_("Hold of an entry changed"))
@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """An entry is kept beyond its time because of ``reason``; without one the hold is lifted."""

    reason: str


@event("registers.destruction_asked", label=_("Destruction of entries asked for"))
@dataclass(frozen=True, kw_only=True)
class DestructionAsked(Event):
    """Entries whose time is over were listed, for a second person to decide."""

    entries: tuple[str, ...]


@event("registers.destruction_ended", label=_("Destruction of entries decided"))
@dataclass(frozen=True, kw_only=True)
class DestructionEnded(Event):
    """The second person has had so many entries destroyed; none when the list was dropped."""

    destroyed: int


@event("registers.destroyed", label=_("Entry destroyed"))
@dataclass(frozen=True, kw_only=True)
class Destroyed(Event):
    """What was written in an entry is gone, with its files and signatures; its number and this fact stay."""

    pack: str
    register: str
    destruction: str
    kept_until: str
    files: int
