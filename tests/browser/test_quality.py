"""A quality inspector's morning: five calls and two desks, drawn by chance, scored, put right and looked at again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import services as cases
from guanjia.apps.cases.models import Case
from guanjia.apps.inspections.models import Sheet
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk
from tests.browser.estate import furnish
from tests.cast import House

CALLS, DESKS = (
    "/inspections/lists/front_desk/fd_record_sample/",
    "/inspections/lists/front_desk/fd_seat_check/",
)


@pytest.fixture
def quality(house: House) -> House:
    """The desk's estate with the rulebook of the front desk, seven calls and three letters of this morning."""
    furnish(house)
    now = clock.now()
    begun = now - timedelta(days=1)
    with company_scope(house.company.pk):
        rulebook.adopt(house.site.pk, by=house.system, at=begun, pack="front_desk", from_at=begun)
        for number in range(10):
            cases.receive(
                by=house.actor("lin", now),
                at=now,
                site_id=house.site.pk,
                kind="inquiry",
                channel="letter" if number % 3 == 2 else "phone",
                title=f"问询 {number}",
            )
    return house


def test_an_inspector_samples_five_calls_and_two_desks(open_desk: OpenDesk, quality: House) -> None:
    desk = open_desk("wide", "zh")
    desk.sign_in("qian")
    for bad in (None, None, "result", None, None):
        _look_at_the_next(desk, CALLS, bad)
    desk.go(CALLS)
    desk.check_axe()
    desk.check_fits()
    desk.picture("calls-sampled", whole=True)
    with company_scope(quality.company.pk):
        looked_at = list(Sheet.objects.filter(checklist="fd_record_sample").values_list("about", flat=True))
        assert len(set(looked_at)) == 5, "nobody's call twice while others wait"
        assert set(Case.objects.filter(ref__in=looked_at).values_list("channel", flat=True)) == {"phone"}

    phone = open_desk("phone", "en")
    phone.sign_in("qian")
    for _ in range(2):
        _look_at_the_next(phone, DESKS, None)
    with company_scope(quality.company.pk):
        seats = list(Sheet.objects.filter(checklist="fd_seat_check").values_list("about", flat=True))
        assert len(set(seats)) == 2
        assert all(about.startswith("staff:") for about in seats)
    phone.go("/inspections/findings/")
    expect(phone.page.locator("[data-test=row]")).to_have_count(1)
    phone.check_fits()
    phone.picture("findings-of-calls", whole=True)


def _look_at_the_next(desk: Desk, checklist: str, bad: str | None) -> None:
    """Take the first one drawn; everything passes but ``bad``."""
    page = desk.page
    desk.go(checklist)
    page.locator("[data-test=next-one]").first.click()
    desk.settle()
    for item in page.locator("[data-check]").all():
        item.locator("input[value=pass]").check()
    if bad:
        page.locator(f"[data-test=check-{bad}] input[value=fail]").check()
        page.fill(f"[name=note_{bad}]", "处理结果没有写")
        desk.check_axe()
        desk.picture("call-looked-at", whole=True)
    page.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile("/inspections/IS-"))
    desk.settle()
    expect(page.locator("[data-test=score]")).to_have_text("66 %" if bad else "100 %")
