"""A phone complaint, from ringing to the signature, by keyboard where a person would use it; and the wrong turns."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import queries
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk
from tests.browser.estate import HOME, PHONE, Estate, furnish
from tests.cast import House


@pytest.fixture
def estate(house: House) -> Estate:
    return furnish(house)


def register(desk: Desk) -> str:
    """Register the complaint by keyboard alone; answers the number of the case."""
    page = desk.page
    desk.go("/cases/receive/")
    expect(page.locator("[name=caller_phone]")).to_be_focused()
    page.keyboard.type(PHONE)
    page.keyboard.press("Tab")
    expect(page.locator("[name=unit_code]")).to_have_value(HOME)
    expect(page.locator("[name=caller_name]")).to_have_value("陈业主")
    desk.check_axe()
    desk.check_fits()
    desk.picture("receive-recognised", whole=True)
    page.locator("[name=kind][value=repair]").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=kind][value=complaint]")).to_be_checked()
    page.locator("[name=title]").focus()
    page.keyboard.type("楼上半夜装修")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cases/CS-\d{4}-\d{6}/$"))
    desk.settle()
    return re.search(r"CS-\d{4}-\d{6}", page.url)[0]  # type: ignore[index]


def step(desk: Desk, verb: str, **typed: str) -> None:
    """Take a step of the case through its dialog."""
    page = desk.page
    button = page.locator(f"[data-test=step-{verb}]").first
    if not button.is_visible():
        page.locator("[data-test=more-steps] > summary").click()
    button.click()
    form = page.locator("#dialog-body [data-test=verb-form]")
    form.wait_for()
    for name, value in typed.items():
        field = form.locator(f"[name={name}]").first
        if field.get_attribute("type") == "radio":
            form.locator(f"[name={name}][value={value}]").check(force=True)
        else:
            field.fill(value)
    form.locator("[data-test=submit]").click()


def taken(desk: Desk) -> None:
    """The step was accepted: the dialog is gone."""
    expect(desk.page.locator("#dialog-body [data-test=verb-form]")).to_have_count(0)
    desk.settle()


def test_from_ringing_to_the_signature(open_desk: OpenDesk, estate: Estate) -> None:
    lin, qian, zhao = open_desk("wide", "zh"), open_desk("wide", "en"), open_desk("phone", "zh")
    for desk, login in ((lin, "lin"), (qian, "qian"), (zhao, "zhao")):
        desk.sign_in(login)
    ref = register(lin)
    lin.check_axe()
    lin.picture("case-received", whole=True)

    qian.go(f"/cases/{ref}/")
    step(qian, "rule_complaint", complaint_class="minor", reason="neighbours can settle it")
    taken(qian)
    qian.check_axe()
    qian.picture("case-ruled", whole=True)

    zhao.go(f"/cases/{ref}/")
    zhao.check_fits()
    step(zhao, "promise", promised_at=moment(zhao, 1))
    taken(zhao)
    step(zhao, "postpone", promised_at=moment(zhao, 2), reason="邻居明天才回来")
    taken(zhao)
    zhao.page.locator("[data-test=more-steps] > summary").click()
    expect(zhao.page.locator("[data-test=closed-postpone]")).to_be_visible()
    zhao.picture("case-no-second-postponement")
    zhao.go(f"/cases/{ref}/")
    step(zhao, "resolve", outcome="已与楼上约定晚八点后停工", answer="已处理，请再观察")
    taken(zhao)
    zhao.check_axe()
    zhao.picture("case-resolved", whole=True)

    lin.go(f"/cases/{ref}/")
    expect(lin.page.locator("[data-test=missing]")).to_be_visible()
    lin.go("/cases/visits/")
    lin.check_axe()
    lin.page.locator("[data-test=next-visit]").click()
    lin.page.wait_for_url(re.compile(r"/cases/visits/RV-"))
    lin.settle()
    lin.check_axe()
    step_of_visit(lin)
    with company_scope(estate.house.company.pk):
        case = queries.get_case(estate.house.system, ref)
        visit = case.visits.get()
    assert (visit.state, visit.signed_by, visit.visitor.name) == ("SATISFIED", "陈业主", "林晓")

    lin.go(f"/cases/{ref}/")
    lin.page.locator("[data-test=step-close]").first.click()
    lin.page.locator("#dialog-body [data-test=submit], #dialog-body button[type=submit]").first.click()
    expect(lin.page.locator("[data-test=step-close]")).to_have_count(0)
    lin.settle()
    lin.picture("case-closed", whole=True)
    with company_scope(estate.house.company.pk):
        assert queries.get_case(estate.house.system, ref).state == "CLOSED"


def step_of_visit(desk: Desk) -> None:
    """The customer is satisfied and signs by hand on the screen."""
    page = desk.page
    page.locator("[data-test=record_satisfied]").click()
    form = page.locator("#dialog-body [data-test=verb-form]")
    form.wait_for()
    form.locator("[name=how][value=SCREEN]").check(force=True)
    form.locator("[name=signed_by]").fill("陈业主")
    pad = form.locator("canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 30)
    page.mouse.down()
    for x in range(30, 160, 10):
        page.mouse.move(box["x"] + x, box["y"] + 30 + (x % 40))
    page.mouse.up()
    desk.picture("visit-signing")
    form.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile(r"/cases/CS-"))
    desk.settle()


def moment(desk: Desk, days: int) -> str:
    """A moment some days from now, as a date field takes it."""
    return str(
        desk.page.evaluate(
            "(days) => { const d = new Date(Date.now() + days * 864e5 + 288e5); return d.toISOString().slice(0, 16) }",
            days,
        )
    )
