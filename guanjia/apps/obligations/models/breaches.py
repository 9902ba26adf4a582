"""The answer to a breach, what may follow for a person, and which breaches of a site are answered at all."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.obligations.lifecycle import BREACH, PROPOSAL
from guanjia.apps.obligations.models.running import Obligation
from guanjia.apps.obligations.terms import (
    BREACH_PREFIX,
    CAUSES,
    CONSEQUENCES,
    PROPOSAL_PREFIX,
    UNANSWERED,
    BreachState,
    Consequence,
    ProposalState,
)
from guanjia.kernel.scope import CompanyOwned

_UNANSWERED = Q(state__in=[one.value for one in UNANSWERED])


class Breach(CompanyOwned):
    """A breach somebody answers for: its cause, what was done about it, and somebody else's look at that.

    ``correction_by`` is who did it, ``correction_until`` by when it is done or until when it holds; ``corrected_by`` is
    who wrote it down. The check kept here is the latest; earlier ones stand in the journal of the obligation.
    """

    obligation = models.OneToOneField(Obligation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=BREACH.choices(), default=BreachState.OPEN.value)
    breached_at = models.DateTimeField()

    cause = models.CharField(
        max_length=12, choices=[(one.value, label) for one, label in CAUSES.items()], blank=True
    )
    cause_words = models.CharField(max_length=500, blank=True)
    cause_at = models.DateTimeField(null=True)
    cause_by_name = models.CharField(max_length=80, blank=True)

    correction = models.CharField(max_length=500, blank=True)
    correction_by = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    correction_until = models.DateField(null=True)
    corrected_at = models.DateTimeField(null=True)
    corrected_by_id = models.BigIntegerField(null=True)
    corrected_by_name = models.CharField(max_length=80, blank=True)

    checked_at = models.DateTimeField(null=True)
    checked_by_name = models.CharField(max_length=80, blank=True)
    check_note = models.CharField(max_length=500, blank=True)
    times_sent_back = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)  # why no answer is needed

    class Meta:
        indexes = [
            models.Index(fields=["site", "breached_at"], condition=_UNANSWERED, name="breach_unanswered"),
            models.Index(fields=["site", "state", "breached_at"], name="breach_site"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def number(self) -> str:
        """Its reference in messages and on paper."""
        return f"{BREACH_PREFIX}{self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("obligations:breach", args=[self.pk])


class Proposal(CompanyOwned):
    """A consequence of a breach that is proposed for a person; it becomes nothing more than a decision on file.

    ``amount_fen`` is the amount a fine is proposed at, ``points`` the points. Nothing here is booked, deducted or handed
    to a payroll. ``view`` is what the person concerned says, possible until the decision; before ``view_until`` nothing is
    approved unless they have said it.
    """

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    clause = models.CharField(max_length=20)
    kind = models.CharField(
        max_length=10, choices=[(one.value, label) for one, label in CONSEQUENCES.items()]
    )
    amount_fen = models.BigIntegerField(null=True)
    points = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=PROPOSAL.choices(), default=ProposalState.PROPOSED.value)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField(max_length=80)
    view_until = models.DateTimeField()
    view = models.CharField(max_length=1000, blank=True)
    viewed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "state", "proposed_at"], name="proposal_site")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Consequence.FINE.value, amount_fen__gt=0)
                | (~Q(kind=Consequence.FINE.value) & Q(amount_fen=None)),
                name="proposal_amount",
            ),
            models.UniqueConstraint(
                fields=["breach", "person", "kind"],
                condition=Q(state__in=[ProposalState.PROPOSED.value, ProposalState.HEARD.value]),
                name="proposal_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"

    @property
    def number(self) -> str:
        """Its reference in messages and in the journal."""
        return f"{PROPOSAL_PREFIX}{self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("obligations:proposal", args=[self.pk])


class AnswerRule(CompanyOwned):
    """Which breaches of a site are answered, where the site has said so itself; see ``terms.AnswerPolicy``."""

    site = models.OneToOneField("organisations.Site", on_delete=models.PROTECT, related_name="+")
    all_breaches = models.BooleanField(default=False)
    with_consequence = models.BooleanField(default=True)
    safety = models.BooleanField(default=True)
    clause_count = models.PositiveSmallIntegerField(default=3)
    clause_days = models.PositiveSmallIntegerField(default=30)

    def __str__(self) -> str:
        return f"answers of site {self.site_id}"
