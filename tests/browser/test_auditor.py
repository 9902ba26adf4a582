"""An auditor asks for the proof of one clause for a quarter and exports it; a manager goes from the company to the evidence."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from guanjia.apps.insight import tasks as insight
from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations import services as organisations
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel.scope import company_scope
from guanjia.kernel.seals import seal_new_entries
from tests.browser.conftest import Desk, Watch
from tests.cast import House, at

PACK = """
[pack]
key = "halls"
version = "1"
title = { zh = "大堂巡视制度", en = "Rounds of the halls" }
[[clause]]
number = "3.2"
heading = { zh = "大堂每日巡视", en = "The hall is looked at every day" }
text = { zh = "大堂每日九时前巡视一遍，拍照留存。", en = "The hall is looked at before nine every day; a photograph is kept." }
sources = ["C-RULE-040"]
[[clause]]
number = "3.3"
heading = { zh = "消防通道每日检查", en = "Fire lanes are checked every day" }
text = { zh = "消防通道每日十七时前检查。", en = "Fire lanes are checked before five every day." }
sources = ["C-RULE-041"]
[[post]]
key = "cs_manager"
name = { zh = "客服部经理", en = "CS manager" }
[[post]]
key = "cs_supervisor"
name = { zh = "客服主管", en = "CS supervisor" }
reports_to = "cs_manager"
[[duty]]
key = "hall"
clause = "3.2"
title = { zh = "巡视大堂", en = "Look at the hall" }
every = "day by 09:00"
owner = "post:cs_supervisor"
evidence = "photo"
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_manager"]
[[duty]]
key = "lane"
clause = "3.3"
title = { zh = "检查消防通道", en = "Check the fire lanes" }
every = "day by 17:00"
owner = "post:cs_supervisor"
evidence = "word"
[[measure]]
key = "hall_in_time"
clause = "3.2"
title = { zh = "大堂巡视及时率", en = "Halls looked at in time" }
kept = ["hall"]
per = "week"
target = 95
tolerance = 3
recipients = ["post:cs_manager"]
"""
FIRST = date(2026, 2, 16)
DAYS = 14


def photo() -> SimpleUploadedFile:
    """A picture of a hall."""
    picture = BytesIO()
    Image.new("RGB", (640, 480), (180, 190, 170)).save(picture, "JPEG")
    return SimpleUploadedFile("hall.jpg", picture.getvalue(), content_type="image/jpeg")


@pytest.fixture
def quarter(watch: Watch, house: House, tmp_path: Path) -> House:
    """Two weeks of rounds: most in time, one late, one missed and one excused; then the morning of the stories."""
    folder = tmp_path / "halls"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    pack, source = load_pack(folder)
    begun = at("00:00", FIRST)
    with company_scope(house.company.pk):
        version = rulebook.store_version(pack, source, at=begun)
        rulebook.adopt(house.site.pk, by=house.system, at=begun, pack="halls", version=version, from_at=begun)
        other = organisations.open_site(by=house.system, code="EA", name="东园", name_en="East Garden")
        posts = organisations.open_posts(other, by=house.system, pack="estate_desk")
        for login, post in (("zhou", "cs_manager"), ("qian", "cs_supervisor")):
            organisations.appoint(house.people[login], posts[post], by=house.system, at=begun, from_on=FIRST)
        rulebook.adopt(other.pk, by=house.system, at=begun, pack="halls", version=version, from_at=begun)
        insight.close_periods(begun)
        for number in range(DAYS):
            live_a_day(house, FIRST + timedelta(days=number), number)
        insight.close_periods(at("00:10"))
    obligations.plan_ahead(at=at("08:50"))
    seal_new_entries(at=at("08:55"))
    return house


def live_a_day(house: House, day: date, number: int) -> None:
    """The day's rounds at the first site; at the other one nobody does any."""
    obligations.plan_ahead(at=at("00:05", day))
    hall = Obligation.objects.get(site=house.site, duty="hall", due_at=at("09:00", day))
    lane = Obligation.objects.get(site=house.site, duty="lane", due_at=at("17:00", day))
    qian = house.actor("qian", at("08:30", day))
    if number not in {4, 9, 11}:
        obligations.report(hall, by=qian, at=at("08:30", day), note="地面干净", photos=[photo()])
    obligations.sweep(at=at("10:00", day))
    if number == 4:
        hall.refresh_from_db()
        obligations.acknowledge(
            hall, by=house.actor("zhou", at("10:05", day)), at=at("10:05", day), note="我去看"
        )
        obligations.report(hall, by=qian, at=at("10:30", day), note="晚到，已补拍", photos=[photo()])
    if number == 9:
        hall.refresh_from_db()
        obligations.excuse(
            hall, by=house.actor("zhou", at("11:00", day)), at=at("11:00", day), reason="大堂封闭施工"
        )
    obligations.report(lane, by=qian, at=at("16:00", day), note="畅通")
    obligations.sweep(at=at("20:00", day))


