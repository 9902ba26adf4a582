"""What only a browser shows: an entry made by typing, a customer's signature drawn, and that everybody can use it."""

import pytest
from playwright.sync_api import expect

from guanjia.apps.places import services as places
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import DIARY, KEYS, PACK
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack
from guanjia.kernel import clock
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import browser_context_args, browser_type_launch_args, desk, house, open_desk

__all__ = ["browser_context_args", "browser_type_launch_args", "desk", "house", "open_desk"]
pytestmark = pytest.mark.browser


@pytest.fixture
def ledgers(house, tmp_path):
    """The site keeps two registers, and has a home."""
    folder = tmp_path / "ledgers"
    folder.mkdir()
    (folder / "pack.toml").write_text(PACK.replace("VERSION", "1") + KEYS + DIARY, encoding="utf-8")
    now, system = clock.now(), house.system
    with company_scope(house.company.pk):
        building = places.add_building(house.site, by=system, at=now, name="A1栋")
        places.add_unit(building, by=system, at=now, code="A1-1-0301", area=80, floor=3)
        pack, source = load_pack(folder)
        version = rulebook.store_version(pack, source, at=now)
        rulebook.adopt(house.site.pk, by=system, at=now, pack="ledgers", version=version)


def test_an_entry_from_the_form_to_the_paper(house, ledgers, desk):
    page = desk.page
    desk.sign_in("qian")
    desk.go("/registers/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("registers")
    desk.go("/registers/books/ledgers/keys/")
    desk.check_axe()
    desk.picture("register-empty")
    page.click("[data-test=enter]")
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("register-form", whole=True)
    page.locator("[data-test=f_unit]:visible, [data-lookup] input:visible").first.fill("0301")
    page.get_by_text("A1-1-0301").first.click()
    page.fill("[data-test=f_count]", "两把")
    page.click("[data-test=submit]")
    desk.settle()
    expect(page.locator("body")).to_contain_text("3.5")
    desk.picture("register-form-refused", whole=True)
    page.fill("[data-test=f_count]", "2")
    page.fill("[data-test=f_reason]", "业主出差三个月\n由管家代为通风")
    page.click("[data-test=submit]")
    page.wait_for_url("**/registers/entries/**")
    desk.settle()
    page.click("[data-test=step-sign]")
    page.fill("[data-test=note]", "属实")
    page.click("#dialog-body [data-test=submit], .dialog [data-test=submit]")
    desk.settle()
    expect(page.locator("[data-test=signatures]")).to_contain_text("属实")
    page.click("[data-test=step-sign]")
    page.wait_for_url("**/sign/")
    desk.settle()
    desk.check_axe()
    page.fill("[data-test=signer_name]", "王女士")
    pad = page.locator("canvas").bounding_box()
    page.mouse.move(pad["x"] + 20, pad["y"] + 20)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(pad["x"] + 20 + 15 * step, pad["y"] + 20 + 5 * (step % 4))
    page.mouse.up()
    page.click("[data-test=submit]")
    page.wait_for_url("**/registers/entries/RG-*/")
    desk.settle()
    desk.check_axe()
    desk.check_fits()
    desk.picture("register-entry", whole=True)
    with company_scope(house.company.pk):
        entry = Entry.objects.get()
        assert (entry.state, entry.values["count"]) == ("SIGNED", 2)
    desk.go(f"/registers/entries/{entry.ref}/print/")
    desk.check_axe()
    desk.picture("register-paper", whole=True)
    desk.go(f"/registers/entries/{entry.ref}/")
    page.click("[data-test=step-strike]")
    page.fill("[data-test=reason]", "写错")
    page.click("#dialog-body [data-test=submit], .dialog [data-test=submit]")
    expect(page.locator("[data-test=struck]")).to_contain_text("写错")
    desk.picture("register-struck", whole=True)
    desk.go("/registers/books/ledgers/keys/")
    desk.check_axe()
    desk.check_fits()
    desk.picture("register-list")
