"""Reading spreadsheets into rows that keep the spreadsheet's own numbers."""

import csv
from datetime import date

import openpyxl
import pytest

from guanjia.apps.unitlists.tests.workbooks import HEADERS, comma_separated, excel, homes, saved
from guanjia.kernel.refusals import Refused
from guanjia.ui.spreadsheets.opening import MOST_ROWS
from guanjia.ui.spreadsheets.reader import Span, read

ROWS = [home.row for home in homes(5)]


def test_row_numbers_are_the_spreadsheets_own_even_below_blank_rows_and_columns():
    book = openpyxl.Workbook()
    book.active["C7"] = "房号"
    book.active["C9"] = 302
    sheet = read(saved(book))[0]
    assert sheet.rows[6][2] == "房号"
    assert sheet.rows[8][2] == 302
    assert (len(sheet.rows), sheet.width) == (9, 3)


def test_merged_blocks_come_with_the_sheet():
    book = openpyxl.Workbook()
    book.active["B3"] = "A"
    book.active.merge_cells("B3:B5")
    assert read(saved(book))[0].merged == (Span(2, 1, 4, 1),)


def test_dates_numbers_and_text_keep_their_kind():
    sheet = read(excel(ROWS))[0]
    assert sheet.rows[0][0] == "组团"
    assert sheet.rows[1][6] == ROWS[0][6]
    assert sheet.rows[1][11] == ROWS[0][11]
    assert isinstance(sheet.rows[1][11], date)


def test_hidden_and_empty_sheets_are_left_out():
    book = openpyxl.Workbook()
    book.active.append(["房号"])
    book.create_sheet("empty")
    book.create_sheet("hidden").append(["房号"])
    book["hidden"].sheet_state = "hidden"
    assert [sheet.name for sheet in read(saved(book))] == ["Sheet"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_csv_is_read_in_every_usual_encoding_and_separator(encoding, separator):
    sheet = read(comma_separated(ROWS, encoding=encoding, separator=separator))[0]
    assert list(sheet.rows[0]) == HEADERS
    assert sheet.rows[1][8] == ROWS[0][8]
    assert len(sheet.rows) == 6


def test_commas_and_line_breaks_inside_a_quoted_cell_do_not_make_another_row():
    sheet = read('房号,业主\nA1,"张三,\n李四"\n\nA2,王五\n'.encode())[0]
    assert sheet.rows == (("房号", "业主"), ("A1", "张三,\n李四"), (), ("A2", "王五"))


def test_a_csv_without_end_is_refused_whatever_limit_another_command_has_set():
    before = csv.field_size_limit(4 * 1024 * 1024)
    try:
        with pytest.raises(Refused):
            read(b'a,"' + b"x" * 200_000)
    finally:
        csv.field_size_limit(before)


def test_a_csv_without_end_is_refused():
    with pytest.raises(Refused):
        read(b'a,"' + b"x" * 200_000)
    with pytest.raises(Refused):
        read(b"a\n" * (MOST_ROWS + 1))
    with pytest.raises(Refused):
        read(b"," * 300)
