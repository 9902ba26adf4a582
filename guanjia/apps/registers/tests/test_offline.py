"""What only a browser shows: an entry filled in without signal waits, is sent once, comes back when it is refused."""

import pytest
from playwright.sync_api import expect

from guanjia.apps.organisations import services as organisations
from guanjia.apps.places import services as places
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import PACK, picture
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import (
    browser_context_args,
    browser_type_launch_args,
    either_desk,
    house,
    open_desk,
)

__all__ = ["browser_context_args", "browser_type_launch_args", "either_desk", "house", "open_desk"]
pytestmark = pytest.mark.browser

ROUND = """
[[register]]
key = "round"
clause = "1"
title = { zh = "地下室巡查", en = "Cellar round" }
[[register.field]]
key = "unit"
label = { zh = "房号", en = "Unit" }
kind = "unit"
[[register.field]]
key = "found"
label = { zh = "情况", en = "Found" }
kind = "long text"
required = true
[[register.field]]
key = "sort"
label = { zh = "种类", en = "Sort" }
kind = "choice"
choice = [{ key = "wet", label = { zh = "渗水", en = "Wet" } }, { key = "dark", label = { zh = "灯不亮", en = "Dark" } }]
[[register.field]]
key = "level"
label = { zh = "水位", en = "Level" }
kind = "number"
[[register.field]]
key = "photo"
label = { zh = "照片", en = "Photo" }
kind = "photo"
[[register.field]]
key = "lines"
label = { zh = "明细", en = "Lines" }
kind = "rows"
[[register.field.column]]
key = "name"
label = { zh = "名称", en = "Name" }
[[register.field.column]]
key = "count"
label = { zh = "数量", en = "Count" }
kind = "number"
"""
FORM = "/registers/books/ledgers/round/new/"


