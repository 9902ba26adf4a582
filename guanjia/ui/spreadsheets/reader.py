"""Reading a spreadsheet into plain rows. Pure: bytes in, sheets out; nothing is understood yet.

Row numbers are the spreadsheet's own: ``rows[0]`` is its row 1, blank rows included, so that a person finds the row we name.
"""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from guanjia.kernel.refusals import Refused
from guanjia.ui.spreadsheets.opening import (
    LONGEST_CELL,
    MOST_AREA,
    MOST_COLUMNS,
    MOST_ROWS,
    FileKind,
    Measured,
    broken,
    measure,
    refused,
    sniff,
    too_much,
)

Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
"""What one cell of a spreadsheet can hold."""

_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = (",", "\t", ";", "|")


@dataclass(frozen=True)
class Span:
    """A merged block of cells, first and last row and column, all from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: rows of cells, merged blocks, and which cells (row from 1, column from 0) are formulas."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Span, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def read(content: bytes) -> list[Sheet]:
    """The visible sheets of a spreadsheet that hold anything. Refuses what cannot be read or is too much."""
    kind = sniff(content)
    if kind is FileKind.CSV:
        sheets = [_csv(content)]
    else:
        measured = measure(content) if kind is FileKind.XLSX else {}
        sheets = _guarded(lambda: _workbook(content, measured))
    filled = [sheet for sheet in sheets if any(cell not in (None, "") for row in sheet.rows for cell in row)]
    if not filled:
        raise refused("file_empty", _("The file is empty. Choose the right one."))
    return filled


def _guarded(work: Callable[[], list[Sheet]]) -> list[Sheet]:
    """Run the foreign reader; whatever it dies of means that the file is broken."""
    try:
        return work()
    except (Refused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise broken() from error


def _workbook(content: bytes, measured: dict[str, Measured]) -> list[Sheet]:
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [
            _sheet(book, one.name, measured.get(one.name, Measured()))
            for one in book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.visible == SheetVisibleEnum.Visible
        ]


def _sheet(book: CalamineWorkbook, name: str, measured: Measured) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    height, width = sheet.end or (0, 0)
    if height > MOST_ROWS or width > MOST_COLUMNS or height * width > MOST_AREA:
        raise too_much()
    merged = tuple(
        Span(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    rows = tuple(tuple(row) for row in sheet.to_python(skip_empty_area=False))
    return Sheet(name, rows, merged, frozenset(measured.formulas))


def _csv(content: bytes) -> Sheet:
    text = _decoded(content)
    try:
        rows = tuple(
            tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
        )
    except csv.Error as error:
        raise broken() from error
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        raise too_much()
    if any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise broken()  # a quotation mark that nothing closes
    return Sheet("CSV", rows)


def _decoded(content: bytes) -> str:
    """Text in the encoding of its mark, else UTF-8, else what Excel writes in China (GBK and its successors)."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise refused(
        "file_encoding", _("The letters of this file cannot be read. Save the list as .xlsx and send that.")
    )


def _separator(text: str) -> str:
    """The sign that cuts most of the first lines into equally many pieces."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]

    def fits(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in lines]
        usual = max(set(counts), key=lambda count: (count > 0, counts.count(count)), default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(_SEPARATORS, key=fits)
