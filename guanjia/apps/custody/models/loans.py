"""One going-out and coming-back, and the loss of something."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guanjia.apps.custody.lifecycle import LOAN, LOSS
from guanjia.apps.custody.models.pieces import Piece
from guanjia.apps.custody.terms import (
    BORROWERS,
    LOAN_ICONS,
    LOAN_STATES,
    LOAN_TONES,
    LOSS_STATES,
    OPEN,
    PAYERS,
    REMEDIES,
    WAYS,
    BorrowerKind,
    LoanState,
    LossState,
    Payer,
    Remedy,
    Way,
)
from guanjia.apps.people.terms import mask_phone
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Loan(CompanyOwned):
    """One going-out of a piece and its coming back; something handed over for good is one without ``due_at``.

    ``sole`` repeats that the piece is no mere stock, so that the database itself holds that it is out once. Amounts are in fen; what
    is paid back of a deposit is ``deposit_fen`` less ``deduction_fen``. ``counted`` is how many came back.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=5, choices=[(one.value, label) for one, label in WAYS.items()])
    state = models.CharField(max_length=9, choices=LOAN.choices(), default=LoanState.ASKED.value)
    sole = models.BooleanField()
    quantity = models.PositiveIntegerField(default=1)
    borrower_kind = models.CharField(
        max_length=10, choices=[(one.value, label) for one, label in BORROWERS.items()]
    )
    staff = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    borrower_name = models.CharField(max_length=60)
    borrower_party = models.CharField(max_length=60, blank=True)
    borrower_phone = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=80)
    approver_post = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    decision_note = models.CharField(max_length=200, blank=True)
    out_at = models.DateTimeField(null=True)
    lender_id = models.BigIntegerField(null=True)
    lender_name = models.CharField(max_length=80, blank=True)
    deposit_fen = models.BigIntegerField(default=0)
    fee_fen = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    taken_by_name = models.CharField(max_length=80, blank=True)
    counted = models.PositiveIntegerField(null=True)
    sound = models.BooleanField(null=True)
    end_note = models.CharField(max_length=300, blank=True)
    deduction_fen = models.BigIntegerField(default=0)
    deduction_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["site", "due_at"],
                condition=Q(state__in=[one.value for one in OPEN]),
                name="custody_loan_open",
            ),
            models.Index(fields=["site", "asked_at"], name="custody_loan_asked"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="custody_loan_ref"),
            models.UniqueConstraint(
                fields=["piece"],
                condition=Q(state=LoanState.OUT.value, sole=True),
                name="custody_piece_out_once",
            ),
            models.CheckConstraint(
                condition=Q(way=Way.ISSUE.value) | Q(due_at__isnull=False), name="custody_loan_due"
            ),
            models.CheckConstraint(
                condition=Q(deduction_fen__gte=0) & Q(deduction_fen__lte=F("deposit_fen")),
                name="custody_loan_deduction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("custody:loan", args=[self.ref])

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
    def borrower_label(self) -> Text:
        """Staff, contractor or resident, in words."""
        return BORROWERS[BorrowerKind(self.borrower_kind)]

    @property
    def way_label(self) -> Text:
        """Lent or handed over, in words."""
        return WAYS[Way(self.way)]

    @property
    def borrower(self) -> str:
        """Who has it, with the firm they come from."""
        return f"{self.borrower_name} ({self.borrower_party})" if self.borrower_party else self.borrower_name

    @property
    def masked_phone(self) -> str:
        """The borrower's number with its middle hidden, "" when none is known."""
        return mask_phone(self.borrower_phone) if self.borrower_phone else ""

    @property
    def is_out(self) -> bool:
        """Whether the borrower has it."""
        return self.state == LoanState.OUT

    @property
    def expected(self) -> int:
        """How many are to come back."""
        return self.quantity if not self.sole else self.piece.parts

    @property
    def refund_fen(self) -> int:
        """What of the deposit is paid back, in fen."""
        return self.deposit_fen - self.deduction_fen

    def is_late(self, now: datetime) -> bool:
        """Whether it should be back by now."""
        return self.is_out and self.due_at is not None and self.due_at <= now


class Loss(CompanyOwned):
    """A report that something is lost, and what followed. ``whole`` is False when only some of a ring or a stock is missing."""

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="+")
    loan = models.ForeignKey(Loan, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=LOSS.choices(), default=LossState.OPEN.value)
    whole = models.BooleanField()
    missing = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=300)
    reported_at = models.DateTimeField()
    reported_by_name = models.CharField(max_length=80)
    remedy = models.CharField(max_length=12, blank=True)
    payer = models.CharField(max_length=8, blank=True)
    cost_fen = models.BigIntegerField(default=0)
    settlement = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "state", "reported_at"], name="custody_loss_state")]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="custody_loss_ref"),
            models.CheckConstraint(condition=Q(cost_fen__gte=0), name="custody_loss_cost"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.state}"

    def get_absolute_url(self) -> str:
        """The page of what is lost; its losses stand there."""
        return self.piece.get_absolute_url()

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return LOSS_STATES[LossState(self.state)]

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return "late" if self.is_open else "calm"

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return "alert-circle" if self.is_open else "circle-check"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to settle it."""
        return self.state == LossState.OPEN

    @property
    def remedy_label(self) -> Text:
        """What was done, in words."""
        return REMEDIES[Remedy(self.remedy)] if self.remedy else ""

    @property
    def payer_label(self) -> Text:
        """Who bears the cost, in words."""
        return PAYERS[Payer(self.payer)] if self.payer else ""
