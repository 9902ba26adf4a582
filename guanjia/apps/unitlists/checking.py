"""Checking a whole list: every row becomes facts about a unit and its owners, or reasons why not. Pure.

Rows are checked against each other (the same unit twice) and against what the site has (groups, buildings, units); nothing is
read from a database here. Blank rows, titles, repeated headers and totals are passed over and counted.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from guanjia.apps.people.terms import Named, PersonKind, kind_of
from guanjia.apps.places.terms import Structure, UnitFacts, building_code, composed_code, plain
from guanjia.apps.unitlists import rules
from guanjia.apps.unitlists.headers import normal_header
from guanjia.apps.unitlists.rules import Reason
from guanjia.apps.unitlists.terms import WRITTEN_ONCE, Cell, Field, SheetPlan
from guanjia.ui.spreadsheets.reader import Sheet

_TOTALS = re.compile(
    r"^.{0,20}?(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|grand\s*total|sub-?\s*total|totals?|sum)\s*[:：]?\s*[\d,.]*\s*[户套间个]?\s*$",
    re.IGNORECASE,
)
_FOOTERS = re.compile(
    r"^(制表|审核|填表|复核|经办|批准|打印|日期|时间|单位|说明|备注|注|第.{1,6}页|共.{1,6}页|page|prepared|checked|date|note)",
    re.IGNORECASE,
)
_OFTEN_BLANK = 0.4
"""From this share of blanks on, a column is taken to be written once for a block of rows."""


@dataclass(frozen=True)
class Site:
    """What the site has already: its groups and buildings, and the building of each unit by code."""

    structure: Structure = field(default_factory=Structure)
    homes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class GoodRow:
    """A row that can be stored."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]
    facts: UnitFacts
    owners: tuple[Named, ...]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot, with all reasons, and its cells as they came."""

    sheet: str
    row: int
    cells: tuple[Cell, ...]
    reasons: tuple[Reason, ...]


@dataclass
class Checked:
    """A whole list, checked: rows in their order, groups to be made (code to name), and rows passed over."""

    rows: list[GoodRow | BadRow] = field(default_factory=list)
    new_groups: dict[str, str] = field(default_factory=dict)
    passed_over: list[tuple[str, int]] = field(default_factory=list)

    @property
    def good(self) -> list[GoodRow]:
        """The rows that can be stored."""
        return [row for row in self.rows if isinstance(row, GoodRow)]

    @property
    def bad(self) -> list[BadRow]:
        """The rows that cannot."""
        return [row for row in self.rows if isinstance(row, BadRow)]


def check(
    sheets: Sequence[Sheet], plans: Sequence[SheetPlan], site: Site, *, allow_new_groups: bool
) -> Checked:
    """Check every row of the sheets in use. Refuses nothing as a whole; each row stands for itself."""
    work = _Work(site, allow_new_groups, several=sum(plan.is_used for plan in plans) > 1)
    by_name = {sheet.name: sheet for sheet in sheets}
    for plan in plans:
        if plan.is_used and plan.sheet in by_name:
            sheet = by_name[plan.sheet]
            for number, cells in _data_rows(sheet, plan, work.checked):
                work.checked.rows.append(_check_row(work, plan, sheet, number, cells))
    return work.checked


@dataclass
class _Work:
    """What is known while a list is checked, the rows before included."""

    site: Site
    allow_new_groups: bool
    several: bool
    checked: Checked = field(default_factory=Checked)
    seen: dict[str, tuple[str, int]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    by_any_name: dict[str, str] = field(default_factory=dict)
    stored: dict[str, str] = field(default_factory=dict)
    groups_of: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, name in self.site.structure.groups.items():
            self.know_group(code, name)
        for code in self.site.homes:
            self.stored.setdefault(_key(code), code)
        for group, building in self.site.structure.buildings:
            self.groups_of.setdefault(building, set()).add(group)

    def know_group(self, code: str, name: str) -> None:
        self.groups[code] = name
        for spelling in (code, name):
            self.by_any_name.setdefault(_group_key(spelling), code)


def _key(code: str) -> str:
    """A unit's code without leading noughts, because spreadsheets drop them: 0302 and 302 are one room."""
    return "-".join(part.lstrip("0") for part in code.split("-"))


def _group_key(text: str) -> str:
    bare = plain(text).upper().replace(" ", "")
    return bare.removesuffix("组团").removesuffix("区") or bare


# --- Which rows are data -----------------------------------------------------------------------------------------------


def _data_rows(sheet: Sheet, plan: SheetPlan, checked: Checked) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """The rows below the header that hold a unit, with merged and written-once cells filled in."""
    rows = [list(row) for row in sheet.rows]
    _fill_merged(rows, sheet, plan)
    header = _normal(sheet.rows[plan.header_row - 1]) if plan.header_row <= len(rows) else ()
    kept = []
    for number in range(plan.header_row + 1, len(rows) + 1):
        original = sheet.rows[number - 1]
        if _is_blank(original):
            continue
        if _is_beside(original, plan) or (header and _normal(original) == header):
            checked.passed_over.append((sheet.name, number))
            continue
        kept.append(number)
    _fill_written_once(rows, kept, plan)
    for number in kept:
        yield number, tuple(rows[number - 1])


