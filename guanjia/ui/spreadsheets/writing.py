"""Workbooks to fill, and to correct: empty ones with titles, and refused rows with their number and the reason.

Text is written as text with the mark of spreadsheets for "no formula", so a cell that was refused for being one stays harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

_CELL_LIMIT = 32_767

Refused = tuple[int, Sequence[Any], str]
"""A refused row: its number, its cells (days and moments as ``{"day"}``, ``{"moment"}``), the reason."""


def empty_workbook(name: str, titles: Sequence[str]) -> bytes:
    """A workbook with nothing but its titles."""
    return _written(name, titles, (), reasons=False)


def refused_workbook(name: str, titles: Sequence[str], rows: Iterable[Refused]) -> bytes:
    """The refused rows under the titles of the original, to be corrected and brought in alone."""
    return _written(name, titles, rows, reasons=True)


def _written(name: str, titles: Sequence[str], rows: Iterable[Refused], *, reasons: bool) -> bytes:
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("".join(sign for sign in name if sign not in "[]:*?/\\'")[:31] or "list")
        head = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "text": book.add_format({"quote_prefix": True, "num_format": "@"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        heads = [*titles, _("Row in the original"), _("Reason for refusal")] if reasons else list(titles)
        for place, title in enumerate(heads):
            sheet.write_string(0, place, title, head)
            sheet.set_column(place, place, 60 if reasons and place == len(heads) - 1 else 16)
        for line, (row, cells, reason) in enumerate(rows, start=1):
            for place, cell in enumerate(cells[: len(titles)]):
                _write(sheet, line, place, cell, formats)
            sheet.write_number(line, len(titles), row)
            sheet.write_string(line, len(titles) + 1, reason[:_CELL_LIMIT], formats["text"])
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _write(sheet: Any, line: int, place: int, cell: Any, formats: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dict):
        kind = "moment" if "moment" in cell else "day"
        read = datetime.fromisoformat if kind == "moment" else date.fromisoformat
        sheet.write_datetime(line, place, read(cell[kind]), formats[kind])
    elif isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    else:
        sheet.write_string(line, place, str(cell)[:_CELL_LIMIT], formats["text"])
