"""Fields of our own: lines with quantities and prices, and parts an order is split into."""

from __future__ import annotations

import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations.terms import TRADES
from guanjia.apps.workorders.pricing import MOST_LINES, Line
from guanjia.apps.workorders.services.issue import Part
from guanjia.kernel.money import format_fen, parse_yuan
from guanjia.kernel.refusals import Refused

Typed = list[dict[str, str]]


class RowsWidget(forms.Widget):
    """Rows of small inputs that come as parallel lists: ``lines-name``, ``lines-price`` …

    The page shows the rows typed and one empty row; a script adds more.
    """

    cells: tuple[str, ...] = ()
    spare = 1

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:  # noqa: ARG002 - Django's signature
        columns = [data.getlist(f"{name}-{cell}") if hasattr(data, "getlist") else [] for cell in self.cells]
        longest = max((len(column) for column in columns), default=0)
        rows = []
        for place in range(min(longest, MOST_LINES + 1)):
            row = {
                cell: column[place].strip() if place < len(column) else ""
                for cell, column in zip(self.cells, columns, strict=True)
            }
            if self.is_typed(row):
                rows.append(row)
        return rows

    def is_typed(self, row: dict[str, str]) -> bool:
        """Whether anybody wrote something into the row."""
        return any(row.values())

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = list(value or [])
        context["widget"]["rows"] = [*rows, *({} for _place in range(self.spare if not rows else 1))]
        return context


class LinesWidget(RowsWidget):
    """Name, quantity, unit, unit price."""

    template_name = "workorders/widgets/lines.html"
    cells = ("name", "quantity", "unit", "price")

    def __init__(self, *, priced: bool = True, **more: Any) -> None:
        super().__init__(**more)
        self.priced = priced
        self.known: list[Any] = []

    def is_typed(self, row: dict[str, str]) -> bool:
        return bool(row["name"] or row["price"])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"].update(known=self.known, priced=self.priced)
        return context


class Lines(forms.Field):
    """Materials, or the lines of a quote; the verb gets a list of ``pricing.Line``."""

    widget: LinesWidget

    def __init__(self, label: Any = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": LinesWidget(), **more})

    def prepare_value(self, value: Any) -> Any:
        return [_typed(one) if isinstance(one, Line) else one for one in value or []]

    def clean(self, value: Any) -> list[Line]:
        found, wrong = [], []
        for place, row in enumerate(value or [], start=1):
            try:
                found.append(
                    Line(
                        row["name"],
                        _quantity(row["quantity"]),
                        parse_yuan(_plain(row["price"]) or "0"),
                        row["unit"],
                    )
                )
            except (InvalidOperation, Refused):
                text = _(
                    "Line %(place)s: write the quantity like 2 or 0.5, and the price in yuan like 25.00."
                )
                wrong.append(ValidationError(text, "line", {"place": place}))
        if wrong:
            raise ValidationError(wrong)
        if self.required and not found:
            raise ValidationError(_("Write at least one line."), "required")
        return found


def _typed(line: Line) -> dict[str, str]:
    return {
        "name": line.name,
        "quantity": f"{line.quantity.normalize():f}",
        "unit": line.unit,
        "price": format_fen(line.unit_price_fen),
    }


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _quantity(text: str) -> Decimal:
    """What was typed as a quantity; nothing typed means one."""
    return Decimal(_plain(text) or "1")


class PartsWidget(RowsWidget):
    """Title and trade."""

    template_name = "workorders/widgets/parts.html"
    cells = ("title", "skill")

    def is_typed(self, row: dict[str, str]) -> bool:
        return bool(row["title"])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["trades"] = list(TRADES.items())
        return context


class Parts(forms.Field):
    """The parts of an order that is split; the verb gets a list of ``Part``."""

    def __init__(self, label: Any = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": PartsWidget(), **more})

    def clean(self, value: Any) -> list[Part]:
        found = [Part(title=row["title"], skill=row["skill"]) for row in value or []]
        if self.required and not found:
            raise ValidationError(_("Write at least one part that gets an order of its own."), "required")
        return found
