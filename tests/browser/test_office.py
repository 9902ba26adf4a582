"""The screens of the office: duties, rulebook, messages, calendar, organisation; at both sizes, in both languages, in the dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from guanjia.apps.calendars.models import SiteCalendar
from guanjia.apps.cases import services as cases
from guanjia.apps.messaging import services as messaging
from guanjia.apps.messaging.terms import Draft, Urgency
from guanjia.apps.obligations.terms import ESCALATED
from guanjia.apps.rulebook.models import PackVersion
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests import cast
from tests.browser.conftest import Desk, OpenDesk
from tests.browser.estate import PHONE, furnish


@pytest.fixture
def pages(house: cast.House) -> dict[str, str]:
    """The screens by name, with something on each."""
    furnish(house)
    now = clock.now()
    with company_scope(house.company.pk):
        case = cases.receive(
            by=house.actor("lin"),
            at=now,
            site_id=house.site.pk,
            kind="complaint",
            channel="phone",
            title="楼上深夜装修",
            caller_phone=PHONE,
            caller_name="陈业主",
        )
        words = {
            "title": {"zh": "到场", "en": "Be there"},
            "thread": case.ref,
            "due": "09:15",
            "clause": "1.1",
        }
        drafts = [
            Draft(
                company_id=house.company.pk,
                site_id=house.site.pk,
                staff_id=house.people["zhou"].pk,
                kind=ESCALATED,
                params={**words, "level": 1},
                link=f"/cases/{case.ref}/",
                urgency=urgency,
            )
            for urgency in (Urgency.NORMAL, Urgency.URGENT, Urgency.SAFETY)
        ]
        messaging.notify_many(drafts, at=now)
        calendar = SiteCalendar.objects.get().pk
        digest = PackVersion.objects.get().digest
        post = house.posts["front_desk"].pk
    return {
        "duties": "/obligations/mine/",
        "duties-team": "/obligations/team/",
        "duties-all": "/obligations/",
        "rulebook": "/rulebook/",
        "decisions": "/rulebook/decisions/",
        "adopt": f"/rulebook/estate_desk/adopt/{digest}/",
        "messages": "/messages/",
        "channels": "/messages/channels/",
        "calendars": "/calendars/",
        "calendar": f"/calendars/{calendar}/",
        "hours": f"/calendars/{calendar}/hours/",
        "reckon": f"/calendars/{calendar}/reckon/",
        "staff": "/organisation/",
        "shifts": "/organisation/shifts/",
        "post": f"/organisation/posts/{post}/",
        "estate": "/places/",
        "places": "/places/labelled/",
    }


def test_the_screens_of_the_office_fit_and_are_clean_for_axe(desk: Desk, pages: dict[str, str]) -> None:
    desk.sign_in("zhou")
    for name, path in pages.items():
        desk.go(path)
        desk.picture(f"office-{name}", whole=True)
        desk.check_fits()
        desk.check_axe()


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_the_screens_of_the_office_are_readable_in_the_dark(
    open_desk: OpenDesk, pages: dict[str, str], size: str
) -> None:
    desk = open_desk(size, "en", dark=True)
    desk.sign_in("zhou")
    for name, path in pages.items():
        desk.go(path)
        expect(desk.page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        desk.picture(f"office-{name}-dark", whole=name != "rulebook")
        desk.check_axe()


def test_the_bell_is_opened_read_and_left_by_keyboard(either_desk: Desk, pages: dict[str, str]) -> None:
    desk = either_desk
    desk.sign_in("zhou")
    page = desk.page
    desk.go(pages["decisions"])  # a page with nothing to press below the bell's list, half covered
    waiting = int(page.locator("[data-test=bell-count]").inner_text().split()[0])
    assert waiting >= 3
    page.locator("[data-test=bell]").focus()
    page.keyboard.press("Enter")
    rows = page.locator("#bell-list [data-test=notice]")
    expect(rows.first).to_be_visible()
    desk.check_axe()
    desk.check_fits()
    desk.picture("bell")
    rows.first.locator("[data-test=read-notice]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=bell-count]")).to_contain_text(str(waiting - 1))
    page.locator("[data-test=bell]").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#bell-list")).to_be_hidden()
    page.keyboard.press("Enter")
    rows.first.locator("[data-test=open-notice]").click()
    page.wait_for_url("**/cases/CS-**")


def test_the_rail_shows_where_one_is_on_a_low_screen(open_desk: OpenDesk, pages: dict[str, str]) -> None:
    desk = open_desk("wide", "en", viewport={"width": 1440, "height": 640})
    desk.sign_in("zhou")
    desk.go(pages["calendars"])
    expect(desk.page.locator("[data-test='nav-calendars:list']")).to_be_in_viewport(ratio=1)
    below = desk.page.evaluate(
        "document.querySelector('.rail-groups').getBoundingClientRect().bottom"
        " - document.querySelector('.rail [aria-current]').getBoundingClientRect().bottom"
    )
    assert below >= 0
