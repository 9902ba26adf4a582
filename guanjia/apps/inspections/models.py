"""Filled sheets and their findings."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.inspections.lifecycle import FINDING, SHEET
from guanjia.apps.inspections.terms import (
    UNSETTLED,
    VERDICTS,
    FindingState,
    SheetState,
    Verdict,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Sheet(CompanyOwned):
    """One filling of a checklist about one subject.

    It keeps the ``adoption`` it was filled under, so that a later edition of the rulebook changes nothing about it.
    ``about`` is the reference of its subject (``unit:44``, ``site:1``, ``CS-2026-000012``), ``about_name`` what people called it
    then. ``answers`` holds for each item key ``{"verdict", "value", "note", "photos"}``: a ``Verdict``, the number or words as
    entered, and the keys of its photos. ``score`` is the share of points in percent, rounded down.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    adoption = models.ForeignKey(
        "rulebook.Adoption", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pack = models.CharField(max_length=40)
    checklist = models.CharField(max_length=60)
    about = models.CharField(max_length=40)
    about_name = models.CharField(max_length=120)
    thread = models.CharField(max_length=40)
    state = models.CharField(
        max_length=10,
        choices=SHEET.choices(),
        default=SheetState.DRAFT.value,
    )
    inspector = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # None when the system filled it
    inspector_name = models.CharField(max_length=80)
    completed_at = models.DateTimeField()
    answers = models.JSONField(default=dict)
    score = models.PositiveSmallIntegerField()
    passed = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["site", "pack", "checklist", "completed_at"], name="sheet_of_checklist"),
            models.Index(fields=["site", "about", "completed_at"], name="sheet_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="sheet_ref"),
            models.CheckConstraint(condition=Q(score__lte=100), name="sheet_score"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.checklist} {self.about}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("inspections:sheet", args=[self.ref])

    @property
    def passed_label(self) -> Text:
        """Whether the sheet as a whole passed, in a word."""
        return VERDICTS[Verdict.PASS if self.passed else Verdict.FAIL]


class Finding(CompanyOwned):
    """An item that did not pass, and its way to being right.

    ``photos`` and ``correction_photos`` are keys of attachments about the sheet. ``due_at`` is the end of the working days
    the checklist gives; a failed re-check sets it anew. The correction and re-check kept here are the latest; the earlier
    ones stand in the journal of the sheet.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="findings")
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    item = models.CharField(max_length=60)
    note = models.CharField(max_length=500)
    photos = models.JSONField(default=list)
    state = models.CharField(
        max_length=10,
        choices=FINDING.choices(),
        default=FindingState.OPEN.value,
    )
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)
    corrected_by_id = models.BigIntegerField(null=True)
    corrected_by_name = models.CharField(max_length=80, blank=True)
    correction = models.CharField(max_length=500, blank=True)
    correction_photos = models.JSONField(default=list)
    rechecked_at = models.DateTimeField(null=True)
    rechecked_by_name = models.CharField(max_length=80, blank=True)
    recheck_note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["site", "due_at"],
                condition=Q(state__in=[one.value for one in UNSETTLED]),
                name="finding_unsettled",
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["sheet", "item"], name="finding_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.item} {self.state}"
