"""Paid work: the quote that counts, and what an order came to."""

from dataclasses import dataclass, field

from guanjia.apps.workorders.models import Material, Quote, QuoteLine, WorkOrder
from guanjia.apps.workorders.rules import Money


def latest_quote(order: WorkOrder) -> Quote | None:
    """The quote that counts: the last one."""
    return Quote.objects.filter(order_id=order.pk).order_by("-number").first()


def money_of(order: WorkOrder) -> Money:
    """How paid work stands: quoted, consented."""
    quote = latest_quote(order)
    if quote is None:
        return Money(paid=order.paid)
    return Money(paid=order.paid, quoted_fen=quote.total_fen, consented=quote.consented_at is not None)


@dataclass(frozen=True)
class Bill:
    """What stands on the paper about money and materials."""

    quote: Quote | None
    quote_lines: list[QuoteLine] = field(default_factory=list)
    materials: list[Material] = field(default_factory=list)

    @property
    def materials_fen(self) -> int:
        """All materials together."""
        return sum(one.amount_fen for one in self.materials)


def bill(order: WorkOrder) -> Bill:
    """The last quote with its lines, and the materials used."""
    quote = latest_quote(order)
    lines = list(QuoteLine.objects.filter(quote=quote)) if quote else []
    return Bill(quote, lines, list(Material.objects.filter(order_id=order.pk)))


def known_materials(site_id: int, limit: int = 60) -> list[Material]:
    """Materials used at the site before, the latest use of each; so that a technician chooses instead of typing."""
    latest = Material.objects.filter(order__site_id=site_id).order_by("-id")[:400]
    by_name: dict[str, Material] = {}
    for one in latest:
        by_name.setdefault(one.name, one)
    return list(by_name.values())[:limit]
