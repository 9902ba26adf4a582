"""What a matter is about: place, category, fault."""

from django.db import models
from django.utils.translation import get_language

from guanjia.apps.cases.terms import URGENCIES, Urgency
from guanjia.kernel.scope import CompanyOwned


class Classification(CompanyOwned):
    """One node of the three-level tree: 1 place, 2 category, 3 fault.

    ``key`` is the path ("home.water.leak"), stable across languages. The columns from ``skill`` on speak at the fault:
    which trade mends it, how urgent it is, whether photos are wanted and whether the customer pays. ``keywords`` are
    words of customers that suggest the node.
    """

    key = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    skill = models.CharField(max_length=20, blank=True)
    urgency = models.CharField(
        max_length=10,
        choices=[(one.value, label) for one, label in URGENCIES.items()],
        default=Urgency.NORMAL.value,
    )
    needs_photo = models.BooleanField(default=False)
    paid = models.BooleanField(default=False)
    keywords = models.JSONField(default=list)
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "key"], name="classification_key_once"),
            models.CheckConstraint(
                condition=models.Q(level=1, parent=None) | models.Q(level__in=(2, 3), parent__isnull=False),
                name="classification_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def path_label(self) -> str:
        """Names from the place down to this node; read with ``parent__parent`` at hand."""
        above = self.parent.path_label + " / " if self.parent else ""
        return above + self.label

    @property
    def category(self) -> str:
        """The key of the node's second level ("home.water"), which repeated complaints are counted by."""
        return category_of(self.key)


def category_of(key: str) -> str:
    """The first two levels of a key; "" when it has only one."""
    parts = key.split(".")
    return ".".join(parts[:2]) if len(parts) >= 2 else ""
