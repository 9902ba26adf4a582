"""The refused rows as a workbook to correct and import alone: the same columns, then the row number and the reason.

Without the right to read them, identity numbers and every other long number are starred. Text is written as text, with the mark spreadsheets use for "not a formula", so that a cell that was refused for being
a formula stays harmless even when somebody saves the workbook as CSV and opens that.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from guanjia.apps.unitlists.models import RefusedRow
from guanjia.apps.unitlists.rules import Reason, masked, masked_identity

_CELL_LIMIT = 32_767
_LONG = 1e13  # a number of so many digits is nobody's area or floor


def refused_workbook(
    rows: Iterable[RefusedRow],
    titles: Mapping[str, Sequence[str]],
    identities: Mapping[str, int] | None = None,
) -> bytes:
    """A workbook with one sheet per sheet of the list; ``titles`` are the headers by sheet name.

    ``identities`` says which column (from 0) of a sheet holds identity numbers, to be starred; None shows everything.
    """
    by_sheet: dict[str, list[RefusedRow]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet, []).append(row)
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"quote_prefix": True, "num_format": "@"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for name, refused in by_sheet.items() or {"": []}.items():
            if identities is not None:
                refused = [_starred(row, identities.get(name, -1)) for row in refused]
            _write_sheet(book.add_worksheet(_sheet_name(name)), refused, titles.get(name, ()), formats)
    return buffer.getvalue()


def _starred(row: RefusedRow, identity: int) -> RefusedRow:
    """The row without whole numbers of people; a row of the database, not to be saved."""
    cells = [
        masked_identity(str(cell)) if place == identity and cell not in (None, "") else _veiled(cell)
        for place, cell in enumerate(row.cells)
    ]
    reasons = [
        {**one, "params": {key: _veiled(value) for key, value in one.get("params", {}).items()}}
        for one in row.reasons
    ]
    return RefusedRow(sheet=row.sheet, row=row.row, cells=cells, reasons=reasons)


def _veiled(cell: Any) -> Any:
    if isinstance(cell, str):
        return masked(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _LONG:
        return masked(f"{cell:.0f}")
    return cell


def _write_sheet(
    sheet: Any, rows: Sequence[RefusedRow], titles: Sequence[str], formats: Mapping[str, Any]
) -> None:
    width = max([len(titles), *(len(row.cells) for row in rows)], default=0)
    for place in range(width):
        sheet.write_string(0, place, titles[place] if place < len(titles) else "", formats["head"])
        sheet.set_column(place, place, 14)
    sheet.write_string(0, width, _("Row in the original"), formats["head"])
    sheet.write_string(0, width + 1, _("Reason for refusal"), formats["head"])
    sheet.set_column(width + 1, width + 1, 60)
    for line, row in enumerate(rows, start=1):
        for place, cell in enumerate(row.cells):
            _write_cell(sheet, line, place, cell, formats)
        sheet.write_number(line, width, row.row)
        reasons = " ".join(str(Reason.from_json(reason)) for reason in row.reasons)
        sheet.write_string(line, width + 1, reasons, formats["text"])
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: Any, line: int, place: int, cell: Any, formats: Mapping[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dict) and "moment" in cell:
        sheet.write_datetime(line, place, datetime.fromisoformat(cell["moment"]), formats["moment"])
    elif isinstance(cell, dict):
        sheet.write_datetime(line, place, date.fromisoformat(cell["day"]), formats["day"])
    elif isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    else:
        sheet.write_string(line, place, str(cell)[:_CELL_LIMIT], formats["text"])


def _sheet_name(name: str) -> str:
    return "".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "Sheet1"
