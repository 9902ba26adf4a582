"""Entries from a workbook: good rows are entered, bad ones come back with every reason, corrected they come in alone."""

import io
import zipfile
from io import BytesIO

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.registers import services
from guanjia.apps.registers.models import Entry, EntryImport
from guanjia.apps.registers.tests.conftest import text
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

HEADS = ["房号", "数量（把）", "押金", "托管至", "交付时间", "种类", "已封存", "保管人", "托管原因", "备注列"]
GOOD = [
    "A1-1-0301",
    2,
    50,
    "2026/12/31",
    "2026-03-02 14:30",
    "入户门",
    "是",
    "赵敏",
    "业主出差",
    "不认识的列",
]


def workbook(rows, heads=HEADS):
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate([["钥匙台账"], heads, *rows]):
            for place, cell in enumerate(row):
                sheet.write(line, place, cell)
    return buffer.getvalue()


@pytest.fixture
def bring(house, act, ledgers):
    """Bring a workbook in, and let the worker do it."""

    def run(content, by=None, register="keys"):
        made = services.bring_in(
            by=by or act.qian,
            at=at("09:00"),
            site_id=house.site.pk,
            pack="ledgers",
            register=register,
            file_name="台账.xlsx",
            content=content,
        )
        return services.carry_out(made, by=by or act.qian, at=at("09:00"))

    return run


def lines(imported):
    return {one.row: one.reasons["zh"] for one in imported.refusals.all()}


def test_a_row_becomes_an_entry_with_every_kind_a_cell_can_hold(house, bring):
    imported = bring(workbook([GOOD, [], ["A1-1-0302", "3"]]))
    assert (imported.accepted, imported.refused, imported.percent) == (2, 0, 100)
    first = Entry.objects.order_by("pk").first()
    assert first.values == {
        "unit": house.units[0].pk,
        "count": 2,
        "deposit": 5000,
        "until": "2026-12-31",
        "given_at": "2026-03-02T06:30:00+00:00",
        "sort": "door",
        "sealed": True,
        "keeper": house.people["zhao"].pk,
        "reason": "业主出差",
    }
    fact = JournalEntry.objects.get(ref=first.ref)
    assert (fact.event, fact.data["source"]) == ("registers.brought_in", imported.ref)


def test_what_is_wrong_with_a_row_is_told_with_its_number_and_every_reason(bring):
    imported = bring(
        workbook(
            [GOOD, ["Z9", "viel", "x", "", "", "窗"], ["A1-1-0302"], ["", 1, "", "", "", "", "vielleicht"]]
        )
    )
    assert (imported.accepted, imported.refused) == (1, 3)
    said = lines(imported)
    assert set(said) == {4, 5, 6}
    for word in ("数量", "押金", "种类"):
        assert word in said[4]
    assert "数量" in said[5]
    assert "已封存" in said[6]


def test_a_formula_is_refused_and_comes_back_harmless(bring, come_in):
    imported = bring(workbook([["A1-1-0301", "=1+1", "", "", "", "", "", "", '=HYPERLINK("http://x")']]))
    assert (imported.accepted, imported.refused) == (0, 1)
    assert "公式" in lines(imported)[3]
    sheet = load_workbook(
        BytesIO(come_in("qian").get(f"/registers/imports/{imported.ref}/refused/").content)
    ).active
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_refused_rows_are_downloaded_corrected_and_brought_in_alone(bring, come_in):
    imported = bring(workbook([GOOD, ["A1-1-0302", "viel"]]))
    client = come_in("qian")
    answer = client.get(f"/registers/imports/{imported.ref}/refused/")
    book = load_workbook(BytesIO(answer.content))
    sheet = book.active
    assert [sheet.cell(2, 1).value, sheet.cell(2, len(HEADS) + 1).value] == ["A1-1-0302", 4]
    sheet.cell(2, 2).value = 4
    corrected = BytesIO()
    book.save(corrected)
    again = bring(corrected.getvalue())
    assert (again.accepted, again.refused) == (1, 0)
    assert Entry.objects.count() == 2


