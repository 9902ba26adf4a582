"""A supervisor's Monday morning: what the weekend left, from the numbers of Today to the last of them; and the wrong turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.models import DailyReview, WeeklyList
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.workorders import queries as workorders
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import PHONE, Estate, furnish
from tests.browser.test_complaint import step, taken
from tests.cast import House, at

FRIDAY, SATURDAY, SUNDAY = date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)


@dataclass(frozen=True)
class Weekend:
    """What Monday finds: a complaint nobody has ruled on, a promise that has passed, an order nobody has."""

    estate: Estate
    complaint: Any
    promised: Any
    leak: Any


@pytest.fixture
def weekend(watch: Watch, house: House) -> Weekend:
    """Friday to Monday, with the worker at work."""
    watch.tell(at("16:00", FRIDAY))
    estate = furnish(house)
    with company_scope(house.company.pk):
        complaint = _received(estate, "lin", "complaint", "楼道堆放杂物", at("16:10", FRIDAY))
        for clock in ("16:41", "17:12"):
            watch.tell(at(clock, FRIDAY))
            watch.worker_runs()
        promised = _received(estate, "duan", "repair", "门禁刷不开", at("10:00", SATURDAY))
        services.promise(
            promised,
            by=house.actor("duan", at("10:05", SATURDAY)),
            at=at("10:05", SATURDAY),
            promised_at=at("12:00", SUNDAY),
        )
        for day in (SATURDAY, SUNDAY):
            watch.tell(at("18:05", day))
            watch.worker_runs()
        leak = _received(estate, "duan", "repair", "水管漏水", at("07:40"))
        services.dispatch(leak, by=house.actor("duan"), at=at("07:42"), skill="plumbing", title="查漏换管")
        watch.tell(at("08:00"))
        watch.worker_runs()
    return Weekend(estate, complaint, promised, leak)


def _received(estate: Estate, login: str, kind: str, title: str, moment: Any) -> Any:
    return services.receive(
        by=estate.house.actor(login, moment),
        at=moment,
        received_at=moment,
        site_id=estate.house.site.pk,
        kind=kind,
        channel="phone",
        title=title,
        unit_id=estate.unit.pk,
        caller_name="陈业主",
        caller_phone=PHONE,
    )


def looked_at(desk: Desk, name: str) -> None:
    """A picture is kept, the page fits, axe finds nothing."""
    desk.settle()
    desk.picture(name, whole=True)
    desk.check_fits()
    desk.check_axe()


@pytest.mark.parametrize(("size", "language"), [("wide", "zh"), ("phone", "en")])
def test_from_todays_numbers_to_the_weekly_list(
    watch: Watch, open_desk: OpenDesk, weekend: Weekend, size: str, language: str, tmp_path: Path
) -> None:
    qian = open_desk(size, language)
    qian.sign_in("qian")
    looked_at(qian, "morning-today")
    numbers = figures(qian)
    assert (numbers["?unruled=1"], numbers["?late=1"], numbers["?open=1"]) == (1, 1, 3)
    assert numbers["?state=OVERDUE"] > 0
    for address, number in numbers.items():
        assert records_behind(qian, address) == number, address
    rule(qian, weekend)
    acknowledge(qian, weekend)
    assign(qian, weekend)
    review(qian, weekend)
    complete_weekly_list(qian, weekend)
    export(qian, weekend, tmp_path / "open.xlsx")
    qian.go("/today/")
    left = figures(qian)
    assert (left["?unruled=1"], left["/work-orders/board/"]) == (0, 0)
    looked_at(qian, "morning-done")


def figures(desk: Desk) -> dict[str, int]:
    """The numbers on top of Today, by the question of the list behind each; of the board, the orders to assign."""
    found: dict[str, int] = {}
    for figure in desk.page.locator("a.figure").all():
        href = figure.get_attribute("href") or ""
        address = href[href.find("?") :] if "?" in href else href
        found.setdefault(address, int(figure.locator(".figure-value").inner_text()))
    return found


def records_behind(desk: Desk, address: str) -> int:
    """How many records stand on the page a number leads to."""
    page = desk.page
    desk.go("/today/")
    page.locator(f"a.figure[href$='{address}']").first.click()
    page.wait_for_url(lambda url: url.endswith(address))
    desk.settle()
    if address == "/work-orders/board/":
        looked_at(desk, "morning-board")
        return page.locator("[data-test=column-to_assign] [data-test=card]").count()
    looked_at(desk, "morning-list-" + re.sub(r"\W+", "-", address).strip("-"))
    return int(re.search(r"\d+", page.locator("[data-test=list-count]").inner_text())[0])  # type: ignore[index]


def rule(desk: Desk, weekend: Weekend) -> None:
    """The complaint that waits is ruled on."""
    desk.go("/cases/?unruled=1")
    desk.page.get_by_role("link", name=re.compile("CS-")).first.click()
    desk.page.wait_for_url(f"**/cases/{weekend.complaint.ref}/")
    desk.settle()
    looked_at(desk, "morning-complaint")
    step(desk, "rule_complaint", complaint_class="minor", reason="邻里占用，协调即可")
    taken(desk)
    with company_scope(weekend.estate.house.company.pk):
        ruled = queries.get_case(weekend.estate.house.system, weekend.complaint.ref)
    assert (ruled.complaint_class, ruled.ruled_at is not None) == ("minor", True)


def acknowledge(desk: Desk, weekend: Weekend) -> None:
    """An alarm that climbed to her is taken on."""
    page = desk.page
    desk.go("/messages/?loud=1")
    looked_at(desk, "morning-alarms")
    alarms = page.locator("[data-test=notice]", has_text=weekend.promised.ref)
    alarms.filter(has_text="2.1").locator("[data-test=open-notice]").click()
    page.wait_for_url(re.compile(r"/obligations/\d+/$"))
    looked_at(desk, "morning-alarm")
    page.locator("[data-test=acknowledge]").first.click()
    expect(page.locator("[data-test=acknowledge]")).to_have_count(0)
    desk.settle()
    with company_scope(weekend.estate.house.company.pk):
        found = obligations.for_thread(weekend.estate.house.system, weekend.promised.ref)
    assert [one.acknowledged_by for one in found if one.acknowledged_at] == ["钱芳"]


def assign(desk: Desk, weekend: Weekend) -> None:
    """The order nobody has gets its plumber."""
    page = desk.page
    desk.go("/work-orders/board/")
    page.locator("[data-test=column-to_assign] [data-test=card]").first.click()
    page.locator("[data-test=order-panel]").wait_for()
    looked_at(desk, "morning-candidates")
    page.locator("[data-test=candidate]", has_text="孙师傅").click()
    expect(page.locator("[data-test=column-assigned] [data-test=card]")).to_have_count(1)
    with company_scope(weekend.estate.house.company.pk):
        order = workorders.list_for_thread(weekend.estate.house.system, weekend.leak.ref)[0]
    assert (order.state, order.assignee.name) == ("ASSIGNED", "孙师傅")


def review(desk: Desk, weekend: Weekend) -> None:
    """She goes through everything unfinished; a customer who has heard nothing hears a word; tomorrow cannot be reviewed."""
    page = desk.page
    desk.go("/cases/reviews/2026-03-03/")
    page.locator("[data-test=review-form] [data-test=submit]").click()
    expect(page.locator("[data-test=form-errors]")).to_be_visible()
    looked_at(desk, "morning-review-of-tomorrow")

    desk.go("/cases/reviews/")
    looked_at(desk, "morning-reviews")
    page.locator("[data-test=review-today]").click()
    page.wait_for_url("**/cases/reviews/2026-03-02/")
    desk.settle()
    expect(page.locator("tbody tr")).to_have_count(3)
    looked_at(desk, "morning-review")
    assert heard(desk, weekend.promised.ref) is False
    page.locator("tbody a", has_text=weekend.promised.ref).click()
    page.wait_for_url(f"**/cases/{weekend.promised.ref}/")
    desk.settle()
    step(desk, "tell_progress", text="门禁主板已订，今天下午三点前换好，先给您开了临时卡")
    taken(desk)
    desk.go("/cases/reviews/2026-03-02/")
    assert heard(desk, weekend.promised.ref) is True
    page.locator(f"[name=remark-{weekend.promised.ref}]").fill("下午三点复查")
    page.locator("[name=notes]").fill("周末承诺一件超期，已向业主说明")
    page.locator("[data-test=review-form] [data-test=submit]").click()
    page.wait_for_url("**/cases/reviews/")
    looked_at(desk, "morning-reviewed")
    with company_scope(weekend.estate.house.company.pk):
        held = DailyReview.objects.get(day=date(2026, 3, 2))
    kept = {item["ref"]: (item["told_that_day"], item["late"], item["note"]) for item in held.items}
    assert len(kept) == 3
    assert kept[weekend.promised.ref] == (True, True, "下午三点复查")
    desk.go("/cases/reviews/2026-03-02/")
    expect(page.locator("[data-test=review-form]")).to_have_count(0)
    looked_at(desk, "morning-review-held")


def heard(desk: Desk, ref: str) -> bool:
    """Whether the review says that the customer has heard a word today."""
    row = desk.page.locator("tbody tr", has_text=ref)
    return row.locator("td").nth(4).locator(".tag-calm").count() == 1


def complete_weekly_list(desk: Desk, weekend: Weekend) -> None:
    """The week's unfinished items get their analysis; without one the list is not complete."""
    page = desk.page
    desk.go("/cases/weeks/2026-03-02/")
    page.locator("[data-test=week-form] [name=analysis]").fill(" ")
    page.locator("[data-test=week-form] [data-test=submit]").click()
    expect(page.locator("[data-test=error-analysis]")).to_be_visible()
    looked_at(desk, "morning-week-without-analysis")
    page.locator("[name=analysis]").fill("门禁主板缺货，已换供应商；投诉周一上门协调。")
    page.locator("[data-test=week-form] [data-test=submit]").click()
    page.wait_for_url("**/cases/reviews/")
    desk.go("/cases/weeks/2026-03-02/")
    looked_at(desk, "morning-week")
    with company_scope(weekend.estate.house.company.pk):
        weekly = WeeklyList.objects.get()
    assert (len(weekly.items), weekly.made_by_name) == (3, "钱芳")


def export(desk: Desk, weekend: Weekend, file: Path) -> None:
    """Everything unfinished, as a workbook for the meeting."""
    desk.go("/cases/?open=1")
    with desk.page.expect_download() as download:
        desk.page.locator("[data-test=list-xlsx]").click()
    download.value.save_as(file)
    sheet = openpyxl.load_workbook(BytesIO(file.read_bytes())).active
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {weekend.complaint.ref, weekend.promised.ref, weekend.leak.ref} <= cells
