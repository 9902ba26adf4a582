"""A whole list, row by row: what is taken, what is refused and why, what is passed over."""

import random
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guanjia.apps.places.terms import Structure
from guanjia.apps.unitlists.checking import Site, check
from guanjia.apps.unitlists.headers import guess_plan
from guanjia.apps.unitlists.tests.workbooks import (
    DIRT,
    GROUPS,
    HEADERS,
    append,
    comma_separated,
    dirty,
    excel,
    homes,
    moved,
    saved,
    soiled,
)
from guanjia.ui.spreadsheets.reader import read

KNOWN = Site(Structure(GROUPS, {}), {})


def checked(content, *, site=KNOWN, allow_new_groups=False):
    sheets = read(content)
    return check(sheets, guess_plan(sheets), site, allow_new_groups=allow_new_groups)


def reasons(result):
    return {row.row: [reason.code for reason in row.reasons] for row in result.bad}


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_dirty_list_loses_exactly_the_rows_that_are_wrong(seed):
    made = dirty(homes(120, seed=seed), seed=seed)
    result = checked(made.content)
    assert {row: codes[0] for row, codes in reasons(result).items()} == made.refused
    assert set(made.refused.values()) == {*DIRT, "duplicate_row"}
    assert len(result.good) == made.total - 10
    assert [row for _sheet, row in result.passed_over] == [made.total + 5]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), encoding=st.sampled_from(["", "utf-8", "gbk"]))
def test_soiled_rows_say_the_same_as_clean_ones(seed, encoding):
    many = homes(20, seed=seed)
    draw = random.Random(seed)
    rows = [soiled(home.row, draw) for home in many]
    result = checked(comma_separated(rows, encoding=encoding) if encoding else excel(rows))
    assert not result.bad
    for home, row in zip(many, result.good, strict=True):
        assert (row.facts.code, row.facts.area, row.facts.group_code) == (
            home.room,
            Decimal(str(home.area)),
            "A",
        )
        assert (row.facts.delivered_on, row.facts.fitout_on, row.facts.moved_in_on) == (
            home.delivered,
            home.fitout,
            home.moved_in,
        )
        assert (row.owners[0].name, row.owners[0].phones, row.owners[0].id_number) == (
            home.name,
            (home.phone,),
            home.id_number,
        )


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(range(len(HEADERS))))
def test_the_order_of_columns_does_not_matter(order):
    rows = [[home.row[place] for place in order] for home in homes(4)]
    result = checked(excel(rows, headers=[HEADERS[place] for place in order]))
    assert [row.facts.code for row in result.good] == [home.room for home in homes(4)]


class TestGroups:
    """Groups: known by code or name, new ones only when allowed."""

    def test_a_group_is_known_by_its_code_or_its_name_in_any_column(self):
        rows = [["罗马假日", "A1-1-0101", 90], ["a", "A1-1-0102", 90], ["Ａ组团", "A1-1-0103", 90]]
        result = checked(excel(rows, headers=["组团", "房号", "面积"]))
        assert [row.facts.group_code for row in result.good] == ["A", "A", "A"]

    def test_new_groups_are_made_once_and_known_from_then_on(self):
        rows = [["X", "新区", "X1-1-0101", 90], ["", "新区", "X1-1-0102", 90], ["Y", "", "Y1-1-0101", 90]]
        result = checked(excel(rows, headers=["组团", "组团名称", "房号", "面积"]), allow_new_groups=True)
        assert result.new_groups == {"X": "新区", "Y": "Y"}
        assert [row.facts.group_code for row in result.good] == ["X", "X", "Y"]

    def test_a_code_and_a_name_of_two_groups_are_a_contradiction(self):
        result = checked(
            excel([["A", "巴黎春天", "A1-1-0101", 90]], headers=["组团", "组团名称", "房号", "面积"])
        )
        assert reasons(result) == {2: ["group_conflict"]}

    def test_an_unknown_code_beside_a_known_name_is_still_unknown(self):
        result = checked(
            excel([["Z", "乱写", "A1-1-0101", 90]], headers=["组团", "组团名称", "房号", "面积"])
        )
        assert reasons(result) == {2: ["group_unknown"]}

    def test_a_blank_group_is_taken_from_the_building_when_that_is_clear(self):
        site = Site(Structure(GROUPS, {("A", "A1"): 1, ("A", "1"): 2, ("B", "1"): 3}), {})
        rows = [
            ["A", "A1栋", "0101", 90],
            ["", "A1栋", "0102", 90],
            ["", "1栋", "0103", 90],
            ["", "9栋", "0104", 90],
            *(["A", "A1栋", f"02{number:02}", 90] for number in range(6)),
        ]
        result = checked(excel(rows, headers=["组团", "楼栋", "房号", "面积"]), site=site)
        assert [row.facts.group_code for row in result.good] == ["A"] * 8
        assert reasons(result) == {4: ["group_needed"], 5: ["group_missing"]}

    def test_a_list_without_groups_is_taken_as_it_is(self):
        result = checked(excel([["1栋", "101", 90]], headers=["楼栋", "房号", "面积"]), site=Site())
        assert [(row.facts.group_code, row.facts.code) for row in result.good] == [("", "1-101")]

    def test_a_sheet_named_after_a_group_lends_its_name(self):
        book = openpyxl.Workbook()
        book.active.title = "罗马假日"
        other = book.create_sheet("B组团")
        for sheet, house in ((book.active, "A1栋"), (other, "B1栋")):
            sheet.append(["楼栋", "房号", "面积"])
            sheet.append([house, "0101", 90])
        result = checked(saved(book))
        assert [(row.sheet, row.facts.group_code) for row in result.good] == [
            ("罗马假日", "A"),
            ("B组团", "B"),
        ]


