"""Release slips, what stands on them, held goods, and the stops of units."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.gate.lifecycle import HELD_GOODS, SLIP
from guanjia.apps.gate.terms import (
    HELD_OUTCOMES,
    SLIP_KINDS,
    STOP_KINDS,
    HeldOutcome,
    HeldState,
    SlipKind,
    SlipState,
    StopKind,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class ReleaseSlip(CompanyOwned):
    """Leave for goods to pass the gate once (放行条).

    ``token`` is the secret in its code. ``pieces`` sums its lines. ``word_*`` is the owner's word, ``word_how`` a
    ``documents.terms.How``. ``expires_at`` is set when it is approved. ``asked_by_id`` is of the staff, None when a program asked.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=SLIP.choices(), default=SlipState.ASKED.value)
    kind = models.CharField(max_length=8, choices=[(key.value, label) for key, label in SLIP_KINDS.items()])
    token = models.CharField(max_length=24, unique=True)
    carrier_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=32, blank=True)
    plate = models.CharField(max_length=20, blank=True)
    pieces = models.PositiveIntegerField()
    planned_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    word_name = models.CharField(max_length=60, blank=True)
    word_how = models.CharField(max_length=8, blank=True)
    word_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    expires_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    passed_by_name = models.CharField(max_length=80, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "state", "planned_at"], name="slip_of_site"),
            models.Index(fields=["unit", "planned_at"], name="slip_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="slip_ref"),
            models.CheckConstraint(
                condition=~Q(state="PASSED") | Q(passed_at__isnull=False), name="slip_passed_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("gate:slip", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return SLIP.label(self.state)

    @property
    def kind_label(self) -> Text:
        """Its kind in words."""
        return SLIP_KINDS[SlipKind(self.kind)]


class Line(CompanyOwned):
    """A name with a number of pieces."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    pieces = models.PositiveIntegerField()
    note = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} × {self.pieces}"


class HeldGoods(CompanyOwned):
    """Goods kept back at the gate (扣留物品): what, why, where they are, and what became of them.

    ``slip`` is the slip they came with; goods may have come without any. ``outcome`` is a ``HeldOutcome``, "" before the decision.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    slip = models.ForeignKey(ReleaseSlip, null=True, on_delete=models.PROTECT, related_name="held")
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=HELD_GOODS.choices(), default=HeldState.HELD.value)
    owner_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=32, blank=True)
    plate = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300)
    kept_where = models.CharField(max_length=120)
    pieces = models.PositiveIntegerField()
    held_at = models.DateTimeField()
    held_by_name = models.CharField(max_length=80)
    outcome = models.CharField(
        max_length=10, choices=[(key.value, label) for key, label in HELD_OUTCOMES.items()], blank=True
    )
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField(null=True)
    given_by_name = models.CharField(max_length=80, blank=True)
    given_to = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "state", "held_at"], name="held_of_site")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="held_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("gate:held", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return HELD_GOODS.label(self.state)

    @property
    def outcome_label(self) -> Text:
        """What becomes of it in words; "" before the decision."""
        return HELD_OUTCOMES[HeldOutcome(self.outcome)] if self.outcome else ""


class Item(Line):
    """A line of a slip, or of held goods: exactly one of the two."""

    slip = models.ForeignKey(ReleaseSlip, null=True, on_delete=models.PROTECT, related_name="items")
    held = models.ForeignKey(HeldGoods, null=True, on_delete=models.PROTECT, related_name="items")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slip__isnull=False, held=None) | Q(slip=None, held__isnull=False),
                name="gate_item_of_one",
            ),
            models.CheckConstraint(condition=Q(pieces__gt=0), name="gate_item_pieces"),
        ]


class ReleaseStop(CompanyOwned):
    """A reason why nothing may leave a unit (放行限制), until it is lifted.

    ``source`` names the matter it comes from, so that whoever set it can lift it again; "" when it was told by hand. One matter
    stops a unit once at a time.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=[(key.value, label) for key, label in STOP_KINDS.items()])
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField(max_length=80, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit"], condition=Q(lifted_at=None), name="stop_in_force"),
            models.Index(fields=["site", "since"], name="stop_of_site"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "source"],
                condition=Q(lifted_at=None) & ~Q(source=""),
                name="stop_once_by_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind}"

    @property
    def kind_label(self) -> Text:
        """Its kind in words."""
        return STOP_KINDS[StopKind(self.kind)]