def _is_blank(cells: Iterable[Cell]) -> bool:
    return all(cell is None or (isinstance(cell, str) and not plain(cell)) for cell in cells)


def _normal(cells: Iterable[Cell]) -> tuple[str, ...]:
    texts = [normal_header(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _is_beside(cells: Sequence[Cell], plan: SheetPlan) -> bool:
    """Whether a row is a total, a title, a signature line: something beside the list, not a unit of it."""
    filled = {place: cell for place, cell in enumerate(cells) if not _is_blank([cell])}
    free = {plan.columns.get(key) for key in (Field.OWNER, Field.NOTE, Field.LAYOUT, Field.PHONE)}
    if any(
        _TOTALS.fullmatch(plain(cell))
        for place, cell in filled.items()
        if place not in free and isinstance(cell, str)
    ):
        return True
    has_room = plan.columns.get(Field.ROOM) in filled
    if len(filled) == 1:
        return not has_room
    if has_room:
        return False
    labels = sum(bool(_FOOTERS.match(plain(cell))) for cell in filled.values() if isinstance(cell, str))
    return labels * 2 >= len(filled)


def _fill_merged(rows: list[list[Cell]], sheet: Sheet, plan: SheetPlan) -> None:
    """Fill blocks merged downwards. An area or a room number that spans two units is left for a person to divide."""
    alone = {plan.columns.get(Field.AREA), plan.columns.get(Field.ROOM)}
    for span in sheet.merged:
        if span.top < plan.header_row or span.bottom == span.top or span.left in alone:
            continue
        if span.top >= len(rows) or span.left >= len(rows[span.top]):
            continue
        for row in rows[span.top + 1 : span.bottom + 1]:
            if span.left < len(row):
                row[span.left] = rows[span.top][span.left]


def _fill_written_once(rows: list[list[Cell]], kept: Sequence[int], plan: SheetPlan) -> None:
    """Fill what a list writes in the first row of a block only, where blanks are so many that they are no slips."""
    for wanted in WRITTEN_ONCE:
        place = plan.columns.get(wanted)
        if place is None or not kept:
            continue
        cells = [rows[number - 1][place] if place < len(rows[number - 1]) else None for number in kept]
        blanks = sum(_is_blank([cell]) for cell in cells)
        if blanks == len(cells) or blanks < _OFTEN_BLANK * len(cells) or _is_blank(cells[:1]):
            continue
        latest: Cell = None
        for number, cell in zip(kept, cells, strict=True):
            if not _is_blank([cell]):
                latest = cell
            elif place < len(rows[number - 1]):
                rows[number - 1][place] = latest


# --- What a row says ---------------------------------------------------------------------------------------------------


class _Row:
    """The cells of one row by field; parsing collects every reason instead of stopping at the first."""

    def __init__(self, plan: SheetPlan, sheet: Sheet, number: int, cells: tuple[Cell, ...]) -> None:
        self.plan, self.sheet, self.number, self.cells = plan, sheet, number, cells
        self.reasons: list[Reason] = []

    def cell(self, wanted: Field) -> Cell:
        place = self.plan.columns.get(wanted)
        if place is None or place >= len(self.cells):
            return None
        value = self.cells[place]
        if (self.number, place) in self.sheet.formulas:
            if wanted is Field.OWNER:
                self.refuse(Reason("formula", wanted, {"value": rules.shown(value)}))
                return None
            if _is_blank([value]):
                self.refuse(Reason("formula_empty", wanted))
                return None
        return value

    def refuse(self, reason: Reason) -> None:
        if not any(known.field == reason.field and reason.field for known in self.reasons):
            self.reasons.append(reason)

    def take(self, value: Any, otherwise: Any) -> Any:
        """``value``, or ``otherwise`` when it is a reason, which is kept."""
        if isinstance(value, Reason):
            self.refuse(value)
            return otherwise
        return value

    def words(self, wanted: Field, most: int) -> str:
        return str(self.take(rules.words(self.cell(wanted), wanted, most), ""))

    def day(self, wanted: Field) -> Any:
        return self.take(rules.day(self.cell(wanted), wanted), None)


def _check_row(
    work: _Work, plan: SheetPlan, sheet: Sheet, number: int, cells: tuple[Cell, ...]
) -> GoodRow | BadRow:
    row = _Row(plan, sheet, number, cells)
    room = row.take(rules.room(row.cell(Field.ROOM)), "")
    building = row.words(Field.BUILDING, 60)
    entrance = row.words(Field.ENTRANCE, 20)
    group = _group(work, row, building, room)
    area = row.take(rules.area(row.cell(Field.AREA)), None)
    delivered, fitout, moved_in = (
        row.day(key) for key in (Field.DELIVERED_ON, Field.FITOUT_ON, Field.MOVED_IN_ON)
    )
    for reason in rules.why_not_dates(delivered, fitout, moved_in):
        row.refuse(reason)
    owners = _owners(row)
    layout, note = row.words(Field.LAYOUT, 40), row.words(Field.NOTE, 300)
    code = composed_code(room, building=building, entrance=entrance, group_code=group) if room else ""
    building, entrance = _completed(row, code, building, entrance)
    code = _one_code(work, row, code, group, building)
    if row.reasons or area is None:
        return BadRow(sheet.name, number, sheet.rows[number - 1], tuple(row.reasons))
    work.seen[_key(code)] = (sheet.name, number)
    facts = UnitFacts(
        code=code,
        building=building,
        area=area,
        group_code=group,
        entrance=entrance,
        floor=rules.whole_floor(row.cell(Field.FLOOR)),
        layout=layout,
        delivered_on=delivered,
        fitout_on=fitout,
        moved_in_on=moved_in,
        note=note,
    )
    return GoodRow(sheet.name, number, sheet.rows[number - 1], facts, owners)


def _group(work: _Work, row: _Row, building: str, room: str) -> str:
    """The code of the row's group; "" for none. A group that is not known is a reason, or is made when allowed."""
    code, name = row.words(Field.GROUP, 60), row.words(Field.GROUP_NAME, 60)
    if row.reasons and not code and not name:
        return ""
    if not code and not name:
        return _group_without_words(work, row, building, room)
    by_code, by_name = (work.by_any_name.get(_group_key(text)) if text else None for text in (code, name))
    if by_code and by_name and by_code != by_name:
        row.refuse(Reason("group_conflict", Field.GROUP, {"group": code, "name": name}))
        return by_code
    if known := by_code or (None if code and by_name is None else by_name):
        return known
    if not work.allow_new_groups:
        row.refuse(Reason("group_unknown", Field.GROUP, {"group": code or name}))
        return ""
    new_code = plain(code or name).upper()[:20]
    work.know_group(new_code, name or code)
    work.checked.new_groups[new_code] = (name or code)[:60]
    return new_code


def _group_without_words(work: _Work, row: _Row, building: str, room: str) -> str:
    """A row that names no group: that of its sheet, or of its building when there is only one of that name."""
    by_sheet = work.by_any_name.get(_group_key(row.sheet.name))
    if by_sheet:
        return by_sheet
    house = building_code(building) if building else building_code(room.split("-")[0]) if "-" in room else ""
    groups = work.groups_of.get(house, set())
    if len(groups) == 1:
        return next(iter(groups))
    if groups:
        row.refuse(Reason("group_needed", Field.GROUP, {"building": building or house}))
    elif Field.GROUP in row.plan.columns or Field.GROUP_NAME in row.plan.columns:
        row.refuse(Reason("group_missing", Field.GROUP))
    return ""


def _completed(row: _Row, code: str, building: str, entrance: str) -> tuple[str, str]:
    """Building and entrance from the parts of the code, where the list has no columns for them."""
    parts = code.split("-")
    if not building and len(parts) > 1:
        building = parts[0]
        if not entrance and len(parts) == 3:
            entrance = parts[1]
    if not building and code:
        row.refuse(Reason("building_missing", Field.BUILDING))
    return building, entrance


def _one_code(work: _Work, row: _Row, code: str, group: str, building: str) -> str:
    """The code the unit is stored under; a second row of the same unit, or a unit of another building, is a reason."""
    if not code:
        return code
    if len(code) > 40:
        row.refuse(Reason("text_too_long", Field.ROOM, {"most": 40}))
    if before := work.seen.get(_key(code)):
        sheet, number = before
        elsewhere = work.several and sheet != row.sheet.name
        params = {"row": number, "sheet": sheet} if elsewhere else {"row": number}
        row.refuse(Reason("duplicate_row_sheet" if elsewhere else "duplicate_row", Field.ROOM, params))
    if code not in work.site.homes:
        code = work.stored.get(_key(code), code)
    home = work.site.homes.get(code)
    if home is not None and not row.reasons:
        here = work.site.structure.buildings.get((group, building_code(building)))
        if here != home:
            names = {
                pk: f"{group_code} {house}".strip()
                for (group_code, house), pk in work.site.structure.buildings.items()
            }
            row.refuse(Reason("unit_elsewhere", Field.BUILDING, {"building": names.get(home, "?")}))
    return code


def _owners(row: _Row) -> tuple[Named, ...]:
    names = row.take(rules.owners(row.cell(Field.OWNER)), None)
    phones = row.take(rules.phones(row.cell(Field.PHONE)), ())
    numbers = row.take(rules.identities(row.cell(Field.ID_NUMBER)), ())
    if not names:
        if names is not None and (phones or numbers) and Field.OWNER in row.plan.columns:
            row.refuse(Reason("owner_missing", Field.OWNER))
        return ()
    if len(numbers) > 1 and len(numbers) != len(names):
        row.refuse(Reason("id_count", Field.ID_NUMBER, {"numbers": len(numbers), "owners": len(names)}))
        return ()
    each = len(phones) == len(names)
    return tuple(
        Named(
            name=name,
            kind=PersonKind(kind_of(name)),
            id_number=numbers[place] if place < len(numbers) else "",
            phones=((phones[place],) if each else phones if place == 0 else ()),
        )
        for place, name in enumerate(names)
    )
