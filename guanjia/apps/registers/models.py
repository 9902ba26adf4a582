"""Entries of registers, and who signed them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models.functions import Concat
from django.urls import reverse

from guanjia.apps.registers import grams
from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.terms import ANY, ICONS, TONES, State
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned, ScopedManager

MOST_WORDS = 8
"""So many words of what was typed are looked for."""

PROBED = 200
"""So many of the latest entries of a register are looked at first: what one in four of them says needs no index."""

MOST_NEAR = 1000
"""So many entries are taken from the index of pairs; where more fit, another way is quicker."""


class HoldsAll(models.Func):
    """Whether a column of words parted by blanks has all of some words; PostgreSQL looks in the index over just this expression."""

    output_field = models.BooleanField()

    def __init__(self, column: str, words: Sequence[str]) -> None:
        super().__init__(models.F(column))
        self.words = list(words)

    def as_postgresql(self, compiler: Any, _connection: Any) -> tuple[str, list[Any]]:
        """The condition in the words of the index."""
        column, params = compiler.compile(self.source_expressions[0])
        return f"string_to_array({column}, ' ') @> %s::text[]", [*params, self.words]


class Entries(models.QuerySet["Entry"]):
    """Adjectives of entries."""

    def of(self, pack: str, register: str) -> "Entries":
        return self.filter(pack=pack, register=register)

    def open_level(self) -> "Entries":
        """Those some signature is missing under; ``Entry.due_from`` tells whose."""
        levels = Concat(models.Value(ANY), "signer_due", models.Value(ANY))
        return self.alias(signer_levels=levels).filter(state=State.ENTERED).exclude(signer_due="")

    def saying(self, words: str, marks: Collection[str] = ()) -> "Entries":
        """Those in which all these words stand: what was entered, the number, who entered it.

        ``marks`` are words of ``grams`` for the site or register the rows are of anyway, so that the index need not look elsewhere.
        """
        near = self.near(words, marks)
        return self.literally(words) if near is None else self.filter(pk__in=near)

    def near(self, words: str, marks: Collection[str] = ()) -> list[int] | None:
        """The ids of those that ``saying`` finds, by the index; None when it cannot help, or they are more than ``MOST_NEAR``.

        Where so many fit, one after the other is looked at in the order wanted: the first page is full soon.
        """
        pairs = grams.asked(words.split()[:MOST_WORDS])
        if not pairs or connection.vendor != "postgresql" or (marks and self._is_dense(words)):
            return None
        rows = Entry.objects.all() if marks else self.order_by()
        fitting = rows.filter(HoldsAll("grams", [*marks, *sorted(pairs)])).literally(words)
        found = list(fitting.values_list("pk", flat=True)[: MOST_NEAR + 1])
        return found if len(found) <= MOST_NEAR else None

    def _is_dense(self, words: str) -> bool:
        """Whether the words stand in so many of the latest rows that a page of them is found soon by looking at one after the other."""
        latest = list(self.order_by("-entered_at", "-pk").values_list("pk", flat=True)[:PROBED])
        return (
            len(latest) == PROBED
            and 4 * Entry.objects.filter(pk__in=latest).literally(words).count() > PROBED
        )

    def literally(self, words: str) -> "Entries":
        """The same by looking into every row."""
        rows = self
        for word in words.split()[:MOST_WORDS]:
            found = models.Q(text__icontains=word) | models.Q(ref__icontains=word)
            rows = rows.filter(found | models.Q(entered_by_name__icontains=word))
        return rows

    def counting(self) -> "Entries":
        """Those that were not struck out."""
        return self.exclude(state=State.STRUCK)


class Entry(CompanyOwned):
    """One entry of a register, written once. What is wrong is struck out and, if need be, written anew.

    ``register`` is the key of the ``[[register]]`` in ``pack``; ``adoption`` says in which version of it the entry was
    written, so that its fields stay readable when the rulebook changes. ``values`` are plain JSON by field key (see
    ``rules.read``), ``text`` the same in words to search in, without names of customers and what only some may see.
    ``grams`` are its pairs of signs (see ``grams.py``). ``typed_by`` says which of the staff filled in each private field, by its key. ``about`` is a reference: site:1,
    unit:44, staff:9, or the number of a matter. ``signer_due`` is the post, or ``customer``, whose signature comes next
    (of "a|b" any one); "" when none is missing. ``stage`` is the state the register declares for itself, "" if none.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey("rulebook.Adoption", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    register = models.CharField(max_length=60)
    ref = models.CharField(max_length=30)
    state = models.CharField(max_length=8, choices=LIFECYCLE.choices(), default=State.ENTERED)
    signer_due = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    typed_by = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    grams = models.TextField(blank=True)
    about = models.CharField(max_length=40)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_by_name = models.CharField(max_length=80)
    struck_at = models.DateTimeField(null=True)
    struck_by_name = models.CharField(max_length=80, blank=True)
    struck_reason = models.CharField(max_length=200, blank=True)
    held_reason = models.CharField(max_length=200, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destruction = models.ForeignKey(
        "registers.Destruction", null=True, on_delete=models.SET_NULL, related_name="entries"
    )
    replaced_by = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    # ``held_reason``: under a legal hold, kept whatever its time. Destroyed ones keep their number and nothing that was written.

    names: Mapping[str, str]
    """What people call the things it speaks of, by reference; put there by whoever shows many entries."""

    objects = ScopedManager.from_queryset(Entries)()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(
                fields=["company", "site", "pack", "register", "-entered_at", "-id"], name="entry_book"
            ),
            models.Index(
                fields=["company", "site", "pack", "register", "state", "-entered_at", "-id"],
                name="entry_book_state",
            ),
            models.Index(fields=["site", "-entered_at"], name="entry_latest"),
            models.Index(fields=["site", "about"], name="entry_about"),
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

    @staticmethod
    def due_from(posts: Collection[str]) -> models.Q:
        """The next signature is one of these posts'; for rows of ``open_level``."""
        wanted = models.Q(signer_due__in=posts)
        for post in posts:
            wanted |= models.Q(signer_levels__contains=f"{ANY}{post}{ANY}")
        return wanted

    def get_absolute_url(self) -> str:
        """The page of the entry."""
        return reverse("registers:entry", args=[self.ref])

    def index_words(self) -> None:
        """Put what the entry is found by into ``grams``; the caller saves it."""
        said = (self.text, self.ref, self.entered_by_name)
        self.grams = grams.indexed(said, site_id=self.site_id, pack=self.pack, register=self.register)

    @property
    def is_open(self) -> bool:
        """Whether it may still be signed."""
        return self.state == State.ENTERED

    @property
    def is_struck(self) -> bool:
        """Whether it no longer counts."""
        return self.state == State.STRUCK

    @property
    def is_destroyed(self) -> bool:
        """Whether its time was over and what was written is gone."""
        return self.destroyed_at is not None

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


class EntryImport(CompanyOwned):
    """A workbook on its way into a register: ``position`` rows of its ``lines`` are done; at the end these are dropped.

    A line is ``{"row", "cells", "values"}``, or with ``reasons`` in place of values where nothing could be read.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    register = models.CharField(max_length=60)
    ref = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    asked_by_id = models.BigIntegerField(null=True)
    titles = models.JSONField(default=list)
    lines = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    by_name = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "pack", "register"], name="entryimport_register")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="entryimport_ref_once")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """How far it has come, and what was refused."""
        return reverse("registers:import", args=[self.ref])

    @property
    def percent(self) -> int:
        """How much is done, in whole percent."""
        whole = self.row_count or len(self.lines)
        return 100 * self.position // whole if whole else 100


class RefusedLine(CompanyOwned):
    """A row that was not taken: its number in the workbook, its cells as they came, the reasons by language."""

    imported = models.ForeignKey(EntryImport, on_delete=models.CASCADE, related_name="refusals")
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    reasons = models.JSONField(default=dict)

    class Meta:
        ordering = ["row"]

    def __str__(self) -> str:
        return f"{self.imported_id}:{self.row}"


class Destruction(CompanyOwned):
    """Entries whose time is over, listed by one person; a second one has them destroyed, or drops the list."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=30)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=80, blank=True)
    listed = models.PositiveIntegerField(default=0)
    destroyed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="destruction_ref_once"),
            models.UniqueConstraint(
                fields=["site"], condition=models.Q(ended_at=None), name="destruction_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Where it is decided on."""
        return reverse("registers:retention")
