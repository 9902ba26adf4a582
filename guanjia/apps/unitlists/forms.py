"""What the screens of an import ask: the file, and what its columns hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from guanjia.apps.unitlists.headers import header_at
from guanjia.apps.unitlists.rules import shown
from guanjia.apps.unitlists.terms import FIELDS, Field, SheetPlan
from guanjia.ui.forms import Choice, File, Form, Line, Number, YesNo
from guanjia.ui.spreadsheets.reader import Sheet

_OPTIONS = [("", _("— not used —")), *((key.value, label) for key, label in FIELDS.items())]
_SAMPLES = 3
_NEW_GROUPS_HELP = _("Without this, rows of groups the site does not have are refused.")


class RefusedForm(Form):
    """How the refused rows are taken along; the switch is there for those who may read whole numbers."""

    whole = YesNo(_("With whole identity numbers"))
    reason = Line(
        _("Reason"), rows=2, max_length=200, required=False, help_text=_("Needed for whole numbers.")
    )

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reveal:
            del self.fields["whole"], self.fields["reason"]


class UploadForm(Form):
    """The list."""

    file = File(
        _("Unit list"),
        endings=(".xlsx", ".xls", ".csv", ".xlsm", ".txt"),
        help_text=_(
            "Excel or CSV, up to 20 MB and 100,000 rows. Titles, merged cells and totals may stay in it."
        ),
    )


class ColumnsForm(Form):
    """What each column of each sheet holds. Built from the file; ``plans`` gives what was chosen."""

    new_groups = YesNo(_("Make groups the site does not have yet"), help_text=_NEW_GROUPS_HELP)

    def __init__(
        self, *args: Any, sheets: Sequence[Sheet], plans: Sequence[SheetPlan], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_name = {sheet.name: sheet for sheet in sheets}
        self.known = [(by_name[plan.sheet], plan) for plan in plans if plan.sheet in by_name]
        for place, (sheet, plan) in enumerate(self.known):
            self._add_sheet(place, sheet, plan)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("data-test", name)

    def _add_sheet(self, place: int, sheet: Sheet, plan: SheetPlan) -> None:
        self.fields[f"s{place}_used"] = YesNo(_("Import this sheet"), initial=plan.is_used)
        header = Number(
            _("Header in row"),
            initial=plan.header_row,
            min_value=1,
            max_value=max(1, len(sheet.rows)),
            required=False,
        )
        self.fields[f"s{place}_header"] = header
        held = {column: key.value for key, column in plan.columns.items()}
        for column, text in enumerate(_titles(sheet, plan)):
            field = Choice(text, _OPTIONS, shown="pick", required=False, initial=held.get(column, ""))
            self.fields[f"s{place}_c{column}"] = field

    def clean(self) -> dict[str, Any]:
        """Each kind of column at most once per sheet."""
        cleaned = super().clean() or self.cleaned_data
        for place, (sheet, plan) in enumerate(self.known):
            if not cleaned.get(f"s{place}_used"):
                continue
            seen: dict[str, int] = {}
            for column in range(len(_titles(sheet, plan))):
                wanted = cleaned.get(f"s{place}_c{column}", "")
                if wanted and wanted in seen:
                    text = _("Two columns are said to hold “%(what)s”. Choose one.") % {
                        "what": FIELDS[Field(wanted)]
                    }
                    self.add_error(f"s{place}_c{column}", text)
                elif wanted:
                    seen[wanted] = column
        return cleaned

    @property
    def plans(self) -> list[SheetPlan]:
        """The plans as chosen."""
        found = []
        for place, (sheet, plan) in enumerate(self.known):
            columns = {
                Field(wanted): column
                for column in range(len(_titles(sheet, plan)))
                if (wanted := self.cleaned_data.get(f"s{place}_c{column}", ""))
            }
            found.append(
                SheetPlan(sheet.name, plan.header_row, columns, bool(self.cleaned_data[f"s{place}_used"]))
            )
        return found

    @property
    def tables(self) -> list["SheetTable"]:
        """The form as the page shows it: a table per sheet, a line per column."""
        return [
            SheetTable(
                sheet.name,
                self[f"s{place}_used"],
                self[f"s{place}_header"],
                [
                    ColumnLine(text, _samples(sheet, plan, column), self[f"s{place}_c{column}"])
                    for column, text in enumerate(_titles(sheet, plan))
                ],
            )
            for place, (sheet, plan) in enumerate(self.known)
        ]


@dataclass(frozen=True)
class ColumnLine:
    """One column: its header, a few of its values, and what it is said to hold."""

    title: str
    samples: list[str]
    field: BoundField


@dataclass(frozen=True)
class SheetTable:
    """One sheet of the form."""

    name: str
    used: BoundField
    header: BoundField
    lines: list[ColumnLine]


def asked_headers(data: Any, plans: Sequence[SheetPlan]) -> list[int]:
    """The header rows somebody typed, or those of the plans."""
    rows = []
    for place, plan in enumerate(plans):
        typed = str(data.get(f"s{place}_header", ""))
        rows.append(
            int(typed)
            if typed.isascii() and typed.isdigit() and 0 < int(typed) < 100_000
            else plan.header_row
        )
    return rows


def replanned(sheets: Sequence[Sheet], plans: Sequence[SheetPlan], headers: Sequence[int]) -> list[SheetPlan]:
    """The plans with other header rows, columns guessed anew where the row is another."""
    by_name = {sheet.name: sheet for sheet in sheets}
    found = []
    for plan, row in zip(plans, headers, strict=True):
        if row == plan.header_row or plan.sheet not in by_name or row > len(by_name[plan.sheet].rows):
            found.append(plan)
        else:
            found.append(
                SheetPlan(plan.sheet, row, header_at(by_name[plan.sheet], row).columns, plan.is_used)
            )
    return found


def _titles(sheet: Sheet, plan: SheetPlan) -> list[str]:
    """A title for every column, its letter where the header is blank."""
    texts = list(header_at(sheet, plan.header_row).texts)
    texts += [""] * (sheet.width - len(texts))
    return [text or _letter(place) for place, text in enumerate(texts)]


def _letter(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _samples(sheet: Sheet, plan: SheetPlan, column: int) -> list[str]:
    found: list[str] = []
    for row in sheet.rows[plan.header_row :]:
        text = _veiled(shown(row[column])) if column < len(row) else ""
        if text and text not in found:
            found.append(text)
        if len(found) == _SAMPLES:
            break
    return found


def _veiled(text: str) -> str:
    """A sample without anybody's whole telephone or identity number: the column is recognised all the same."""
    return re.sub(r"\d{9,}", lambda found: f"{found[0][:3]}****{found[0][-4:]}", text)
