"""The words of the app: how an item of a file stands, states, what can be done with files."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text


class Can(Capability):
    """Capabilities over the files of units and customers."""

    SEE = "archives.see"
    FILE = "archives.file"
    WAIVE = "archives.waive"
    REVEAL = "archives.reveal"
    ASK = "archives.ask"
    APPROVE = "archives.approve"
    LEND = "archives.lend"
    CLOSE = "archives.close"
    DESTROY = "archives.destroy"


declare(
    {
        Can.SEE: _("See the files of units and customers"),
        Can.FILE: _("File papers by hand, and take them out again"),
        Can.WAIVE: _("Do without a paper, with a reason"),
        Can.REVEAL: _("Open sensitive papers of a file, with a reason"),
        Can.ASK: _("Ask for the original of a paper"),
        Can.APPROVE: _("Approve the lending of originals"),
        Can.LEND: _("Hand out originals and take them back"),
        Can.CLOSE: _("Close files and keep them beyond their time"),
        Can.DESTROY: _("List closed files for destruction, decide on it, and destroy them"),
    }
)

FILES, PAPERS, LOANS, DESTRUCTIONS = "FA", "FP", "FL", "FD"
"""The series of the numbers of files, of papers filed by hand, of loans, of lists for destruction."""

SEALED = ("archives-sealed",)
"""The post sensitive scans are for: nobody holds it, so they are opened by the verb with a reason alone."""

OTHER = ""
"""The item of a paper that no plan asks for."""


MOVED_OUT = "moved_out"
"""The reason of a file that was closed because its holder had moved out."""


class Holder(StrEnum):
    """Whose file it is."""

    UNIT = "unit"
    PERSON = "person"


HOLDERS: dict[Holder, Text] = {Holder.UNIT: _("File of a unit"), Holder.PERSON: _("File of a customer")}


class Standing(StrEnum):
    """How an item of a file stands."""

    MISSING = "MISSING"
    EXPIRED = "EXPIRED"
    PRESENT = "PRESENT"
    WAIVED = "WAIVED"
    OPTIONAL = "OPTIONAL"
    NOT_NEEDED = "NOT_NEEDED"


STANDINGS: dict[Standing, Text] = {
    Standing.MISSING: pgettext_lazy("paper", "Missing"),
    Standing.EXPIRED: pgettext_lazy("paper", "Expired"),
    Standing.PRESENT: pgettext_lazy("paper", "In the file"),
    Standing.WAIVED: _("Done without"),
    Standing.OPTIONAL: _("Not there, need not be"),
    Standing.NOT_NEEDED: _("Not needed"),
}
STANDING_TONES = {
    Standing.MISSING: "late",
    Standing.EXPIRED: "soon",
    Standing.PRESENT: "calm",
    Standing.WAIVED: "neutral",
    Standing.OPTIONAL: "neutral",
    Standing.NOT_NEEDED: "neutral",
}
STANDING_ICONS = {
    Standing.MISSING: "alert-circle",
    Standing.EXPIRED: "clock",
    Standing.PRESENT: "circle-check",
    Standing.WAIVED: "ban",
    Standing.OPTIONAL: "circle-dashed",
    Standing.NOT_NEEDED: "circle-dashed",
}
LACKING = (Standing.MISSING, Standing.EXPIRED)
"""What somebody has to supply."""


class FileState(StrEnum):
    """Where a file stands."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"
    DESTROYED = "DESTROYED"


FILE_STATES = {
    FileState.OPEN: pgettext_lazy("file", "In use"),
    FileState.CLOSED: pgettext_lazy("file", "Closed"),
    FileState.DESTROYED: pgettext_lazy("file", "Destroyed"),
}
FILE_TONES = {FileState.OPEN: "calm", FileState.CLOSED: "neutral", FileState.DESTROYED: "late"}


class PaperState(StrEnum):
    """Where a paper filed by hand stands."""

    FILED = "FILED"
    WITHDRAWN = "WITHDRAWN"
    DESTROYED = "DESTROYED"


PAPER_STATES = {
    PaperState.FILED: pgettext_lazy("paper", "In the file"),
    PaperState.WITHDRAWN: pgettext_lazy("paper", "Taken out of the file"),
    PaperState.DESTROYED: pgettext_lazy("paper", "Destroyed"),
}
PAPER_TONES = {PaperState.FILED: "calm", PaperState.WITHDRAWN: "neutral", PaperState.DESTROYED: "late"}


class LoanState(StrEnum):
    """How far the loan of an original has come."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    OUT = "OUT"
    BACK = "BACK"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


LOAN_STATES = {
    LoanState.ASKED: _("Waits for approval"),
    LoanState.APPROVED: _("Approved, not yet handed out"),
    LoanState.OUT: _("Out"),
    LoanState.BACK: _("Given back"),
    LoanState.DECLINED: _("Declined"),
    LoanState.WITHDRAWN: _("Withdrawn"),
}
LOAN_TONES = {
    LoanState.ASKED: "soon",
    LoanState.APPROVED: "accent",
    LoanState.OUT: "accent",
    LoanState.BACK: "calm",
    LoanState.DECLINED: "neutral",
    LoanState.WITHDRAWN: "neutral",
}
LOAN_ICONS = {
    LoanState.ASKED: "hourglass",
    LoanState.APPROVED: "check",
    LoanState.OUT: "arrow-right",
    LoanState.BACK: "arrow-back-up",
    LoanState.DECLINED: "ban",
    LoanState.WITHDRAWN: "x",
}
OPEN_LOANS = (LoanState.ASKED, LoanState.APPROVED, LoanState.OUT)
"""States of a loan that is not at its end."""


class RunState(StrEnum):
    """How far a list for destruction has come."""

    ASKED = "ASKED"
    APPROVED = "APPROVED"
    BEGUN = "BEGUN"
    DESTROYED = "DESTROYED"
    DROPPED = "DROPPED"


RUN_STATES = {
    RunState.ASKED: _("Waits for approval"),
    RunState.APPROVED: _("Approved, not yet destroyed"),
    RunState.BEGUN: _("Destroyed, to be witnessed"),
    RunState.DESTROYED: _("Destroyed and witnessed"),
    RunState.DROPPED: _("Dropped"),
}
RUN_TONES = {
    RunState.ASKED: "soon",
    RunState.APPROVED: "accent",
    RunState.BEGUN: "soon",
    RunState.DESTROYED: "calm",
    RunState.DROPPED: "neutral",
}
OPEN_RUNS = (RunState.ASKED, RunState.APPROVED, RunState.BEGUN)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of a paper that is filed by hand: ``place`` is where the original lies (box and binder)."""

    item: str = OTHER
    title: str = ""
    dated_on: date | None = None
    expires_on: date | None = None
    pages: int = 1
    is_original: bool = False
    place: str = ""
    sensitive: bool = False
    note: str = ""


def file_thread(of: str, pk: int) -> str:
    """The matter of a holder's file in the journal: all its volumes, papers and loans."""
    return f"file:{of}:{pk}"
