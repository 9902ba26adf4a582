"""A unit list as it really arrives: first the estate, then the dirty list, then its refused rows, corrected; and the wrong turns."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from guanjia.apps.places.models import Unit
from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.tests.workbooks import HEADERS, DirtyList, dirty, excel, homes, saved
from guanjia.kernel import clock, outbox
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk
from tests.cast import House

HOMES = homes(90)
ROWS = [home.row for home in HOMES]
FIRST_ROW = 4
"""Where the rows of the dirty list begin, below its titles and its header."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def dirt() -> DirtyList:
    return dirty(HOMES)


def upload(desk: Desk, name: str, content: bytes, kind: str = XLSX) -> None:
    """Choose a file on the page of uploads and send it."""
    desk.go("/unit-lists/")
    desk.page.locator("[data-test=upload]").click()
    desk.page.wait_for_url("**/unit-lists/new/")
    desk.settle()
    desk.page.set_input_files("input[type=file]", files=[{"name": name, "mimeType": kind, "buffer": content}])
    desk.page.locator("[data-test=submit]").click()


def columns(desk: Desk, *, new_groups: bool = False) -> None:
    """Agree to what the columns were recognised as, and have the list checked."""
    desk.page.wait_for_url(re.compile("/columns/$"))
    desk.settle()
    if new_groups:
        desk.page.locator("[data-test=new_groups]").check(force=True)
    desk.page.locator("[data-test=columns-form] [data-test=submit]").click()
    desk.page.wait_for_url(re.compile(r"/UL-[\d-]+/$"))
    desk.settle()


def run(desk: Desk) -> None:
    """Start the import; the worker takes it up while the page looks on, and the report comes by itself."""
    desk.page.locator("[data-test=start]").click()
    expect(desk.page.locator("[data-test=progress]")).to_be_visible()
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("import-progress")
    assert outbox.drain(at=clock.now()) == 1
    expect(desk.page.locator("[data-test=figure-created]")).to_be_visible()
    desk.settle()


def figure(desk: Desk, name: str) -> int:
    """One number of the preview or the report."""
    return int(desk.page.locator(f"[data-test=figure-{name}] .figure-value").inner_text())


def told(desk: Desk) -> dict[int, str]:
    """The refused rows on the page: the row's number and why."""
    lines = desk.page.locator("[data-test=refused-rows] .row-item").all()
    return {
        int(re.search(r"\d+", line.locator(".tag").inner_text())[0]): line.locator(".row-title").inner_text()  # type: ignore[index]
        for line in lines
    }


def corrected(file: Path) -> tuple[bytes, dict[int, str]]:
    """The workbook of refused rows with every row as it should have been; and the reasons that stood beside them."""
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    sheet = book.active
    assert [cell.value for cell in sheet[1]][: len(HEADERS)] == HEADERS
    reasons = {}
    for line in range(2, sheet.max_row + 1):
        number, reason = (sheet.cell(line, len(HEADERS) + place).value for place in (1, 2))
        reasons[number] = reason
        for place, value in enumerate(ROWS[number - FIRST_ROW], start=1):
            sheet.cell(line, place).value = value
    return saved(book), reasons


def latest(house: House) -> UnitListImport:
    with company_scope(house.company.pk):
        return UnitListImport.objects.latest("id")


def units(house: House) -> int:
    with company_scope(house.company.pk):
        return Unit.objects.count()


def test_from_the_first_list_to_the_last_refused_row(
    house: House, either_desk: Desk, dirt: DirtyList, tmp_path: Path
) -> None:
    desk, page = either_desk, either_desk.page
    desk.sign_in("qian")
    desk.go("/unit-lists/")
    desk.check_axe()
    desk.picture("imports-empty")
    upload(desk, "万兴房屋台账.xlsx", excel(ROWS))
    columns(desk, new_groups=True)
    assert (figure(desk, "accepted"), figure(desk, "new"), figure(desk, "refused")) == (90, 90, 0)
    desk.check_axe()
    desk.check_fits()
    desk.picture("import-preview-first", whole=True)
    run(desk)
    assert (figure(desk, "accepted"), figure(desk, "created"), units(house)) == (90, 90, 90)

    upload(desk, "收房资料(最终版).xlsx", dirt.content)
    page.wait_for_url(re.compile("/columns/$"))
    desk.settle()
    expect(page.locator("[data-test=s0_header]")).to_have_value("3")
    desk.check_axe()
    desk.check_fits()
    desk.picture("import-columns", whole=True)
    columns(desk)
    assert (figure(desk, "accepted"), figure(desk, "known"), figure(desk, "refused")) == (80, 80, 10)
    assert set(told(desk)) == set(dirt.refused), "the preview names every bad row before anything is stored"
    desk.check_axe()
    desk.check_fits()
    desk.picture("import-preview-dirty", whole=True)
    run(desk)
    assert (figure(desk, "accepted"), figure(desk, "refused"), figure(desk, "created")) == (80, 10, 0)
    assert set(told(desk)) == set(dirt.refused)
    assert all(told(desk).values())
    desk.check_axe()
    desk.check_fits()
    desk.picture("import-report", whole=True)

    page.locator("[data-test=download-refused]").click()
    page.check("[data-test=whole]")
    page.fill("[data-test=reason]", "更正后重新导入")
    desk.check_axe()
    with page.expect_download() as download:
        page.locator("[data-test=submit]").click()
    file = tmp_path / "refused.xlsx"
    download.value.save_as(file)
    content, reasons = corrected(file)
    assert set(reasons) == set(dirt.refused)
    assert all(reasons.values())
    upload(desk, "更正.xlsx", content)
    columns(desk)
    assert (figure(desk, "accepted"), figure(desk, "refused")) == (10, 0)
    run(desk)
    assert (figure(desk, "accepted"), figure(desk, "refused"), units(house)) == (10, 0, 90)
    expect(page.locator("[data-test=download-refused]")).to_have_count(0)
    desk.picture("import-corrected", whole=True)
    desk.go("/unit-lists/")
    expect(page.locator("[data-test=list-count]")).to_contain_text("3")
    desk.check_axe()
    desk.check_fits()
    desk.picture("imports")


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("台账.docx", "application/msword", b"PK\x03\x04 words, no table"),
        ("台账.xlsx", XLSX, b"%PDF-1.7 a scan somebody has renamed"),
    ],
)
def test_a_file_that_is_no_list_comes_back_with_a_sentence(
    house: House, either_desk: Desk, name: str, kind: str, content: bytes
) -> None:
    desk: Any = either_desk
    desk.sign_in("qian")
    upload(desk, name, content, kind)
    expect(desk.page.locator("[data-test=error-file]")).to_be_visible()
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture(f"import-no-list-{name.rpartition('.')[2]}")
    with company_scope(house.company.pk):
        assert not UnitListImport.objects.exists()


def test_the_wrong_list_is_cancelled_before_anything_is_stored(house: House, either_desk: Desk) -> None:
    desk, page = either_desk, either_desk.page
    desk.sign_in("qian")
    upload(desk, "去年的台账.xlsx", excel(ROWS[:5]))
    columns(desk, new_groups=True)
    page.locator("[data-test=cancel]").click()
    page.locator("[data-test=confirm]").wait_for()
    desk.check_axe()
    desk.picture("import-cancel-asked")
    page.locator("[data-test=confirm]").click()
    expect(page.locator("[data-test=cancelled]")).to_be_visible()
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("import-cancelled")
    expect(page.locator("[data-test=start]")).to_have_count(0)
    assert (latest(house).state, units(house)) == ("CANCELLED", 0)
