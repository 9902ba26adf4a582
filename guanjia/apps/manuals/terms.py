"""The words of the app: kinds of documents, states of versions and copies, steps of signing, capabilities, limits."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare

DEEPEST = 6
"""How deep chapters, sections and clauses may be nested."""
LONGEST_NUMBER = 40
LONGEST_HEADING = 200
READING_SERIES = "MR"
"""The series of the numbers under which somebody is asked to read."""
USUAL_DAYS = 5
"""Working days staff have to read a new edition, when nobody says otherwise."""


class Can(Capability):
    """Capabilities over rulebook documents."""

    SEE = "manuals.see"
    EDIT = "manuals.edit"
    REVIEW = "manuals.review"
    APPROVE = "manuals.approve"
    HAND_OUT = "manuals.hand_out"
    SEE_READERS = "manuals.see_readers"


declare(
    {
        Can.SEE: _("Read rulebook documents"),
        Can.EDIT: _("Write rulebook documents and sign as their preparer"),
        Can.REVIEW: _("Review rulebook documents, or send them back"),
        Can.APPROVE: _("Approve and withdraw rulebook documents"),
        Can.HAND_OUT: _("Hand out and take back controlled copies"),
        Can.SEE_READERS: _("See who has read a rulebook document"),
    }
)


class DocumentKind(StrEnum):
    """What a document is, from the broadest to the narrowest."""

    MANUAL = "MANUAL"
    RULE = "RULE"
    PROCEDURE = "PROCEDURE"
    INSTRUCTION = "INSTRUCTION"
    PLAN = "PLAN"


DOCUMENT_KINDS = {
    DocumentKind.MANUAL: _("Manual"),
    DocumentKind.RULE: _("Company rules"),
    DocumentKind.PROCEDURE: _("Procedure"),
    DocumentKind.INSTRUCTION: _("Work instruction"),
    DocumentKind.PLAN: _("Emergency plan"),
}


class VersionState(StrEnum):
    """Where a version stands on its way."""

    DRAFT = "DRAFT"
    PREPARED = "PREPARED"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    IN_FORCE = "IN_FORCE"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


VERSION_STATES = {
    VersionState.DRAFT: _("Draft"),
    VersionState.PREPARED: _("In review"),
    VersionState.REVIEWED: _("Waits for approval"),
    VersionState.APPROVED: _("Approved, not yet in force"),
    VersionState.IN_FORCE: _("Holds now"),
    VersionState.SUPERSEDED: _("Superseded"),
    VersionState.WITHDRAWN: _("Withdrawn"),
}
UNDER_WAY = (VersionState.DRAFT, VersionState.PREPARED, VersionState.REVIEWED)
"""States of the one version of a document that is being worked on."""
TONES = {
    VersionState.DRAFT: ("neutral", "pencil"),
    VersionState.PREPARED: ("soon", "eye"),
    VersionState.REVIEWED: ("soon", "hourglass"),
    VersionState.APPROVED: ("accent", "calendar-event"),
    VersionState.IN_FORCE: ("calm", "circle-check"),
    VersionState.SUPERSEDED: ("paused", "history"),
    VersionState.WITHDRAWN: ("neutral", "ban"),
}
"""Tone and icon of each state."""


class SigningStep(StrEnum):
    """The three signatures of a version, in their order."""

    PREPARE = "prepare"
    REVIEW = "review"
    APPROVE = "approve"


SIGNING_STEPS = {
    SigningStep.PREPARE: _("Prepared by"),
    SigningStep.REVIEW: _("Reviewed by"),
    SigningStep.APPROVE: _("Approved by"),
}


class CopyState(StrEnum):
    """Where a controlled copy is."""

    ISSUED = "ISSUED"
    RECALLED = "RECALLED"
    RETURNED = "RETURNED"
    DESTROYED = "DESTROYED"


COPY_STATES = {
    CopyState.ISSUED: _("With its holder"),
    CopyState.RECALLED: _("Asked back"),
    CopyState.RETURNED: _("Returned"),
    CopyState.DESTROYED: _("Destroyed"),
}
STILL_OUT = (CopyState.ISSUED, CopyState.RECALLED)
"""States of a copy that somebody holds."""


class Holder(StrEnum):
    """Who holds a controlled copy."""

    PERSON = "PERSON"
    POST = "POST"
    DEPARTMENT = "DEPARTMENT"


HOLDERS = {
    Holder.PERSON: _("A person"),
    Holder.POST: _("A post"),
    Holder.DEPARTMENT: _("A department"),
}


class Unplaced(StrEnum):
    """Why a line of a file has no place of its own in the tree."""

    FRONT = "front"
    PICTURE = "picture"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text_box"


UNPLACED = {
    Unplaced.FRONT: _("stands before the first heading"),
    Unplaced.PICTURE: _("a picture stood here; pictures are not taken over"),
    Unplaced.FOOTNOTE: _("a footnote"),
    Unplaced.TEXT_BOX: _("stood in a text box"),
}


def manual_ref(document_id: int) -> str:
    """The reference of a document in the journal."""
    return f"manual:{document_id}"
