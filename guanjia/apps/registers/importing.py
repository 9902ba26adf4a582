"""From the cells of a workbook to the values of a register's fields. Pure: cells in, values or refusals out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.rules import FILES
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.refusals import Refusal, Refused
from guanjia.ui.spreadsheets.reader import Cell, Sheet

NOT_IN_CELLS = (*FILES, FieldKind.ROWS, FieldKind.PERSON)
"""What a cell cannot hold: files, drawings, tables, and customers, of whom several have one name."""

HEADER_WITHIN = 20
"""The line of titles stands among so many first lines."""


@dataclass(frozen=True)
class Line:
    """One row: its number in the workbook, its cells as they came, and which of them are formulas."""

    row: int
    cells: tuple[Cell, ...]
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Book:
    """A workbook as a register reads it: the titles, which column holds which field, and the rows."""

    titles: tuple[str, ...]
    columns: Mapping[int, Field]
    lines: tuple[Line, ...] = field(default_factory=tuple)


def why_not_import(fields: Sequence[Field]) -> Refusal | None:
    """Why a register cannot be filled from a workbook: something is always asked for that no cell can hold."""
    needed = next((one for one in fields if one.required and one.kind in NOT_IN_CELLS), None)
    if needed is None:
        return None
    message = _("“%(field)s” cannot stand in a workbook. Make these entries one by one.")
    return Refusal("not_in_cells", message, params={"field": str(needed.label)})


def understand(sheet: Sheet, fields: Sequence[Field]) -> Book:
    """Find the line of titles and what each column holds. Raises ``Refused`` when none or a needed one is not there."""
    wanted = {title: one for one in fields if one.kind is not FieldKind.COMPUTED for title in titles_of(one)}
    for number, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns: dict[int, Field] = {}
        for place, cell in enumerate(cells):
            found = wanted.get(plain(cell))
            if found is not None and found not in columns.values():
                columns[place] = found
        if columns and len(columns) >= min(2, len({one.key for one in wanted.values()})):
            _require(columns, fields)
            titles = tuple("" if cell is None else str(cell).strip() for cell in cells)
            return Book(titles, columns, tuple(_lines(sheet, number)))
    message = _("No line of titles was found. Take the empty workbook of this register and fill it.")
    raise Refused(Refusal("no_titles", message, field="file"))


def titles_of(one: Field) -> set[str]:
    """How the column of a field may be called: its label in either language, with or without the unit."""
    labels = {one.label.zh, one.label.en}
    with_unit = {f"{label}({one.unit})" for label in labels} if one.unit else set()
    return {plain(label) for label in labels | with_unit}


def _require(columns: Mapping[int, Field], fields: Sequence[Field]) -> None:
    there = {one.key for one in columns.values()}
    missing = [
        str(one.label)
        for one in fields
        if one.required and one.key not in there and one.kind is not FieldKind.FLAG
    ]
    if missing:
        message = _("These columns are missing: %(columns)s. Add them, or take the empty workbook.")
        raise Refused(
            Refusal("columns_missing", message, field="file", params={"columns": ", ".join(missing)})
        )


def _lines(sheet: Sheet, header: int) -> list[Line]:
    found = []
    for place in range(header + 1, len(sheet.rows)):
        cells = sheet.rows[place]
        formulas = (
            frozenset(column for row, column in sheet.formulas if row == place + 1)
            if sheet.formulas
            else frozenset()
        )
        if formulas or any(cell not in (None, "") for cell in cells):
            found.append(Line(place + 1, cells, formulas))
    return found


def values_of(
    book: Book, line: Line, *, zone: ZoneInfo, posts: Mapping[str, str], staff: Mapping[str, list[int]]
) -> dict[str, Any]:
    """A row as ``services.enter`` takes it. Raises ``Refused`` with every cell that is wrong.

    ``posts`` are keys by name, ``staff`` ids by name.
    """
    found: dict[str, Any] = {}
    wrong: list[Refusal] = []
    for place, one in book.columns.items():
        cell = line.cells[place] if place < len(line.cells) else None
        if place in line.formulas:
            message = _("This cell is a formula. Put its result there as a plain value.")
            wrong.append(Refusal("formula", message, field=one.key))
        elif cell is not None and str(cell).strip() != "":
            try:
                found[one.key] = _value(one, cell, zone, posts, staff)
            except Refused as refused:
                wrong += refused.refusals
    if wrong:
        raise Refused(*wrong)
    return found


def _value(  # noqa: C901 - a table of kinds
    one: Field, cell: Cell, zone: ZoneInfo, posts: Mapping[str, str], staff: Mapping[str, list[int]]
) -> Any:
    text = str(cell).strip()
    match one.kind:
        case FieldKind.NUMBER:
            return cell if isinstance(cell, int | float) and not isinstance(cell, bool) else text
        case FieldKind.MONEY:
            return f"{Decimal(str(cell)):.2f}" if isinstance(cell, int | float) else text.lstrip("¥￥")
        case FieldKind.DATE:
            return (
                cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, date) else _day(text)
            )
        case FieldKind.MOMENT:
            return _moment(cell, zone)
        case FieldKind.TIME:
            return cell if isinstance(cell, time) else _time(cell, text)
        case FieldKind.PERIOD:
            ends = re.split(r"\s*(?:–|—|~|至|到)\s*", text)
            if len(ends) != 2:
                raise Refused(
                    Refusal("not_a_period", _("Write when it begins and when it ends."), field=one.key)
                )
            return {"from": _moment(ends[0], zone), "until": _moment(ends[1], zone)}
        case FieldKind.CHOICE:
            named = {plain(word): key for key, label in one.choices for word in (key, label.zh, label.en)}
            return named.get(plain(text), text)
        case FieldKind.FLAG:
            return _flag(one, cell, text)
        case FieldKind.POST:
            return posts.get(text, text)
        case FieldKind.STAFF:
            ids = staff.get(text, [])
            if len(ids) != 1:
                message = _(
                    "Nobody, or more than one person, has this name at the site. Enter this row by hand."
                )
                raise Refused(Refusal("not_here", message, field=one.key))
            return ids[0]
    return _text(cell)


def _text(cell: Cell) -> str:
    """A cell as text: a number that a spreadsheet made of 3 is not 3.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell).strip()


