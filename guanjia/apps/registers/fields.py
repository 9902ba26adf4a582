"""Form fields only registers need: a time of day, a period, what a code says, a table of rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.rules import MOST_ROWS
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.money import format_fen
from guanjia.ui import widgets
from guanjia.ui.fields import Line, Moment

Row = dict[str, str]


class TimeLine(forms.TimeInput):
    """A time of day."""

    input_type = "time"
    template_name = "ui/widgets/line.html"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class TimeOfDay(forms.TimeField):
    """A time of day; the verb gets a ``time``."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Please fill this in."),
        "invalid": _("Write the time like 14:30."),
    }

    def __init__(self, label: Any = "", **more: Any) -> None:
        super().__init__(
            label=label, **{"widget": TimeLine(), "input_formats": ["%H:%M", "%H:%M:%S"], **more}
        )


class PeriodLine(forms.MultiWidget):
    """Two moments beside each other."""

    template_name = "registers/widgets/period.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__({"from": widgets.MomentLine(), "until": widgets.MomentLine()})

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, Mapping):
            return [None, None]
        return [datetime.fromisoformat(value["from"]), datetime.fromisoformat(value["until"])]


class Period(forms.MultiValueField):
    """From a moment until another; the verb gets ``{"from", "until"}`` or None."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Please fill this in."),
        "incomplete": _("Write when it begins and when it ends."),
    }

    def __init__(self, label: Any = "", **more: Any) -> None:
        fields = (Moment(required=False), Moment(required=False))
        super().__init__(fields, label=label, require_all_fields=False, **{"widget": PeriodLine(), **more})

    def compress(self, data_list: list[Any]) -> dict[str, datetime] | None:
        if not data_list or not any(data_list):
            return None
        begins, ends = data_list
        if begins is None or ends is None:
            raise ValidationError(self.error_messages["incomplete"], "incomplete")
        return {"from": begins, "until": ends}


class ScanLine(forms.TextInput):
    """One line, filled by the camera or typed."""

    template_name = "registers/widgets/scan.html"


class Scan(Line):
    """What a code says."""

    def __init__(self, label: Any = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": ScanLine(), **more})


class RowsLine(forms.Widget):
    """A table of small inputs that come as parallel lists: ``f_lines-name``, ``f_lines-price`` …

    The page shows the rows written and one empty row; a script adds more, and without it three empty rows stand there.
    """

    template_name = "registers/widgets/rows.html"
    spare = 3

    def __init__(self, columns: tuple[Field, ...]) -> None:
        super().__init__()
        self.columns = [one for one in columns if one.kind is not FieldKind.COMPUTED]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:  # noqa: ARG002 - Django's signature
        lists = {
            one.key: data.getlist(f"{name}-{one.key}") if hasattr(data, "getlist") else []
            for one in self.columns
        }
        longest = min(max((len(one) for one in lists.values()), default=0), MOST_ROWS + 1)
        rows = [
            {key: typed[place].strip() if place < len(typed) else "" for key, typed in lists.items()}
            for place in range(longest)
        ]
        return [row for row in rows if any(row.values())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:  # noqa: ARG002
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        rows = [self._cells(row) for row in value or []]
        blank = self._cells({})
        context["widget"]["rows"] = [*rows, *([blank] * (1 if rows else self.spare))]
        context["widget"]["columns"] = self.columns
        return context

    def _cells(self, row: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                "key": one.key,
                "label": str(one.label),
                "type": _INPUTS.get(one.kind, "text"),
                "mode": "decimal" if one.kind in (FieldKind.NUMBER, FieldKind.MONEY) else "",
                "choices": [(key, str(text)) for key, text in one.choices],
                "value": _shown(one, row.get(one.key)),
            }
            for one in self.columns
        ]


_INPUTS = {FieldKind.DATE: "date", FieldKind.TIME: "time"}


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return ""
    return format_fen(value) if field.kind is FieldKind.MONEY and isinstance(value, int) else str(value)


class Rows(forms.Field):
    """A table; the verb gets its lines as they were typed."""

    def __init__(self, label: Any = "", *, columns: tuple[Field, ...], **more: Any) -> None:
        super().__init__(label=label, **{"widget": RowsLine(columns), **more})

    def clean(self, value: Any) -> list[Row]:
        if self.required and not value:
            raise ValidationError(_("Write at least one line."), "required")
        return list(value or [])
