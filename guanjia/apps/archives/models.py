"""Files of units and customers, volume by volume; papers filed by hand, what is done without, loans, destruction."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.archives.lifecycle import FILE, LOAN, PAPER, RUN
from guanjia.apps.archives.terms import (
    FILE_STATES,
    FILE_TONES,
    LOAN_ICONS,
    LOAN_STATES,
    LOAN_TONES,
    MOVED_OUT,
    PAPER_STATES,
    PAPER_TONES,
    RUN_STATES,
    RUN_TONES,
    FileState,
    Holder,
    LoanState,
    PaperState,
    RunState,
    file_thread,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Destruction(CompanyOwned):
    """A list of closed files whose time is over (销毁清册): one asks, another approves, two destroy together."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=24)
    state = models.CharField(max_length=9, choices=RUN.choices(), default=RunState.ASKED.value)
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    approved_at = models.DateTimeField(null=True)
    approved_by_name = models.CharField(max_length=80, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by_id = models.BigIntegerField(null=True)
    destroyed_by_name = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    listed = models.PositiveIntegerField(default=0)
    papers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="archives_run_ref"),
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(state__in=["ASKED", "APPROVED", "BEGUN"]),
                name="archives_run_one",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("archives:run", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return RUN_STATES[RunState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return RUN_TONES[RunState(self.state)]


class File(CompanyOwned):
    """One volume of the file of a unit or of a customer at a site; it comes into being with the first thing done to it.

    What rooms keep counts for this volume from ``from_at`` on (None: from ever). ``box`` is where the binder stands. A closed
    one is kept until ``keep_until``, the first day it need not be; longer while ``held_reason`` says why.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=24)
    volume = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=FILE.choices(), default=FileState.OPEN.value)
    box = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_name = models.CharField(max_length=80, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True)
    keep_years = models.PositiveSmallIntegerField(default=0)
    keep_until = models.DateField(null=True)
    held_reason = models.CharField(max_length=200, blank=True)
    destroyed_at = models.DateTimeField(null=True)
    destruction = models.ForeignKey(Destruction, null=True, on_delete=models.SET_NULL, related_name="files")

    class Meta:
        indexes = [models.Index(fields=["site", "state", "keep_until"], name="archives_file_kept")]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="archives_file_ref"),
            models.UniqueConstraint(
                fields=["site", "unit"], condition=Q(state="OPEN"), name="archives_one_open_of_unit"
            ),
            models.UniqueConstraint(
                fields=["site", "person"], condition=Q(state="OPEN"), name="archives_one_open_of_person"
            ),
            models.CheckConstraint(
                condition=Q(unit=None, person__isnull=False) | Q(unit__isnull=False, person=None),
                name="archives_file_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN") | Q(closed_at__isnull=False, keep_until__isnull=False),
                name="archives_file_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def get_absolute_url(self) -> str:
        """The page of this volume: the holder's for the one in use."""
        if self.state == FileState.OPEN:
            return self.holder_url
        return reverse("archives:volume", args=[self.ref])

    @property
    def of(self) -> Holder:
        """Whose file it is."""
        return Holder.UNIT if self.unit_id else Holder.PERSON

    @property
    def holder_id(self) -> int:
        """The id of the unit or of the person."""
        return int(self.unit_id or self.person_id or 0)

    @property
    def holder_url(self) -> str:
        """The page of the holder's file."""
        return reverse(f"archives:{self.of}", args=[self.holder_id])

    @property
    def thread(self) -> str:
        """Its matter in the journal."""
        return file_thread(self.of, self.holder_id)

    @property
    def holder_name(self) -> str:
        """The unit's room number, or the customer's name."""
        return str(self.unit or self.person)

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return FILE_STATES[FileState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return FILE_TONES[FileState(self.state)]

    @property
    def reason_label(self) -> Text:
        """Why it was closed, in words."""
        return _("The customer has moved out") if self.closed_reason == MOVED_OUT else self.closed_reason

    @property
    def is_open(self) -> bool:
        """Whether papers may be filed in it."""
        return self.state == FileState.OPEN


class FiledPaper(CompanyOwned):
    """A paper filed by hand: its scans lie under its number in ``documents``, the original at ``place``.

    ``item`` is the key of what the plan asks for, "" for a paper no plan asks for. ``pages`` counts those of the original or copy.
    ``expires_on`` is the first day it holds no longer.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="papers")
    ref = models.CharField(max_length=24)
    state = models.CharField(max_length=9, choices=PAPER.choices(), default=PaperState.FILED.value)
    item = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120)
    dated_on = models.DateField()
    expires_on = models.DateField(null=True)
    pages = models.PositiveSmallIntegerField()
    is_original = models.BooleanField(default=False)
    place = models.CharField(max_length=60, blank=True)
    sensitive = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    scans = models.PositiveSmallIntegerField(default=0)
    filed_at = models.DateTimeField()
    filed_by_name = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=80, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "state"], name="archives_paper_site")]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="archives_paper_ref"),
            models.CheckConstraint(condition=Q(pages__gte=1), name="archives_paper_pages"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("archives:paper", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return PAPER_STATES[PaperState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return PAPER_TONES[PaperState(self.state)]

    @property
    def is_filed(self) -> bool:
        """Whether it counts."""
        return self.state == PaperState.FILED

    def is_expired(self, today: date) -> bool:
        """Whether it holds no longer."""
        return self.expires_on is not None and self.expires_on <= today


class Waiver(CompanyOwned):
    """An item the supervisor lets a file do without, for a reason, until it is lifted."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="waivers")
    item = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "item"], condition=Q(lifted_at=None), name="archives_waived_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.item}"


class PaperLoan(CompanyOwned):
    """The original of a paper, or (``paper`` None) the whole binder, goes out and comes back (借阅)."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="loans")
    paper = models.ForeignKey(FiledPaper, null=True, on_delete=models.PROTECT, related_name="loans")
    ref = models.CharField(max_length=24)
    state = models.CharField(max_length=9, choices=LOAN.choices(), default=LoanState.ASKED.value)
    staff = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    borrower_name = models.CharField(max_length=80)
    party = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decision_note = models.CharField(max_length=200, blank=True)
    out_at = models.DateTimeField(null=True)
    out_by_name = models.CharField(max_length=80, blank=True)
    pages = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    taken_by_name = models.CharField(max_length=80, blank=True)
    pages_back = models.PositiveSmallIntegerField(null=True)
    sound = models.BooleanField(null=True)
    end_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["site", "due_at"],
                condition=Q(state__in=["ASKED", "APPROVED", "OUT"]),
                name="archives_loan_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="archives_loan_ref"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state="OUT"), name="archives_paper_out_once"
            ),
            models.UniqueConstraint(
                fields=["file"], condition=Q(state="OUT", paper=None), name="archives_file_out_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("archives:loan", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return LOAN_STATES[LoanState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return LOAN_TONES[LoanState(self.state)]

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return LOAN_ICONS[LoanState(self.state)]

    @property
    def is_out(self) -> bool:
        """Whether the borrower has it."""
        return self.state == LoanState.OUT

    @property
    def borrower(self) -> str:
        """Who has it, with where they come from."""
        return f"{self.borrower_name} ({self.party})" if self.party else self.borrower_name

    def is_late(self, now: datetime) -> bool:
        """Whether it should be back by now."""
        return self.is_out and self.due_at <= now
