"""Rulings on complaints, kept for ever, and the record of what their class demanded."""

from django.db import models

from guanjia.apps.cases.terms import ACTS, COMPLAINT_CLASSES
from guanjia.kernel.scope import CompanyOwned


class ComplaintRuling(CompanyOwned):
    """One ruling on class and validity. The latest counts; earlier ones stay, with who, when and why.

    ``ground`` is a ``terms.Ground`` when the rulebook itself raised the complaint; then nobody ruled by hand.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="rulings")
    complaint_class = models.CharField(
        max_length=12, choices=[(one.value, label) for one, label in COMPLAINT_CLASSES.items()]
    )
    previous_class = models.CharField(max_length=12, blank=True)
    valid = models.BooleanField()
    reason = models.CharField(max_length=500)
    ground = models.CharField(max_length=20, blank=True)
    ruled_by_id = models.BigIntegerField(null=True)
    ruled_by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.complaint_class}"

    @property
    def raised_by_rule(self) -> bool:
        """Whether the rulebook, not a person, ruled."""
        return bool(self.ground)


class ComplaintAct(CompanyOwned):
    """Something a class demanded and that was done: report, meeting, apology, letter, explanation."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="acts")
    act = models.CharField(max_length=20, choices=[(one.value, label) for one, label in ACTS.items()])
    text = models.TextField()
    attendants = models.JSONField(default=list)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id}: {self.act}"
