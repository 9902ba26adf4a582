"""The company's own texts."""

from django.db import models

from guanjia.apps.letters.terms import KINDS, Kind
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Wording(CompanyOwned):
    """A text with fields that a company keeps for a kind of paper; ``topic``, ``hazard`` and ``level`` narrow it for notices.

    A retired one is not offered any more.
    """

    kind = models.CharField(max_length=10)
    topic = models.CharField(max_length=10, blank=True)
    hazard = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=120)
    body = models.TextField()
    body_en = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=80)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> Text:
        """The kind of paper it is for."""
        return KINDS[Kind(self.kind)]
