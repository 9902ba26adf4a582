"""Understanding a list's columns: which row is the header, and what each column holds. Pure.

Every property company names its columns its own way. What is recognised is a table of the trade's words (``_WORDS``), the
most telling first; a person can always overrule the guess.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guanjia.apps.places.terms import plain
from guanjia.apps.unitlists.rules import as_written
from guanjia.apps.unitlists.terms import REQUIRED, Cell, Field, SheetPlan
from guanjia.ui.spreadsheets.reader import Sheet

LOOKED_AT = 40
"""Rows from the top among which the header is looked for."""

_EXACT, _SURE, _LIKELY, _MAYBE = 100, 80, 60, 30

# For each field, from telling to vague: patterns for the whole header, without blanks, brackets and marks, in small letters.
_WORDS: dict[Field, list[tuple[int, str]]] = {
    Field.GROUP: [
        (_EXACT, r"组团|组团(编号|代码|号|编码)|所属组团|group|groupcode|cluster"),
        (_SURE, r"分区|苑区|片区|区域|期数|分期|所属区域|zone|phase|precinct|district"),
        (_MAYBE, r"区|期|苑|小区"),
    ],
    Field.GROUP_NAME: [
        (_EXACT, r"组团名称?|所属组团名称?|groupname|clustername"),
        (_SURE, r"(分区|区域|片区|苑区)名称?|zonename"),
    ],
    Field.BUILDING: [
        (_EXACT, r"楼栋|栋号|幢号|楼栋号|楼号|栋|幢|座|楼幢|栋座|楼座|座号|building|block|tower|bldg"),
        (
            _SURE,
            r"(所属|所在)?(楼栋|楼宇|楼幢|栋座|楼座|建筑物?)(名称?|编号|编码|号码?)?|building(no|name|number|code)|(block|tower)(no|name|number)",
        ),
        (_MAYBE, r"楼"),
    ],
    Field.ENTRANCE: [
        (_EXACT, r"单元|单元号|单元名称|梯号|门洞|entrance|entranceno|staircase"),
        (_LIKELY, r"单元.{0,2}|梯|stair|core|wing"),
    ],
    Field.FLOOR: [
        (_EXACT, r"楼层|所在楼?层|层|层数|层号|floor|level|storey|floorno|floornumber"),
    ],
    Field.ROOM: [
        (
            _EXACT,
            r"房号|房间号|室号|房间编号|房屋编号|房产编号|房屋编码|房间编码|资源编号|单元房号|房屋号|门牌号|unitno|roomno|unitnumber|roomnumber|unitcode|roomcode",
        ),
        (
            _SURE,
            r"(户|铺|商铺|铺位|车位)号|门牌|房屋|房间|室|户|房号.{1,6}|room|unit|flat|flatno|suite|door|doorno|apartment|apartmentno",
        ),
        (_MAYBE, r".*(房号|房间号|室号|房屋编号).*"),
    ],
    Field.AREA: [
        (
            _EXACT,
            r"(房屋)?建筑面积|建面|产权面积|(实测|测绘)(建筑)?面积|grossarea|gfa|buildingarea|builtuparea",
        ),
        (_SURE, r"面积|房屋面积|房产面积|(计费|收费|合同|物业费)(建筑)?面积|area|unitarea|floorarea|size"),
        (_LIKELY, r"套内(建筑|使用)?面积|使用面积|预测(建筑)?面积|netarea|usablearea|internalarea|area.*"),
    ],
    Field.LAYOUT: [
        (_EXACT, r"户型|房型|户型(名称|结构|编号)|房屋户型|layout|unittype|roomtype|flattype"),
        (_LIKELY, r"结构|户型.*|房屋类型|type"),
    ],
    Field.OWNER: [
        (
            _EXACT,
            r"业主|业主姓名|业主名称?|产权人|产权人姓名|户主|户主姓名|房主|owners?|owners?names?|nameofowner|landlord",
        ),
        (
            _SURE,
            r"(业主|产权人|房主|户主).{0,4}(姓名|名称?)|所有权人|购房人|买受人|(客户|住户|业户)(姓名|名称?)?",
        ),
        (_LIKELY, r"姓名|名称|name|fullname|customer|customername|resident"),
    ],
    Field.PHONE: [
        (
            _EXACT,
            r"联系电话|电话|手机|手机号码?|移动电话|电话号码|(业主|产权人|户主)(联系)?(电话|手机)(号码?)?|phone|mobile|telephone|tel|phoneno|phonenumber|mobileno|mobilenumber|cell",
        ),
        (
            _SURE,
            r"联系(方式|手机|号码)|(业主|产权人|户主)联系方式|(ownerphone|ownermobile|contactphone|contactno|contactnumber|ownertel)",
        ),
        (_MAYBE, r".*(电话|手机|phone|mobile).*|contact"),
    ],
    Field.ID_NUMBER: [
        (
            _EXACT,
            r"(业主|产权人|户主)?(身份证|证件)(号码?|编号)?|idnumber|idno|idcard|idcardno|identitynumber|identityno|identity",
        ),
        (_LIKELY, r".*身份证.*|.*证件号.*|passport|passportno|id|证号"),
    ],
    Field.DELIVERED_ON: [
        (
            _EXACT,
            r"(交房|交付|收房|接房|收楼|交楼|交接)(日期|时间|日)?|deliverydate|deliveredon|handoverdate|handedoveron|handover|delivery|delivered",
        ),
        (
            _LIKELY,
            r"(实际|业主)?(交房|交付|收房|接房|收楼|交楼).*(日期|时间|日)|入伙(日期|时间)?|.*(handover|deliver).*",
        ),
    ],
    Field.FITOUT_ON: [
        (
            _EXACT,
            r"装修(日期|时间|办理日期|开工日期|开始日期|申请日期|进场日期|登记日期)|装修|fitoutdate|fitouton|fitout|decorationdate|renovationdate|decoration|renovation",
        ),
        (_SURE, r"装修(手续)?(办理|开工|开始|申请|进场|登记|备案|审批|动工|施工)?(手续)?(日期|时间|日)"),
        (_LIKELY, r".*(fit-?out|decorat|renovat).*(date|start|on)"),
    ],
    Field.MOVED_IN_ON: [
        (
            _EXACT,
            r"(入住|搬入|迁入)(日期|时间|日)?|moveindate|movedinon|movein|movedin|occupancydate|occupiedon",
        ),
        (_SURE, r".*(入住).*(日期|时间|日)?|.*(move-?d?in|occupan).*"),
        (_MAYBE, r"入伙(日期|时间)?|装修验收(日期|时间)?"),
    ],
    Field.NOTE: [(_EXACT, r"备注|说明|附注|备注说明|其他说明|remarks?|notes?|memo|comments?")],
}
_COMPILED = {
    key: [(weight, re.compile(pattern)) for weight, pattern in words] for key, words in _WORDS.items()
}

# A header that says one of these is about somebody or something else, whatever else it says.
_NOT_OURS = re.compile(
    r"紧急|应急|(?<!业主)家属|配偶|家庭成员|租户|租客|承租|车牌|车位面积|公摊|花园|阳台|露台|赠送|地下室面积|应收|实收|欠费|金额|单价|费用|拒绝原因|原行号"
    r"|emergency|spouse|tenant|plate|refused|^row$|originalrow|^reason|price|amount|fee"
)
_NOISE = re.compile(
    r"[\s*:：·_\-—/\\()（）\[\]【】<>《》.,，。、#№'\"?!]|㎡|m2|m²|平方米|平米|sqm|sq\.?m|必填|选填"
)


def normal_header(cell: Cell) -> str:
    """A header as it is compared: small letters, without blanks, brackets, marks and units."""
    return _NOISE.sub("", plain("" if cell is None else cell).lower())


def likeness(text: str, wanted: Field) -> int:
    """How well a normal header fits a field: 0 not at all, 100 certainly."""
    if not text or len(text) > 30 or _NOT_OURS.search(text):
        return 0
    return next((weight for weight, pattern in _COMPILED[wanted] if pattern.fullmatch(text)), 0)


@dataclass(frozen=True)
class Header:
    """A header found: its last row (the spreadsheet's own number), the text of each column, and how sure we are."""

    row: int
    texts: tuple[str, ...]
    columns: Mapping[Field, int]
    score: int

    @property
    def is_usable(self) -> bool:
        """Whether rows can be taken: the required columns are known."""
        return all(wanted in self.columns for wanted in REQUIRED)


def guess_columns(texts: Sequence[str]) -> tuple[dict[Field, int], int]:
    """Which column holds what, each field and each column at most once, best fit first; and the sum of fits."""
    fits = sorted(
        (
            (likeness(normal_header(text), wanted), -place, wanted)
            for place, text in enumerate(texts)
            for wanted in Field
        ),
        key=lambda fit: (-fit[0], -fit[1]),
    )
    found: dict[Field, int] = {}
    score = 0
    for weight, minus_place, wanted in fits:
        if weight and wanted not in found and -minus_place not in found.values():
            found[wanted] = -minus_place
            score += weight
    return found, score


def find_header(sheet: Sheet) -> Header | None:
    """The header of a sheet among title rows, perhaps of two rows; None when no row looks like one."""
    candidates = [*_headers(sheet)]
    if not candidates:
        return None
    best = max(candidates, key=lambda header: (header.score, -header.row))
    return best if best.is_usable or len(best.columns) >= 3 else None


def header_at(sheet: Sheet, row: int) -> Header:
    """The header a person points at: row ``row``, joined with the one above where that one spans several columns."""
    grid = _grid(sheet)
    single = _header(row, _texts(grid, row))
    if row > 1 and any(
        span.top <= row - 2 <= span.bottom and span.right > span.left for span in sheet.merged
    ):
        double = _header(row, _joined(grid, row - 1))
        return double if double.score > single.score else single
    return single


def guess_plan(sheets: Sequence[Sheet]) -> list[SheetPlan]:
    """How to read a file: every sheet whose header says enough is used; if none does, the likeliest is offered."""
    headers = [(sheet, find_header(sheet)) for sheet in sheets]
    plans = [
        SheetPlan(
            sheet.name,
            header.row if header else 1,
            header.columns if header else {},
            bool(header and header.is_usable),
        )
        for sheet, header in headers
    ]
    if any(plan.is_used for plan in plans):
        return plans
    likely = max(range(len(plans)), key=lambda place: len(plans[place].columns))
    return [
        SheetPlan(plan.sheet, plan.header_row, plan.columns, place == likely)
        for place, plan in enumerate(plans)
    ]


def _headers(sheet: Sheet) -> Iterator[Header]:
    grid = _grid(sheet)
    spans_across = {span.top for span in sheet.merged if span.right > span.left}
    for row in range(1, min(LOOKED_AT, len(sheet.rows)) + 1):
        single = _header(row, _texts(grid, row))
        yield single
        if row < len(sheet.rows) and single.columns and (row - 1 in spans_across or _has_gaps(sheet, row)):
            yield _header(row + 1, _joined(grid, row))


def _has_gaps(sheet: Sheet, row: int) -> bool:
    """Whether a row leaves cells blank that the row below fills with words: how a header of two rows looks unmerged."""
    upper, lower = sheet.rows[row - 1], sheet.rows[row]
    return any(
        below not in (None, "")
        and isinstance(below, str)
        and (place >= len(upper) or upper[place] in (None, ""))
        for place, below in enumerate(lower)
    )


def _header(row: int, texts: tuple[str, ...]) -> Header:
    columns, score = guess_columns(texts)
    return Header(row, texts, columns, score)


def _grid(sheet: Sheet) -> list[list[Cell]]:
    """The top rows with every merged block filled by its first cell."""
    grid = [list(row) for row in sheet.rows[: LOOKED_AT + 1]]
    for span in sheet.merged:
        if span.top >= len(grid) or span.left >= len(grid[span.top]):
            continue
        value = grid[span.top][span.left]
        for row in range(span.top, min(span.bottom + 1, len(grid))):
            for column in range(span.left, min(span.right + 1, len(grid[row]))):
                grid[row][column] = value
    return grid


def _texts(grid: list[list[Cell]], row: int) -> tuple[str, ...]:
    return tuple(as_written(cell) for cell in (grid[row - 1] if row <= len(grid) else []))


def _joined(grid: list[list[Cell]], row: int) -> tuple[str, ...]:
    """Row ``row`` and the one below as one header: "日期" over "交房" reads 交房, or 交房日期 where the lower alone says nothing."""
    upper, lower = _texts(grid, row), _texts(grid, row + 1)
    joined = []
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        if not below or above == below:
            joined.append(above or below)
        elif any(likeness(normal_header(below + above), wanted) > _MAYBE for wanted in Field):
            joined.append(below + above)
        elif any(likeness(normal_header(above + below), wanted) > _MAYBE for wanted in Field):
            joined.append(above + below)
        else:
            joined.append(below)
    return tuple(joined)
