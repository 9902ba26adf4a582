"""The frame as people meet it: signing in, Today, the gallery, the palette by keyboard, language and theme."""

from __future__ import annotations

from typing import Any

import pytest
import segno
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Desk, OpenDesk

pytestmark = pytest.mark.usefixtures("house")


def test_signing_in_tells_a_wrong_password_and_leads_to_today(desk: Desk) -> None:
    page = desk.page
    desk.go("/account/sign-in/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("sign-in")
    page.fill("[data-test=login]", "lin")
    page.fill("[data-test=password]", "not this one")
    page.press("[data-test=password]", "Enter")
    expect(page.locator("[data-test=form-errors]")).to_be_visible()
    expect(page.locator("[data-test=login]")).to_have_value("lin")
    expect(page.locator("[data-test=password]")).to_have_value("")
    desk.settle()
    desk.check_axe()
    desk.picture("sign-in-wrong")
    page.fill("[data-test=password]", "lin-secret")
    page.press("[data-test=password]", "Enter")
    page.wait_for_url("**/today/")


def test_the_frame_fits_speaks_and_is_clean_for_axe(desk: Desk) -> None:
    desk.sign_in("lin")
    for name in ("today", "me", "search", "new", "scan"):
        desk.go(f"/{name}/")
        desk.check_fits()
        desk.check_axe()
        desk.picture(name)
    expect(desk.page.locator("html")).to_have_attribute("lang", "zh-CN" if desk.language == "zh" else "en")


def test_the_gallery_is_whole_and_clean_for_axe(desk: Desk) -> None:
    desk.sign_in("lin")
    desk.go("/gallery/")
    desk.check_fits()
    desk.check_axe()
    desk.picture("gallery", whole=True)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_dark_is_as_readable_as_light(open_desk: OpenDesk, size: str) -> None:
    desk = open_desk(size, "zh", dark=True)
    desk.go("/account/sign-in/")
    desk.check_axe()
    desk.picture("sign-in-dark")
    desk.sign_in("lin")
    for name in ("today", "gallery"):
        desk.go(f"/{name}/")
        expect(desk.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        desk.check_axe()
        desk.picture(f"{name}-dark", whole=name == "gallery")


def test_the_palette_is_used_without_a_mouse(open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    page = desk.page
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    expect(page.locator("#palette input")).to_be_focused()
    page.keyboard.type("galler")
    option = page.locator("#palette [role=option]", has_text="Gallery").first
    expect(option).to_have_attribute("aria-selected", "true")
    desk.check_axe()
    desk.picture("palette")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).to_be_hidden()


def test_language_and_theme_change_where_one_stands_and_stay(house: cast.House, open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "zh")
    desk.sign_in("lin")
    page = desk.page
    expect(page.locator("h1")).to_have_text("今日")
    page.click("[data-test=language-en]")
    expect(page.locator("h1")).to_have_text("Today")
    assert page.url.endswith("/today/")
    page.click("[data-test=theme]")
    page.click("[data-test=theme-dark]")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    house.people["lin"].account.refresh_from_db()
    assert house.people["lin"].account.language == "en"


def test_a_list_is_walked_opened_and_searched_by_keyboard(open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    desk.go("/gallery/")
    page = desk.page
    rows = page.locator("[data-row]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_class("row-late is-here")
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_class("row-late is-here")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk-count]")).to_have_text("1 selected")
    page.keyboard.press("/")
    expect(page.locator("[data-list-search]")).to_be_focused()
    page.keyboard.type("lift")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=lift**")
    expect(page.locator("[data-test=list-count]")).to_have_text("10 entries")
    page.keyboard.press("j")
    first = page.locator("[data-row] a.row-link").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**opened={first}")


def test_a_filter_lives_in_the_address_and_is_taken_away_again(either_desk: Desk) -> None:
    desk = either_desk
    desk.sign_in("lin")
    desk.go("/gallery/")
    page = desk.page
    page.click("[data-test=chip-state]")
    page.click("details[open] .menu-item >> nth=0")
    page.wait_for_url("**state=open**")
    desk.settle()
    desk.check_axe()
    page.click("[data-test=list-views]")
    page.fill("[data-test=view-name]", "Mine")
    page.click("[data-test=keep-view]")
    desk.settle()
    page.click(".chip-clear")
    desk.settle()
    assert "state=" not in page.url
    page.click("[data-test=list-views]")
    page.click(".views-line .menu-item")
    page.wait_for_url("**state=open**")


def test_a_dialog_keeps_what_was_typed_when_refused_and_closes_when_done(either_desk: Desk) -> None:
    desk = either_desk
    desk.sign_in("lin")
    desk.go("/gallery/")
    page = desk.page
    page.click("[data-test=open-dialog]")
    box = page.locator("#dialog")
    expect(box.locator("textarea")).to_be_focused()
    box.locator("textarea").fill("refuse")
    box.locator("[data-test=submit]").click()
    expect(box.locator("[data-test=error-reason]")).to_be_visible()
    expect(box.locator("textarea")).to_have_value("refuse")
    desk.check_axe()
    desk.picture("dialog-refused")
    box.locator("textarea").fill("The owner is away until Friday.")
    box.locator(".quick-picks button").first.click()
    assert box.locator("input[type=datetime-local]").input_value() != ""
    box.locator("[data-test=submit]").click()
    expect(page.locator(".toasts [data-toast]")).to_be_visible()
    desk.settle()
    desk.check_axe()


def test_asking_first_is_answered_with_the_keyboard(open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    desk.go("/gallery/")
    page = desk.page
    page.get_by_role("button", name="Ask first").click()
    expect(page.get_by_role("dialog")).to_contain_text("Withdraw this case?")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/gallery/")
    page.get_by_role("button", name="Ask first").click()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/try/")


def test_a_draft_survives_leaving_the_page_and_can_be_thrown_away(open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    desk.go("/gallery/")
    page = desk.page
    page.locator("form[data-draft] [name=title]").fill("Half a sentence")
    page.wait_for_timeout(500)
    desk.go("/today/")
    desk.go("/gallery/")
    expect(page.locator("form[data-draft] [name=title]")).to_have_value("Half a sentence")
    page.get_by_role("button", name="Start empty").click()
    expect(page.locator("form[data-draft] [name=title]")).to_have_value("")


def test_one_signs_photographs_and_chooses_by_touch_or_typing(either_desk: Desk, tmp_path: Any) -> None:
    desk = either_desk
    from PIL import Image

    desk.sign_in("lin")
    desk.go("/gallery/")
    page = desk.page
    form = page.locator("form[data-draft]")
    sheet = form.locator("canvas")
    sheet.scroll_into_view_if_needed()
    edges = sheet.bounding_box()
    assert edges is not None
    page.mouse.move(edges["x"] + 30, edges["y"] + 30)
    page.mouse.down()
    page.mouse.move(edges["x"] + 120, edges["y"] + 70, steps=8)
    page.mouse.move(edges["x"] + 200, edges["y"] + 20, steps=8)
    page.mouse.up()
    assert form.locator("[name=signature]").input_value().startswith("[[[")

    photo = tmp_path / "leak.jpg"
    Image.new("RGB", (60, 40), "teal").save(photo)
    form.locator("input[name=photos]").set_input_files([photo, photo])
    expect(form.locator(".photo-previews img")).to_have_count(2)
    form.locator(".photo-previews button").first.click()
    expect(form.locator(".photo-previews img")).to_have_count(1)

    unit = form.locator("#id_unit-typed")
    unit.fill("B - 0117")
    unit.press("Enter")
    assert form.locator("select[name=unit]").input_value() == "B-117"
    expect(unit).to_have_value("B - 0117")
    desk.check_axe()


def test_a_code_typed_by_hand_leads_on(open_desk: OpenDesk) -> None:
    desk = open_desk("phone", "en")
    desk.sign_in("sun")
    desk.go("/scan/")
    desk.page.fill("[name=code]", "CS-2026-000001")
    desk.page.click("[data-test=scan-go]")
    desk.page.wait_for_url("**/search/?q=CS-2026-000001")


CAMERA = """(picture) => { navigator.mediaDevices.getUserMedia = async () => {
  const image = new Image(); image.src = picture; await image.decode();
  const canvas = document.createElement('canvas'); [canvas.width, canvas.height] = [480, 480];
  const pen = canvas.getContext('2d');
  const draw = () => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, 480, 480); pen.drawImage(image, 90, 90, 300, 300); };
  draw(); setInterval(draw, 100); return canvas.captureStream(10); }; }"""


def test_a_code_before_the_camera_is_read_by_our_own_reader(open_desk: OpenDesk) -> None:
    desk = open_desk("phone", "en")
    desk.sign_in("sun")
    desk.go("/scan/")
    picture = segno.make(f"{desk.address}/me/", error="m").png_data_uri(scale=8)
    desk.page.evaluate(CAMERA, picture)
    desk.page.click("[data-scan-start]")
    desk.page.wait_for_url("**/me/")


def test_a_clock_ticks_by_the_time_of_the_server(open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    desk.page.clock.install()
    desk.go("/gallery/")
    soon = desk.page.locator(
        "[data-theme] .clock-soon .clock-text, .gallery-theme .clock-soon .clock-text"
    ).first
    expect(soon).to_have_text("12 min left")
    desk.page.clock.run_for(3 * 60_000)
    expect(soon).to_have_text("9 min left")
    desk.page.clock.run_for(10 * 60_000)
    expect(desk.page.locator(".gallery-theme .clock-late .clock-text").first).to_contain_text("overdue")


def test_on_paper_only_the_matter_is_left(open_desk: OpenDesk) -> None:
    desk = open_desk("wide", "zh")
    desk.sign_in("lin")
    desk.go("/today/")
    desk.page.emulate_media(media="print")
    for part in (".rail", ".top-bar", ".tabs"):
        expect(desk.page.locator(part)).to_be_hidden()
    expect(desk.page.locator("h1")).to_be_visible()
