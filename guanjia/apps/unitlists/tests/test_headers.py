"""Understanding columns, whatever a company calls them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.unitlists.headers import (
    find_header,
    guess_columns,
    guess_plan,
    header_at,
    likeness,
    normal_header,
)
from guanjia.apps.unitlists.terms import Field
from guanjia.apps.unitlists.tests.workbooks import HEADERS, homes
from guanjia.ui.spreadsheets.reader import Sheet, Span

NAMES: dict[Field, list[str]] = {
    Field.GROUP: ["组团", "所属组团", "分区", "Group", "Zone"],
    Field.GROUP_NAME: ["组团名称", "Group name"],
    Field.BUILDING: ["楼栋", "栋号", "幢号", "楼号", "楼栋名称", "Building", "Block No.", "Tower"],
    Field.ENTRANCE: ["单元", "单元号", "Entrance"],
    Field.FLOOR: ["楼层", "所在层", "层", "Floor"],
    Field.ROOM: ["房号", "房间号", "室号", "房屋编号", "门牌号", "Unit No.", "Room number", "Unit"],
    Field.AREA: [
        "建筑面积(㎡)",
        "面积",
        "建筑面积（平方米）",
        "房屋面积",
        "计费面积",
        "Area (sqm)",
        "Gross area",
    ],
    Field.LAYOUT: ["户型", "房型", "Layout"],
    Field.OWNER: ["业主姓名", "业主", "业主名称", "产权人", "户主姓名", "Owner", "Owner's name"],
    Field.PHONE: ["联系电话", "电话", "手机号码", "业主手机", "联系方式", "Phone", "Mobile No."],
    Field.ID_NUMBER: ["证件号码", "身份证", "身份证号码", "业主身份证号", "ID number", "ID No."],
    Field.DELIVERED_ON: ["交房日期", "交付时间", "收房日期", "接房日期", "Delivery date", "Handover date"],
    Field.FITOUT_ON: ["装修办理日期", "装修日期", "装修开工时间", "装修手续办理时间", "Fit-out date"],
    Field.MOVED_IN_ON: ["装修验收(入住)日期", "入住日期", "入住时间", "Move-in date"],
    Field.NOTE: ["备注", "备注说明", "Remarks"],
}
ONE_OF_EACH = st.tuples(
    *(st.sampled_from([(field, name) for name in names]) for field, names in NAMES.items())
)


@given(ONE_OF_EACH.flatmap(lambda named: st.permutations(list(named))))
def test_any_mixture_of_names_in_any_order_is_recognised(named):
    found, _score = guess_columns([name for _field, name in named])
    assert found == {field: place for place, (field, _name) in enumerate(named)}


@pytest.mark.parametrize(
    "title",
    [
        "序号",
        "紧急联系人电话",
        "车牌号",
        "公摊面积",
        "花园面积",
        "租户姓名",
        "应收金额",
        "拒绝原因",
        "原行号",
        "物业费单价",
        "Tenant",
        "Emergency phone",
    ],
)
def test_columns_about_something_else_are_left_alone(title):
    assert all(likeness(normal_header(title), field) == 0 for field in Field)


def test_the_gross_area_wins_over_the_net_one_and_the_owners_phone_over_any():
    found, _score = guess_columns(["房号", "套内面积", "建筑面积", "备用电话", "业主电话", "名称"])
    assert (found[Field.AREA], found[Field.PHONE], found[Field.OWNER]) == (2, 4, 5)


def test_marks_blanks_and_line_breaks_in_a_header_do_not_matter():
    assert normal_header(" *建筑\n面积 （㎡）必填 ") == "建筑面积"
    assert normal_header("Fit-out  Date*") == "fitoutdate"
    assert normal_header(None) == ""


def sheet(*rows, merged=()):
    return Sheet("Sheet1", tuple(tuple(row) for row in rows), tuple(merged))


DATA = [tuple(home.row) for home in homes(6)]


def test_the_header_is_found_below_title_rows():
    found = find_header(sheet(["2011年房屋汇总表"], ["制表:客服部", None, "日期:2011"], [], HEADERS, *DATA))
    assert (found.row, found.is_usable) == (4, True)
    assert found.columns[Field.ROOM] == 5


def test_a_header_of_two_merged_rows_is_read_as_one():
    upper = ["房号", "楼栋", "面积", "日期", None, None, "业主信息", None]
    lower = [None, None, None, "交房", "装修", "入住", "姓名", "电话"]
    merged = [Span(1, 0, 2, 0), Span(1, 1, 2, 1), Span(1, 2, 2, 2), Span(1, 3, 1, 5), Span(1, 6, 1, 7)]
    found = find_header(
        sheet(
            ["汇总表"],
            upper,
            lower,
            ["A1-1-0101", "A1栋", 90, None, None, None, "张三", "19900003544"],
            merged=merged,
        )
    )
    assert found.row == 3
    assert [
        found.columns[field] for field in (Field.ROOM, Field.DELIVERED_ON, Field.FITOUT_ON, Field.MOVED_IN_ON)
    ] == [0, 3, 4, 5]
    assert (found.columns[Field.OWNER], found.columns[Field.PHONE]) == (6, 7)
    assert header_at(sheet(["汇总表"], upper, lower, merged=merged), 3).columns == found.columns


def test_a_header_of_two_rows_without_merged_cells_is_read_too():
    upper = ["房号", "楼栋", "面积", "业主", None]
    lower = [None, None, None, "姓名", "电话"]
    found = find_header(sheet(upper, lower, ["A1-1-0101", "A1栋", 90, "张三", "19900003544"]))
    assert (found.row, found.columns[Field.PHONE], found.columns[Field.OWNER]) == (2, 4, 3)


def test_rows_of_data_are_no_header():
    assert find_header(sheet(*DATA)) is None


def test_sheets_that_hold_no_list_are_not_used():
    plans = guess_plan(
        [
            sheet(["说明"], ["本表由客服部制作"]),
            Sheet("A组团", (tuple(HEADERS), *DATA)),
            Sheet("B组团", (tuple(HEADERS), *DATA)),
        ]
    )
    assert [plan.is_used for plan in plans] == [False, True, True]


def test_when_no_sheet_is_clear_the_likeliest_is_offered():
    plans = guess_plan([sheet(["x"]), sheet(["房号", "甲", "乙", "电话", "备注"], ["1", 2, 3, 4, 5])])
    assert [plan.is_used for plan in plans] == [False, True]
    assert plans[1].columns == {Field.ROOM: 0, Field.PHONE: 3, Field.NOTE: 4}
