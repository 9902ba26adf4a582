"""A round with the phone: a sheet is filled with thumb and keys, a finding is put right and checked again by somebody else."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import furnish
from tests.cast import House

PACK = """
[pack]
key = "rounds"
version = "1"
title = { zh = "公共部位巡查", en = "Rounds" }
[[clause]]
number = "1"
text = { zh = "公共部位每周查看。", en = "The places everybody uses are looked at every week." }
sources = ["C-RULE-040"]
[[checklist]]
key = "hall"
clause = "1"
title = { zh = "大堂检查表", en = "Entrance hall" }
about = "place"
passes_at = 60
correction = 2
[[checklist.item]]
key = "floor"
text = { zh = "地面干净、干燥，无积水", en = "The floor is clean and dry, without puddles" }
points = 2
photo = true
[[checklist.item]]
key = "glass"
text = { zh = "玻璃门无手印", en = "No fingerprints on the glass door" }
[[checklist.item]]
key = "warmth"
text = { zh = "室温", en = "Temperature" }
answer = "number"
unit = "°C"
least = 18
most = 26
[[checklist.item]]
key = "seen"
text = { zh = "还看到什么", en = "What else was seen" }
answer = "text"
points = 0
"""
CHECKLIST = "/inspections/lists/rounds/hall/"


@pytest.fixture
def rounds(house: House, tmp_path: Path) -> House:
    """The desk's estate with a rulebook of rounds and three halls."""
    furnish(house)
    folder = tmp_path / "rounds"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    pack, source = load_pack(folder)
    begun, by, site = clock.now() - timedelta(days=30), house.system, house.site
    with company_scope(house.company.pk):
        version = rulebook.store_version(pack, source, at=begun)
        rulebook.adopt(site.pk, by=by, at=begun, pack="rounds", version=version, from_at=begun)
        for number in "一二三":
            name = f"A{number}栋大堂"
            places.add_place(site, by=by, at=begun, kind=PlaceKind.LIFT, code=f"H{number}", name=name)
    return house


def photo() -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "gray").save(picture, "JPEG")
    return {"name": "floor.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_a_round_from_the_phone_to_the_second_look(open_desk: OpenDesk, rounds: House) -> None:
    phone = open_desk("phone", "zh")
    phone.sign_in("duan")
    page = phone.page
    phone.go("/inspections/")
    phone.check_axe()
    phone.check_fits()
    phone.picture("inspections", whole=True)
    phone.go(CHECKLIST)
    phone.check_fits()
    phone.picture("checklist-empty", whole=True)
    page.locator("[data-test=next-one]").first.click()
    phone.settle()
    phone.check_axe()
    phone.check_fits()
    phone.picture("fill", whole=True)
    page.locator("[data-test=submit]").click()
    phone.settle()
    expect(page.locator("[data-test=error-item_floor]")).to_be_visible()
    expect(page.locator("[data-test=error-item_seen]")).to_be_visible()

    floor, warmth = page.locator("[data-test=check-floor]"), page.locator("[data-test=check-warmth]")
    floor.locator("input[value=fail]").check()
    expect(page.locator("[name=note_floor]")).to_be_visible()
    page.fill("[name=note_floor]", "门口一米积水")
    page.set_input_files("[name=photos_floor]", files=[photo()])  # type: ignore[list-item]
    page.locator("[data-test=check-glass] input[value=pass]").check()
    page.fill("[name=item_warmth]", "31")
    expect(warmth.locator("[name=note_warmth]")).to_be_visible()
    page.fill("[name=item_warmth]", "22.5")
    expect(warmth.locator("[name=note_warmth]")).to_be_hidden()
    page.fill("[name=item_seen]", "无")
    expect(page.locator("[data-count]")).to_have_text("4 / 4")
    phone.check_axe()
    phone.picture("fill-done", whole=True)
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/inspections/IS-"))
    phone.settle()
    expect(page.locator("[data-test=score]")).to_have_text("50 %")
    expect(page.locator("[data-test=finding-floor] img")).to_be_visible()
    phone.check_axe()
    phone.check_fits()
    phone.picture("sheet", whole=True)
    address = page.url.removeprefix(phone.address)

    page.locator("[data-test=correct]").click()
    page.fill("dialog [name=note]", "已拖干，放了警示牌")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=finding-floor]")).to_contain_text("待复查")
    expect(page.locator("[data-test=recheck]")).to_have_count(0)

    boss = open_desk("wide", "en")
    boss.sign_in("qian")
    boss.go("/inspections/findings/")
    boss.check_axe()
    boss.picture("findings")
    boss.page.locator("[data-test=row] a").first.click()
    boss.settle()
    boss.picture("sheet", whole=True)
    boss.page.locator("[data-test=recheck]").click()
    boss.page.locator("dialog input[value=yes]").check()
    boss.page.locator("dialog [data-test=submit]").click()
    expect(boss.page.locator("[data-test=finding-floor]")).to_contain_text("Put right and checked")
    assert address in boss.page.url
    boss.check_axe()
    boss.go("/inspections/")
    boss.picture("inspections")
    boss.go(CHECKLIST)
    boss.check_axe()
    boss.check_fits()
    boss.picture("checklist")


def test_keys_answer_an_item_and_lead_to_the_next(open_desk: OpenDesk, rounds: House) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("qian")
    desk.go(f"{CHECKLIST}fill/")
    page = desk.page
    page.locator("[data-test=check-floor] input[value=pass]").focus()
    page.keyboard.press("p")
    expect(page.locator("[data-test=check-floor] input[value=pass]")).to_be_checked()
    page.keyboard.press("f")
    expect(page.locator("[data-test=check-glass] input[value=fail]")).to_be_checked()
    expect(page.locator("[name=note_glass]")).to_be_focused()
    page.keyboard.type("perhaps fine")
    expect(page.locator("[name=note_glass]")).to_have_value("perhaps fine")
    expect(page.locator("[data-count]")).to_have_text("2 / 4")
    desk.check_axe()
    desk.picture("fill")
    phone = open_desk("phone", "en")
    phone.sign_in("duan")
    for path, name in ((f"{CHECKLIST}fill/", "fill"), ("/inspections/findings/", "findings")):
        phone.go(path)
        phone.check_axe()
        phone.check_fits()
        phone.picture(name, whole=True)
