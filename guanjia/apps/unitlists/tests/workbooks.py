"""Unit lists made for tests: clean ones, and ones as they really arrive, in Excel and CSV.

A list is made from ``Home``s, so that a test knows what must come out; ``DIRT`` holds the ten ways to spoil a row.
"""

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

HEADERS = ["组团", "组团名称", "楼栋", "单元", "楼层", "房号", "建筑面积(㎡)", "户型", "业主姓名", "联系电话", "证件号码", "交房日期", "装修日期", "入住日期", "备注"]  # fmt: skip
GROUPS = {"A": "罗马假日", "B": "巴黎春天"}
WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-",
    "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ－",
)


@dataclass(frozen=True)
class Home:
    """One unit with its owner, as a list states it."""

    group: str
    building: str
    entrance: int
    floor: int
    room: str
    area: float
    name: str
    phone: str
    id_number: str
    delivered: date
    fitout: date | None = None
    moved_in: date | None = None

    @property
    def row(self) -> list[object]:
        """The cells in the order of ``HEADERS``."""
        return [
            self.group,
            GROUPS.get(self.group, self.group),
            f"{self.building}栋",
            f"{self.entrance}单元",
            self.floor,
            self.room,
            self.area,
            "三室",
            self.name,
            self.phone,
            self.id_number,
            self.delivered,
            self.fitout,
            self.moved_in,
            None,
        ]


def homes(count: int, *, seed: int = 1, group: str = "A") -> list[Home]:
    """Units of one group, four to a floor, each with an owner of its own."""
    draw = random.Random(f"{seed}-{group}")
    made = []
    for number in range(count):
        building, entrance, floor, door = (
            f"{group}{number // 72 + 1}",
            number % 72 // 36 + 1,
            number % 36 // 4 + 1,
            number % 4 + 1,
        )
        delivered = date(2009, 1, 1) + timedelta(days=draw.randrange(700))
        fitout = delivered + timedelta(days=draw.randrange(1, 40))
        made.append(
            Home(
                group,
                building,
                entrance,
                floor,
                f"{building}-{entrance}-{floor:02}{door:02}",
                draw.choice([89.32, 98.65, 112.4, 126.88]),
                draw.choice("王李张刘陈") + draw.choice("静安伯惠明") + draw.choice("岩川平波林"),
                f"199{ord(group):04}{number:04}",
                f"5115001964{draw.randrange(10**7):07}{draw.randrange(10)}",
                delivered,
                fitout,
                fitout + timedelta(days=draw.randrange(60, 200)) if number % 3 else None,
            )
        )
    return made


# --- Dirt that is accepted ---------------------------------------------------------------------------------------------


def soiled(row: list[object], draw: random.Random) -> list[object]:
    """The same row as it really arrives: date styles, full-width digits, units inside numbers, blanks, dashes."""
    row = list(row)
    for place in (11, 12, 13):
        if isinstance(row[place], date):
            row[place] = draw.choice(DATE_STYLES)(row[place])
    if draw.random() < 0.2:
        row[5] = str(row[5]).translate(WIDE)
    if draw.random() < 0.2:
        row[6] = draw.choice(["{}㎡", "{} 平方米", " {}m2 ", "{}平"]).format(row[6])
    if draw.random() < 0.2:
        row[8] = f"  {row[8]} "
    if draw.random() < 0.2:
        phone = str(row[9])
        row[9] = draw.choice(
            [f"{phone[:3]} {phone[3:7]}-{phone[7:]}", f"+86 {phone}", phone.translate(WIDE), int(phone)]
        )
    return row


DATE_STYLES: list[Callable[[date], object]] = [
    lambda day: day.strftime("%Y.%m.%d"),
    lambda day: day.strftime("%Y/%m/%d"),
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: day,
    lambda day: datetime(day.year, day.month, day.day, 9, 30),
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: f"{day.year}-{day.month}-{day.day} 09:30:00",
    lambda day: day.strftime("%Y%m%d"),
    lambda day: day.strftime("%Y．%m．%d"),
]

# --- Dirt that is refused ----------------------------------------------------------------------------------------------


def _set(place: int, value: object) -> Callable[[list[object]], list[object]]:
    return lambda row: [*row[:place], value, *row[place + 1 :]]


def _fitout_first(row: list[object]) -> list[object]:
    return [*row[:11], "2009年9月8日", "2008年1月1日", None, row[14]]


DIRT: dict[str, Callable[[list[object]], list[object]]] = {
    "area_missing": _set(6, None),
    "area_not_number": _set(6, "约一百二"),
    "phone_malformed": _set(9, "12345"),
    "room_missing": _set(5, None),
    "group_unknown": lambda row: ["Z", "不存在组团", *row[2:]],
    "date_impossible": _set(11, "2011-13-45"),
    "area_not_positive": _set(6, -89.3),
    "fitout_before_delivery": _fitout_first,
    "formula": _set(8, '=HYPERLINK("http://evil","王")'),
}


@dataclass(frozen=True)
class DirtyList:
    """A dirty workbook, and which of its rows must be refused for what."""

    content: bytes
    refused: dict[int, str]
    total: int


def dirty(many: Sequence[Home], *, seed: int = 1) -> DirtyList:
    """A list with title rows, a totals row, soiled rows, and one row spoiled in each of the ten ways."""
    draw = random.Random(seed)
    rows = [soiled(home.row, draw) for home in many]
    spoiled: dict[int, str] = {}
    step = len(rows) // (len(DIRT) + 2)
    for number, (code, spoil) in enumerate(DIRT.items(), start=1):
        rows[number * step] = spoil(rows[number * step])
        spoiled[number * step] = code
    twin = len(rows) - 2
    rows[twin] = list(rows[twin - 1])
    spoiled[twin] = "duplicate_row"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["万兴现代城 房屋及业主资料汇总表(2011年)"])
    sheet.merge_cells("A1:O1")
    sheet.append(["制表:客服部", *[None] * 12, "日期:2011-12-20"])
    sheet.append(HEADERS)
    for row in rows:
        append(sheet, row)
    sheet.append([])
    sheet.append(["合计", None, None, None, None, len(rows)])
    return DirtyList(saved(book), {place + 4: code for place, code in spoiled.items()}, len(rows))


# --- Writing -----------------------------------------------------------------------------------------------------------


def append(sheet: Worksheet, row: Sequence[object]) -> None:
    """Append a row; text that looks like a formula stays text, as it does when somebody pastes it."""
    sheet.append(list(row))
    for cell in sheet[sheet.max_row]:
        if isinstance(cell.value, str) and cell.value.startswith("="):
            cell.data_type = "s"


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as bytes."""
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def excel(
    rows: Sequence[Sequence[object]], *, headers: Sequence[str] = HEADERS, title: str = "Sheet1"
) -> bytes:
    """A plain workbook: a header and rows."""
    book = openpyxl.Workbook()
    book.active.title = title
    book.active.append(list(headers))
    for row in rows:
        append(book.active, row)
    return saved(book)


def comma_separated(
    rows: Sequence[Sequence[object]],
    *,
    headers: Sequence[str] = HEADERS,
    encoding: str = "utf-8",
    separator: str = ",",
) -> bytes:
    """The same as CSV."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=separator)
    writer.writerow(headers)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue().encode(encoding)


def moved(home: Home, **more: object) -> Home:
    """The home with something different."""
    return replace(home, **more)  # type: ignore[arg-type]
