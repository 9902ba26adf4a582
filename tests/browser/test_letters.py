"""A violation from the phone to the second look, and a notice from a ready text to the lift and to a resident's own phone."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from guanjia.apps.letters.models import Notice
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import furnish
from tests.cast import House


def photo() -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    return {"name": "found.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_a_violation_from_the_phone_to_the_second_look(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    phone = open_desk("phone", "zh")
    phone.sign_in("zhao")
    page = phone.page
    phone.go("/letters/rectify/")
    phone.check_axe()
    phone.check_fits()
    phone.picture("rectify-empty", whole=True)
    page.locator("[data-test=new]").click()
    phone.settle()
    page.fill("[name=party]", "1-302 业主")
    page.fill("[name=subject]", "阳台搭建")
    page.fill("[name=text]", "阳台外侧搭建阳光房")
    page.fill("[name=demand]", "三日内拆除")
    page.fill("[name=correct_by]", f"{timezone.localtime() + timedelta(days=3):%Y-%m-%dT12:00}")
    page.set_input_files("[name=photos]", files=[photo()])  # type: ignore[list-item]
    phone.check_fits()
    phone.picture("rectify-new", whole=True)
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/letters/rectify/RN-"))
    phone.settle()
    page.locator("[data-test=issue]").click()
    page.locator("dialog [data-test=submit]").click()
    page.locator("[data-test=deliver]").click()
    page.locator("dialog input[value=REFUSED]").check()
    page.fill("dialog [name=witness]", "石队")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=timeline]")).to_contain_text("拒签")
    phone.check_axe()
    phone.check_fits()
    phone.picture("rectify", whole=True)
    address = page.url.removeprefix(phone.address)

    boss = open_desk("wide", "en")
    boss.sign_in("qian")
    boss.go(address)
    boss.page.locator("[data-test=recheck]").click()
    boss.page.locator("dialog input[value=no]").check()
    boss.page.fill("dialog [name=note]", "Still there")
    boss.page.locator("dialog [data-test=submit]").click()
    expect(boss.page.locator("[data-test=rechecks]")).to_contain_text("Not passed")
    boss.check_axe()
    boss.picture("rectify-failed", whole=True)
    boss.go(f"{address}print/")
    boss.check_axe()
    boss.picture("rectify-paper", whole=True)


def test_a_resident_reads_the_notice_of_the_lift(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    wide = open_desk("wide", "zh")
    wide.sign_in("zhao")
    wide.go("/letters/notice/new/")
    wide.page.locator("[data-test=offer-tip]").click()
    wide.settle()
    wide.page.fill("[name=subject]", "关于防火的温馨提示")
    wide.page.fill("[name=text]", "请勿在楼道充电。")
    wide.page.fill("[name=text_en]", "Do not charge in the corridor.")
    wide.page.fill("[name=until_at]", "2099-01-01T12:00")
    wide.page.locator("[data-test=submit]").click()
    wide.settle()
    expect(wide.page.locator("[data-test=error-until_at]")).to_be_visible()
    wide.check_axe()
    wide.picture("notice-refused", whole=True)
    from_at = wide.page.input_value("[name=from_at]")
    wide.page.fill("[name=until_at]", f"{int(from_at[:4])}-12-31T23:00")
    wide.page.locator("[data-test=submit]").click()
    wide.page.wait_for_url(re.compile("/letters/notice/NT-"))
    wide.page.locator("[data-test=submit]").first.click()
    wide.page.locator("dialog select[name=first], dialog [name=first]").first.wait_for(state="attached")
    wide.picture("notice-submit", whole=True)
    with company_scope(house.company.pk):
        row = Notice.objects.get()
        Notice.objects.filter(pk=row.pk).update(state="APPROVED")
    resident = open_desk("phone", "en")
    resident.go(f"/n/{row.token}/")
    expect(resident.page.locator("[data-test=notice]")).to_contain_text("Do not charge in the corridor.")
    resident.check_axe()
    resident.check_fits()
    resident.picture("public", whole=True)
