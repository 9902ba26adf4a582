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


@event("registers.struck", label=_("Entry struck out"))
@dataclass(frozen=True, kw_only=True)
class Struck(Event):
    """An entry no longer counts; ``replaced_by`` is the entry that is right, if there is one."""

    pack: str
    register: str
    title: dict[str, str]
    reason: str
    replaced_by: str = ""
