"""Lines with prices: what is typed, what it comes to. All money in fen, quantities in hundredths at the finest."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.money import Fen
from guanjia.kernel.refusals import Refusal

MOST_LINES = 40
DEAREST: Fen = 100_000_000
"""A million yuan: more than any repair at the door; above it somebody mistyped."""

LARGEST_QUANTITY = Decimal("99999.99")


@dataclass(frozen=True)
class Line:
    """A quantity of something at a unit price."""

    name: str
    quantity: Decimal
    unit_price_fen: Fen
    unit: str = ""

    @property
    def amount_fen(self) -> Fen:
        """Quantity times price, halves of a fen rounded up."""
        return int((self.quantity * self.unit_price_fen).to_integral_value(ROUND_HALF_UP))


def total(lines: Iterable[Line]) -> Fen:
    """What the lines come to together."""
    return sum(line.amount_fen for line in lines)


def why_not_lines(lines: list[Line]) -> list[Refusal]:
    """Everything wrong with the lines, each named by its place."""
    found = [problem for place, line in enumerate(lines, start=1) if (problem := _why_not_line(place, line))]
    if len(lines) > MOST_LINES:
        found.append(
            Refusal(
                "lines_too_many",
                _("At most %(most)s lines. Put small things together."),
                field="lines",
                params={"most": MOST_LINES},
            )
        )
    return found


def _why_not_line(place: int, line: Line) -> Refusal | None:
    params = {"place": place}
    if not line.name.strip():
        return Refusal(
            "line_name_missing", _("Line %(place)s: write what it is."), field="lines", params=params
        )
    if (
        not line.quantity.is_finite()
        or not Decimal(0) < line.quantity <= LARGEST_QUANTITY
        or _decimals(line.quantity) > 2
    ):
        return Refusal(
            "line_quantity",
            _("Line %(place)s: the quantity must be above 0, with at most two decimals."),
            field="lines",
            params=params,
        )
    if not 0 <= line.unit_price_fen <= DEAREST or line.amount_fen > DEAREST:
        return Refusal("line_price", _("Line %(place)s: check the price."), field="lines", params=params)
    return None


def _decimals(quantity: Decimal) -> int:
    exponent = quantity.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
