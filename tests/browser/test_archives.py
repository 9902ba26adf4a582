"""The archive: what is missing in a home's file is filed at the desk, opened with a reason, and its original lent and taken back."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from guanjia.apps.archives.models import FiledPaper, PaperLoan
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.kernel import clock, journal
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import HOME, furnish
from tests.cast import SHANGHAI, House
from tests.matrix.stage.files import picture


def test_from_a_missing_paper_to_a_lent_original(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    with company_scope(house.company.pk):
        unit = places.get_unit_by_code(house.system, house.site.pk, HOME)
        assert people.residents(house.site.pk, unit_ids=[unit.pk])
    desk = open_desk("wide", "zh")
    desk.sign_in("lin")
    page = desk.page
    desk.go(f"/places/units/{unit.pk}/")
    page.locator("[data-test=panel-archives] [data-test=file-link] a").click()
    page.wait_for_url(re.compile(rf"/archives/units/{unit.pk}/"))
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("file-missing", whole=True)

    page.locator("[data-test=item-owner_id] [data-test=file-it]").click()
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    sheet = picture("身份证.png")
    page.locator("input[type=file][name=scans]").set_input_files(
        [{"name": "身份证.png", "mimeType": "image/png", "buffer": sheet.read()}]
    )
    page.locator("[name=shape][value=original]").check()
    page.fill("[name=place]", "A柜-3")
    desk.picture("file-paper", whole=True)
    page.locator("[data-test=verb-form] [data-test=submit]").click()
    page.wait_for_url(re.compile(rf"/archives/units/{unit.pk}/$"))
    desk.settle()
    expect(page.locator("[data-test=item-owner_id]")).to_have_attribute("data-standing", "PRESENT")
    with company_scope(house.company.pk):
        paper = FiledPaper.objects.get()
    assert (paper.sensitive, paper.is_original, paper.scans) == (True, True, 1)

    desk.go("/archives/missing/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("files-lacking", whole=True)

    desk.go(f"/archives/papers/{paper.ref}/")
    desk.check_axe()
    page.locator("[data-test=borrow]").click()
    page.wait_for_selector("[name=due_at]")
    due = (clock.now() + timedelta(hours=3)).astimezone(SHANGHAI)
    page.fill("[name=due_at]", f"{due:%Y-%m-%dT%H:%M}")
    page.fill("[name=name]", "")
    page.fill("[name=reason]", "陪同业主过户")
    page.locator("[data-test=verb-form] [data-test=submit]").click()
    page.wait_for_url(re.compile("/archives/loans/"))
    loan = page.url

    boss = open_desk("phone", "zh")
    boss.sign_in("qian")
    boss.go(loan.removeprefix(boss.address))
    boss.check_axe()
    boss.check_fits()
    boss.page.locator("[data-test=approve]").click()
    boss.page.locator("dialog [data-test=confirm]").click()
    expect(boss.page.locator("[data-test=approve]")).to_have_count(0)
    boss.go(f"/archives/papers/{paper.ref}/")
    boss.page.locator("[data-test=reveal]").click()
    boss.page.wait_for_selector("[name=reason]")
    boss.page.fill("[name=reason]", "核对过户资料")
    boss.page.locator("[data-test=verb-form] [data-test=submit]").click()
    boss.page.wait_for_url(re.compile("/scans/"))
    boss.settle()
    expect(boss.page.locator("[data-test=scan] img")).to_be_visible()
    boss.check_axe()
    boss.check_fits()
    boss.picture("paper-opened", whole=True)
    with company_scope(house.company.pk):
        assert journal.timeline(paper.ref).filter(event="archives.looked").count() == 1

    desk.go(loan.removeprefix(desk.address))
    page.locator("[data-test=hand-out]").click()
    page.locator("dialog [data-test=confirm]").click()
    expect(page.locator("[data-test=take-back]")).to_be_visible()
    desk.settle()
    desk.check_axe()
    with company_scope(house.company.pk):
        assert PaperLoan.objects.get().state == "OUT"
    page.locator("[data-test=take-back]").click()
    page.wait_for_selector("[name=pages_back]")
    page.locator("[data-test=verb-form] [data-test=submit]").click()
    expect(page.locator("[data-test=take-back]")).to_have_count(0)
    with company_scope(house.company.pk):
        assert PaperLoan.objects.get().state == "BACK"
