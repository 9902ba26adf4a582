"""Photos, files and signatures about anything that has a number."""

import uuid
from datetime import datetime

from django.db import models

from guanjia.apps.documents.strokes import path_of
from guanjia.apps.documents.terms import HOWS, KINDS, Kind
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.scope import CompanyOwned, ScopedManager


def _where(attachment: "Attachment", name: str) -> str:
    """Where the storage puts a file: by company and month, under a name nobody can guess or choose."""
    at: datetime = attachment.at
    suffix = name.rpartition(".")[2].lower()
    return f"{attachment.company_id}/{at:%Y/%m}/{uuid.uuid4().hex}.{suffix}"


class Attachments(models.QuerySet["Attachment"]):
    """Adjectives of attachments."""

    def about(self, ref: str) -> "Attachments":
        return self.filter(about_ref=ref)

    def present(self) -> "Attachments":
        return self.filter(removed_at=None)

    def for_all(self) -> "Attachments":
        """Those that are for whoever sees what they are about."""
        return self.filter(seen_by="")

    def seen_by_actor(self, actor: Actor) -> "Attachments":
        """Those that are for all, those the actor sent, and those for a post the actor holds at their site."""
        wanted = models.Q(seen_by="")
        if actor.id is not None and actor.kind in (ActorKind.STAFF, ActorKind.TOKEN):
            wanted |= models.Q(by_id=actor.id)
        for one in actor.held:
            site_id, _colon, post = one.partition(":")
            wanted |= models.Q(site_id=int(site_id), seen_by__contains=f"|{post}|")
        return self if actor.is_system else self.filter(wanted)


class Attachment(CompanyOwned):
    """A photo or file about ``about_ref``. ``name`` is what the sender called it: shown, never used as a path.

    ``seen_by`` are the posts it is for besides who sent it, as "|hr|cs_manager|"; "" is for whoever sees ``about_ref``.
    A removed one is out of sight but its file stays, because a reason to look again may come within its retention.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    about_ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=8, choices=[(kind.value, label) for kind, label in KINDS.items()])
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=_where, max_length=200)
    thumbnail = models.FileField(upload_to=_where, max_length=200, blank=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seen_by = models.TextField(blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True)
    removed_by_name = models.CharField(max_length=80, blank=True)
    removed_reason = models.CharField(max_length=200, blank=True)

    objects = ScopedManager.from_queryset(Attachments)()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["company", "about_ref"], name="attachment_about")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_at=None) | ~models.Q(removed_reason=""),
                name="attachment_removed_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.about_ref})"

    @property
    def is_photo(self) -> bool:
        """Whether it can be shown as a picture."""
        return self.kind == Kind.PHOTO


class Signature(CompanyOwned):
    """Somebody's consent or confirmation about ``about_ref``; ``purpose`` says of what ("consent", "completion" …).

    On the screen it has ``strokes`` (see ``strokes.py``); by phone it has none and the member of staff who heard it.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    about_ref = models.CharField(max_length=40)
    purpose = models.CharField(max_length=20)
    signer_name = models.CharField(max_length=60)
    how = models.CharField(max_length=8, choices=[(how.value, label) for how, label in HOWS.items()])
    strokes = models.TextField(blank=True)
    witnessed_by = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+"
    )
    witness_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["company", "about_ref"], name="signature_about")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how="SCREEN", strokes__gt="")
                | models.Q(how="PHONE", witnessed_by__isnull=False),
                name="signature_proof",
            )
        ]

    def __str__(self) -> str:
        return f"{self.signer_name} ({self.about_ref})"

    @property
    def path(self) -> str:
        """The strokes as the ``d`` of an SVG path on a sheet of 600 × 240; "" for one by phone."""
        return path_of(self.strokes)