class TestBlocks:
    """What is written once for a block of rows."""

    def test_merged_cells_are_filled_downwards_but_areas_are_not_copied(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(HEADERS)
        for home in homes(4):
            append(sheet, home.row)
        for column in "ABCDGI":
            sheet.merge_cells(f"{column}2:{column}5")
        result = checked(saved(book))
        assert [row.facts.group_code for row in result.good] == ["A"]
        assert reasons(result) == {key: ["area_missing"] for key in (3, 4, 5)}
        sheet.unmerge_cells("G2:G5")
        for line in range(2, 6):
            sheet[f"G{line}"] = 90
        result = checked(saved(book))
        assert {row.facts.building for row in result.good} == {"A1栋"}
        assert {row.owners[0].name for row in result.good} == {homes(1)[0].name}

    def test_a_csv_that_lost_its_merged_cells_is_filled_too(self):
        rows = [home.row for home in homes(9)]
        for row in (*rows[1:5], *rows[6:]):
            row[0] = row[1] = row[2] = row[3] = ""
        rows[5][0], rows[5][1], rows[5][2] = "B", "巴黎春天", "B7栋"
        result = checked(comma_separated(rows))
        assert not result.bad
        assert [row.facts.building for row in result.good] == ["A1栋"] * 5 + ["B7栋"] * 4
        assert [row.facts.group_code for row in result.good] == ["A"] * 5 + ["B"] * 4

    def test_a_single_blank_is_a_slip_and_not_a_block(self):
        rows = [home.row for home in homes(10)]
        rows[4][0] = rows[4][1] = None
        rows[4][2] = "A9栋"
        rows[4][5] = "A9-1-0101"
        result = checked(excel(rows))
        assert reasons(result) == {6: ["group_missing"]}


class TestBeside:
    """Rows that stand beside the list."""

    @pytest.mark.parametrize(
        "beside",
        [
            ["合计", None, None, None, None, 400],
            ["A组团小计:", None, None, None, None, None, 12345.6],
            ["总计 1865 户"],
            [None, None, None, None, None, "合 计"],
            ["Total", None, None, None, None, 3, 270],
            ["制表人：王五", None, None, None, "审核：李四"],
            ["备注:以上数据截至2011年底"],
            ["第 1 页 共 20 页"],
            HEADERS,
        ],
    )
    def test_totals_titles_signatures_and_repeated_headers_are_passed_over(self, beside):
        many = [home.row for home in homes(4)]
        result = checked(excel([*many[:2], beside, *many[2:], [], beside]))
        assert not result.bad
        assert len(result.good) == 4
        assert [row for _sheet, row in result.passed_over] == [4, 8]

    def test_a_unit_whose_note_speaks_of_a_total_is_still_a_unit(self):
        row = homes(1)[0].row
        row[14] = "面积合计"
        row[8] = "合计"
        assert len(checked(excel([row])).good) == 1

    def test_a_row_without_a_room_number_is_refused_and_not_passed_over(self):
        row = homes(1)[0].row
        row[5] = None
        assert reasons(checked(excel([row]))) == {2: ["room_missing"]}


class TestUnits:
    """Codes, duplicates, units the site has already."""

    def test_a_second_row_of_a_unit_is_refused_even_when_a_spreadsheet_ate_its_nought(self):
        home = homes(1)[0]
        rows = [
            home.row,
            moved(home, room="A1-1-0101".translate({}), phone="18800001111").row,
            moved(home, room="A1-1-101").row,
        ]
        result = checked(excel(rows))
        assert reasons(result) == {3: ["duplicate_row"], 4: ["duplicate_row"]}
        assert result.bad[0].reasons[0].params == {"row": 2}

    def test_a_row_that_was_refused_does_not_make_the_next_one_a_duplicate(self):
        home = homes(1)[0]
        bad = home.row
        bad[6] = None
        result = checked(excel([bad, home.row]))
        assert reasons(result) == {2: ["area_missing"]}
        assert len(result.good) == 1

    def test_a_duplicate_in_another_sheet_is_told_with_its_sheet(self):
        book = openpyxl.Workbook()
        other = book.create_sheet("二期")
        for sheet in (book.active, other):
            sheet.append(HEADERS)
            append(sheet, homes(1)[0].row)
        result = checked(saved(book))
        assert result.bad[0].reasons[0].code == "duplicate_row_sheet"
        assert result.bad[0].reasons[0].params == {"row": 2, "sheet": "Sheet"}

    def test_a_stored_unit_is_met_again_even_without_its_noughts(self):
        site = Site(Structure(GROUPS, {("A", "A1"): 7}), {"A1-1-0101": 7})
        result = checked(excel([moved(homes(1)[0], room="A1-1-101").row]), site=site)
        assert [row.facts.code for row in result.good] == ["A1-1-0101"]

    def test_a_unit_of_another_building_is_not_moved(self):
        site = Site(Structure(GROUPS, {("A", "A1"): 7, ("B", "B1"): 8}), {"A1-1-0101": 8})
        result = checked(excel([homes(1)[0].row]), site=site)
        assert reasons(result) == {2: ["unit_elsewhere"]}
        assert result.bad[0].reasons[0].params == {"building": "B B1"}

    def test_building_and_entrance_are_read_from_the_code_when_there_are_no_columns(self):
        result = checked(excel([["A1-2-0301", 90], ["1203", 90]], headers=["房号", "面积"]), site=Site())
        assert [(row.facts.building, row.facts.entrance) for row in result.good] == [("A1", "2")]
        assert reasons(result) == {3: ["building_missing"]}

    def test_all_that_is_wrong_with_a_row_is_told_at_once(self):
        row = homes(1)[0].row
        row[5], row[6], row[9], row[11] = None, "?", "12345", "2011-13-45"
        assert reasons(checked(excel([row]))) == {
            2: ["room_missing", "area_not_number", "date_impossible", "phone_malformed"]
        }

    def test_a_refused_row_keeps_its_cells_as_they_came(self):
        row = homes(1)[0].row
        row[6] = " 约一百二 "
        bad = checked(excel([row])).bad[0]
        assert (bad.cells[6], bad.cells[11]) == (" 约一百二 ", row[11])


class TestOwners:
    """Who owns a unit, as the list states it."""

    def owners(self, name, phone=None, number=None):
        row = homes(1)[0].row
        row[8], row[9], row[10] = name, phone, number
        result = checked(excel([row]))
        return result.good[0].owners if result.good else [reason.code for reason in result.bad[0].reasons]

    def test_two_owners_with_two_telephones_get_one_each(self):
        one, two = self.owners("张三、李四", "19900003544/18800001111", "1" * 18 + "、" + "2" * 18)
        assert (one.phones, one.id_number) == (("19900003544",), "1" * 18)
        assert (two.phones, two.id_number) == (("18800001111",), "2" * 18)

    def test_one_owner_keeps_all_telephones(self):
        assert self.owners("张三", "19900003544/18800001111")[0].phones == ("19900003544", "18800001111")

    def test_an_empty_unit_has_no_owner(self):
        assert self.owners(None) == ()

    def test_a_telephone_without_a_name_is_told(self):
        assert self.owners(None, "19900003544") == ["owner_missing"]

    def test_identity_numbers_that_fit_nobody_are_told(self):
        assert self.owners("张三", None, "1" * 18 + "、" + "2" * 18) == ["id_count"]

    def test_a_business_is_one(self):
        assert self.owners("百货有限公司")[0].kind == "BUSINESS"


class TestFormulas:
    """Real formulas, not text that looks like one."""

    def with_formula(self, column, formula):
        book = openpyxl.Workbook()
        book.active.append(HEADERS)
        append(book.active, homes(1)[0].row)
        book.active[f"{column}2"] = formula
        return reasons(checked(saved(book)))

    def test_a_name_that_is_a_formula_is_refused(self):
        assert self.with_formula("I", '=HYPERLINK("http://evil","王")') == {2: ["formula"]}

    def test_a_formula_without_a_result_is_told(self):
        assert self.with_formula("G", "=80+10") == {2: ["formula_empty"]}
        assert self.with_formula("L", "=TODAY()") == {2: ["formula_empty"]}


def test_a_date_before_the_handover_is_refused_only_when_both_are_known():
    home = homes(1)[0]
    assert not checked(excel([moved(home, delivered=None, fitout=date(2009, 1, 1)).row])).bad
    assert reasons(checked(excel([moved(home, moved_in=date(2001, 1, 1)).row]))) == {
        2: ["moved_in_before_delivery"]
    }
