"""What one cell of a unit list says: numbers, dates, telephones, names, in the many ways people write them. Pure.

A parser answers the value, or a ``Reason`` why the cell cannot be taken; blank is None or "". Reasons are values with a
code, so that they can be stored and told in either language later (``REASONS``).
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.people.terms import is_telephone, normal_phone
from guanjia.apps.places.terms import LARGEST_AREA, from_numeral, plain
from guanjia.apps.unitlists.terms import FIELDS, Cell, Field
from guanjia.kernel.refusals import Refusal, Text

REASONS: dict[str, Text] = {
    "room_missing": _("The room number is missing. Fill it in."),
    "room_is_date": _("The spreadsheet turned the room number into a date (%(value)s). Make the column text and write it again."),
    "text_too_long": _("“%(field)s” is too long. Use at most %(most)s characters."),
    "formula": _("“%(field)s” is a formula (%(value)s). Write plain text instead."),
    "formula_empty": _("“%(field)s” is a formula without a result. Write the value itself."),
    "cell_error": _("“%(field)s” shows an error (%(value)s). Write the value itself."),
    "duplicate_row": _("This unit is already in row %(row)s. Delete one of the two rows."),
    "duplicate_row_sheet": _("This unit is already in row %(row)s of sheet “%(sheet)s”. Delete one of the two rows."),
    "area_missing": _("The area is missing. Fill in the square metres, for example 126.88."),
    "area_not_number": _("The area “%(value)s” is not a number. Fill in the square metres, for example 126.88."),
    "area_not_positive": _("The area %(value)s is not above zero. Correct it."),
    "area_too_large": _("The area %(value)s is too large to be true. Check the decimal point."),
    "phone_malformed": _("“%(value)s” is not a telephone number. Write 11 digits for a mobile, or area code and number."),
    "phone_damaged": _("The spreadsheet cut the telephone number off (%(value)s). Make the column text and write it again."),
    "id_damaged": _("The spreadsheet cut the identity number off (%(value)s). Make the column text and write it again."),
    "id_masked": _("The identity number is masked (%(value)s). Write the whole number, or leave the cell empty."),
    "id_count": _("There are %(numbers)s identity numbers for %(owners)s owners. Write one for each, in the same order."),
    "owner_missing": _("There is a telephone or identity number, but no owner's name. Fill in the name."),
    "date_impossible": _("“%(value)s” (%(field)s) is not a day of the calendar. Write it like 2009-05-16."),
    "date_unclear": _("“%(value)s” (%(field)s) can be read in two ways. Write it like 2009-05-16."),
    "fitout_before_delivery": _("The fit-out (%(fitout)s) comes before the handover (%(delivered)s). Correct one of the two dates."),
    "moved_in_before_delivery": _("The moving in (%(moved)s) comes before the handover (%(delivered)s). Correct one of the two dates."),
    "group_unknown": _("There is no group “%(group)s”. Correct it, or allow new groups for this import."),
    "group_missing": _("The group is missing. Fill it in."),
    "group_needed": _("Building “%(building)s” exists in several groups. Fill in the group."),
    "group_conflict": _("The code “%(group)s” and the name “%(name)s” are two different groups. Correct one of them."),
    "building_missing": _("The building is missing. Fill it in."),
    "unit_elsewhere": _("This unit is stored in another building (%(building)s). Correct the building or the room number."),
    "not_stored": _("The database did not take this row. Check it for unusual signs, and import it again."),
}  # fmt: skip
"""Why a row is refused, by code; each says what to do."""

_PLACEHOLDERS = frozenset(
    {
        "-", "--", "---", "—", "——", "–", "/", "\\", "无", "暂无", "未", "空", "空置",
        "待定", "不详", "未知", "n/a", "na", "null", "none", "nil", "tbd", "未交",
        "未交房", "未交付", "未收房", "未装修", "未入住", "未办理", "毛坯", "#n/a",
    }
)  # fmt: skip
_AREA_UNITS = re.compile(r"(?:平方米|平方|平米|平|m\^?2|sq\.?\s?m\.?|sqm|㎡|m²)$", re.IGNORECASE)
_ERRORS = re.compile(r"#(?:REF|DIV/0|VALUE|NAME\??|NULL|NUM|N/A|GETTING_DATA|SPILL)[!?]?", re.IGNORECASE)
_YMD = re.compile(
    r"(\d{4})\s*[-./年、,\s]\s*(\d{1,2})\s*[-./月、,\s]\s*(\d{1,2})\s*[日号]?(?:\s*[T ]?\s*\d{1,2}:\d{2}.*|\s+\d{1,2}时.*)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DMY = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{4})(?:\s+\d{1,2}:\d{2}.*)?")
_CHINESE_DAY = re.compile(
    r"([〇零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
MASK = "*"
"""What stands for the signs of a number that is not shown."""
_LONG_NUMBER = re.compile(r"\d{14,}[0-9Xx]?|[A-Za-z]\d{7,}")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_BETWEEN_NAMES = re.compile(r"[、,，;；/&\n]|(?<=[\u4e00-\u9fff])[和与](?=[\u4e00-\u9fff]{2,4}$)")
_BETWEEN_NUMBERS = re.compile(r"[、,，;；/|\n]|\s{2,}")
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}")


@dataclass(frozen=True)
class Reason:
    """Why a cell, and so its row, is refused."""

    code: str
    field: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        words = dict(self.params)
        if self.field:
            words["field"] = FIELDS[Field(self.field)]
        return str(REASONS[self.code]) % words

    def as_json(self) -> dict[str, Any]:
        """The reason as plain values."""
        return {"code": self.code, "field": self.field, "params": dict(self.params)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Reason":
        """The inverse of ``as_json``."""
        return cls(data["code"], data["field"], data["params"])


def shown(cell: Cell) -> str:
    """A cell as a reason quotes it: short, on one line."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        cell = cell.date()
    text = as_written(cell)
    return text if len(text) <= 40 else f"{text[:39]}…"


