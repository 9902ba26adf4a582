"""At the counter: parcels are taken in by keyboard, go on to the steward, and to their owners against a signature."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from guanjia.apps.safekeeping.models import KeptItem
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import HOME, furnish
from tests.cast import House


def sign(page: Page) -> None:
    """Draw a signature into the box."""
    pad = page.locator("canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 20 + 12 * step, box["y"] + 30 + (25 if step % 2 else 5))
    page.mouse.up()


def take_in(page: Page, tracking: str) -> None:
    """A parcel for the home of the estate, by keyboard alone."""
    page.fill("[name=tracking]", tracking)
    page.locator("[data-test=unit_id]").first.click()
    page.keyboard.type("302")
    page.get_by_role("option").filter(has_text=HOME).first.wait_for()
    page.keyboard.press("Enter")
    page.fill("[name=for_name]", "陈业主")
    page.fill("[name=shelf]", "A-7")
    page.locator("[data-test=receive-form] [data-test=submit]").click()


def test_parcels_from_the_carrier_to_the_door(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    desk = open_desk("wide", "zh")
    desk.sign_in("lin")
    page = desk.page
    desk.go("/safekeeping/counter/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("counter-empty", whole=True)
    page.locator("[data-test=receive-mail]").click()
    page.wait_for_url(re.compile("/new/mail/"))
    desk.settle()
    take_in(page, "SF1001")
    expect(page.locator("[data-test^=kept-KP]")).to_have_count(1)
    desk.settle()
    expect(page.locator("[name=shelf]")).to_have_value("A-7")
    take_in(page, "SF1002")
    expect(page.locator("[data-test^=kept-KP]")).to_have_count(2)
    desk.check_axe()
    desk.check_fits()
    desk.picture("receive-mail", whole=True)

    desk.go("/safekeeping/counter/?q=sf1001")
    desk.check_axe()
    desk.picture("counter-found", whole=True)
    page.locator("[data-test^=give-]").click()
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    sign(page)
    desk.picture("hand-out", whole=True)
    page.locator("[data-test=hand-out-form] [data-test=submit]").click()
    expect(page.locator("[data-test=handing]")).to_be_visible()
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("item-given", whole=True)

    with company_scope(house.company.pk):
        other = KeptItem.objects.get(tracking="SF1002")
    desk.go(f"/safekeeping/hand-on/?chosen={other.ref}")
    page.locator("[name=steward_id]").first.evaluate("one => one.scrollIntoView()")
    sign(page)
    desk.check_axe()
    desk.picture("hand-on", whole=True)
    page.locator("[data-test=hand-on-form] [data-test=submit]").click()
    page.wait_for_url(re.compile("/batches/KB-"))
    desk.settle()
    desk.check_axe()
    desk.picture("batch", whole=True)
    desk.go("/safekeeping/?state=ALL")
    desk.check_axe()
    desk.check_fits()
    desk.picture("shelf", whole=True)
    desk.go(f"/safekeeping/{other.ref}/print/")
    desk.picture("paper", whole=True)

    phone = open_desk("phone", "en")
    phone.sign_in("zhao")
    phone.go(f"/safekeeping/{other.ref}/hand-out/")
    phone.check_axe()
    phone.check_fits()
    phone.page.locator("label").filter(has_text="Left at the door").click()
    phone.page.fill("[name=agreed]", "Mr Chen, by telephone")
    phone.picture("door", whole=True)
    phone.page.locator("[data-test=hand-out-form] [data-test=submit]").click()
    expect(phone.page.locator("[data-test=handing]")).to_be_visible()
    phone.settle()
    phone.check_axe()
    phone.check_fits()
    phone.picture("item", whole=True)
    for path, name in (("/safekeeping/", "shelf"), ("/safekeeping/losses/", "losses"), ("/today/", "today")):
        phone.go(path)
        phone.check_axe()
        phone.check_fits()
        phone.picture(name, whole=True)


def test_something_found_is_proposed_to_who_misses_it(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    page = desk.page
    desk.go("/safekeeping/new/found/")
    page.fill("[name=what]", "黑色手机")
    page.locator("label").filter(has_text="Mobile phone").click()
    page.fill("[name=features]", "黑色 透明外壳")
    page.fill("[name=marks]", "锁屏是海边日落")
    page.fill("[name=found_where]", "A1栋大堂")
    page.fill("[name=found_by]", "保洁刘姐")
    page.fill("[name=shelf]", "C-1")
    desk.check_axe()
    desk.check_fits()
    desk.picture("receive-found", whole=True)
    page.locator("[data-test=receive-form] [data-test=submit]").click()
    page.wait_for_url(re.compile("/safekeeping/KP-"))
    desk.go("/safekeeping/losses/new/")
    page.fill("[name=what]", "手机")
    page.locator("label").filter(has_text="Mobile phone").click()
    page.fill("[name=features]", "黑色，透明外壳")
    page.fill("[name=where]", "A1栋大堂")
    page.fill("[name=name]", "陈业主")
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/losses/KL-"))
    expect(page.locator("[data-test=proposals]")).to_contain_text("黑色手机")
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("loss", whole=True)
    desk.go("/safekeeping/new/storage/")
    desk.check_axe()
    desk.picture("receive-storage", whole=True)
