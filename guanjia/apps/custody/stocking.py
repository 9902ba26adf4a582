"""From the rows of a workbook to pieces of the list. Pure: cells in, pieces or refusals out, all bad rows at once."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.apps.custody.rules import plain_number
from guanjia.kernel.refusals import Refusal, Refused, Text
from guanjia.ui.spreadsheets.reader import Cell, Sheet

MOST_ROWS = 2_000
"""So many pieces come in with one workbook."""
_HEADER_WITHIN = 20

TITLES: Mapping[str, tuple[str, ...]] = {
    "number": ("Number", "编号", "钥匙编号", "卡号"),
    "name": ("Name", "名称", "部位"),
    "kind": ("Kind", "种类", "类别"),
    "hook": ("Hook", "钩号", "挂钩号", "柜位"),
    "parts": ("On the ring", "把数", "每串把数"),
    "stock": ("Stock", "库存", "数量"),
    "unit": ("Unit", "房号", "单元"),
}
"""How the columns may be called; the first of each is the English title of the empty workbook, the second the Chinese."""
NEEDED = ("number", "kind")


@dataclass(frozen=True)
class Row:
    """One row as it was understood: the number of the row in the workbook, and what it says."""

    row: int
    number: str
    name: str
    kind: str
    hook: str
    parts: int
    stock: int
    unit: str


def understand(sheet: Sheet) -> list[Row]:
    """The rows below the line of titles. Raises ``Refused`` with a reason for the sheet, or one for every bad row."""
    header, columns = _header(sheet)
    lines = [
        (place + 1, cells)
        for place, cells in enumerate(sheet.rows)
        if place > header and any(cell not in (None, "") for cell in cells)
    ]
    if not lines:
        raise _refused("no_rows", _("There is no row below the titles. Fill the workbook first."))
    if len(lines) > MOST_ROWS:
        raise _refused("too_many_rows", _("These are more than 2,000 rows. Bring them in in several goes."))
    formulas = {row for row, _column in sheet.formulas}
    rows, wrong = [], []
    for number, cells in lines:
        if number in formulas:
            message = _("Row %(row)s: a cell is a formula. Put its result there as a plain value.")
            wrong.append(Refusal("formula", message, field="file", params={"row": number}))
            continue
        found = _row(number, columns, cells)
        rows.append(found) if isinstance(found, Row) else wrong.extend(found)
    wrong += _twice(rows)
    if wrong:
        raise Refused(*wrong)
    return rows


def why_not(rows: Sequence[Row], *, kinds: set[str], units: set[str], taken: set[str]) -> list[Refusal]:
    """Why rows do not fit the site: kinds and units it does not have, numbers that are on its list."""
    found = []
    for one in rows:
        if one.kind not in kinds:
            message = _("Row %(row)s: there is no kind “%(kind)s”. Add it first, or correct the word.")
            found.append(_of(one, "no_kind", message, kind=one.kind))
        if one.unit and one.unit not in units:
            message = _("Row %(row)s: there is no unit “%(unit)s” here.")
            found.append(_of(one, "no_unit", message, unit=one.unit))
        if one.number in taken:
            message = _("Row %(row)s: “%(number)s” is already on the list.")
            found.append(_of(one, "number_taken", message, number=one.number))
        if one.stock > 1 and one.parts > 1:
            message = _("Row %(row)s: a stock has no ring. Write 1 for the pieces on the ring.")
            found.append(_of(one, "ring_in_stock", message))
    return found


def _header(sheet: Sheet) -> tuple[int, dict[str, int]]:
    words = {_plain(word): key for key, titles in TITLES.items() for word in titles}
    for place, cells in enumerate(sheet.rows[:_HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(cells):
            key = words.get(_plain(cell))
            if key:
                columns.setdefault(key, column)
        if len(columns) >= len(NEEDED):
            missing = [key for key in NEEDED if key not in columns]
            if missing:
                names = ", ".join(f"{TITLES[key][1]} / {TITLES[key][0]}" for key in missing)
                message = _("These columns are missing: %(columns)s. Add them, or take the empty workbook.")
                raise Refused(Refusal("columns_missing", message, field="file", params={"columns": names}))
            return place, columns
    raise _refused("no_titles", _("No line of titles was found. Take the empty workbook and fill it."))


def _row(number: int, columns: Mapping[str, int], cells: Sequence[Cell]) -> Row | list[Refusal]:
    said = {key: _text(cells[place]) if place < len(cells) else "" for key, place in columns.items()}
    wrong = []
    tag = plain_number(said["number"])
    if not tag:
        message = _("Row %(row)s: the number is missing.")
        wrong.append(Refusal("number_missing", message, field="file", params={"row": number}))
    amounts = {}
    for key in ("parts", "stock"):
        text = said.get(key, "")
        amounts[key] = _amount(text)
        if amounts[key] is None:
            message = _("Row %(row)s: “%(text)s” is not a number from 1 on.")
            wrong.append(Refusal("bad_number", message, field="file", params={"row": number, "text": text}))
    long = [said[key] for key, most in _LONGEST.items() if len(said.get(key, "")) > most]
    if long:
        message = _("Row %(row)s: “%(text)s” is too long.")
        params = {"row": number, "text": f"{long[0][:30]}…"}
        wrong.append(Refusal("too_long", message, field="file", params=params))
    if wrong:
        return wrong
    return Row(
        number,
        tag,
        said.get("name", ""),
        said["kind"],
        said.get("hook", ""),
        amounts["parts"] or 1,
        amounts["stock"] or 1,
        said.get("unit", ""),
    )


_LONGEST = {"number": 30, "name": 80, "hook": 20}


def _amount(text: str) -> int | None:
    if not text:
        return 1
    plain = unicodedata.normalize("NFKC", text)
    return int(plain) if re.fullmatch(r"[1-9]\d{0,4}", plain) else None


def _twice(rows: Sequence[Row]) -> list[Refusal]:
    seen: dict[str, int] = {}
    found = []
    for one in rows:
        if one.number in seen:
            message = _("Row %(row)s: “%(number)s” stands in row %(other)s already.")
            found.append(_of(one, "number_twice", message, number=one.number, other=seen[one.number]))
        seen.setdefault(one.number, one.row)
    return found


def _of(row: Row, code: str, message: Text, **params: object) -> Refusal:
    return Refusal(code, message, field="file", params={"row": row.row, **params})


def _refused(code: str, message: Text) -> Refused:
    return Refused(Refusal(code, message, field="file"))


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _plain(cell: Cell) -> str:
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return re.sub(r"[\s*:()]+", "", text).casefold()
