"""A manager adds “reply to every praise within 2 working days”: writes it in words, tries it on the past, has it approved, adopts it
from Monday, and sees it begin, be broken, and go up the ladder."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import services as cases
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.rulebook.models import HouseRule
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import PHONE, Estate, furnish
from tests.cast import House, at

MONDAY = date(2026, 3, 9)
WEDNESDAY = date(2026, 3, 11)
FRIDAY = date(2026, 3, 13)


@pytest.fixture
def estate(watch: Watch, house: House) -> Estate:
    """The estate, praised four times in February: answered the next day, after a week, and twice not at all."""
    estate = furnish(house)
    with company_scope(house.company.pk):
        for number, days in enumerate((1, 7, None, None)):
            begun = at("10:00", date(2026, 2, 9 + number))
            case = praise(house, begun, f"保洁阿姨很负责 {number}")
            if days is not None:
                by = house.actor("lin")
                cases.close_at_once(case, by=by, at=begun + timedelta(days=days), answer="谢谢您的表扬")
    return estate


def praise(house: House, moment: object, title: str) -> object:
    return cases.receive(
        by=house.actor("lin"),
        at=moment,
        site_id=house.site.pk,
        kind="praise",
        channel="phone",
        title=title,
        caller_phone=PHONE,
        caller_name="陈业主",
    )


def pick(desk: Desk, name: str, *values: str) -> None:
    """Choose in a list, and let the page ask what follows."""
    desk.page.locator(f"select[name={name}]").select_option(list(values), force=True)
    answered(desk)


def press(desk: Desk, name: str, value: str) -> None:
    """Choose one of the buttons."""
    desk.page.locator(f"label.choice:has(input[name={name}][value='{value}'])").click()
    answered(desk)


def answered(desk: Desk) -> None:
    """Wait until the page has asked what follows."""
    expect(desk.page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def looked_at(desk: Desk, name: str) -> None:
    """A picture is kept, the page fits, axe finds nothing."""
    desk.settle()
    desk.picture(name, whole=True)
    desk.check_fits()
    desk.check_axe()


def test_reply_to_every_praise_within_two_working_days(
    estate: Estate, watch: Watch, desk: Desk, open_desk: OpenDesk
) -> None:
    house, page, chinese = estate.house, desk.page, desk.language == "zh"
    desk.sign_in("zhou")

    # She writes the rule by choosing words.
    desk.go("/rulebook/house/")
    looked_at(desk, "house-empty")
    page.click("[data-test=new-rule]")
    desk.settle()
    page.fill("[name=title_zh]", "两个工作日内回复表扬")
    page.fill("[name=title_en]", "Answer praise in two working days")
    page.fill("[name=text_zh]", "收到表扬，两个工作日内致谢回复。")
    press(desk, "kind", "praise")
    expect(page.locator("[name=title_zh]")).to_have_value("两个工作日内回复表扬")
    expect(page.locator("select[name=complaint_class]")).to_have_count(0)
    pick(desk, "met_by", "cases.answered", "cases.closed")
    pick(desk, "void_by", "cases.withdrawn", "cases.merged")
    press(desk, "rungs", "2")
    page.locator("[name=rung1_amount]").fill("0")
    pick(desk, "rung1_to", "cs_supervisor")
    page.locator("[name=rung2_amount]").fill("1")
    pick(desk, "rung2_unit", "working days")
    pick(desk, "rung2_to", "cs_manager")
    page.click("[data-test=propose]")
    desk.settle()
    expect(page.locator("[data-test=error-amount]")).to_be_visible()
    expect(page.locator("[name=text_zh]")).to_have_value("收到表扬，两个工作日内致谢回复。")
    looked_at(desk, "house-mistake")
    page.fill("[name=amount]", "2")
    expect(page.locator("#reading [data-test=read]")).to_contain_text("时限：2个工作日")
    expect(page.locator("#reading [data-test=read]")).to_contain_text("time limit: 2 working days")
    looked_at(desk, "house-designer")
    page.click("[data-test=propose]")
    page.wait_for_url("**/rulebook/house/1/")
    desk.settle()
    expect(page.locator("[data-test=approve]")).to_have_count(0)

    # She tries it on February.
    page.click("[data-test=backtest]")
    desk.settle()
    looked_at(desk, "backtest-asked")
    page.click("[data-test=run-trial]")
    expect(page.locator("[data-test=findings]")).to_be_visible()
    expect(page.locator("[data-test=began] td")).to_have_text("4")
    expect(page.locator("[data-test=count-1] td")).to_have_text("1")
    expect(page.locator("[data-test=count-2] td")).to_have_text("1")
    expect(page.locator("[data-test=count-4] td")).to_have_text("2")
    expect(page.locator("[data-test=owner]").first).to_contain_text("林晓")
    looked_at(desk, "backtest-found")
    page.locator("[data-test=example] a").first.click()
    page.wait_for_url("**/cases/CS-*/")
    assert not Obligation._base_manager.filter(duty="house_1").exists()

    # Somebody else approves it; she adopts it from Monday.
    director = open_desk(desk.size, desk.language)
    director.sign_in("wu")
    director.go("/rulebook/house/1/")
    director.page.click("[data-test=approve]")
    director.settle()
    desk.go("/rulebook/house/1/")
    looked_at(desk, "house-approved")
    page.click("[data-test=adopt-house]")
    desk.settle()
    expect(page.locator("[name=from_at]")).to_have_value("2026-03-09T00:00")
    page.fill("[name=reason]", "客户表扬要有回音")
    looked_at(desk, "house-adopt")
    page.click("[data-test=submit]")
    page.wait_for_url("**/rulebook/house/")
    desk.settle()
    looked_at(desk, "house-rules")

    # On Monday it begins; on Wednesday morning its time is over; then it climbs.
    with company_scope(house.company.pk):
        watch.tell(at("16:00", date(2026, 3, 6)))
        praise(house, watch.now(), "周五的表扬")
        assert not Obligation.objects.filter(duty="house_1").exists(), "not before Monday"
        watch.tell(at("09:00", MONDAY))
        praised = praise(house, watch.now(), "保安帮忙搬行李")
        running = Obligation.objects.get(duty="house_1")
        assert running.thread == praised.ref
        watch.tell(at("09:05", WEDNESDAY))
        obligations.sweep(at=watch.now())
        running.refresh_from_db()
        assert (running.breached_at, running.level) == (running.due_at, 1)
        watch.tell(at("18:00", FRIDAY))
        obligations.sweep(at=watch.now())
        running.refresh_from_db()
        assert running.level == 2
        told = set(Notice.objects.filter(about=running.number).values_list("staff__name", flat=True))
        assert {"钱芳", "周明"} <= told
        assert HouseRule.objects.get().state == "APPROVED"
    desk.go(f"/obligations/{running.pk}/")
    expect(page.locator("h1")).to_contain_text(
        "两个工作日内回复表扬" if chinese else "Answer praise in two working days"
    )
    looked_at(desk, "house-broken")
    desk.go("/rulebook/")
    expect(page.locator("[data-test=duty-house_1]")).to_be_visible()
