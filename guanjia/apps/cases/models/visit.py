"""The return visit (回访): somebody who did not do the job asks whether the customer is satisfied."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from guanjia.apps.cases.lifecycle import OPEN_VISITS, VISIT, WAITING_VISITS, VisitState
from guanjia.kernel.scope import CompanyOwned, ScopedManager

_OPEN = [state.value for state in OPEN_VISITS]


class ReturnVisits(models.QuerySet["ReturnVisit"]):
    """Adjectives of return visits."""

    def open(self) -> "ReturnVisits":
        return self.filter(state__in=_OPEN)

    def waiting(self) -> "ReturnVisits":
        """In the queue: nobody has taken it."""
        return self.filter(state__in=[state.value for state in WAITING_VISITS])

    def due(self, at: datetime) -> "ReturnVisits":
        """Waiting, and its time has come."""
        return self.waiting().filter(due_at__lte=at)

    def queued(self) -> "ReturnVisits":
        """In the order they are taken: the longest due first; of equals, the older."""
        return self.order_by("due_at", "opened_at", "id")


class ReturnVisit(CompanyOwned):
    """One return visit, with all its attempts.

    ``opened_at`` never changes: an attempt in vain moves ``due_at`` but does not make the visit younger. ``doer_ids``
    are those who did the job and may not visit.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="visits")
    ref = models.CharField(max_length=40)
    state = models.CharField(max_length=14, choices=VISIT.choices(), default=VisitState.DUE.value)
    visitor_post = models.CharField(max_length=40)
    group_code = models.CharField(max_length=20, blank=True)
    doer_ids = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    visitor = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(blank=True)
    signed_by = models.CharField(max_length=60, blank=True)
    signature = models.ForeignKey(
        "documents.Signature", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = ScopedManager.from_queryset(ReturnVisits)()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(
                fields=["site", "due_at", "opened_at", "id"],
                name="visit_queue",
                condition=Q(state__in=["DUE", "UNREACHED"]),
            ),
            models.Index(fields=["claimed_at"], name="visit_claimed", condition=Q(state="CLAIMED")),
            models.Index(fields=["visitor", "state"], name="visit_visitor"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="visit_ref_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=_OPEN), name="visit_one_open_per_case"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in VisitState]), name="visit_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="CLAIMED") | Q(visitor__isnull=False, claimed_at__isnull=False),
                name="visit_claimed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="SATISFIED") | (~Q(signed_by="") & Q(signature__isnull=False)),
                name="visit_satisfied_is_signed",
            ),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="visit_rating"),
        ]

    def __str__(self) -> str:
        return self.ref