def as_written(cell: Cell) -> str:
    """A cell as somebody wrote it, on one line: unlike ``text_of``, ㎡ stays ㎡ and full width stays full width."""
    text = "" if cell is None else str(cell)
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def text_of(cell: Cell) -> str:
    """A cell as text: one width, no blanks around, whole numbers without ".0", placeholders as blank."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime) and cell.time() == time.min:
        cell = cell.date()
    text = plain(cell)
    return "" if text.lower() in _PLACEHOLDERS else text


def is_formula(text: str) -> bool:
    """Whether text would run as a formula somewhere: =…, @…, or +… and -… with a call or a reference in it."""
    return text[:1] in {"=", "@"} or (
        text[:1] in {"+", "-"} and bool(re.search(r"[(!|]|[A-Za-z]\$?\d", text))
    )


def words(cell: Cell, wanted: Field, most: int) -> str | Reason:
    """Plain words of at most ``most`` characters; a formula or an error is refused."""
    text = text_of(cell)
    if _ERRORS.fullmatch(text):
        return Reason("cell_error", wanted, {"value": shown(text)})
    if is_formula(text):
        return Reason("formula", wanted, {"value": shown(text)})
    if len(text) > most:
        return Reason("text_too_long", wanted, {"most": most})
    return text


def room(cell: Cell) -> str | Reason:
    """A room number. A spreadsheet that made a date of "3-2" is told so."""
    if isinstance(cell, date | time | timedelta):
        return Reason("room_is_date", Field.ROOM, {"value": shown(cell)})
    text = words(cell, Field.ROOM, 40)
    if text == "":
        return Reason("room_missing", Field.ROOM)
    return text if isinstance(text, Reason) else re.sub(r"(?<=\d)\s*(?:室|号房|房|号)$", "", text)


def area(cell: Cell) -> Decimal | Reason:
    """Square metres with two decimals, from a number or from text with its unit ("126.88㎡", "1,126.88 平方米")."""
    if isinstance(cell, bool | date | time | timedelta):
        return Reason("area_not_number", Field.AREA, {"value": shown(cell)})
    text = text_of(cell)
    if not text:
        return Reason("area_missing", Field.AREA)
    bare = re.sub(r"(?<=\d),(?=\d{3}(?:\D|$))", "", _AREA_UNITS.sub("", text).strip())
    try:
        number = (
            Decimal(bare)
            if re.fullmatch(r"[+-]?\d*\.?\d+(?:E[+-]?\d+)?|[+-]?\d+\.", bare, re.IGNORECASE)
            else None
        )
        metres = None if number is None else number.quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        return Reason("area_too_large", Field.AREA, {"value": shown(text)})
    if metres is None:
        return Reason("area_not_number", Field.AREA, {"value": shown(text)})
    if metres <= 0:
        return Reason("area_not_positive", Field.AREA, {"value": shown(text)})
    if metres > LARGEST_AREA:
        return Reason("area_too_large", Field.AREA, {"value": shown(text)})
    return metres


def day(cell: Cell, wanted: Field) -> date | Reason | None:
    """A day: a real date, a date with a time, a serial number, or text in any usual order that can be read in one way."""
    if isinstance(cell, datetime):
        return _believable(cell.date(), cell, wanted)
    if isinstance(cell, date):
        return _believable(cell, cell, wanted)
    if isinstance(cell, bool | time | timedelta):
        return Reason("date_impossible", wanted, {"value": shown(cell)})
    text = text_of(cell)
    if not text:
        return None
    if isinstance(cell, float | int) or re.fullmatch(r"[2-6]\d{4}(?:\.\d+)?", text):
        return _from_serial(text, wanted)
    return _from_text(text, wanted)


def _from_serial(text: str, wanted: Field) -> date | Reason | None:
    if compact := _COMPACT.fullmatch(text):
        return _day(compact.groups(), text, wanted)
    number = float(text)
    if not 0 < number < 2_958_466:  # the last day a spreadsheet knows
        return Reason("date_impossible", wanted, {"value": shown(text)})
    return _believable(_SERIAL_DAY_ZERO + timedelta(days=int(number)), text, wanted)


def _from_text(text: str, wanted: Field) -> date | Reason | None:
    if found := _YMD.fullmatch(text) or _COMPACT.fullmatch(text):
        return _day(found.groups(), text, wanted)
    if found := _CHINESE_DAY.fullmatch(text):
        return _day([from_numeral(part) or 0 for part in found.groups()], text, wanted)
    if found := _DMY.fullmatch(text):
        one, other, year = (int(part) for part in found.groups())
        if one <= 12 and other <= 12 and one != other:
            return Reason("date_unclear", wanted, {"value": shown(text)})
        month = min(one, other) if max(one, other) > 12 else one
        return _day((year, month, max(one, other)), text, wanted)
    return Reason("date_impossible", wanted, {"value": shown(text)})


def _day(parts: Sequence[Any], text: str, wanted: Field) -> date | Reason:
    try:
        year, month, number = (int(part) for part in parts)
        return _believable(date(year, month, number), text, wanted)
    except ValueError:
        return Reason("date_impossible", wanted, {"value": shown(text)})


def _believable(found: date, cell: Cell, wanted: Field) -> date | Reason:
    if 1900 < found.year < 2100:
        return found
    return Reason("date_impossible", wanted, {"value": shown(cell)})


def whole_floor(cell: Cell) -> int | None:
    """A floor: "3", "3层", "三层", "B1", "负1", "地下一层"; what says no floor is taken as none."""
    text = text_of(cell).upper()
    below = text.startswith(("-", "B", "负", "地下", "G-", "LG"))
    if number := re.search(r"\d+", text):
        found = int(number[0])
    elif numeral := re.search(r"[一二三四五六七八九十]+", text):
        found = from_numeral(numeral[0]) or 0
    else:
        return None
    return None if not 0 < found < 300 else -found if below else found


def owners(cell: Cell) -> tuple[str, ...] | Reason:
    """The owners' names. "张三、李四" are two; blanks that only spread a short name out are taken away."""
    if isinstance(cell, date | time | timedelta):
        return Reason("cell_error", Field.OWNER, {"value": shown(cell)})
    text = words(cell, Field.OWNER, 200)
    if isinstance(text, Reason):
        return text
    if text[:1] in {"+", "-", "="}:
        return Reason("formula", Field.OWNER, {"value": shown(text)})
    parts = [_closed_up(part) for part in _BETWEEN_NAMES.split(text) if part.strip()]
    spaced = text.split()
    if len(spaced) > 1 and len(parts) == 1 and all(_CHINESE_NAME.fullmatch(part) for part in spaced):
        parts = spaced
    names = parts if len(parts) == 1 or all(_CHINESE_NAME.fullmatch(part) for part in parts) else [text]
    if any(len(name) > 80 for name in names):
        return Reason("text_too_long", Field.OWNER, {"most": 80})
    return tuple(dict.fromkeys(name for name in names if name))


