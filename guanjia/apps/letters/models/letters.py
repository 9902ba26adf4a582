"""Letters received, letters sent, and the use of seals."""

from django.db import models
from django.db.models import Q

from guanjia.apps.letters.lifecycle import INCOMING, OUTGOING
from guanjia.apps.letters.models.paper import Paper, Reviewed
from guanjia.apps.letters.terms import PARTIES, SEALS, WAYS, InState, Kind, OutState, Party, Seal, Way
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Incoming(Paper):
    """A letter received. ``handler`` answers it by ``answer_due_at``; ``their_number`` and ``dated_on`` are the sender's."""

    kind = Kind.INCOMING
    lifecycle = INCOMING

    state = models.CharField(max_length=14, choices=INCOMING.choices(), default=InState.RECEIVED.value)
    confidential = models.BooleanField(default=False)
    party = models.CharField(max_length=120)
    party_kind = models.CharField(max_length=12)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    their_number = models.CharField(max_length=60, blank=True)
    dated_on = models.DateField(null=True)
    way = models.CharField(max_length=10)
    complaint = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    handler = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    answer_due_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=500, blank=True)
    filed_at = models.DateTimeField(null=True)
    filed_in = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "received_at"], name="letter_in_site"),
            models.Index(
                fields=["handler"], condition=Q(state=InState.RECEIVED.value), name="letter_in_open"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="letter_in_ref")]

    @property
    def party_label(self) -> Text:
        """What the sender is."""
        return PARTIES[Party(self.party_kind)]

    @property
    def way_label(self) -> Text:
        """How it came."""
        return WAYS[Way(self.way)]


class Outgoing(Paper, Reviewed):
    """A letter of ours. ``answers`` is the letter it replies to; it then belongs to that one's matter."""

    kind = Kind.OUTGOING
    lifecycle = OUTGOING

    state = models.CharField(max_length=14, choices=OUTGOING.choices(), default=OutState.DRAFT.value)
    confidential = models.BooleanField(default=False)
    party = models.CharField(max_length=120)
    party_kind = models.CharField(max_length=12)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    answers = models.ForeignKey(Incoming, null=True, on_delete=models.PROTECT, related_name="replies")
    needs_seal = models.BooleanField(default=False)
    reply_wanted_by = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    sent_by_name = models.CharField(max_length=80, blank=True)
    way = models.CharField(max_length=10, blank=True)
    proof = models.CharField(max_length=200, blank=True)
    reply_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=500, blank=True)
    filed_at = models.DateTimeField(null=True)
    filed_in = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "made_at"], name="letter_out_site"),
            models.Index(
                fields=["site", "due_post"],
                condition=Q(state=OutState.REVIEW.value),
                name="letter_out_review",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="letter_out_ref")]

    @property
    def party_label(self) -> Text:
        """What the receiver is."""
        return PARTIES[Party(self.party_kind)]

    @property
    def way_label(self) -> Text:
        """How it went; "" before it has."""
        return WAYS[Way(self.way)] if self.way else ""


class SealUse(CompanyOwned):
    """One use of a seal (用章登记): which, on how many copies of which letter, by whom, when."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    letter = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="seals")
    seal = models.CharField(max_length=10)
    copies = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField()
    used_by_id = models.BigIntegerField(null=True)
    used_by_name = models.CharField(max_length=80)
    taken_by = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "used_at"], name="seal_use_site")]
        constraints = [models.CheckConstraint(condition=Q(copies__gte=1), name="seal_use_copies")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.seal} {self.copies}"

    def get_absolute_url(self) -> str:
        """The page of its letter."""
        return self.letter.get_absolute_url()

    @property
    def seal_label(self) -> Text:
        """The seal's name."""
        return SEALS[Seal(self.seal)]
