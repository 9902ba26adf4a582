"""What was struck out and rewritten."""

from django.db import models

from guanjia.kernel.scope import CompanyOwned


class Strike(CompanyOwned):
    """A correction: ``old`` stays readable beside ``new`` ("" where it was only struck out), with who, when and why.

    ``ref`` is the number of the meeting, decision or log; ``part`` the point of the agenda or the line of the log, 0 for none.
    """

    ref = models.CharField(max_length=24)
    part = models.BigIntegerField(default=0)
    old = models.TextField()
    new = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["company", "ref"], name="strike_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.reason}"
