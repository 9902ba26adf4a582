"""What only a browser shows: giving orders by key and by drag, signing with a finger, and that everybody can use it."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from guanjia.apps.workorders import services
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.pricing import Line
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import browser_context_args, browser_type_launch_args, house, open_desk

__all__ = ["browser_context_args", "browser_type_launch_args", "house", "open_desk"]
pytestmark = pytest.mark.browser


@pytest.fixture
def orders(house):
    """Three leaks nobody has yet, the first a danger."""
    with company_scope(house.company.pk):
        at = clock.now()
        titles = ("水管爆裂", "水龙头滴水", "马桶堵塞")
        yield [
            services.issue(
                by=house.actor("lin", at),
                at=at,
                site_id=house.site.pk,
                title=title,
                skill="plumbing",
                urgency="safety" if title == "水管爆裂" else "normal",
                where="A1-1-0302",
                contact_name="王女士",
                contact_phone="13800138000",
            )
            for title in titles
        ]


def given(house, order):
    with company_scope(house.company.pk):
        found = WorkOrder.objects.select_related("assignee").get(pk=order.pk)
    return found.assignee.name if found.assignee else ""


def test_a_supervisor_gives_orders_by_key_by_drag_and_by_click(house, orders, open_desk):
    desk = open_desk("wide", "zh")
    desk.sign_in("qian")
    desk.go("/work-orders/board/")
    page = desk.page
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-test=order-panel]")
    page.keyboard.press("1")
    expect(page.locator("[data-test=column-assigned] [data-test=card]")).to_have_count(1)
    assert given(house, orders[0]) == "孙师傅"  # danger stands first, and he is the plumber on duty

    card = page.locator(f'[data-card="{orders[1].ref}"]')
    card.drag_to(page.locator("[data-test=worker]", has_text="孙师傅"))
    expect(page.locator("[data-test=column-assigned] [data-test=card]")).to_have_count(2)

    page.locator(f'[data-card="{orders[2].ref}"]').click()
    page.locator("[data-test=candidate]", has_text="孙师傅").click()
    expect(page.locator("[data-test=column-assigned] [data-test=card]")).to_have_count(3)
    expect(page.locator("[data-test=column-to_assign] [data-test=card]")).to_have_count(0)

    held = page.locator(f'[data-card="{orders[1].ref}"]')
    held.drag_to(page.locator("[data-test=worker]", has_text="李师傅"))
    page.locator("dialog [name=reason]").fill("孙师傅去抢险")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{orders[1].get_absolute_url()}")
    assert given(house, orders[1]) == "李师傅"


def test_the_board_is_left_alone_while_nothing_changes(house, orders, open_desk):
    desk = open_desk("wide", "zh")
    desk.sign_in("qian")
    desk.go("/work-orders/board/")
    ask = "htmx.ajax('GET', '/work-orders/board/live/', {target: '#board-live', swap: 'outerHTML'})"
    desk.page.evaluate(ask)
    desk.page.evaluate("document.querySelector('[data-card]').dataset.mark = 'here'")
    desk.page.evaluate(ask)
    assert desk.page.evaluate("document.querySelector('[data-card]').dataset.mark") == "here"
    with company_scope(house.company.pk):
        services.auto_assign(orders[1], by=house.actor("qian", clock.now()), at=clock.now())
    desk.page.evaluate(ask)
    assert desk.page.locator("[data-test=column-assigned] [data-test=card]").count() == 1


def draw(page):
    """Sign with the pointer on the pad in view."""
    pad = page.locator("canvas:visible")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + step * 20, box["y"] + (90 if step % 2 else 40))
    page.mouse.up()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_technician_works_through_a_paid_order_with_one_thumb(house, orders, open_desk, language):
    order, at = orders[0], clock.now()
    with company_scope(house.company.pk):
        services.auto_assign(order, by=house.actor("qian", at), at=at)
    desk = open_desk("phone", language)
    desk.sign_in("sun")
    desk.go("/work-orders/mine/")
    page = desk.page
    for verb in ("accept", "arrive"):
        page.locator(f"[data-test=step-{verb}]").first.click()
        desk.settle()
        desk.check_fits()
    desk.check_axe()
    with company_scope(house.company.pk):
        services.quote(
            order, by=house.actor("sun", at), at=clock.now(), lines=[Line("龙头", Decimal(1), 8000)]
        )
    desk.go(order.get_absolute_url())
    page.locator("[data-test=step-consent]").first.click()
    desk.settle()
    draw(page)
    desk.check_axe()
    page.locator("[data-test=consent-form] [data-test=submit]").click()
    desk.settle()
    page.locator("[data-test=step-start]").first.click()
    desk.settle()
    page.locator("[data-test=step-complete]").first.click()
    desk.settle()
    page.locator("[name=outcome]").fill("换阀芯")
    page.locator("[data-phrases] button").first.click()
    page.locator("[name=lines-name]").first.fill("阀芯")
    page.locator("[name=lines-price]").first.fill("25")
    expect(page.locator("[name=lines-name]")).to_have_count(2)  # the next line came by itself
    expect(page.locator("[data-rows-sum]")).to_have_text("25.00")
    desk.check_fits()
    page.locator("[data-test=complete-form] [data-test=submit]").click()
    page.wait_for_url("**/work-orders/mine/")
    with company_scope(house.company.pk):
        done = WorkOrder.objects.get(pk=order.pk)
    assert (done.state, done.charge_fen) == ("COMPLETED", 2500)
    assert done.outcome.startswith("换阀芯，")


@pytest.mark.parametrize(
    ("size", "language", "dark"), [("wide", "zh", False), ("wide", "en", True), ("phone", "en", False)]
)
def test_axe_finds_nothing_on_the_screens_of_dispatch(house, orders, open_desk, size, language, dark):
    desk = open_desk(size, language, dark=dark)
    desk.sign_in("qian")
    desk.go("/work-orders/board/")
    desk.page.locator("[data-test=card]").first.click()
    desk.page.wait_for_selector("[data-test=order-panel]")
    desk.check_axe()
    desk.picture("dispatch-board")
    for path in (
        "",
        "rules/",
        "new/",
        f"{orders[0].ref}/",
        f"{orders[0].ref}/assign/",
        f"{orders[0].ref}/split/",
        f"{orders[0].ref}/print/",
    ):
        desk.go(f"/work-orders/{path}")
        desk.check_axe()
        if not path.endswith("print/"):
            desk.check_fits()