def _closed_up(name: str) -> str:
    """ "张 三" is 张三; "John Smith" stays."""
    parts = name.split()
    return (
        "".join(parts) if all(re.fullmatch(r"[\u4e00-\u9fff]", part) for part in parts) else " ".join(parts)
    )


def phones(cell: Cell) -> tuple[str, ...] | Reason:
    """Normal telephone numbers; several may share a cell, with names or remarks beside them."""
    if isinstance(cell, date | time | timedelta):
        return Reason("phone_malformed", Field.PHONE, {"value": shown(cell)})
    raw = "\n".join(plain(line) for line in cell.splitlines()) if isinstance(cell, str) else text_of(cell)
    if raw.lower() in _PLACEHOLDERS or not raw.strip():
        return ()
    if _SCIENTIFIC.fullmatch(raw):
        return Reason("phone_damaged", Field.PHONE, {"value": shown(raw)})
    found: list[str] = []
    for piece in _pieces(raw):
        number = normal_phone(piece)
        if not is_telephone(number):
            return Reason("phone_malformed", Field.PHONE, {"value": shown(raw)})
        found.append(number)
    return tuple(dict.fromkeys(found))


def _pieces(raw: str) -> list[str]:
    """The numbers of a cell: cut at signs that never belong to one, then at blanks where that gives numbers."""
    bare = re.sub(r"[(（\[][^)）\]]*[\u4e00-\u9fff][^)）\]]*[)）\]]", "\n", raw)
    bare = bare.replace("分机", "转").replace("转转", "转")
    bare = re.sub(r"(?!转)[\u4e00-\u9fff]+[:：]?", "\n", bare)
    pieces: list[str] = []
    for piece in _BETWEEN_NUMBERS.split(bare):
        parts = piece.split()
        if not parts:
            continue
        apart = (
            len(parts) > 1
            and not is_telephone(normal_phone(piece))
            and all(is_telephone(normal_phone(one)) for one in parts)
        )
        pieces += parts if apart else [piece]
    return pieces or [raw]


