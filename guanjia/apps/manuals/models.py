"""Documents, their versions with clauses and signatures, what makes clauses run, copies, readings, and files being taken in."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.lifecycle import COPY, VERSION
from guanjia.apps.manuals.terms import (
    DOCUMENT_KINDS,
    HOLDERS,
    SIGNING_STEPS,
    TONES,
    UNDER_WAY,
    USUAL_DAYS,
    CopyState,
    DocumentKind,
    SigningStep,
    VersionState,
    manual_ref,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Document(CompanyOwned):
    """A rulebook document of the company: what it is called and whom it concerns; its text is in its versions.

    It holds at the sites of ``DocumentSite``, without any at all of the company's. ``posts`` are the keys of the posts
    that must read it, none: everybody. ``owner_post`` is the key of the post that looks after it.
    """

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    kind = models.CharField(
        max_length=12,
        choices=[(one.value, label) for one, label in DOCUMENT_KINDS.items()],
        default=DocumentKind.RULE.value,
    )
    owner_department = models.CharField(max_length=60, blank=True)
    owner_post = models.CharField(max_length=40, blank=True)
    posts = models.JSONField(default=list)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "number"], name="manual_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("manuals:document", args=[self.pk])

    @property
    def ref(self) -> str:
        """Its reference in the journal."""
        return manual_ref(self.pk)

    @property
    def kind_label(self) -> Text:
        """What it is, in a word."""
        return DOCUMENT_KINDS[DocumentKind(self.kind)]


class DocumentSite(CompanyOwned):
    """A document holds at a site."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="at_sites")
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "site"], name="manual_site_once")]

    def __str__(self) -> str:
        return f"{self.document_id} @ {self.site_id}"


class Version(CompanyOwned):
    """An edition of a document. ``effective_at`` is set by the approval; ``ended_at`` when it is superseded or withdrawn.

    ``read_within`` are the working days staff have to acknowledge it. ``changes`` says in a few words what is new,
    ``returned`` why it was last sent back, ``source`` which file it was read from.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=VERSION.choices(), default=VersionState.DRAFT.value)
    changes = models.CharField(max_length=500, blank=True)
    returned = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=120, blank=True)
    read_within = models.PositiveSmallIntegerField(default=USUAL_DAYS)
    begun_at = models.DateTimeField()
    begun_by_name = models.CharField(max_length=80)
    effective_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["effective_at"], condition=Q(state=VersionState.APPROVED.value), name="manual_to_come"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="manual_version_label"),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state=VersionState.IN_FORCE.value),
                name="manual_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(state__in=[one.value for one in UNDER_WAY]),
                name="manual_one_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.label}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("manuals:version", args=[self.pk])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return VERSION.label(self.state)

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES[VersionState(self.state)][0]

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return TONES[VersionState(self.state)][1]

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written in."""
        return self.state == VersionState.DRAFT

    @property
    def is_in_force(self) -> bool:
        """Whether it is what holds."""
        return self.state == VersionState.IN_FORCE


class Clause(CompanyOwned):
    """A chapter, section or clause of a version. ``key`` is the same in every version in which it goes on.

    ``place`` is its place in reading order, ``level`` its depth from 1; ``parent_key`` the clause it stands under. ``posts``
    are the posts a chapter names as its readers. ``folded`` is what is searched.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clauses")
    key = models.CharField(max_length=16)
    parent_key = models.CharField(max_length=16, blank=True)
    place = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    posts = models.JSONField(default=list)
    folded = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="manual_clause_key"),
            models.CheckConstraint(condition=Q(level__gte=1), name="manual_clause_level"),
        ]
        indexes = [models.Index(fields=["version", "place"], name="manual_clause_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its version."""
        return f"{reverse('manuals:version', args=[self.version_id])}#c-{self.key}"

    @property
    def node(self) -> Node:
        """It as a value."""
        return Node(self.level, self.number, self.heading, self.text, self.key)


class VersionSignature(CompanyOwned):
    """Somebody signed a version: as preparer, reviewer or approver, holding a post, at a moment."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatures")
    step = models.CharField(
        max_length=8, choices=[(one.value, label) for one, label in SIGNING_STEPS.items()]
    )
    staff = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    post_name = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "step"], name="manual_signed_once")]

    def __str__(self) -> str:
        return f"{self.step} {self.name}"

    @property
    def label(self) -> Text:
        """What the signature says."""
        return SIGNING_STEPS[SigningStep(self.step)]


class ClauseLink(CompanyOwned):
    """A clause of a document, in all its versions, runs by a clause of a pack."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    clause_key = models.CharField(max_length=16)
    pack = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "clause_key", "pack", "number"], name="manual_link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause_key} → {self.pack} {self.number}"


class ControlledCopy(CompanyOwned):
    """A numbered copy on paper (受控文件): who holds it, since when, and what became of it."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="copies")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=COPY.choices(), default=CopyState.ISSUED.value)
    holder_kind = models.CharField(
        max_length=10, choices=[(one.value, label) for one, label in HOLDERS.items()]
    )
    holder_name = models.CharField(max_length=80)
    staff = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    issued_by_name = models.CharField(max_length=80)
    recalled_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="manual_copy_number")]
        indexes = [models.Index(fields=["version", "state"], name="manual_copy_of")]

    def __str__(self) -> str:
        return f"{self.document_id} no. {self.number}"

    @property
    def state_label(self) -> Text:
        """Where it is, in words."""
        return COPY.label(self.state)


class Reading(CompanyOwned):
    """Somebody of the staff is to read a version by ``due_at``; ``read_at`` is when they said they have.

    ``dropped_at``: it need not be read any more. ``told_at``: the message of a site whose rulebook has no duty for it.
    """

    ref = models.CharField(max_length=24)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="readings")
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(
        "organisations.Staff", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="manual_reading_ref"),
            models.UniqueConstraint(fields=["version", "staff"], name="manual_reading_once"),
        ]
        indexes = [
            models.Index(
                fields=["staff", "due_at"],
                condition=Q(read_at=None, dropped_at=None),
                name="manual_reading_mine",
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(read_at=None, dropped_at=None, reminded_at=None),
                name="manual_reading_due",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Where it is read and acknowledged."""
        return reverse("manuals:reading", args=[self.ref])

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be read."""
        return self.read_at is None and self.dropped_at is None


class Intake(CompanyOwned):
    """A file being taken in: its lines as a person arranges them, until they become a draft.

    ``lines`` are ``arranging.Line`` as JSON. ``label`` names the edition to be.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="intakes")
    label = models.CharField(max_length=20)
    changes = models.CharField(max_length=500, blank=True)
    read_within = models.PositiveSmallIntegerField(default=USUAL_DAYS)
    source = models.CharField(max_length=120)
    lines = models.JSONField(default=list)
    taken_at = models.DateTimeField()
    taken_by_name = models.CharField(max_length=80)
    saved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source} ({self.document_id})"

    def get_absolute_url(self) -> str:
        """The preview."""
        return reverse("manuals:intake", args=[self.pk])