@pytest.fixture
def round_book(house, tmp_path, settings):
    """The site keeps a register of rounds in the cellar, and has a home."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    folder = tmp_path / "ledgers"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK.replace("VERSION", "1") + ROUND, encoding="utf-8")
    now, system = clock.now(), house.system
    with company_scope(house.company.pk):
        building = places.add_building(house.site, by=system, at=now, name="A1栋")
        places.add_unit(building, by=system, at=now, code="A1-1-0301", area=80, floor=3)
        pack, source = load_pack(folder)
        version = rulebook.store_version(pack, source, at=now)
        rulebook.adopt(house.site.pk, by=system, at=now, pack="ledgers", version=version)


def entries(house):
    with company_scope(house.company.pk):
        return list(Entry.objects.order_by("id"))


def open_form(desk):
    """Open the form while there is signal, until it is kept on the device."""
    desk.go(FORM)
    desk.page.wait_for_selector("html[data-offline-ready]", state="attached")


def lose_signal(desk):
    desk.quiet = True  # Chromium writes each request that fails to the console
    desk.page.context.set_offline(True)


def get_signal(desk):
    desk.page.context.set_offline(False)


def waiting(desk, count):
    box = desk.page.locator("[data-test=waiting]")
    expect(box).to_have_attribute("data-waiting", str(count), timeout=20_000)


def fill(page, found, level="2"):
    page.fill("[data-test=f_found]", found)
    page.fill("[data-test=f_level]", level)
    page.locator("[name=f_sort][value=wet]").first.check(force=True)


def test_entries_without_signal_wait_and_are_sent_once_with_their_photos(house, round_book, either_desk):
    desk, page = either_desk, either_desk.page
    desk.sign_in("lin")
    open_form(desk)
    lose_signal(desk)
    page.reload()
    unit = page.locator("[data-lookup] input:visible").first
    unit.fill("0301")
    page.get_by_text("A1-1-0301").first.click()
    fill(page, "一号坑积水\n水泵已停", "2.5")
    page.locator("[name=f_photo]").set_input_files(
        {"name": "坑.png", "mimeType": "image/png", "buffer": picture().read()}
    )
    page.locator("[name='f_lines-name']").first.fill("水泵")
    page.locator("[name='f_lines-count']").first.fill("1")
    page.click("[data-test=submit]")
    waiting(desk, 1)
    fill(page, "二号坑干燥")
    page.click("[data-test=submit]")
    waiting(desk, 2)
    desk.picture("register-waiting", whole=True)
    assert entries(house) == []
    get_signal(desk)
    waiting(desk, 0)
    page.reload()
    desk.settle()
    desk.check_axe()
    first, second = entries(house)
    assert first.values["found"].replace("\r", "") == "一号坑积水\n水泵已停"
    assert (first.values["level"], first.values["sort"], first.values["lines"]) == (
        2.5,
        "wet",
        [{"name": "水泵", "count": 1}],
    )
    assert len(first.values["photo"]) == 1
    assert "unit" in first.values
    assert second.values["found"] == "二号坑干燥"


def test_what_the_server_took_before_the_signal_went_is_not_entered_twice(house, round_book, open_desk):
    desk = open_desk("phone", "zh")
    page = desk.page
    desk.sign_in("lin")
    open_form(desk)
    lose_signal(desk)
    fill(page, "只记一次")
    page.click("[data-test=submit]")
    waiting(desk, 1)
    kept = page.evaluate(
        """async () => {
          const { stored } = await import("/static/registers/waiting.js");
          return (await stored("readonly", (store) => store.getAll())).map((one) => one.key);
        }"""
    )
    assert len(kept) == 1
    # The server does it, and its answer is lost on the way, three times over.
    lost = 0

    def lose(route):
        nonlocal lost
        if lost < 3 and route.request.method == "POST":
            lost += 1
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.context.route("**/new/", lose)
    get_signal(desk)
    for _ in range(8):
        page.wait_for_timeout(400)
        if page.locator("[data-test=waiting-send]").is_visible():
            page.click("[data-test=waiting-send]")
    waiting(desk, 0)
    assert lost == 3
    assert [one.values["found"] for one in entries(house)] == ["只记一次"]


def test_a_refused_one_comes_back_with_what_was_typed_and_goes_through_when_right(
    house, round_book, open_desk
):
    desk = open_desk("phone", "zh")
    page = desk.page
    desk.sign_in("lin")
    open_form(desk)
    lose_signal(desk)
    fill(page, "三号坑", "两格")
    page.locator("[name=f_photo]").set_input_files(
        {"name": "坑.png", "mimeType": "image/png", "buffer": picture().read()}
    )
    page.locator("[name='f_lines-name']").first.fill("水泵")
    page.locator("[data-entry-add]").click()
    page.locator("[name='f_lines-name']").nth(1).fill("电缆")
    page.click("[data-test=submit]")
    waiting(desk, 1)
    get_signal(desk)
    line = page.locator("[data-test=waiting-item].is-refused")
    expect(line).to_contain_text("3.5", timeout=20_000)
    desk.picture("register-waiting-refused", whole=True)
    line.locator("a").click()
    page.wait_for_selector("[data-test=form-errors]")
    expect(page.locator("[data-test=f_found]")).to_have_value("三号坑")
    expect(page.locator("[data-test=f_level]")).to_have_value("两格")
    expect(page.locator("[name='f_lines-name']").nth(1)).to_have_value("电缆")
    expect(page.locator(".photo-previews img")).to_have_count(1)
    desk.picture("register-brought-back", whole=True)
    page.fill("[data-test=f_level]", "2")
    page.click("[data-test=submit]")
    page.wait_for_url("**/registers/entries/**")
    desk.go("/registers/")
    waiting(desk, 0)
    (entry,) = entries(house)
    assert (entry.values["level"], len(entry.values["photo"]), len(entry.values["lines"])) == (2, 1, 2)


def test_nobody_sends_what_somebody_else_filled_in(house, round_book, open_desk):
    desk = open_desk("phone", "zh")
    page = desk.page
    desk.sign_in("lin")
    open_form(desk)
    lose_signal(desk)
    fill(page, "林晓记的")
    page.click("[data-test=submit]")
    waiting(desk, 1)
    page.context.clear_cookies()  # signed out, as when a shift ends
    get_signal(desk)
    page.wait_for_timeout(800)
    assert entries(house) == []
    desk.sign_in("qian")
    open_form(desk)
    waiting(desk, 0)
    expect(page.locator("[data-test=waiting]")).to_be_hidden()
    page.wait_for_timeout(500)
    assert entries(house) == []
    names = page.evaluate(
        "caches.open('guanjia.registers').then((one) => one.keys()).then((all) => all.length)"
    )
    assert names > 0
    page.context.clear_cookies()
    desk.go("/account/sign-in/")
    page.wait_for_timeout(300)
    assert page.evaluate("caches.keys()") == []
    desk.sign_in("lin")
    desk.go("/registers/")
    waiting(desk, 0)
    (entry,) = entries(house)
    assert (entry.values["found"], entry.entered_by_name) == ("林晓记的", "林晓")


def test_it_is_entered_at_the_site_where_the_form_was_opened(house, round_book, open_desk):
    with company_scope(house.company.pk):
        now, system = clock.now(), house.system
        second = organisations.open_site(by=system, code="W2", name="二期")
        posts = organisations.open_posts(second, by=system, pack="estate_desk")
        organisations.appoint(house.people["lin"], posts["front_desk"], by=system, at=now, from_on=now.date())
    desk = open_desk("phone", "zh")
    page = desk.page
    desk.sign_in("lin")
    open_form(desk)
    lose_signal(desk)
    fill(page, "一期的")
    page.click("[data-test=submit]")
    waiting(desk, 1)
    token = page.evaluate("document.cookie.match(/guanjia_csrf=([^;]+)/)[1]")
    page.context.request.post(
        f"{desk.address}/me/site/",
        form={"site": str(second.pk)},
        headers={"X-CSRFToken": token, "Referer": desk.address},
    )
    get_signal(desk)
    waiting(desk, 0)
    (entry,) = entries(house)
    assert entry.site_id == house.site.pk
