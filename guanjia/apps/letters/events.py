"""What can have happened to a letter, a contact sheet, a rectification notice, a notice to residents.

``subject`` is what a paper is about; of a confidential letter it is never told.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event

# --- Letters received ----------------------------------------------------------------------------------------------------


@event("letters.received", label=_("Letter registered"))
@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """A letter came in; ``handler_id`` answers it, by ``answer_due_at`` when it wants an answer."""

    subject: str = ""
    handler_id: int
    received_at: datetime
    answer_due_at: datetime | None = None
    wants_answer: bool = True
    complaint: bool = False
    party_kind: str = ""


@event("letters.handed_on", label=_("Letter handed on"))
@dataclass(frozen=True, kw_only=True)
class HandedOn(Event):
    """Somebody else answers it from now on."""

    handler_id: int
    note: str = ""


@event("letters.answered", label=_("Letter answered"))
@dataclass(frozen=True, kw_only=True)
class Answered(Event):
    """A letter received has its answer: by the letter ``by_letter``, or otherwise (``note`` says how)."""

    by_letter: str = ""
    note: str = ""
    complaint: bool = False


@event("letters.answer_waived", label=_("Needs no answer"))
@dataclass(frozen=True, kw_only=True)
class AnswerWaived(Event):
    """A letter needs no answer, for a reason."""

    note: str


@event("letters.filed", label=_("Letter filed"))
@dataclass(frozen=True, kw_only=True)
class Filed(Event):
    """A letter lies in its file."""

    filed_in: str = ""


# --- Letters sent --------------------------------------------------------------------------------------------------------


@event("letters.drafted", label=_("Letter drafted"))
@dataclass(frozen=True, kw_only=True)
class Drafted(Event):
    """A letter is drafted; ``answers`` is the number of the letter it replies to, "" for none."""

    subject: str = ""
    staff_id: int | None = None
    answers: str = ""


@event("letters.edited", label=_("Draft changed"))
@dataclass(frozen=True, kw_only=True)
class Edited(Event):
    """The draft of a paper was changed."""

    kind: str


@event("letters.submitted", label=_("Handed in for review"))
@dataclass(frozen=True, kw_only=True)
class Submitted(Event):
    """A draft waits for the first of its posts."""

    kind: str
    post: str
    posts: tuple[str, ...] = ()


@event("letters.reviewed", label=_("Reviewed"))
@dataclass(frozen=True, kw_only=True)
class Reviewed(Event):
    """A post said yes or no; ``complete`` when the paper is approved by all, ``post`` the next that is waited for."""

    kind: str
    signed_as: str
    agreed: bool
    complete: bool
    post: str = ""
    note: str = ""


@event("letters.sealed", label=_("Seal put on"))
@dataclass(frozen=True, kw_only=True)
class Sealed(Event):
    """A seal was used."""

    seal: str
    copies: int


@event("letters.sent", label=_("Letter sent"))
@dataclass(frozen=True, kw_only=True)
class Sent(Event):
    """A letter of ours went out; ``reply_wanted_by`` when we asked for a reply."""

    way: str
    proof: str = ""
    reply_wanted_by: datetime | None = None
    wants_reply: bool = False


@event("letters.reply_recorded", label=_("Reply received"))
@dataclass(frozen=True, kw_only=True)
class ReplyRecorded(Event):
    """They replied to our letter."""

    note: str


@event("letters.withdrawn", label=_("Withdrawn"))
@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """A paper will not go out, or counts no longer."""

    kind: str
    note: str


# --- Work contact sheets -------------------------------------------------------------------------------------------------


@event("letters.sheet_issued", label=_("Contact sheet issued"))
@dataclass(frozen=True, kw_only=True)
class SheetIssued(Event):
    """Something is asked of a post (``post``), or of somebody outside (``outside``), by ``wanted_by``."""

    subject: str = ""
    staff_id: int | None = None
    post: str = ""
    outside: bool = False
    party_kind: str = ""
    wanted_by: datetime


@event("letters.sheet_acknowledged", label=_("Contact sheet acknowledged"))
@dataclass(frozen=True, kw_only=True)
class SheetAcknowledged(Event):
    """The receiver has it in hand."""

    note: str = ""


@event("letters.sheet_answered", label=_("Contact sheet answered"))
@dataclass(frozen=True, kw_only=True)
class SheetAnswered(Event):
    """The receiver answered with the result."""

    note: str


@event("letters.sheet_returned", label=_("Answer given back"))
@dataclass(frozen=True, kw_only=True)
class SheetReturned(Event):
    """The answer does not settle it; the receiver has it again until ``wanted_by``."""

    note: str
    wanted_by: datetime
    staff_id: int | None = None
    post: str = ""


@event("letters.sheet_closed", label=_("Contact sheet settled"))
@dataclass(frozen=True, kw_only=True)
class SheetClosed(Event):
    """Whoever asked is content."""

    note: str = ""


# --- Rectification notices -----------------------------------------------------------------------------------------------


@event("letters.rectification_drafted", label=_("Rectification notice drafted"))
@dataclass(frozen=True, kw_only=True)
class RectificationDrafted(Event):
    """A notice is drafted; ``origin`` is what it came from, ``turn`` 2 for a second notice."""

    subject: str = ""
    staff_id: int | None = None
    origin: str = ""
    turn: int = 1


@event("letters.rectification_issued", label=_("Rectification notice issued"))
@dataclass(frozen=True, kw_only=True)
class RectificationIssued(Event):
    """A notice is issued and to be delivered; it demands a correction by ``correct_by``."""

    party_kind: str
    correct_by: datetime
    staff_id: int | None = None
    turn: int = 1


@event("letters.rectification_delivered", label=_("Rectification notice delivered"))
@dataclass(frozen=True, kw_only=True)
class RectificationDelivered(Event):
    """It reached them: signed, refused before a witness, or posted on the door."""

    party_kind: str
    how: str
    correct_by: datetime
    staff_id: int | None = None


@event("letters.rectification_corrected", label=_("Reported as put right"))
@dataclass(frozen=True, kw_only=True)
class RectificationCorrected(Event):
    """They, or one of ours, say it is put right."""

    note: str
    photos: int = 0


@event("letters.rectification_rechecked", label=_("Checked again"))
@dataclass(frozen=True, kw_only=True)
class RectificationRechecked(Event):
    """Somebody looked again."""

    passed: bool
    note: str = ""
    photos: int = 0
    party_kind: str = ""


@event("letters.second_notice_given", label=_("Second notice given"))
@dataclass(frozen=True, kw_only=True)
class SecondNoticeGiven(Event):
    """A second notice (``by_notice``) takes its place."""

    by_notice: str


@event("letters.rectification_referred", label=_("Referred to the authority"))
@dataclass(frozen=True, kw_only=True)
class RectificationReferred(Event):
    """The authority has it."""

    authority: str
    note: str = ""


# --- Notices to residents ------------------------------------------------------------------------------------------------


@event("letters.notice_drafted", label=_("Notice drafted"))
@dataclass(frozen=True, kw_only=True)
class NoticeDrafted(Event):
    """A tip or notice is drafted."""

    subject: str
    topic: str
    level: str = ""
    staff_id: int | None = None


@event("letters.notice_posted", label=_("Notice put up"))
@dataclass(frozen=True, kw_only=True)
class NoticePosted(Event):
    """It hangs at a place; ``first`` for the first of them. It is to be down by ``until_at``."""

    topic: str
    place_id: int
    place: str
    first: bool
    until_at: datetime
    two_languages: bool = False


@event("letters.notice_recalled", label=_("Notice recalled"))
@dataclass(frozen=True, kw_only=True)
class NoticeRecalled(Event):
    """It holds no longer and is to be taken down, wherever it hangs."""

    note: str
    hanging: int


@event("letters.notice_taken_down", label=_("Notice taken down"))
@dataclass(frozen=True, kw_only=True)
class NoticeTakenDown(Event):
    """It was taken down at a place; ``complete`` when it hangs nowhere any more."""

    place: str
    complete: bool


# --- Texts of the company --------------------------------------------------------------------------------------------------


@event("letters.text_kept", label=_("Template kept"))
@dataclass(frozen=True, kw_only=True)
class TextKept(Event):
    """A text of the company was written, changed (``kept``) or retired."""

    title: str
    kept: bool
