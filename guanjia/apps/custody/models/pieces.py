"""The list: kinds of what is kept, and the pieces themselves."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guanjia.apps.custody.lifecycle import PIECE
from guanjia.apps.custody.terms import (
    FAMILIES,
    PIECE_ICONS,
    PIECE_STATES,
    PIECE_TONES,
    Family,
    PieceState,
    piece_ref,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Kind(CompanyOwned):
    """A kind of thing that is kept, and what holds for all of it: machine-room keys, umbrellas, water cards.

    ``approver_post`` is the post of the site that approves each loan ("" = none is needed). ``deposit_fen`` and ``fee_fen`` are what
    is usually taken, in fen; ``hours`` is how long a loan usually lasts (0 = until the end of the day).
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.CharField(max_length=5, choices=[(one.value, label) for one, label in FAMILIES.items()])
    name = models.CharField(max_length=40)
    approver_post = models.CharField(max_length=40, blank=True)
    deposit_fen = models.BigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)
    hours = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "name"], name="custody_kind_once"),
            models.CheckConstraint(
                condition=Q(deposit_fen__gte=0) & Q(fee_fen__gte=0), name="custody_kind_amounts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def family_label(self) -> Text:
        """Its family in words."""
        return FAMILIES[Family(self.family)]

    @property
    def needs_approval(self) -> bool:
        """Whether its loans are approved first."""
        return bool(self.approver_post)


class Piece(CompanyOwned):
    """What is lent: a ring of keys, a card, an umbrella with a number; or a mere stock of things without numbers.

    ``number`` stands on its tag, ``hook`` is where it hangs, ``parts`` how many hang on the ring. A ``stock`` above 1 is a number of
    equal things of which ``lent`` are out; of everything else ``lent`` is 0 or 1 as its state says. ``entrusted``: the owner of the
    unit let us keep it. ``replaces`` is the one it was made for when that was lost.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    hook = models.CharField(max_length=20, blank=True)
    parts = models.PositiveSmallIntegerField(default=1)
    stock = models.PositiveIntegerField(default=1)
    lent = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=PIECE.choices(), default=PieceState.IN.value)
    entrusted = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "state", "hook", "number"], name="custody_piece_hook")]
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="custody_piece_once"),
            models.CheckConstraint(condition=Q(lent__lte=F("stock")), name="custody_piece_not_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """Its page; its label leads there too."""
        return reverse("custody:piece", args=[self.pk])

    @property
    def ref(self) -> str:
        """Its reference in the journal."""
        return piece_ref(self.pk)

    @property
    def is_stock(self) -> bool:
        """Whether it is a number of equal things."""
        return self.stock > 1

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return PIECE_STATES[PieceState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return PIECE_TONES[PieceState(self.state)]

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return PIECE_ICONS[PieceState(self.state)]

    @property
    def left(self) -> int:
        """How many can be lent now."""
        return self.stock - self.lent if self.state == PieceState.IN else 0

    @property
    def belongs_to(self) -> str:
        """The unit or place it opens or belongs to, "" for none."""
        if self.unit:
            return self.unit.code
        return self.place.name if self.place else ""
