"""Switching between very many sites: they are searched instead of listed on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from guanjia.apps.organisations import services as organisations
from guanjia.kernel.scope import company_scope
from guanjia.shell.frame import MOST_IN_MENU
from guanjia.shell.views import _SITES_SHOWN
from tests import cast

SignedIn = Callable[..., Client]
COUNT = _SITES_SHOWN + 2


@pytest.fixture
def manager(house: cast.House, signed_in: SignedIn) -> Client:
    """Zhou manages a whole region, and nothing of the other company."""
    with company_scope(house.company.pk):
        for number in range(COUNT):
            site = organisations.open_site(
                by=house.system, code=f"N{number:02}", name=f"北区{number}期", name_en=f"North {number}"
            )
            posts = organisations.open_posts(site, by=house.system, pack="estate_desk")
            organisations.appoint(
                house.people["zhou"],
                posts["cs_manager"],
                by=house.system,
                at=cast.at("08:00"),
                from_on=date(2026, 1, 1),
            )
    return signed_in("zhou")


def test_a_page_offers_the_search_instead_of_every_site(manager: Client) -> None:
    page = manager.get("/today/").content.decode()
    assert COUNT > MOST_IN_MENU
    assert 'href="/me/sites/"' in page
    assert page.count('name="site"') == 0
    assert "North 7" not in page


def test_a_site_is_found_by_name_or_code_and_chosen(manager: Client) -> None:
    everything = manager.get("/me/sites/", HTTP_HX_REQUEST="true").content.decode()
    assert everything.count('name="site"') == _SITES_SHOWN
    assert "3 more" in everything, "the site of the stories and the last two"
    for words in ("North 41", "北区41", "n41"):
        found = manager.get("/me/sites/", {"q": words}).content.decode()
        assert found.count('name="site"') == 1
        assert "North 41" in found
    pk = found.partition('name="site" value="')[2].partition('"')[0]
    answer = manager.post("/me/site/", {"site": pk}, follow=True)
    assert "North 41" in answer.content.decode()
    assert "No site is called so" in manager.get("/me/sites/", {"q": "nowhere"}).content.decode()


def test_nobody_finds_the_sites_of_others(house: cast.House, signed_in: SignedIn, manager: Client) -> None:
    found = signed_in("lin").get("/me/sites/", {"q": "North"}).content.decode()
    assert found.count('name="site"') == 0
