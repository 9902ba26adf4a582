"""A field of our own: lines of goods, each with a name, pieces and a note."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate.terms import MOST_LINES, Goods

Typed = list[dict[str, str]]
_CELLS = ("name", "pieces", "note")


class GoodsWidget(forms.Widget):
    """Rows of small inputs that come as parallel lists: ``items-name``, ``items-pieces``, ``items-note``."""

    template_name = "gate/widgets/goods.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:  # noqa: ARG002 - Django's signature
        columns = [data.getlist(f"{name}-{cell}") if hasattr(data, "getlist") else [] for cell in _CELLS]
        longest = min(max((len(column) for column in columns), default=0), MOST_LINES + 1)
        rows = [
            {
                cell: column[place].strip() if place < len(column) else ""
                for cell, column in zip(_CELLS, columns, strict=True)
            }
            for place in range(longest)
        ]
        return [row for row in rows if row["name"] or row["note"]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        context["widget"]["rows"] = [*(value or []), {}]
        return context


class GoodsLines(forms.Field):
    """What leaves or is held; the verb gets a list of ``terms.Goods``."""

    def __init__(self, label: Any = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": GoodsWidget(), "required": False, **more})

    def prepare_value(self, value: Any) -> Any:
        return [_typed(one) if isinstance(one, Goods) else one for one in value or []]

    def clean(self, value: Any) -> list[Goods]:
        found, wrong = [], []
        for place, row in enumerate(value or [], start=1):
            typed = unicodedata.normalize("NFKC", row["pieces"]).strip() or "1"
            if typed.isascii() and typed.isdigit() and len(typed) < 6:
                found.append(Goods(row["name"], int(typed), row["note"]))
            else:
                text = _("Line %(place)s: write the pieces as a whole number, like 3.")
                wrong.append(ValidationError(text, "line", {"place": place}))
        if wrong:
            raise ValidationError(wrong)
        return found


def _typed(one: Goods) -> dict[str, str]:
    return {"name": one.name, "pieces": str(one.pieces), "note": one.note}
