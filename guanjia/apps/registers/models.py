"""Entries of registers, and who signed them."""

from collections.abc import Collection, Mapping

from django.db import models
from django.urls import reverse

from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.terms import ICONS, TONES, State
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned, ScopedManager


class Entries(models.QuerySet["Entry"]):
    """Adjectives of entries."""

    def of(self, pack: str, register: str) -> "Entries":
        return self.filter(pack=pack, register=register)

    def to_sign(self, posts: Collection[str]) -> "Entries":
        """Those whose next signature is one of these posts'."""
        return self.filter(state=State.ENTERED, signer_due__in=posts)

    def counting(self) -> "Entries":
        """Those that were not struck out."""
        return self.exclude(state=State.STRUCK)


class Entry(CompanyOwned):
    """One entry of a register, written once. What is wrong is struck out and, if need be, written anew.

    ``register`` is the key of the ``[[register]]`` in ``pack``; ``adoption`` says in which version of it the entry was
    written, so that its fields stay readable when the rulebook changes. ``values`` are plain JSON by field key (see
    ``rules.read``), ``text`` the same in words to search in, without names of customers. ``about`` is a reference: site:1,
    unit:44, staff:9, or the number of a matter. ``signer_due`` is the post, or ``customer``, whose signature comes next; ""
    when none is missing.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey("rulebook.Adoption", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    register = models.CharField(max_length=60)
    ref = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=LIFECYCLE.choices(), default=State.ENTERED)
    signer_due = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    about = models.CharField(max_length=40)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by_name = models.CharField(max_length=80)
    struck_at = models.DateTimeField(null=True)
    struck_by_name = models.CharField(max_length=80, blank=True)
    struck_reason = models.CharField(max_length=200, blank=True)
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    names: Mapping[str, str]
    """What people call the things it speaks of, by reference; put there by whoever shows many entries."""

    objects = ScopedManager.from_queryset(Entries)()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(fields=["site", "pack", "register", "-entered_at"], name="entry_register"),
            models.Index(fields=["site", "-entered_at"], name="entry_latest"),
            models.Index(
                fields=["site", "signer_due"],
                condition=models.Q(state="ENTERED") & ~models.Q(signer_due=""),
                name="entry_to_sign",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="entry_ref_once"),
            models.CheckConstraint(
                condition=models.Q(state="STRUCK", struck_at__isnull=False) & ~models.Q(struck_reason="")
                | ~models.Q(state="STRUCK") & models.Q(struck_at=None, replaced_by=None),
                name="entry_struck_why",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """The page of the entry."""
        return reverse("registers:entry", args=[self.ref])

    @property
    def is_open(self) -> bool:
        """Whether it may still be signed."""
        return self.state == State.ENTERED

    @property
    def is_struck(self) -> bool:
        """Whether it no longer counts."""
        return self.state == State.STRUCK

    @property
    def state_label(self) -> Text:
        """The state's name for people."""
        return LIFECYCLE.label(self.state)

    @property
    def state_tone(self) -> str:
        """The colour of the state."""
        return TONES[State(self.state)]

    @property
    def state_icon(self) -> str:
        """The picture of the state."""
        return ICONS[State(self.state)]


class EntrySignature(CompanyOwned):
    """One signature under an entry, number ``place`` (from 0) of those its register asks for.

    ``signed_as`` is the post, then ``staff`` signed; or ``customer``, then ``signature`` holds what was drawn or heard.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    signed_as = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    note = models.CharField(max_length=200, blank=True)
    staff = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    signature = models.ForeignKey(
        "documents.Signature", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "place"], name="entry_signed_once"),
            models.CheckConstraint(
                condition=models.Q(staff__isnull=False, signature=None)
                | models.Q(staff=None, signature__isnull=False),
                name="entry_signature_proof",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.signed_as})"
