"""Work contact sheets."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from guanjia.apps.letters.lifecycle import CONTACT
from guanjia.apps.letters.models.paper import Paper
from guanjia.apps.letters.terms import PARTIES, Kind, Party, SheetState
from guanjia.kernel.refusals import Text


class Contact(Paper):
    """A sheet that asks a post of ours (``to_post``) or somebody outside (``party``) for something by ``wanted_by``."""

    kind = Kind.CONTACT
    lifecycle = CONTACT

    state = models.CharField(max_length=14, choices=CONTACT.choices(), default=SheetState.ISSUED.value)
    origin = models.CharField(max_length=40, blank=True)
    to_post = models.CharField(max_length=60, blank=True)
    party = models.CharField(max_length=120)
    party_kind = models.CharField(max_length=12)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    wanted_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by_name = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=80, blank=True)
    answer = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "made_at"], name="contact_site"),
            models.Index(
                fields=["site", "to_post"],
                condition=Q(state__in=[SheetState.ISSUED.value, SheetState.ACKNOWLEDGED.value]),
                name="contact_waiting",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="contact_ref")]

    @property
    def outside(self) -> bool:
        """Whether it went to somebody who is not of ours."""
        return not self.to_post

    @property
    def party_label(self) -> Text:
        """What the receiver is."""
        return PARTIES[Party(self.party_kind)]

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been answered by now."""
        return self.state in (SheetState.ISSUED, SheetState.ACKNOWLEDGED) and self.wanted_by <= now