def test_an_auditor_gets_the_proof_of_a_clause_for_a_quarter(desk: Desk, quarter: House) -> None:
    desk.sign_in("zhou")
    page = desk.page
    desk.go("/insight/company/?days=30")
    desk.check_axe()
    desk.check_fits()
    desk.picture("company-board", whole=True)
    page.locator("[data-test=site]").last.click()
    desk.settle()
    expect(page.locator("[data-test=board]")).to_be_visible()
    desk.check_axe()
    desk.check_fits()
    desk.picture("site-board", whole=True)
    page.locator("[data-test=board] a", has_text="3.2").first.click()
    desk.settle()
    page.locator("[data-test=period] a", has_text="2026-Q1").click()
    desk.settle()
    expect(page.locator("[data-test=clause]")).to_contain_text("3.2")
    expect(page.locator("[data-test=period] input[name=from]")).to_have_value("2026-01-01")
    expect(page.locator("[data-test=evidence] img").first).to_be_visible()
    expect(page.locator("[data-test=answers]").first).to_contain_text(re.compile("我去看"))
    desk.check_axe()
    desk.check_fits()
    desk.picture("proof", whole=True)

    with page.expect_download() as waiting:
        page.locator("[data-test=xlsx]").click()
    lines = CalamineWorkbook.from_path(waiting.value.path()).get_sheet_by_index(0).to_python()
    wide = " ".join(str(cell) for line in lines for cell in line)
    assert len(lines) == 1 + DAYS + 2  # today's and tomorrow's are planned
    for words in ("晚到，已补拍", "hall.jpg", "钱芳", "我去看", "大堂封闭施工"):
        assert words in wide, words

    with page.expect_popup() as opening:
        page.locator("[data-test=paper]").click()
    paper = opening.value
    paper.wait_for_load_state("networkidle")
    expect(paper.locator("[data-test=proof-paper] tbody tr")).to_have_count(DAYS + 2)
    paper.close()
    desk.go(page.url.removeprefix(desk.address) + "&format=paper")
    desk.check_axe()
    desk.picture("proof-paper", whole=True)

    page.go_back()
    desk.settle()
    page.locator("a.row-link").first.click()
    desk.settle()
    expect(page).to_have_url(re.compile(r"/obligations/\d+/"))


def test_a_manager_reads_the_day_and_a_measure(desk: Desk, quarter: House) -> None:
    desk.sign_in("zhou")
    page = desk.page
    desk.go("/insight/day/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("day", whole=True)
    expect(page.locator("[data-test=due-today]")).to_contain_text("2")
    page.locator("[data-test=by-post] a").first.click()
    desk.settle()
    expect(page.locator("[data-test=list-count]")).to_contain_text("2")
    desk.go("/insight/machine/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("machine", whole=True)
    desk.go("/insight/measures/?day=2026-03-01")
    desk.check_axe()
    desk.check_fits()
    desk.picture("measures", whole=True)
    page.locator("[data-test=measure]").click()
    desk.settle()
    expect(page.locator("[data-test=trend] > svg")).to_be_visible()
    page.locator("[data-test=trend] summary").click()
    expect(page.locator("[data-test=trend-table] tbody tr")).to_have_count(12)
    desk.check_axe()
    desk.check_fits()
    desk.picture("measure", whole=True)
    page.locator("[data-test=parts] a").last.click()
    desk.settle()
    expect(page.locator("[data-test=list-count]")).to_contain_text("6")
    desk.go("/messages/")
    expect(page.locator("body")).to_contain_text("2026-W09")
    for name in ("day", "measures", "company", "board"):
        desk.go(f"/insight/{name}/?format=paper&day=2026-03-01&days=30")
        desk.check_axe()
        desk.picture(f"{name}-paper", whole=True)