def _day(text: str) -> str:
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _moment(cell: Cell, zone: ZoneInfo) -> Any:
    """A moment on the site's clock; what is none is given on as text, to be refused beside its field."""
    if isinstance(cell, datetime):
        return cell if cell.tzinfo else cell.replace(tzinfo=zone)
    text = str(cell).strip()
    day, _blank, clock = text.replace("T", " ").partition(" ")
    try:
        return datetime.fromisoformat(f"{_day(day)} {clock}".strip()).replace(tzinfo=zone)
    except ValueError:
        return text


def _time(cell: Cell, text: str) -> str:
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    hours, colon, rest = text.partition(":")
    return f"{int(hours):02}:{rest}" if colon and hours.isdecimal() else text


_YES = {"是", "有", "yes", "y", "true", "1", "√", "对"}
_NO = {"否", "无", "no", "n", "false", "0", "×", "x"}


def _flag(one: Field, cell: Cell, text: str) -> bool:
    if isinstance(cell, bool):
        return cell
    word = plain(_text(cell))
    if word in _YES or word in _NO:
        return word in _YES
    raise Refused(Refusal("not_a_flag", _("Answer yes or no."), field=one.key))


def plain(cell: Cell) -> str:
    """A title or word without what people write differently: blanks, full-width signs, stars, capitals."""
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return re.sub(r"[\s*:]+", "", text).casefold()


def as_json(cell: Cell) -> Any:
    """A cell as it is kept of a refused row."""
    if isinstance(cell, datetime):
        return {"moment": cell.replace(tzinfo=None).isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
