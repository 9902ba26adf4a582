"""The screens' own tables: how often an address knocked, and the views of lists people keep."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Attempt(models.Model):
    """How often one address used one public door in one window of time. The address is kept as a keyed hash only."""

    door = models.CharField(max_length=80)
    address = models.CharField(max_length=32)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["door", "address", "window"], name="attempt_once")]
        indexes = [models.Index(fields=["window"], name="attempt_window")]

    def __str__(self) -> str:
        return f"{self.door} × {self.count}"


class SavedView(models.Model):
    """A choice of filters, search and order of a list that somebody keeps under a name; theirs alone."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "list_key", "name"], name="saved_view_once")
        ]

    def __str__(self) -> str:
        return self.name
