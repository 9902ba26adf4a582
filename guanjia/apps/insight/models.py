"""How far the figures of a site have been told."""

from django.db import models
from django.db.models import Q

from guanjia.apps.rulebook.terms import Per
from guanjia.kernel.scope import CompanyOwned


class Closing(CompanyOwned):
    """Of one kind of period at a site: all that ended by ``until`` have been closed, each once, its figures told."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    per = models.CharField(max_length=8)
    until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "per"], name="closing_once"),
            models.CheckConstraint(condition=Q(per__in=[one.value for one in Per]), name="closing_per_known"),
        ]

    def __str__(self) -> str:
        return f"{self.per}s of site {self.site_id} until {self.until:%Y-%m-%d}"
