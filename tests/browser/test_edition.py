"""A new edition of a rulebook goes through approval and staff acknowledge it: from the Word file to the last signature."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import docx
import pytest
from playwright.sync_api import expect

from guanjia.apps.manuals import services
from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.models import Reading
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel import clock
from guanjia.kernel.scope import across_companies, company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import furnish
from tests.cast import House

OLD = (
    Node(1, "第一章", "总则", "", "aaa"),
    Node(2, "第一条", "", "为规范投诉处理，制定本规定。", "bbb"),
    Node(2, "第二条", "到场", "接到投诉后十五分钟内到场。", "ccc"),
)


@pytest.fixture
def library(watch: Watch, house: House) -> House:
    """The estate keeps the rulebook that has staff read, and has rules in force for a month."""
    furnish(house)
    begun, site, system = clock.now() - timedelta(days=30), house.site, house.system
    with company_scope(house.company.pk):
        rulebook.adopt(site.pk, by=system, at=begun, pack="rule_library", from_at=begun)
        book = services.open_document(
            by=system, at=begun, number="WX-KF-01", title="投诉处理规定", site_ids=[site.pk]
        )
        edition = services.begin(book, by=system, at=begun, label="2025-1", nodes=OLD)
        edition = services.review(services.prepare(edition, by=system, at=begun), by=system, at=begun)
        services.approve(edition, by=system, at=begun, effective_on=begun.date())
        services.issue(book, by=system, at=begun, holder_kind="POST", holder_name="前台")
    return house


def word() -> bytes:
    """The new edition as somebody wrote it."""
    file, written = io.BytesIO(), docx.Document()
    written.add_paragraph("万兴物业内部文件")
    written.add_heading("第一章 总则", 1)
    written.add_paragraph("第一条 为规范投诉处理，制定本规定。")
    written.add_paragraph("第二条 到场")
    written.add_paragraph("接到投诉后十分钟内到场，并拍照。第三条 每周汇总并公布。")
    written.save(file)
    return file.getvalue()


def look(desk: Desk, name: str) -> None:
    """Nothing sticks out, axe finds nothing, and there is a picture."""
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture(name, whole=True)


def in_dialog(desk: Desk, button: str, **fields: str) -> None:
    """Press a button, fill its dialog and send it."""
    desk.page.locator(f"[data-test={button}]").first.click()
    dialog = desk.page.locator("dialog [data-test=submit]")
    expect(dialog).to_be_visible()
    for name, value in fields.items():
        desk.page.fill(f"dialog [name={name}]", value)
    dialog.click()
    expect(desk.page.locator(f"[data-test={button}]")).to_have_count(0)
    desk.settle()


@pytest.mark.parametrize(
    ("size", "language"), [("wide", "zh"), ("wide", "en"), ("phone", "zh"), ("phone", "en")]
)
def test_a_new_edition_is_signed_comes_into_force_and_is_read(
    open_desk: OpenDesk, library: House, size: str, language: str
) -> None:
    writer = open_desk(size, language)
    writer.sign_in("qian")
    page = writer.page
    writer.go("/manuals/")
    look(writer, "manuals")
    page.locator("[data-test=row] a").first.click()
    writer.settle()
    look(writer, "manual")
    page.locator("[data-test=take-in]").click()
    page.set_input_files(
        "dialog [name=file]",
        files=[{"name": "新版.docx", "mimeType": "application/msword", "buffer": word()}],
    )
    page.fill("dialog [name=label]", "2026-1")
    page.fill("dialog [name=changes]", "到场时限改为十分钟")
    page.locator("dialog [data-test=submit]").click()
    page.wait_for_url(re.compile("/manuals/files/"))
    look(writer, "manual-file")
    expect(page.locator("[data-test=unplaced]")).to_be_visible()
    page.locator("[data-test=level-0]").select_option("1")
    expect(page.locator("[data-test=unplaced]")).to_have_count(0)
    page.locator("[data-test=divide-4]").click()
    page.fill("dialog [name=text]", "接到投诉后十分钟内到场，并拍照。\n第三条 每周汇总并公布。")
    page.locator("dialog [data-test=submit]").click()
    expect(page.locator("[data-test=line]")).to_have_count(6)
    page.locator("[data-test=save-intake]").click()
    page.wait_for_url(re.compile("/manuals/editions/"))
    writer.settle()
    look(writer, "manual-draft")
    edition = page.url.removeprefix(writer.address)
    page.locator("[data-test=difference]").click()
    writer.settle()
    expect(page.locator("[data-test=diff-changed] del").first).to_have_text("五")
    expect(page.locator("[data-test=diff-added]")).to_have_count(2)
    look(writer, "manual-difference")
    writer.go(edition)
    in_dialog(writer, "prepare")
    expect(page.locator("[data-test=review]")).to_have_count(0)

    reviewer = open_desk(size, language)
    reviewer.sign_in("han")
    reviewer.go(edition)
    in_dialog(reviewer, "review", note="同意")

    boss = open_desk(size, language)
    boss.sign_in("wu")
    boss.go(edition)
    in_dialog(boss, "approve")
    expect(boss.page.locator("[data-test=signatures] li")).to_have_count(3)
    look(boss, "manual-in-force")

    reviewer.go("/manuals/copies/")
    expect(reviewer.page.locator("[data-test=row]")).to_have_count(1)
    look(reviewer, "manual-old-copies")

    reader = open_desk(size, language)
    reader.sign_in("cai")
    reader.page.locator("[data-test=to-read]").click()
    reader.settle()
    look(reader, "manual-reading")
    reader.page.locator("[data-test=acknowledge]").click()
    expect(reader.page.locator("[data-test=was-read]")).to_be_visible()
    with across_companies(reason="looking at what the journey left"):
        mine = Reading.objects.get(version__label="2026-1", staff=library.people["cai"])
        assert mine.read_at is not None
        assert Obligation.objects.get(ref=mine.ref, duty="rl_read").state == "KEPT"

    boss.go(f"{edition}readers/")
    expect(boss.page.locator("[data-test=read-count]")).to_contain_text("1")
    look(boss, "manual-readers")
    boss.go("/manuals/search/?q=十分钟")
    expect(boss.page.locator("mark").first).to_have_text("十分钟")
    look(boss, "manual-search")
    boss.go(f"{edition}paper/")
    look(boss, "manual-paper")
