"""A meeting from its notice to a decision that is done, and a shift from its first typed line to the relief's receipt."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from guanjia.apps.meetings.models import Log, Meeting
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import OpenDesk
from tests.browser.estate import furnish
from tests.cast import House


def press(desk: object, name: str) -> None:
    """Open a step in its dialog and send it as it stands."""
    page = desk.page  # type: ignore[attr-defined]
    page.locator(f"[data-test={name}]").first.click()
    page.locator("dialog [data-test=submit]").click()
    page.locator("dialog [data-test=submit]").wait_for(state="hidden")
    desk.settle()  # type: ignore[attr-defined]


def pick(desk: object, name: str, value: str) -> None:
    """Choose in a field that is found by typing, as its script would."""
    page = desk.page  # type: ignore[attr-defined]
    page.locator(f"[name={name}]").first.evaluate(
        """(field, value) => { for (const one of field.options) one.selected = one.value === value;
           field.dispatchEvent(new Event('change', { bubbles: true })); }""",
        value,
    )


def test_a_meeting_from_its_notice_to_its_decision(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    boss = open_desk("wide", "zh")
    boss.sign_in("zhou")
    page = boss.page
    boss.go("/meetings/")
    boss.check_axe()
    boss.picture("meetings-empty", whole=True)
    page.locator("[data-test=new]").click()
    boss.settle()
    now = clock.now().astimezone()
    page.fill("[name=title]", "客服部周例会")
    page.fill("[name=place]", "会议室")
    page.fill("[name=from_at]", f"{now:%Y-%m-%dT%H:%M}")
    page.fill("[name=until_at]", f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}")
    pick(boss, "staff", str(house.people["gao"].pk))
    page.fill("[name=agenda]", "上周投诉回顾\n电梯年检")
    boss.check_axe()
    boss.picture("meeting-new", whole=True)
    page.locator("main [data-test=submit]").click()
    page.wait_for_url(re.compile("/meetings/MT-"))
    boss.settle()
    address = page.url.removeprefix(boss.address)
    with company_scope(house.company.pk):
        assert Meeting.objects.get().attendees.count() == 2
    press(boss, "attend")
    page.locator("[data-test=write]").first.click()
    page.locator("dialog textarea[name^=point-]").first.wait_for()
    for field in page.locator("dialog textarea[name^=point-]").all():
        field.fill("已讨论，同意。")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=points]")).to_contain_text("已讨论")
    boss.settle()
    page.locator("[data-test=decide]").first.click()
    page.fill("dialog [name=what]", "周五前完成年检报验")
    pick(boss, "owner", f"staff:{house.people['gao'].pk}")
    page.fill("dialog [name=due_at]", f"{now + timedelta(days=4):%Y-%m-%dT18:00}")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=decisions]")).to_contain_text("年检报验")
    boss.settle()
    for step in ("submit", "approve", "publish"):
        press(boss, step) if step != "submit" else _submit(boss)
    expect(page.locator("[data-test=timeline]")).to_contain_text("纪要已发布")
    boss.check_axe()
    boss.picture("meeting", whole=True)

    owner = open_desk("phone", "zh")
    owner.sign_in("gao")
    owner.go("/today/")
    owner.page.get_by_role("link", name="周五前完成年检报验").first.click()
    owner.settle()
    owner.check_axe()
    owner.check_fits()
    owner.page.locator("[data-test=report]").click()
    owner.page.fill("dialog [name=note]", "报验完成，标志已张贴")
    owner.page.locator("dialog [data-test=submit]").click()
    expect(owner.page.locator("[data-test=timeline]")).to_contain_text("决议已报完成")
    owner.picture("decision", whole=True)
    owner.go(address)
    owner.check_fits()
    owner.check_axe()
    owner.picture("meeting", whole=True)

    boss.go("/meetings/")
    boss.check_axe()
    boss.picture("meetings", whole=True)
    page.locator("[data-test=open-decisions]").click()
    boss.settle()
    expect(page.locator("[data-test=row]")).to_have_count(1)
    page.locator("[data-test=row] a").first.click()
    boss.settle()
    press(boss, "check")
    expect(page.locator("[data-test=timeline]")).to_contain_text("决议已验收")
    boss.go(f"{address}print/")
    boss.check_axe()
    boss.picture("minutes-paper", whole=True)


def _submit(desk: object) -> None:
    """The step called submit shares its name with the button of its dialog."""
    page = desk.page  # type: ignore[attr-defined]
    page.locator("a[data-test=submit]").click()
    page.locator("dialog button[data-test=submit]").click()
    page.locator("[data-test=approve]").first.wait_for()
    desk.settle()  # type: ignore[attr-defined]


def test_a_shift_from_its_first_line_to_the_receipt(open_desk: OpenDesk, house: House) -> None:
    furnish(house)
    desk = open_desk("wide", "en")
    desk.sign_in("lin")
    page = desk.page
    desk.go("/meetings/logs/")
    desk.check_axe()
    page.locator("[data-test=duty-now] [data-test=open-log]").click()
    page.locator("dialog [data-test=submit]").click()
    page.wait_for_url(re.compile("/meetings/logs/DL-"))
    desk.settle()
    address = page.url.removeprefix(desk.address)
    for line in ("round The lobby is in order", "repair Water under the sink!"):
        expect(page.locator("[name=line]")).to_be_focused()
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(page.locator("[data-test=lines]")).to_contain_text(line.partition(" ")[2].rstrip("!"))
        desk.settle()
    desk.check_axe()
    desk.picture("log", whole=True)
    page.locator("[data-test=log-line]").nth(1).locator("[data-test=make-case]").click()
    expect(page.locator("[data-test=case-link]")).to_be_visible()
    desk.settle()
    page.keyboard.type("help An old neighbour wants a visit!")
    page.keyboard.press("Enter")
    expect(page.locator("[data-test=log-line]")).to_have_count(3)
    desk.settle()
    page.locator("[data-test=hand-over]").click()
    page.locator("dialog input[name=checks]").first.wait_for()
    for tick in page.locator("dialog input[name=checks]").all():
        tick.check()
    page.fill("dialog [name=note]", "Please visit in the morning")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=left]")).to_contain_text("old neighbour")
    desk.check_axe()
    desk.picture("log-handed", whole=True)
    page.locator("[data-test=case-link]").click()
    desk.settle()
    expect(page.locator("[data-test=panel-meetings]")).to_contain_text("Water under the sink")

    relief = open_desk("phone", "zh")
    relief.sign_in("qiao")
    relief.go("/today/")
    relief.go("/meetings/logs/")
    relief.check_fits()
    relief.check_axe()
    relief.page.locator("[data-test=former-log]").click()
    relief.settle()
    relief.check_fits()
    relief.check_axe()
    relief.picture("log", whole=True)
    press(relief, "receive")
    relief.go("/meetings/logs/")
    relief.page.locator("[data-test=duty-now] [data-test=open-log]").click()
    relief.page.locator("dialog [data-test=submit]").click()
    expect(relief.page.locator("[data-test=taken]")).to_contain_text("old neighbour")
    with company_scope(house.company.pk):
        assert sorted(Log.objects.values_list("state", flat=True)) == ["OPEN", "RECEIVED"]
    desk.go(f"{address}print/")
    desk.check_axe()
    desk.picture("log-paper", whole=True)
