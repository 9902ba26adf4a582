"""Decisions about files and signatures, free of database and storage."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.sniffing import PICTURES
from guanjia.apps.documents.strokes import why_not_strokes
from guanjia.apps.documents.terms import GUEST_LIMITS, MEGABYTE, STAFF_LIMITS, How, Kind, Limits
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import Refusal


def limits_for(actor: Actor) -> Limits:
    """How much this sender may attach: guests less than staff."""
    return GUEST_LIMITS if actor.kind is ActorKind.CUSTOMER else STAFF_LIMITS


def kind_of(content_type: str) -> Kind:
    """Pictures are photos; everything else is a file."""
    return Kind.PHOTO if content_type in PICTURES else Kind.FILE


def why_too_large(size: int, limits: Limits) -> Refusal | None:
    """Why a file of ``size`` bytes is not even read."""
    if size <= limits.most_bytes:
        return None
    return Refusal(
        "file_too_large",
        _("The file is larger than %(most)s MB. Send a smaller one."),
        field="file",
        params={"most": limits.most_bytes // MEGABYTE},
    )


def why_not_attach(*, size: int, content_type: str | None, present: int, limits: Limits) -> Refusal | None:
    """Why a file of ``size`` bytes, which is really a ``content_type``, cannot join the ``present`` ones."""
    if size == 0:
        return Refusal("file_empty", _("The file is empty. Choose it again."), field="file")
    if too_large := why_too_large(size, limits):
        return too_large
    if content_type is None:
        return Refusal(
            "file_type_unknown",
            _(
                "This kind of file is not taken. Send a photo (JPEG, PNG), a PDF, or a Word or Excel file without macros."
            ),
            field="file",
        )
    if kind_of(content_type) not in limits.kinds:
        return Refusal(
            "file_type_refused", _("Only photos can be sent here. Choose a JPEG or PNG."), field="file"
        )
    if present >= limits.most_files:
        return Refusal(
            "files_enough",
            _("There are already %(most)s files here, which is the most. Remove one first."),
            field="file",
            params={"most": limits.most_files},
        )
    return None


def why_not_sign(*, signer_name: str, how: str, strokes: str, by: Actor) -> list[Refusal]:
    """Everything that is missing from a signature."""
    found: list[Refusal] = []
    if not signer_name.strip():
        found.append(
            Refusal("signer_missing", _("Write the name of the person who signs."), field="signer_name")
        )
    if how not in set(How):
        found.append(
            Refusal(
                "how_unknown", _("Choose whether it was signed on the screen or said by phone."), field="how"
            )
        )
    elif how == How.SCREEN and (missing := why_not_strokes(strokes)):
        found.append(missing)
    elif how == How.PHONE and by.kind is not ActorKind.STAFF:
        found.append(
            Refusal(
                "witness_missing",
                _("Only a named member of staff can take a yes by phone. Sign in first."),
                field="how",
            )
        )
    return found


def why_not_remove(*, already_removed: bool, reason: str) -> Refusal | None:
    """Why an attachment stays."""
    if already_removed:
        return Refusal("already_removed", _("This was removed already. Reload the page."))
    if not reason.strip():
        return Refusal("reason_missing", _("Write why it is removed; the reason is kept."), field="reason")
    return None
