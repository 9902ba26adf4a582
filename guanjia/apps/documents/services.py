"""The verbs: attach, sign, remove.

All three belong inside the verb of the thing they are about: its app permits and locks first, then calls here.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import transaction

from guanjia.apps.documents import events, rules
from guanjia.apps.documents.models import Attachment, Signature
from guanjia.apps.documents.pictures import clean
from guanjia.apps.documents.sniffing import EXTENSIONS, sniff
from guanjia.apps.documents.terms import Can, How, Kind, Limits
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import refuse


class Upload(Protocol):
    """A file as it arrives: Django's ``UploadedFile``, or anything with these two."""

    name: str | None
    size: int | None

    def read(self) -> bytes: ...


def attach(
    upload: Upload, *, by: Actor, at: datetime, site_id: int, about_ref: str, thread: str = ""
) -> Attachment:
    """Keep a photo or file about ``about_ref``. Photos are re-encoded without metadata.

    Guests (a customer actor) send photos only, fewer and smaller. Raises ``Refused`` when it is too large, of no
    accepted type, broken, or one too many.
    """
    return attach_all([upload], by=by, at=at, site_id=site_id, about_ref=about_ref, thread=thread)[0]


def attach_all(
    uploads: Iterable[Upload],
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    about_ref: str,
    thread: str = "",
    seen_by: Iterable[str] = (),
) -> list[Attachment]:
    """Keep several photos or files, all or none. Raises ``Refused`` like ``attach``, before anything is written.

    ``seen_by`` are posts they are for, besides the sender; nobody else opens them or reads what they are called.
    """
    posts = "|".join(seen_by)
    limits = rules.limits_for(by)
    with transaction.atomic():
        permit_at(by, Can.ATTACH, site_id)
        present = Attachment.objects.about(about_ref).present().count()
        kept: list[Attachment] = []
        for upload in uploads:
            content, content_type = _read(upload, present + len(kept), limits)
            attachment = Attachment(
                company_id=by.company_id,
                site_id=site_id,
                about_ref=about_ref,
                seen_by=f"|{posts}|" if posts else "",
                at=at,
                by_id=by.id,
                by_name=by.name,
            )
            _fill(attachment, content, content_type, upload.name or "")
            kept.append(attachment)
        for attachment in kept:
            _keep(attachment)
            record(_attached(attachment, thread), by=by, at=at)
        return kept


def _read(upload: Upload, present: int, limits: Limits) -> tuple[bytes, str]:
    """The content of an upload and what it really is. Raises ``Refused``."""
    refuse(rules.why_too_large(upload.size or 0, limits))  # told before the content is taken into memory
    content = upload.read()
    content_type = sniff(content)
    refuse(rules.why_not_attach(size=len(content), content_type=content_type, present=present, limits=limits))
    return content, str(content_type)


def _attached(attachment: Attachment, thread: str) -> events.Attached:
    return events.Attached(
        site_id=attachment.site_id,
        ref=attachment.about_ref,
        thread=thread,
        key=str(attachment.key),
        kind=attachment.kind,
        file_name="" if attachment.seen_by else attachment.name,
        content_type=attachment.content_type,
        size=attachment.size,
        sha256=attachment.sha256,
    )


def _fill(attachment: Attachment, content: bytes, content_type: str, sent_name: str) -> None:
    """Put content and what we know about it on a new row; nothing is written yet."""
    attachment.kind = rules.kind_of(content_type).value
    if attachment.kind == Kind.PHOTO:
        picture = clean(content)
        content, content_type = picture.content, "image/jpeg"
        attachment.width, attachment.height = picture.width, picture.height
        attachment.thumbnail = ContentFile(picture.thumbnail, name="thumbnail.jpg")
    ending = EXTENSIONS[content_type]
    attachment.name = _shown_name(sent_name, ending)
    attachment.content_type = content_type
    attachment.size = len(content)
    attachment.sha256 = sha256(content).hexdigest()
    attachment.file = ContentFile(content, name=f"content.{ending}")


def _keep(attachment: Attachment) -> None:
    """Write files and row; when the row cannot be written the files are taken back."""
    try:
        attachment.save(force_insert=True)
    except BaseException:
        for field in (attachment.file, attachment.thumbnail):
            if field.name and field.storage.exists(field.name):
                field.storage.delete(field.name)
        raise


def _shown_name(sent: str, ending: str) -> str:
    """The sender's name for the file, cleaned for showing, with the ending that tells the truth."""
    bare = sent.replace("\\", "/").rpartition("/")[2]
    stem = bare.rpartition(".")[0] or bare
    printable = "".join(character for character in stem if character.isprintable()).strip(" .")
    return f"{printable[:100] or 'file'}.{ending}"


def sign(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    about_ref: str,
    purpose: str,
    signer_name: str,
    how: str,
    strokes: str = "",
    thread: str = "",
) -> Signature:
    """Keep a customer's signature or spoken yes. By phone ``by`` is the witness; on the screen staff may be beside.

    Raises ``Refused`` when the name is missing, the strokes are none, or nobody of staff witnesses a phone call.
    """
    with transaction.atomic():
        permit_at(by, Can.SIGN, site_id)
        refuse(rules.why_not_sign(signer_name=signer_name, how=how, strokes=strokes, by=by))
        signature = Signature(
            company_id=by.company_id,
            site_id=site_id,
            about_ref=about_ref,
            purpose=purpose,
            signer_name=signer_name.strip()[:60],
            how=how,
            strokes=strokes if how == How.SCREEN else "",
            witnessed_by_id=by.id if by.kind is ActorKind.STAFF else None,
            witness_name=by.name,
            at=at,
        )
        signature.save(force_insert=True)
        record(
            events.Signed(
                site_id=site_id,
                ref=about_ref,
                thread=thread,
                purpose=purpose,
                signer_name=signature.signer_name,
                how=str(how),
                witness_id=signature.witnessed_by_id,
                witness=by.name,
            ),
            by=by,
            at=at,
        )
        return signature


def remove(attachment: Attachment, *, by: Actor, at: datetime, reason: str, thread: str = "") -> Attachment:
    """Take an attachment out of sight, with a reason. Its file stays for the retention time."""
    with locked(attachment) as fresh:
        permit(by, Can.REMOVE, fresh)
        refuse(rules.why_not_remove(already_removed=fresh.removed_at is not None, reason=reason))
        fresh.removed_at, fresh.removed_by_name, fresh.removed_reason = at, by.name, reason.strip()[:200]
        fresh.save(update_fields=["removed_at", "removed_by_name", "removed_reason"])
        record(
            events.Removed(
                site_id=fresh.site_id,
                ref=fresh.about_ref,
                thread=thread,
                key=str(fresh.key),
                kind=fresh.kind,
                file_name="" if fresh.seen_by else fresh.name,
                reason=fresh.removed_reason,
            ),
            by=by,
            at=at,
        )
        return fresh


def destroy_all(about_ref: str) -> int:
    """Delete every file and signature about ``about_ref``; gives how many there were. For entries whose time is over.

    The caller has permitted, locked, and records what it destroys. The content goes when the transaction commits.
    """
    attachments = list(Attachment.objects.about(about_ref))
    signatures = Signature.objects.filter(about_ref=about_ref)
    found = len(attachments) + signatures.count()
    for one in attachments:
        for field in (one.file, one.thumbnail):
            if field.name:
                transaction.on_commit(partial(field.storage.delete, field.name))
    Attachment.objects.about(about_ref).delete()
    signatures.delete()
    return found
