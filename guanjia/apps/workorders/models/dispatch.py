"""How a site dispatches, and whose turn it is."""

from django.db import models

from guanjia.apps.workorders.terms import FULL_LOAD, LONGEST_PAUSE
from guanjia.kernel.scope import CompanyOwned


class DispatchRules(CompanyOwned):
    """How a site dispatches. A site without a row uses the defaults.

    ``photo_skills`` and ``signature_skills`` are the trades whose orders cannot be completed without a photo, or
    without the customer's signature.
    """

    site = models.OneToOneField("organisations.Site", on_delete=models.PROTECT, related_name="+")
    full_load = models.PositiveSmallIntegerField(default=FULL_LOAD)
    longest_pause_hours = models.PositiveSmallIntegerField(default=int(LONGEST_PAUSE.total_seconds() // 3600))
    photo_skills = models.JSONField(default=list)
    signature_skills = models.JSONField(default=list)
    paid_skills = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"rules of dispatch of site {self.site_id}"


class Turn(CompanyOwned):
    """When somebody was last given an order at a site: the rotation (轮派) goes to whoever waited longest."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    latest_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "staff"], name="turn_once")]

    def __str__(self) -> str:
        return f"turn of {self.staff_id}"
