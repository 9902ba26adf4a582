"""A supervisor designs a form with a table and an approval, sees it on paper, and proposes it; the manager approves and adopts it;
the front desk fills it in and prints it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from guanjia.apps.registers.models import Entry
from guanjia.apps.rulebook.models import HouseForm
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import Estate, furnish
from tests.cast import House


@pytest.fixture
def estate(watch: Watch, house: House) -> Estate:
    """The estate with its rulebook."""
    return furnish(house)


def press(desk: Desk, test: str) -> None:
    """A button of the board, until the board has answered."""
    desk.page.click(f"[data-test='{test}']")
    answered(desk)


def pick(desk: Desk, name: str, *values: str) -> None:
    """Choose in a list, and let the board ask what follows."""
    desk.page.locator(f"select[name='{name}']").select_option(list(values), force=True)
    answered(desk)


def answered(desk: Desk) -> None:
    """Nothing is on its way."""
    desk.page.wait_for_timeout(700)
    expect(desk.page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def looked_at(desk: Desk, name: str) -> None:
    """A picture is kept, the page fits, axe finds nothing."""
    desk.settle()
    desk.picture(name, whole=True)
    desk.check_fits()
    desk.check_axe()


def test_a_form_is_designed_approved_filled_in_and_printed(
    estate: Estate, desk: Desk, open_desk: OpenDesk
) -> None:
    house, page, chinese = estate.house, desk.page, desk.language == "zh"
    title = "借用工具登记" if chinese else "Tools lent"
    desk.sign_in("qian")
    desk.go("/registers/")
    page.click("[data-test=design]")
    looked_at(desk, "forms-empty")
    page.click("[data-test=new-form]")
    desk.settle()

    # A title, a field that must be filled in, a table with a sum, an approval.
    page.fill("[name=p-title_zh]", "借用工具登记")
    page.fill("[name=p-title_en]", "Tools lent")
    press(desk, "add-field")
    page.fill("[name=p-label_zh]", "借用人")
    page.fill("[name=p-label_en]", "Borrower")
    page.locator("[name=p-required]").check(force=True)
    press(desk, "add-field")
    page.fill("[name=p-label_zh]", "明细")
    page.fill("[name=p-label_en]", "Lines")
    pick(desk, "p-kind", "rows")
    press(desk, "add-field.1.column")
    page.fill("[name=p-label_zh]", "名称")
    page.fill("[name=p-label_en]", "Name")
    press(desk, "add-field.1.column")
    page.fill("[name=p-label_zh]", "押金")
    page.fill("[name=p-label_en]", "Deposit")
    pick(desk, "p-kind", "money")
    looked_at(desk, "form-table")
    press(desk, "add-field")
    page.fill("[name=p-label_zh]", "押金合计")
    page.fill("[name=p-label_en]", "All deposits")
    pick(desk, "p-kind", "computed")
    page.fill("[name=p-formula]", "sum(lines.deposits)")
    page.locator("[name=p-in_yuan]").check(force=True)
    press(desk, "open-approvals")
    pick(desk, "p-level_0", "cs_supervisor", "cs_manager")

    # Proposed with a slip in the formula: the board opens where it stands, and nothing is lost.
    press(desk, "propose")
    expect(page.locator("[data-test=error-p-formula]")).to_be_visible()
    expect(page.locator("[name=p-formula]")).to_have_value("sum(lines.deposits)")
    looked_at(desk, "form-mistake")
    page.fill("[name=p-formula]", "sum(lines.deposit)")
    expect(page.locator("[data-test=preview-paper]")).to_contain_text("¥384.00")
    expect(page.locator("[data-test=preview-form] [name=f_lines-deposit]").first).to_be_attached()
    # A field is taken out, and put back.
    press(desk, "remove-field.0")
    expect(page.locator("[data-test=row-field\\.2]")).to_have_count(0)
    press(desk, "undo")
    expect(page.locator("[data-test=row-field\\.2]")).to_be_visible()
    with company_scope(house.company.pk):
        assert not HouseForm.objects.exists()
        assert not Entry.objects.filter(pack="house").exists()
    looked_at(desk, "form-board")
    page.click("[data-test=propose]")
    page.wait_for_url("**/registers/designer/1/")
    looked_at(desk, "form-proposed")
    expect(page.locator("[data-test=approve]")).to_have_count(0)

    # The manager approves it and adopts it at once.
    boss = open_desk(desk.size, desk.language)
    boss.sign_in("wu")
    boss.go("/registers/designer/1/")
    boss.page.click("[data-test=approve]")
    boss.settle()
    boss.page.click("[data-test=adopt-house]")
    boss.settle()
    expect(boss.page.locator("[data-test=adopted-forms]")).to_contain_text(title)
    boss.page.fill("[name=from_at]", "")
    boss.page.fill("[name=reason]", "工具借用要有记录")
    boss.page.click("[data-test=submit]")
    boss.page.wait_for_url("**/rulebook/house/")

    # The front desk fills it in and prints it.
    clerk = open_desk(desk.size, desk.language)
    clerk.sign_in("lin")
    clerk.go("/registers/books/house/form_1/")
    clerk.page.click("[data-test=enter]")
    clerk.settle()
    clerk.page.fill("[name=f_borrower]", "陈业主")
    clerk.page.locator("[name=f_lines-name]").first.fill("电钻")
    clerk.page.locator("[name=f_lines-deposit]").first.fill("200")
    clerk.page.click("[data-test=submit]")
    clerk.page.wait_for_url("**/registers/entries/*/")
    clerk.settle()
    expect(clerk.page.locator("[data-test=values]")).to_contain_text("¥200.00")
    with company_scope(house.company.pk):
        entry = Entry.objects.get(pack="house")
        assert entry.signer_due in ("cs_supervisor|cs_manager", "cs_manager|cs_supervisor")
    clerk.go(f"/registers/entries/{entry.ref}/print/")
    expect(clerk.page.locator(".paper-sheet")).to_contain_text("电钻")
    clerk.picture("form-paper", whole=True)
    clerk.check_axe()
