"""A manager proposes another figure and rules on a conflict; somebody else hears of it, looks, approves one and declines one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from guanjia.apps.rulebook import queries
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import furnish
from tests.cast import House, at

FIGURE = "/rulebook/figures/estate_desk/solve_minor/deadline/"
TOPIC = "vacant_unit_round"


@pytest.fixture
def two_rulebooks(watch: Watch, house: House) -> House:
    """Two rulebooks that both have vacant homes looked into, and the estate's desk."""
    furnish(house)
    with company_scope(house.company.pk):
        for pack in ("estate_routine", "estate_posts"):
            rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack=pack)
    return house


def looked_at(desk: Desk, name: str) -> None:
    desk.settle()
    desk.picture(name, whole=True)
    desk.check_fits()
    desk.check_axe()


def fill(desk: Desk, opens: str, **typed: str) -> None:
    """Open a dialog from its button, write into it, send it, and wait until it is gone."""
    page = desk.page
    page.locator(opens).first.click()
    form = page.locator("#dialog-body form")
    form.wait_for()
    for name, value in typed.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[data-test=submit]").click()


@pytest.mark.parametrize(("size", "language"), [("wide", "zh"), ("phone", "en")])
def test_a_figure_and_a_conflict_take_two_people(
    watch: Watch, two_rulebooks: House, open_desk: OpenDesk, size: str, language: str
) -> None:
    house = two_rulebooks
    zhou, han = open_desk(size, language), open_desk(size, language)
    zhou.sign_in("zhou")
    han.sign_in("han")

    zhou.go("/rulebook/figures/")
    looked_at(zhou, "figures")
    zhou.go(FIGURE)
    fill(zhou, "main [data-test=propose]", figure="很快", reason="客户常催")
    wrong = zhou.page.locator("#dialog-body .is-wrong").first
    expect(wrong).to_be_visible()
    expect(zhou.page.locator("#dialog-body [name=reason]")).to_have_value("客户常催")  # nothing typed is lost
    zhou.page.locator("#dialog-body [name=figure]").fill("12 hours")
    zhou.page.locator("#dialog-body [data-test=submit]").click()
    expect(zhou.page.locator("#dialog-body form")).to_have_count(0)
    zhou.go("/rulebook/changes/")
    expect(zhou.page.locator("[data-test=change]")).to_have_count(1)
    expect(zhou.page.locator("[data-test=approve]")).to_have_count(0)  # never one's own
    expect(zhou.page.locator("[data-test=withdraw]")).to_be_visible()

    zhou.go("/rulebook/conflicts/")
    looked_at(zhou, "conflicts")
    fill(
        zhou, f"[data-test=conflict-{TOPIC}] [data-test=decide]", reason="以严为准"
    )  # the stricter is chosen already
    expect(zhou.page.locator("#dialog-body form")).to_have_count(0)

    watch.worker_runs()
    han.go("/messages/")
    expect(han.page.locator("main")).to_contain_text("12 hours" if language == "en" else "12小时")
    looked_at(han, "figures-waiting")
    han.go("/rulebook/changes/")
    expect(han.page.locator("[data-test=change]")).to_have_count(2)
    looked_at(han, "figures-changes")
    conflict = "[data-test=change]:has-text('以严为准')"
    figure = "[data-test=change]:has-text('客户常催')"
    fill(han, f"{conflict} [data-test=approve]")
    expect(han.page.locator(f"{conflict} [data-test=approve]")).to_have_count(0)
    fill(han, f"{figure} [data-test=decline]", note="人手不够")
    expect(han.page.locator(f"{figure} [data-test=decline]")).to_have_count(0)

    with company_scope(house.company.pk):
        keys = {duty.key for duty in queries.duties_in_force(house.site.pk, watch.now())}
    assert "er_check_vacant" in keys
    assert "ep_vacant_round" not in keys
    watch.worker_runs()
    zhou.go("/messages/")
    expect(zhou.page.locator("main")).to_contain_text("人手不够")
    zhou.go("/rulebook/conflicts/")
    expect(zhou.page.locator("[data-test=decided]")).to_have_count(1)
    looked_at(zhou, "conflicts-decided")