def masked(text: str) -> str:
    """Words with the middle of every long number starred, so that whoever may not read numbers can correct the rest."""
    return _LONG_NUMBER.sub(lambda found: f"{found[0][:3]}{MASK * 4}{found[0][-4:]}", text)


def masked_identity(text: str) -> str:
    """The cell of an identity number, starred whatever stands in it."""
    return f"{text[:3]}{MASK * 4}{text[-4:]}" if len(text) > 8 else MASK * 4


def why_not_reason(reason: str) -> Refusal | None:
    """Whole numbers leave the house for a reason somebody can read later."""
    if len(reason.strip()) < 2:
        return Refusal(
            "reason_missing", _("Write down why, so that it can be understood later."), field="reason"
        )
    return None


def identities(cell: Cell) -> tuple[str, ...] | Reason:
    """Identity numbers, one or several; a number the spreadsheet has rounded off is refused."""
    if isinstance(cell, float) and abs(cell) >= 1e15:
        return Reason("id_damaged", Field.ID_NUMBER, {"value": shown(repr(cell))})
    if isinstance(cell, str):
        cell = "、".join(part for line in cell.splitlines() if (part := plain(line)))
    text = words(cell, Field.ID_NUMBER, 200)
    if isinstance(text, Reason):
        return text
    if _SCIENTIFIC.fullmatch(text):
        return Reason("id_damaged", Field.ID_NUMBER, {"value": shown(text)})
    if MASK in text or "＊" in text:
        return Reason("id_masked", Field.ID_NUMBER, {"value": shown(text)})
    parts = (re.sub(r"\s+", "", part).upper() for part in re.split(r"[、,，;；/|]", text))
    found = tuple(part for part in parts if part)
    if any(len(part) > 40 for part in found):
        return Reason("text_too_long", Field.ID_NUMBER, {"most": 40})
    return found


def why_not_dates(delivered: date | None, fitout: date | None, moved_in: date | None) -> list[Reason]:
    """Nobody fits out or moves into a unit before it was handed over."""
    found = []
    if delivered and fitout and fitout < delivered:
        params = {"fitout": fitout.isoformat(), "delivered": delivered.isoformat()}
        found.append(Reason("fitout_before_delivery", Field.FITOUT_ON, params))
    if delivered and moved_in and moved_in < delivered:
        params = {"moved": moved_in.isoformat(), "delivered": delivered.isoformat()}
        found.append(Reason("moved_in_before_delivery", Field.MOVED_IN_ON, params))
    return found
