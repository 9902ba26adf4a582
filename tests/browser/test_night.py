"""A repair at night: the duty officer registers and dispatches, the technician works with one thumb."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import queries as cases
from guanjia.apps.workorders import queries as workorders
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import HOME, Estate, furnish
from tests.browser.test_complaint import step, taken
from tests.browser.test_report import photo
from tests.cast import House


@pytest.fixture
def estate(house: House) -> Estate:
    return furnish(house)


def test_from_the_call_to_the_dry_floor(open_desk: OpenDesk, estate: Estate) -> None:
    duan = open_desk("wide", "zh")
    duan.sign_in("duan")
    duan.go(f"/cases/receive/?unit_code={HOME}&title=水管爆裂")
    duan.page.locator("[name=dispatch_now]").uncheck(force=True)
    duan.page.locator("[name=title]").press("Enter")
    duan.page.wait_for_url(re.compile(r"/cases/CS-"))
    duan.settle()
    ref = re.search(r"CS-\d{4}-\d{6}", duan.page.url)[0]  # type: ignore[index]
    step(duan, "dispatch", skill="plumbing", title="关阀、换管", urgency="urgent")
    taken(duan)
    with company_scope(estate.house.company.pk):
        order = workorders.list_for_thread(estate.house.system, ref)[0]
    duan.go("/work-orders/board/")
    expect(duan.page.locator("body")).to_contain_text("关阀、换管")
    duan.check_axe()
    duan.picture("board", whole=True)
    duan.go(f"/work-orders/{order.ref}/")
    duan.check_axe()
    duan.picture("order", whole=True)

    duan.page.locator("form[action$='/auto_assign/'] button").first.click()
    duan.settle()

    sun = open_desk("phone", "zh")
    sun.sign_in("sun")
    sun.go("/work-orders/mine/")
    expect(sun.page.locator("[data-test=job]")).to_have_count(1)
    sun.check_axe()
    sun.check_fits()
    sun.picture("technician", whole=True)
    for verb in ("accept", "arrive"):
        sun.page.locator(f"form[action$='/{verb}/'] button").first.click()
        sun.settle()
    sun.go(f"/work-orders/{order.ref}/complete/")
    sun.check_axe()
    sun.picture("technician-completes", whole=True)
    sun.page.locator("[data-test=submit]").click()
    expect(sun.page.locator("[data-test=submit]")).to_be_visible()
    sun.page.fill("[name=outcome]", "更换软管，试水不漏")
    if sun.page.locator("input[type=file]").count():
        sun.page.set_input_files(
            "input[type=file]", files=[{"name": "pipe.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
        )
    sun.page.locator("[data-test=submit]").click()
    sun.page.wait_for_url(re.compile(r"/work-orders/(mine/|WO-[^/]+/)$"))
    with company_scope(estate.house.company.pk):
        done = workorders.list_for_thread(estate.house.system, ref)[0]
        case = cases.get_case(estate.house.system, ref)
    assert (done.state, case.state) == ("COMPLETED", "RESOLVED")
    assert done.assignee.name == "孙师傅"
