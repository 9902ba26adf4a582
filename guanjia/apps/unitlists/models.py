"""Imports of unit lists, and the rows they refused."""

from django.db import models
from django.urls import reverse

from guanjia.apps.unitlists.lifecycle import IMPORT
from guanjia.apps.unitlists.terms import SheetPlan, State
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class UnitListImport(CompanyOwned):
    """One unit list on its way into a site.

    ``stored_name`` is the file under the uploads folder ("" once it was purged). ``plan`` says how its sheets are read.
    ``position`` rows of ``row_count`` are done; the counts are always those of exactly these rows, because they are
    written in the transaction that stores them. ``preview`` is what the last look before the start found.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=IMPORT.choices(), default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    file_kind = models.CharField(max_length=8)
    stored_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    plan = models.JSONField(default=list)
    allows_new_groups = models.BooleanField(default=False)
    preview = models.JSONField(default=dict)
    by_name = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    group_counts = models.JSONField(default=dict)
    failure = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "-uploaded_at"], name="unitlist_site")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="unitlist_ref_once")]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Where the import is looked at, whatever its state."""
        return reverse("unitlists:import", args=[self.ref])

    @property
    def sheet_plans(self) -> list[SheetPlan]:
        """How each sheet is read."""
        return [SheetPlan.from_json(one) for one in self.plan]

    @property
    def state_label(self) -> Text:
        """The state's name for people."""
        return IMPORT.label(self.state)

    @property
    def percent(self) -> int:
        """How much is done, in whole percent."""
        return 100 * self.position // self.row_count if self.row_count else 0


class RefusedRow(CompanyOwned):
    """A row that was not taken: its number in the spreadsheet, its cells as they came, and the reasons."""

    unit_list = models.ForeignKey(UnitListImport, on_delete=models.CASCADE, related_name="refusals")
    sheet = models.CharField(max_length=80)
    row = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    reasons = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["unit_list", "id"], name="refusedrow_list")]

    def __str__(self) -> str:
        return f"{self.sheet}:{self.row}"
