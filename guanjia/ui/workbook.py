"""A list as an Excel workbook that opens clean: real dates and numbers, and no text ever taken for a formula."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from guanjia.ui.lists import Column, List

MOST_ROWS = 50_000
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CELL_LIMIT = 32_767  # characters Excel takes in one cell


def workbook_answer(shown: List, title: str) -> HttpResponse:
    """The rows found (all pages, up to 50,000) as a download named after the list and the day."""
    day = timezone.localtime(shown.request.now).strftime("%Y-%m-%d")
    return workbook_file(workbook(shown, title), f"{title} {day}", f"list-{day}")


def workbook_file(body: bytes, name: str, plain: str = "list") -> HttpResponse:
    """A workbook as a download; ``plain`` is its name where only Latin letters are understood."""
    disposition = f"attachment; filename=\"{plain}.xlsx\"; filename*=UTF-8''{quote(f'{name}.xlsx')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store, private"}
    return HttpResponse(body, content_type=_TYPE, headers=headers)


def workbook(shown: List, title: str) -> bytes:
    """The workbook as bytes: a bold, frozen header with filter arrows, then one line per row."""
    buffer = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        formats = _formats(book)
        columns = list(shown.columns)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, str(column.label), formats["head"])
            sheet.set_column(place, place, _width(column))
        things = shown.prepare(list(shown.found[:MOST_ROWS]))
        for line, thing in enumerate(things, start=1):
            for place, column in enumerate(columns):
                _write(sheet, line, place, column, column.for_excel(thing), formats)
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, max(1, len(things)), len(columns) - 1)
    return buffer.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#EFEDE8", "valign": "vcenter"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }


def _write(sheet: Any, line: int, place: int, column: Column, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        local = timezone.localtime(value) if value.tzinfo else value
        sheet.write_datetime(line, place, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, formats["day"])
    elif column.kind == "money" and isinstance(value, int):
        sheet.write_number(line, place, value / 100, formats["money"])
    elif isinstance(value, bool):
        sheet.write_string(line, place, _("yes") if value else _("no"))
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    else:
        text = str(value) if isinstance(value, str | Promise) else f"{value}"
        sheet.write_string(line, place, text[:_CELL_LIMIT])  # never ``write``: "=…" must stay text


def _width(column: Column) -> int:
    return 44 if column.wide else {"moment": 17, "day": 12, "money": 14, "number": 10}.get(column.kind, 20)


def _sheet_name(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "list"