def test_a_hundred_rows_at_a_time_with_a_crash_between_enter_nothing_twice(house, act, bring, monkeypatch):
    from guanjia.apps.registers.services import bringing_in

    rows = [["A1-1-0301" if place % 20 else "Z9", place + 1] for place in range(250)]
    made = services.bring_in(
        by=act.qian,
        at=at("09:00"),
        site_id=house.site.pk,
        pack="ledgers",
        register="keys",
        file_name="a.xlsx",
        content=workbook(rows),
    )
    first = bringing_in._next_batch(made, made.lines, by=act.qian, at=at("09:00"))
    assert (first.position, first.accepted, first.refused, Entry.objects.count()) == (100, 95, 5, 95)
    ended = services.carry_out(EntryImport.objects.get(pk=made.pk), by=act.qian, at=at("09:00"))
    assert (ended.accepted, ended.refused, Entry.objects.count()) == (237, 13, 237)
    assert services.carry_out(ended, by=act.qian, at=at("09:00")).accepted == 237
    assert JournalEntry.objects.filter(event="registers.imported").count() == 1


@pytest.mark.slow
def test_ten_thousand_rows_with_five_hundred_bad_ones(house, act, bring):
    rows = [["A1-1-0301" if place % 20 else "Z9", place + 1] for place in range(10_000)]
    imported = bring(workbook(rows))
    assert (imported.accepted, imported.refused) == (9_500, 500)
    assert imported.refusals.count() == 500


def test_what_is_brought_in_proves_no_duty(house, bring):
    before = set(Obligation.objects.filter(state="MET").values_list("pk", flat=True))
    imported = bring(workbook([["平安"]], heads=["事由"]), register="diary")
    assert imported.accepted == 1
    assert set(Obligation.objects.filter(state="MET").values_list("pk", flat=True)) == before


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * (210 * 1024 * 1024))
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00\x03\x00", "file_no_spreadsheet"),
        (b"<html><table>", "file_no_spreadsheet"),
        (b"PK\x03\x04 not a zip", "file_broken"),
        (b"", "file_empty"),
        ("姓名,电话\n张三,1\n".encode(), "no_titles"),
        ("房号,押金\nA1-1-0301,1\n".encode(), "columns_missing"),
    ],
)
def test_a_file_that_is_no_list_of_this_register_is_refused_as_a_whole(bring, content, code):
    with pytest.raises(Refused) as refused:
        bring(content)
    assert refused.value.code == code
    assert not EntryImport.objects.exists()


def test_a_zip_bomb_is_refused(bring):
    with pytest.raises(Refused) as refused:
        bring(bomb())
    assert refused.value.code == "file_too_much"


def test_only_who_may_strike_brings_in(bring, act):
    with pytest.raises(NotPermitted):
        bring(workbook([GOOD]), by=act.lin)


def test_the_screens_take_a_workbook_and_tell_how_it_went(house, ledgers, come_in, act):
    client = come_in("qian")
    address = "/registers/books/ledgers/keys/import/"
    assert address in text(client.get("/registers/books/ledgers/keys/"))
    assert "file" in text(client.get(address))
    empty = load_workbook(BytesIO(client.get("/registers/books/ledgers/keys/template/").content)).active
    assert [cell.value for cell in empty[1]][:2] == ["房号", "数量 (把)"]
    sent = SimpleUploadedFile("台账.xlsx", workbook([GOOD, ["A1-1-0302", "viel"]]))
    answer = client.post(address, {"file": sent, "form_key": "k" * 24})
    assert answer.status_code == 302
    waiting = text(client.get(answer["Location"]))
    assert "progress" in waiting
    services.carry_out(EntryImport.objects.get(), by=act.qian, at=at("09:31"))
    page = text(client.get(answer["Location"]))
    assert "refused" in page
    assert "数量" in page
    bad = client.post(address, {"file": SimpleUploadedFile("x.xlsx", b"nothing"), "form_key": "l" * 24})
    assert bad.status_code == 422
