"""Prices and materials of work orders."""

from django.db import models
from django.db.models import Q

from guanjia.apps.workorders.models.order import WorkOrder
from guanjia.kernel.scope import CompanyOwned


class Quote(CompanyOwned):
    """A price for paid work. The highest ``number`` counts; it is in force once consented to."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="quotes")
    number = models.PositiveSmallIntegerField()
    total_fen = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    consented_at = models.DateTimeField(null=True)
    consent_name = models.CharField(max_length=60, blank=True)
    consent_how = models.CharField(max_length=8, blank=True)
    signature = models.ForeignKey(
        "documents.Signature", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="quote_number_once"),
            models.CheckConstraint(
                condition=Q(consented_at=None) | Q(signature__isnull=False),
                name="quote_consent_has_signature",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.number}"


class PricedLine(CompanyOwned):
    """Something with a quantity and a price: a line of a quote, or a material used. Money is in fen."""

    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    quantity = models.DecimalField(max_digits=8, decimal_places=2)
    unit = models.CharField(max_length=10, blank=True)
    unit_price_fen = models.PositiveIntegerField()
    amount_fen = models.PositiveIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.name} × {self.quantity}"

    @property
    def quantity_text(self) -> str:
        """The quantity without needless zeros: 2, 0.5."""
        return f"{self.quantity.normalize():f}"


class QuoteLine(PricedLine):
    """One line of a quote."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")

    class Meta(PricedLine.Meta):
        constraints = [models.UniqueConstraint(fields=["quote", "position"], name="quote_line_once")]


class Material(PricedLine):
    """One material used for an order, written down on completion."""

    order = models.ForeignKey(WorkOrder, on_delete=models.PROTECT, related_name="materials")

    class Meta(PricedLine.Meta):
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="material_once")]
