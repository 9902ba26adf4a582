"""The daily review (日清日审) and the weekly list of what is unfinished."""

from django.db import models

from guanjia.kernel.scope import CompanyOwned


class DailyReview(CompanyOwned):
    """The review of one site's day. ``items`` is what was unfinished when it was held, as it stood then."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    opened_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_name = models.CharField(max_length=80, blank=True)
    notes = models.TextField(blank=True)
    items = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="daily_review_once")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day}"


class WeeklyList(CompanyOwned):
    """The list of one site's week, from its Monday. ``analysis`` is what the supervisor makes of it."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    monday = models.DateField()
    opened_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    made_by_name = models.CharField(max_length=80, blank=True)
    analysis = models.TextField(blank=True)
    items = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "monday"], name="weekly_list_once")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.monday}"
