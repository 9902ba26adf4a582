"""Reading photos, files and signatures; the only way to a file's content."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.db.models import Q

from guanjia.apps.documents.models import Attachment, Attachments, Signature
from guanjia.apps.documents.terms import SEEN_WITH, Can, Kind, series_of
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

_SHOWN = frozenset({"image/jpeg", "application/pdf"})


@dataclass(frozen=True)
class Stored:
    """A file to be sent: ``StreamingHttpResponse(stored.chunks(), headers=stored.headers)``, with exactly these headers."""

    attachment: Attachment
    small: bool = False

    def chunks(self) -> Iterator[bytes]:
        """The content, piece by piece; the file is open only while it is read."""
        field = self.attachment.thumbnail if self.small else self.attachment.file
        with field.storage.open(str(field.name), "rb") as opened:
            yield from opened.chunks()

    @property
    def headers(self) -> dict[str, str]:
        """Headers that keep a browser from running or guessing anything. Only photos and PDFs open in place."""
        content_type = "image/jpeg" if self.small else self.attachment.content_type
        way = "inline" if content_type in _SHOWN else "attachment"
        return {
            "Content-Type": content_type,
            "Content-Disposition": f"{way}; filename*=UTF-8''{quote(self.attachment.name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            "Cache-Control": "private, max-age=86400, immutable",
        }


def may_see(actor: Actor, site_id: int, about_ref: str) -> bool:
    """Whether the files about ``about_ref`` are the actor's to open."""
    owner = SEEN_WITH.get(series_of(about_ref))
    return actor.can(Can.SEE, site_id) and (owner is None or actor.can(owner, site_id))


def get_attachment(actor: Actor, key: UUID | str) -> Attachment:
    """One attachment that is in sight. Raises ``NotFound`` when absent, removed, or not the actor's to see."""
    rows = Attachment.objects.filter(key=key, company_id=actor.company_id, removed_at=None)
    found = rows.seen_by_actor(actor).first()
    if found is None or not may_see(actor, found.site_id, found.about_ref):
        raise NotFound
    return found


def stored(actor: Actor, key: UUID | str, *, small: bool = False) -> Stored:
    """The content of one attachment, or its thumbnail. Raises ``NotFound``."""
    attachment = get_attachment(actor, key)
    return Stored(attachment, small=small and bool(attachment.thumbnail))


def list_attachments(actor: Actor, site_id: int | None = None) -> Attachments:
    """What is in sight at the actor's sites, or at one of them, leaving out series that are not the actor's to see."""
    rows = Attachment.objects.filter(company_id=actor.company_id).present()
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if actor.is_system:
        return rows
    rows = rows.filter(site_id__in=actor.sites_with(Can.SEE)).seen_by_actor(actor)
    for series, capability in SEEN_WITH.items():
        rows = rows.exclude(~Q(site_id__in=actor.sites_with(capability)), about_ref__contains=f"{series}-")
    return rows


def list_for(ref: str) -> list[Attachment]:
    """What is for all in sight about ``ref``, oldest first. The caller has permitted itself to see ``ref``."""
    return list(Attachment.objects.about(ref).present().for_all().order_by("at", "id"))


def list_for_many(refs: Iterable[str]) -> list[Attachment]:
    """What is in sight about any of ``refs``, oldest first, in one query. The caller has permitted itself to see them."""
    rows = Attachment.objects.present().for_all().filter(about_ref__in=list(refs))
    return list(rows.order_by("at", "id"))


def count_photos(ref: str, *, since: object = None) -> int:
    """How many photos are in sight about ``ref``, perhaps only those taken from the moment ``since``."""
    photos = Attachment.objects.about(ref).present().filter(kind=Kind.PHOTO.value)
    return photos.filter(at__gte=since).count() if since else photos.count()


def counts_for(refs: Iterable[str]) -> Counter[str]:
    """How many attachments are in sight about each of ``refs``, in one query."""
    rows = Attachment.objects.present().filter(about_ref__in=list(refs)).values_list("about_ref", flat=True)
    return Counter(rows)


def signatures_for(ref: str) -> list[Signature]:
    """The signatures about ``ref``, oldest first. The caller has permitted itself to see ``ref``."""
    return list(Signature.objects.filter(about_ref=ref).order_by("at", "id"))


def list_kept(ref: str) -> list[Attachment]:
    """Everything in sight about ``ref``, also what is for some posts only, oldest first: to count it, not to open it."""
    return list(Attachment.objects.about(ref).present().order_by("at", "id"))


def opened(ref: str, key: UUID | str) -> Stored:
    """One file about ``ref``, whoever it is for. Raises ``NotFound``.

    The caller has permitted itself, and the journal keeps the look and its reason.
    """
    found = Attachment.objects.about(ref).present().filter(key=key).first()
    if found is None:
        raise NotFound
    return Stored(found)
