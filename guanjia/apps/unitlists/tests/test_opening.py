"""A file somebody sends cannot hurt us, whatever its name says."""

import io
import zipfile
import zlib
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.unitlists.tests.workbooks import excel, homes, saved
from guanjia.kernel.refusals import Refused
from guanjia.ui.spreadsheets import opening
from guanjia.ui.spreadsheets.opening import FileKind, measure, sniff
from guanjia.ui.spreadsheets.reader import read

ROWS = [home.row for home in homes(3)]


def why_not(content, work=read):
    with pytest.raises(Refused) as caught:
        work(content)
    assert caught.value.refusals[0].field == "file"
    return caught.value.code


def rezipped(content, change):
    """The workbook with its parts changed: ``change`` maps a part's name and bytes to new bytes, or None to drop it."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            part = change(info.filename, old.read(info))
            if part is not None:
                new.writestr(info.filename, part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"  \n ", "file_empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "file_no_spreadsheet"),
        (b"%PDF-1.7 ...", "file_no_spreadsheet"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "file_no_spreadsheet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_no_spreadsheet"),
        (b"PK\x03\x04 and then nothing", "file_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_broken"),
        (b"\xff\xff\xfa\x81", "file_encoding"),
        (b",,,\n,,,\n", "file_empty"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_a_sentence(content, code):
    assert why_not(content) == code


def test_the_kind_is_told_by_content_not_by_name():
    assert sniff(excel(ROWS)) is FileKind.XLSX
    assert sniff("房号,面积\n".encode("gbk")) is FileKind.CSV
    assert sniff("房号\t面积\n".encode("utf-16")) is FileKind.CSV


def test_a_file_above_the_limit_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(opening, "MOST_BYTES", 10)
    assert why_not(b"x" * 11, sniff) == "file_too_large"


def test_a_word_document_is_no_workbook():
    document = rezipped(excel(ROWS), lambda name, part: None if name.startswith("xl/") else part)
    assert why_not(document) == "file_no_spreadsheet"


def test_a_zip_bomb_ends_at_the_limit_whatever_its_headers_claim(monkeypatch):
    bomb = rezipped(
        excel(ROWS), lambda name, part: part + b" " * 30_000_000 if name == "xl/styles.xml" else part
    )
    assert len(bomb) < 200_000
    monkeypatch.setattr(opening, "MOST_UNPACKED", 5_000_000)
    assert why_not(bomb) == "file_too_much"
    deflated = zlib.compress(bytes(1_000_000))
    assert len(deflated) < 2_000


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(opening, "MOST_PARTS", 3)
    assert why_not(excel(ROWS)) == "file_too_much"


def test_one_cell_in_the_last_corner_does_not_reserve_memory_for_the_rest():
    book = openpyxl.load_workbook(io.BytesIO(excel(ROWS)))
    book.active["XFD1048576"] = "x"
    assert why_not(saved(book)) == "file_too_much"


def test_a_large_rectangle_within_the_limits_of_rows_and_columns_is_refused_too(monkeypatch):
    monkeypatch.setattr(opening, "MOST_AREA", 20)
    assert why_not(excel(ROWS)) == "file_too_much"


def test_formatting_far_below_the_list_does_no_harm():
    book = openpyxl.load_workbook(io.BytesIO(excel(ROWS)))
    book.active["A900000"].number_format = "0.00"
    assert len(read(saved(book))[0].rows) == 4


def test_a_document_type_is_refused_because_it_could_unfold():
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
    )
    book = rezipped(excel(ROWS), lambda name, part: evil if name.endswith("sheet1.xml") else part)
    assert why_not(book) == "file_broken"


def test_broken_xml_and_broken_zip_are_broken():
    for spoilt in (
        rezipped(excel(ROWS), lambda name, part: part[:200] if name.endswith("sheet1.xml") else part),
        excel(ROWS)[:3000],
        excel(ROWS)[:200] + bytes(300) + excel(ROWS)[500:],
    ):
        assert why_not(spoilt) in {"file_broken", "file_no_spreadsheet"}


def test_formulas_are_noted_by_row_and_column():
    book = openpyxl.Workbook()
    book.active.append(["房号", "面积"])
    book.active.append(["A1", "=1+1"])
    assert measure(saved(book))["Sheet"].formulas == {(2, 1)}


@given(st.binary(max_size=400))
def test_no_bytes_whatsoever_break_the_reader(content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        with suppress(Refused):
            read(start + content)
