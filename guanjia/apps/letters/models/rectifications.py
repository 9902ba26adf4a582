"""Rectification notices and their re-checks."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from guanjia.apps.letters.lifecycle import RECTIFICATION
from guanjia.apps.letters.models.paper import Paper
from guanjia.apps.letters.terms import DELIVERIES, PARTIES, Delivery, Kind, Party, RectState
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Rectification(Paper):
    """A demand to put something right by ``correct_by``.

    ``text`` says what was found, ``clause`` what it breaks, ``demand`` what is wanted. ``origin`` is the number of the
    inspection sheet, case or work order it came from; ``previous`` the notice this one is the second to, ``turn`` counts
    them. ``photos`` are keys of attachments.
    """

    kind = Kind.RECTIFICATION
    lifecycle = RECTIFICATION

    state = models.CharField(max_length=14, choices=RECTIFICATION.choices(), default=RectState.DRAFT.value)
    origin = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=120)
    party_kind = models.CharField(max_length=12)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()
    clause = models.CharField(max_length=300, blank=True)
    demand = models.TextField()
    correct_by = models.DateTimeField()
    photos = models.JSONField(default=list)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="following")
    turn = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField(null=True)
    issued_by_name = models.CharField(max_length=80, blank=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_how = models.CharField(max_length=10, blank=True)
    delivered_by_name = models.CharField(max_length=80, blank=True)
    taken_by = models.CharField(max_length=60, blank=True)
    witness = models.CharField(max_length=60, blank=True)
    delivery_photos = models.JSONField(default=list)
    corrected_at = models.DateTimeField(null=True)
    corrected_by_id = models.BigIntegerField(null=True)
    correction = models.CharField(max_length=500, blank=True)
    authority = models.CharField(max_length=120, blank=True)
    authority_number = models.CharField(max_length=60, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "made_at"], name="rectify_site"),
            models.Index(
                fields=["site", "correct_by"],
                condition=Q(state__in=["DELIVERED", "CORRECTED"]),
                name="rectify_waiting",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="rectify_ref")]

    @property
    def party_label(self) -> Text:
        """What the receiver is."""
        return PARTIES[Party(self.party_kind)]

    @property
    def delivered_label(self) -> Text:
        """How it was delivered; "" before."""
        return DELIVERIES[Delivery(self.delivered_how)] if self.delivered_how else ""

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been put right and checked by now."""
        return self.state in (RectState.DELIVERED, RectState.CORRECTED) and self.correct_by <= now


class Recheck(CompanyOwned):
    """One look at what a notice demanded."""

    notice = models.ForeignKey(Rectification, on_delete=models.PROTECT, related_name="rechecks")
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    passed = models.BooleanField()
    note = models.CharField(max_length=500, blank=True)
    photos = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.notice_id} {self.passed}"
