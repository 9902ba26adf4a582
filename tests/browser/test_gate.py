"""The gate with the phone: a slip is asked for at the desk, approved by somebody else, scanned and passed once; a visitor comes and goes."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from guanjia.apps.gate import services
from guanjia.apps.gate.models import ReleaseSlip
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import HOME, Estate, furnish
from tests.cast import House


@pytest.fixture
def estate(house: House) -> Estate:
    """The desk's estate with a pump room."""
    built = furnish(house)
    with company_scope(house.company.pk):
        places.add_place(
            house.site, by=house.system, at=clock.now(), kind=PlaceKind.MACHINE_ROOM, code="P", name="水泵房"
        )
    return built


def photo() -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    return {"name": "sofa.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_a_slip_goes_from_the_desk_through_the_gate_once(open_desk: OpenDesk, estate: Estate) -> None:
    desk = open_desk("wide", "zh")
    desk.sign_in("lin")
    desk.go(f"/gate/slips/ask/?unit={estate.unit.pk}")
    desk.check_axe()
    desk.picture("ask", whole=True)
    page = desk.page
    page.locator("[name=items-name]").first.fill("三人沙发")
    page.locator("[name=items-pieces]").first.fill("2")
    expect(page.locator("[name=items-name]")).to_have_count(2)
    page.locator("[name=items-name]").nth(1).fill("纸箱")
    page.set_input_files("[name=photos]", files=[photo()])  # type: ignore[list-item]
    page.fill("[name=carrier_name]", "顺达搬家 刘师傅")
    page.fill("[name=phone]", "13800138000")
    page.fill("[name=plate]", "京A D6688")
    page.fill("[name=signer_name]", "陈业主")
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/gate/slips/RS-"))
    desk.settle()
    expect(page.locator("[data-test=items]")).to_contain_text("三人沙发")
    expect(page.locator("[data-test=step-approve]")).to_have_count(0)
    desk.check_axe()
    desk.picture("slip-asked", whole=True)
    address = page.url.removeprefix(desk.address)

    boss = open_desk("wide", "en")
    boss.sign_in("qian")
    boss.page.locator("[data-test=gate-row] a").first.click()
    boss.settle()
    assert address in boss.page.url
    boss.page.locator("[data-test=step-approve]").click()
    boss.page.locator("dialog [data-test=submit], dialog button[type=submit]").first.click()
    expect(boss.page.locator(".gate-line")).to_contain_text("May pass the gate")
    boss.settle()
    boss.check_axe()
    boss.picture("slip-approved", whole=True)

    with company_scope(estate.house.company.pk):
        slip = ReleaseSlip.objects.get()
    phone = open_desk("phone", "zh")
    phone.sign_in("bao")
    phone.go("/gate/")
    phone.check_axe()
    phone.check_fits()
    phone.picture("desk", whole=True)
    phone.page.fill("[data-test=gate-search]", "d6688")
    expect(phone.page.locator("[data-test=found]")).to_contain_text(slip.ref)
    phone.go(f"/gate/scan/{slip.token}/")
    phone.check_axe()
    phone.check_fits()
    phone.picture("scan", whole=True)
    phone.page.locator("[data-test=step-let_pass]").click()
    phone.page.fill("dialog [name=note]", "件数相符")
    phone.page.locator("dialog [data-test=submit]").click()
    expect(phone.page.locator("[data-test=verdict]")).to_contain_text("包安")
    expect(phone.page.locator("[data-test=step-let_pass]")).to_have_count(0)
    phone.settle()
    phone.check_axe()
    phone.check_fits()
    phone.picture("scan-again", whole=True)
    desk.go(f"/gate/paper/{slip.ref}/")
    desk.picture("paper", whole=True)
    for name in ("slips", "held", "stops", "visits", "passes", "rooms", "black-list", "rooms/approvers"):
        boss.go(f"/gate/{name}/")
        boss.check_axe()
        phone.go(f"/gate/{name}/")
        phone.check_fits()
    boss.picture("matrix")


def test_a_visitor_nobody_announced_waits_for_the_host(open_desk: OpenDesk, estate: Estate) -> None:
    phone = open_desk("phone", "zh")
    phone.sign_in("bao")
    page = phone.page
    phone.go("/gate/visits/arrive/")
    phone.check_axe()
    phone.check_fits()
    page.fill("[name=visitor]", "吴女士")
    page.fill("[name=host]", "陈业主")
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/gate/visits/VS-"))
    phone.settle()
    page.locator("[data-test=step-ask_host]").click()
    page.locator("dialog input[value=yes]").check()
    page.fill("dialog [name=note]", "陈业主本人")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=timeline]")).to_contain_text("被访人同意进入")
    phone.settle()
    page.locator("[data-test=step-come_in]").click()
    page.fill("dialog [name=badge]", "访08")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator(".gate-line")).to_contain_text("在场")
    phone.settle()
    phone.check_axe()
    phone.check_fits()
    phone.picture("visit", whole=True)
    with company_scope(estate.house.company.pk):
        now = clock.now()
        services.stop_release(
            by=estate.house.system,
            at=now - timedelta(days=3),
            site_id=estate.house.site.pk,
            unit_id=estate.unit.pk,
            kind="ARREARS",
            reason="欠缴两季",
        )
    desk = open_desk("wide", "en")
    desk.sign_in("qian")
    desk.go("/gate/inside/")
    desk.check_axe()
    desk.picture("inside")
    desk.go(f"/places/units/{estate.unit.pk}/")
    expect(desk.page.locator("[data-test=unit-stop]")).to_contain_text("欠缴两季")
    expect(desk.page.locator("body")).to_contain_text(HOME)
    desk.picture("unit", whole=True)
