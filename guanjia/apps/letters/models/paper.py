"""What every paper has, and what those have that are reviewed."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse

from guanjia.apps.letters.terms import CONFIDENTIAL_FILES, ICONS, ONE, SERIES, STATE_ICONS, TONES, Kind
from guanjia.kernel.lifecycle import Lifecycle
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Paper(CompanyOwned):
    """A numbered paper of a site.

    ``thread`` is the matter it belongs to: its own number, or that of what it came from (a case, a work order, an inspection
    sheet, the letter it answers). ``made_by`` registered or drafted it.
    """

    kind: ClassVar[Kind]
    lifecycle: ClassVar[Lifecycle]
    confidential: Any = False

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    thread = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=14)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=80)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.ref} {self.subject}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse(f"letters:{self.kind.value}", args=[self.ref])

    @property
    def kind_label(self) -> Text:
        """What its head calls it."""
        return ONE[self.kind]

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return ICONS[self.kind]

    @property
    def state_label(self) -> Text:
        """Its state in a word."""
        return self.lifecycle.label(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.state, "neutral")

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return STATE_ICONS.get(self.state, "point")

    @property
    def files_ref(self) -> str:
        """Under what its files are kept: its number, or for a confidential letter its number in the guarded series."""
        if not self.confidential:
            return self.ref
        return self.ref.replace(f"{SERIES[self.kind]}-", f"{CONFIDENTIAL_FILES[self.kind]}-", 1)


class Reviewed(models.Model):
    """A paper that posts review in order.

    ``review_posts`` are the keys of the posts; ``reviews`` what they said: ``{"post", "name", "by_id", "at", "agreed", "note"}``.
    ``round`` counts how often it was handed in; only the reviews of this round decide.
    """

    review_posts = models.JSONField(default=list)
    reviews = models.JSONField(default=list)
    round = models.PositiveSmallIntegerField(default=0)
    due_post = models.CharField(max_length=60, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
