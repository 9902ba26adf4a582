"""The key cabinet: a key goes out and comes back by keyboard alone, a machine-room key waits for its approval, hooks are counted on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from guanjia.apps.custody import services as custody
from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import furnish
from tests.cast import House


@pytest.fixture
def cabinet(house: House) -> dict[str, Any]:
    """The desk's estate with a filled cabinet: one key overdue with a contractor."""
    estate = furnish(house)
    begun = clock.now() - timedelta(days=20)
    with company_scope(house.company.pk):
        told: dict[str, Any] = {"by": house.system, "at": begun}
        site_id = house.site.pk
        public = custody.add_kind(site_id, family=Family.KEY, name="公共钥匙", **told)
        rooms = custody.add_kind(
            site_id, family=Family.KEY, name="机房钥匙", approver_post="engineering_head", **told
        )
        cards = custody.add_kind(site_id, family=Family.CARD, name="门禁卡", deposit_fen=2000, **told)
        umbrellas = custody.add_kind(site_id, family=Family.THING, name="雨伞", deposit_fen=5000, **told)
        room = places.add_place(house.site, kind=PlaceKind.MACHINE_ROOM, code="M1", name="一号水泵房", **told)
        unit_id = estate.unit.pk
        custody.add_piece(public, number="G-01", name="一号大堂门", hook="A1", parts=3, **told)
        roof = custody.add_piece(public, number="G-02", name="屋面检修门", hook="A2", **told)
        pump = custody.add_piece(
            rooms, number="J-01", name="一号水泵房", hook="B1", parts=2, place_id=room.pk, **told
        )
        custody.add_piece(
            public, number="H-0302", name="A1-0302 入户门", hook="C1", parts=4, unit_id=unit_id, **told
        )
        custody.add_piece(cards, number="M-0001", name="A1-0302 门禁卡", unit_id=unit_id, **told)
        custody.add_piece(umbrellas, number="YS", name="雨伞", stock=20, **told)
        custody.lend(
            roof,
            by=house.system,
            at=clock.now() - timedelta(hours=5),
            borrower=Borrower(BorrowerKind.CONTRACTOR, "郑工", "13900139000", "通达防水"),
            reason="屋面防水维修",
            due_at=clock.now() - timedelta(hours=1),
        )
    return {"estate": estate, "pump": pump}


def sign(page: Page) -> None:
    """Draw a line on the pad."""
    pad = page.locator("canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 20 + step * 14, box["y"] + 30 + (step % 3) * 18)
    page.mouse.up()


def test_a_key_goes_out_and_comes_back_by_keyboard(open_desk: OpenDesk, cabinet: dict[str, Any]) -> None:
    desk = open_desk("wide", "zh")
    desk.sign_in("lin")
    desk.go("/custody/")
    page = desk.page
    expect(page.locator("[data-test=row]")).to_have_count(1)
    desk.check_axe()
    desk.picture("custody-board")
    desk.go("/custody/counter/")
    desk.check_axe()
    desk.picture("custody-counter")
    expect(page.locator("[data-test=counter-q]")).to_be_focused()
    page.keyboard.type("g-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lend/**")
    desk.settle()
    expect(page.locator("[data-field=phone]")).to_be_hidden()
    page.locator("[name=borrower_kind][value=contractor]").check(force=True)
    expect(page.locator("[data-field=staff_id]")).to_be_hidden()
    page.fill("[name=name]", "周师傅")
    page.fill("[name=phone]", "13700137000")
    page.fill("[name=party]", "恒通消防")
    page.fill("[name=reason]", "更换闭门器")
    desk.check_axe()
    desk.picture("custody-lend", whole=True)
    page.locator("[name=reason]").press("Enter")
    page.wait_for_url("**/custody/counter/")
    desk.settle()
    page.keyboard.type("G-01")
    page.keyboard.press("Enter")
    page.wait_for_url("**/back/**")
    desk.settle()
    desk.check_axe()
    desk.picture("custody-back", whole=True)
    page.locator("[name=counted]").press("Enter")
    page.wait_for_url("**/custody/counter/")
    desk.go("/custody/pieces/?q=G-01")
    desk.check_axe()
    desk.picture("custody-pieces")
    page.locator("[data-test=row] a").first.click()
    desk.settle()
    expect(page.locator("[data-test=timeline]")).to_contain_text("已收回")
    desk.check_axe()
    desk.picture("custody-piece", whole=True)
    desk.go("/custody/pieces/labels/")
    desk.check_axe()
    desk.picture("custody-labels", whole=True)


def test_a_machine_room_key_waits_and_the_owner_signs(open_desk: OpenDesk, cabinet: dict[str, Any]) -> None:
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    page = desk.page
    desk.go(f"/custody/pieces/{cabinet['pump'].pk}/lend/")
    page.select_option("[name=staff_id]", label="孙师傅") if page.locator(
        "select[name=staff_id]:visible"
    ).count() else page.evaluate(
        "() => { const s = document.querySelector('select[name=staff_id]');"
        " s.value = [...s.options].find((o) => o.text === '孙师傅').value; }"
    )
    page.fill("[name=reason]", "Quarterly service of the pumps")
    page.locator("[data-test=submit]").click()
    page.wait_for_url("**/custody/loans/LN-**")
    desk.settle()
    address = page.url.removeprefix(desk.address)
    boss = open_desk("phone", "zh")
    boss.sign_in("gao")
    expect(boss.page.locator("[data-test=custody-decide]")).to_have_count(1)
    boss.go(address)
    boss.check_axe()
    boss.check_fits()
    boss.picture("custody-approve", whole=True)
    boss.page.locator("[data-test=approve]").click()
    boss.settle()
    desk.go(address)
    page.locator("[data-test=hand-out]").click()
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=take-back]")).to_be_visible()
    desk.check_axe()
    desk.picture("custody-loan", whole=True)
    desk.go(f"{address}print/")
    desk.check_axe()
    desk.picture("custody-card", whole=True)

    desk.go(f"/custody/units/{cabinet['estate'].unit.pk}/hand-over/")
    page.fill("[name=name]", "陈业主")
    sign(page)
    desk.check_axe()
    desk.picture("custody-hand-over", whole=True)
    page.locator("[data-test=submit]").click()
    desk.settle()
    expect(page.locator("[data-test=unit-piece]")).to_have_count(2)
    desk.picture("custody-unit", whole=True)


def test_hooks_are_counted_on_a_phone(open_desk: OpenDesk, cabinet: dict[str, Any]) -> None:
    phone = open_desk("phone", "zh")
    phone.sign_in("lin")
    page = phone.page
    for path, name in (
        ("/custody/", "board"),
        ("/custody/counter/", "counter"),
        ("/custody/pieces/", "pieces"),
    ):
        phone.go(path)
        phone.check_axe()
        phone.check_fits()
        phone.picture(f"custody-{name}", whole=True)
    phone.go("/custody/counts/new/key/")
    phone.check_axe()
    phone.check_fits()
    page.locator("[name=as_listed]").check(force=True)
    page.locator("[name^=piece_]").last.fill("1")
    phone.picture("custody-count", whole=True)
    page.locator("[data-test=submit]").click()
    phone.settle()
    page.locator("[name^=note_]").last.fill("少两把")
    page.locator("[data-test=submit]").click()
    page.wait_for_url("**/custody/counts/CT-**")
    phone.settle()
    expect(page.locator("[data-test=difference]")).to_have_count(1)
    phone.check_axe()
    phone.check_fits()
    phone.picture("custody-counted", whole=True)
