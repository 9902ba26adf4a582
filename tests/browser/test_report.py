"""An owner reports from the QR label in the lift, follows the matter without an account, and urges; the desk sees it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import OpenDesk
from tests.browser.estate import Estate, furnish
from tests.cast import House


@pytest.fixture
def estate(house: House) -> Estate:
    return furnish(house)


def photo() -> bytes:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    return picture.getvalue()


def test_report_follow_and_urge(open_desk: OpenDesk, estate: Estate) -> None:
    owner = open_desk("phone", "zh")
    page = owner.page
    owner.go(f"/r/{estate.lift.qr_token}/")
    expect(page.locator("body")).to_contain_text("A1栋电梯")
    owner.check_axe()
    owner.check_fits()
    owner.picture("report", whole=True)
    page.locator("[data-test=submit]").click()
    expect(page.locator("[name=title]")).to_have_class(re.compile("is-wrong|control"))
    assert "/r/" in page.url, "nothing is stored without a word about it"
    page.fill("[name=title]", "电梯按键不亮")
    page.fill("[name=caller_phone]", "13900139000")
    page.set_input_files(
        "input[type=file]", files=[{"name": "lift.jpg", "mimeType": "image/jpeg", "buffer": photo()}]
    )
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/f/"))
    owner.settle()
    expect(page.locator("[data-test=follow-state]")).to_contain_text("CS-")
    owner.check_axe()
    owner.check_fits()
    owner.picture("follow", whole=True)
    page.locator("[data-test=urge]").click()
    page.fill("[name=text]", "家里有老人")
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile(r"/f/[^/]+/$"))
    expect(page.locator("[data-test=follow-state] .note")).to_be_visible()

    lin = open_desk("wide", "en")
    lin.sign_in("lin")
    lin.go("/cases/?urged=1")
    lin.page.get_by_role("link", name=re.compile("CS-")).first.click()
    lin.settle()
    expect(lin.page.locator("[data-test=timeline]")).to_contain_text("家里有老人")
    expect(lin.page.locator(".case-photos img")).to_have_count(1)
    lin.check_axe()
    lin.picture("case-from-label", whole=True)


def test_a_wrong_label_says_nothing_is_there(open_desk: OpenDesk, estate: Estate) -> None:
    owner = open_desk("phone", "en")
    owner.go("/r/not-a-label-of-ours/")
    expect(owner.page.locator("body")).not_to_contain_text("万兴")
    owner.check_axe()
