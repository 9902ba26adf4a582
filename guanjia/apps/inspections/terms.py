"""The words of the app: states, verdicts, what is given for an item, capabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.terms import CheckedSubject
from guanjia.kernel.permissions import Capability, declare
from guanjia.ui.offers import Offers


class Can(Capability):
    """Capabilities over sheets and findings."""

    SEE = "inspections.see"
    FILL = "inspections.fill"
    CORRECT = "inspections.correct"
    RECHECK = "inspections.recheck"


declare(
    {
        Can.SEE: _("See inspection sheets and findings"),
        Can.FILL: _("Fill an inspection sheet"),
        Can.CORRECT: _("Report a finding as put right"),
        Can.RECHECK: _("Check again what somebody else put right"),
    }
)

finding_offers: Offers[Any] = Offers()
"""Buttons of higher apps for a finding (``lists.FindingRow``) that stands on its sheet; see ``ui.offers``."""

SERIES = "IS"
"""The series of the numbers of sheets."""


SHEET_PAPER = "sheet:"
PAPERS = {SHEET_PAPER: _("Inspection sheet")}
"""What of ours belongs into the file of a unit."""


class SheetState(StrEnum):
    """Where a sheet stands. A draft lives in the inspector's browser until it is sent whole; only complete ones are stored."""

    DRAFT = "DRAFT"
    COMPLETED = "COMPLETED"


SHEET_STATES = {SheetState.DRAFT: _("Being filled"), SheetState.COMPLETED: _("Complete sheet")}


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "OPEN"
    CORRECTED = "CORRECTED"
    CLEARED = "CLEARED"


FINDING_STATES = {
    FindingState.OPEN: _("To be put right"),
    FindingState.CORRECTED: _("Waits for the re-check"),
    FindingState.CLEARED: _("Put right and checked"),
}
UNSETTLED = (FindingState.OPEN, FindingState.CORRECTED)
"""States in which somebody still has something to do."""


class Verdict(StrEnum):
    """What became of one item. The values are also what is entered for an item that is simply good or not."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    NOT_APPLICABLE = "na"


VERDICTS = {
    Verdict.PASS: _("Passes"),
    Verdict.FAIL: _("Does not pass"),
    Verdict.NOT_APPLICABLE: _("Not applicable"),
}


ANSWERS = {Verdict.PASS: _("Pass"), Verdict.FAIL: _("Fail"), Verdict.NOT_APPLICABLE: _("N/A")}
"""The same as buttons, short enough to stand side by side on a phone."""

SUBJECTS = {
    CheckedSubject.SITE: _("The site"),
    CheckedSubject.UNIT: _("A unit"),
    CheckedSubject.BUILDING: _("A building"),
    CheckedSubject.PLACE: _("A place"),
    CheckedSubject.STAFF: _("Somebody of the staff"),
    CheckedSubject.CASE: _("A case"),
    CheckedSubject.WORK_ORDER: _("A work order"),
}
"""What a sheet is about, in words."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the inspector gives for one item.

    ``answer`` is a verdict's value; for a number its digits, for a text the words. "na" says of any item that it does not
    apply. ``photos`` are uploads as ``documents.services`` takes them.
    """

    answer: str = ""
    note: str = ""
    photos: Sequence[Any] = ()


def answer_field(key: str) -> str:
    """The name under which the answer of an item is asked for, and refused."""
    return f"item_{key}"


def note_field(key: str) -> str:
    """The name of the note of an item."""
    return f"note_{key}"


def skip_field(key: str) -> str:
    """The name of the switch that says a number or a text does not apply."""
    return f"skip_{key}"


def photos_field(key: str) -> str:
    """The name of the photos of an item."""
    return f"photos_{key}"
