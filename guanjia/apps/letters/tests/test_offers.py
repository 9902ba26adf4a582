"""Ways into a rectification notice: from a case, a work order and a finding, with what is known filled in."""

import html
import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from guanjia.apps.cases import services as cases
from guanjia.apps.inspections import queries as inspections
from guanjia.apps.inspections import services as sheets
from guanjia.apps.inspections.forms import Given
from guanjia.apps.letters.terms import Can
from guanjia.apps.organisations.queries import site as kept_site
from guanjia.apps.places import services as places
from guanjia.apps.workorders import services as workorders
from tests.cast import at

HALL = """
[[checklist]]
key = "hall"
clause = "1"
title = { zh = "大厅检查", en = "Hall" }
about = "site"
[[checklist.item]]
key = "exit"
text = { zh = "消防通道畅通", en = "The fire exit is free" }
"""
LINK = re.compile(r'href="([^"]*)" data-test="offer-rectify"')


@pytest.fixture(autouse=True)
def at_noon(house):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def browser(house, login="qian"):
    client = Client()
    client.force_login(
        house.people[login].account, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def pages(house, trial):
    """The pages a notice can begin from, by what they are about."""
    trial(HALL)
    made = {"by": house.system, "at": at("00:00")}
    building = places.add_building(
        house.site, name="9栋", group=places.add_group(house.site, code="Z", name="新组团", **made), **made
    )
    unit = places.add_unit(building, code="9-302", area=Decimal(90), **made)
    about = {"site_id": house.site.pk, "title": "楼道堆物", "unit_id": unit.pk}
    by = {"by": house.actor("qian"), "at": at("09:30")}
    case = cases.receive(
        **by, **about, kind="complaint", channel="phone", received_at=at("09:00"), caller_name="王女士",
        description="三楼楼道堆满纸箱",
    )  # fmt: skip
    order = workorders.issue(
        **by, **about, thread=case.ref, case_kind="repair", description="搬走纸箱", skill="general",
        received_at=at("09:00"), group_code="A", contact_name="王女士", contact_phone="13800138000",
    )  # fmt: skip
    sheet = sheets.fill(
        house.site.pk, **by, pack="trial", checklist="hall", about=f"site:{house.site.pk}",
        answers={"exit": Given("fail", "通道被电动车堵住", [])},
    )  # fmt: skip
    assert inspections.findings_of(sheet)
    return {"case": case, "order": order, "finding": sheet}


def address_of(page):
    """Where the page of a case, an order or a sheet stands."""
    names = {"case": "cases:case", "workorder": "workorders:order", "sheet": "inspections:sheet"}
    return reverse(names[type(page).__name__.lower()], args=[page.ref])


def filled(client, page):
    """What the form of the notice holds when one comes from a page."""
    (link,) = LINK.findall(client.get(address_of(page)).content.decode())
    address = html.unescape(link)
    form = client.get(address)
    assert form.status_code == 200
    return {key: one for key, (one,) in parse_qs(urlsplit(address).query).items()}, form.content.decode()


@pytest.mark.parametrize(
    ("kind", "subject", "found"),
    [
        ("case", "楼道堆物", "三楼楼道堆满纸箱"),
        ("order", "楼道堆物", "搬走纸箱"),
        ("finding", "消防通道畅通", "通道被电动车堵住"),
    ],
)
def test_a_notice_begins_with_subject_place_number_and_what_was_found(house, pages, kind, subject, found):
    page = pages[kind]
    given, form = filled(browser(house), page)
    assert given["origin"] == page.ref
    for word in (page.ref, subject, found):
        assert word in form
    if kind == "finding":
        assert given["where"] == page.about_name
    else:
        assert (given["where"], given["unit"]) == (page.where, str(page.unit_id))
        assert page.where in form


@pytest.mark.parametrize("kind", ["case", "order", "finding"])
def test_no_button_for_whoever_drafts_none(house, pages, kind):
    post = house.posts["cs_supervisor"]
    post.capabilities = [one for one in post.capabilities if one not in (Can.DRAFT, "letters.*")]
    post.save(update_fields=["capabilities"])
    page = browser(house).get(address_of(pages[kind])).content.decode()
    assert pages[kind].ref in page
    assert "offer-rectify" not in page


def test_a_text_chosen_afterwards_keeps_what_was_filled_in(house, pages):
    _given, form = filled(browser(house), pages["case"])
    offered = re.findall(r'href="(\?[^"]*)"[^>]*data-test="offer-', form)
    assert all(f"origin={pages['case'].ref}" in one for one in offered)


def test_the_room_without_a_list_leads_to_the_first_one(house):
    answer = browser(house).get("/letters/")
    assert (answer.status_code, answer["Location"]) == (302, "/letters/in/")
