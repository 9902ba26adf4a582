"""Counts of everything on the hooks, and what they found that was not as listed."""

from django.db import models
from django.urls import reverse

from guanjia.apps.custody.lifecycle import DIFFERENCE
from guanjia.apps.custody.models.pieces import Piece
from guanjia.apps.custody.terms import DIFFERENCE_STATES, FAMILIES, DifferenceState, Family
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Count(CompanyOwned):
    """One count of a family. ``tally`` keeps every line as it was: number, name, hook, expected, counted."""

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    family = models.CharField(max_length=5, choices=[(one.value, label) for one, label in FAMILIES.items()])
    counted_at = models.DateTimeField()
    counted_by_name = models.CharField(max_length=80)
    pieces = models.PositiveIntegerField()
    differences = models.PositiveIntegerField()
    tally = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["site", "counted_at"], name="custody_count_at")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="custody_count_ref")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("custody:count", args=[self.ref])

    @property
    def family_label(self) -> Text:
        """What was counted, in words."""
        return FAMILIES[Family(self.family)]


class Difference(CompanyOwned):
    """Something a count found that was not as listed, until it is explained or put right."""

    ref = models.CharField(max_length=30)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    count = models.ForeignKey(Count, on_delete=models.PROTECT, related_name="+")
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=DIFFERENCE.choices(), default=DifferenceState.OPEN.value)
    expected = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    note = models.CharField(max_length=300)
    cleared_at = models.DateTimeField(null=True)
    cleared_by_name = models.CharField(max_length=80, blank=True)
    clearance = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "state"], name="custody_difference_state")]
        constraints = [models.UniqueConstraint(fields=["count", "piece"], name="custody_difference_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return DIFFERENCE_STATES[DifferenceState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return "late" if self.is_open else "calm"

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return "alert-circle" if self.is_open else "circle-check"

    @property
    def is_open(self) -> bool:
        """Whether it is not cleared up yet."""
        return self.state == DifferenceState.OPEN
