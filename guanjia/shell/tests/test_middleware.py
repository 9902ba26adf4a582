"""What a request is given, and that nobody who is not signed in can see a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from guanjia.apps.organisations.models import Site, Staff
from guanjia.kernel.scope import ScopeMissing
from guanjia.shell.middleware import frame
from tests import cast

SignedIn = Callable[[str], Client]


def passed(user: Any, seen: Callable[[Any], Any], session: dict[str, Any] | None = None) -> Any:
    """What ``seen`` finds inside a request of ``user``."""
    found: list[Any] = []
    request: Any = RequestFactory().get("/")
    request.user, request.session = user, session or {}

    def view(request: Any) -> HttpResponse:
        found.append(seen(request))
        return HttpResponse()

    frame(view)(request)
    return found[0]


def test_for_somebody_not_signed_in_every_query_on_a_companys_rows_raises(house: cast.House) -> None:
    with pytest.raises(ScopeMissing):
        passed(AnonymousUser(), lambda _request: Staff.objects.exists())


def test_an_account_without_a_staff_member_is_nobody(house: cast.House) -> None:
    from guanjia.apps.organisations.services import open_account

    stray = open_account("stray", "stray-secret")
    assert passed(stray, lambda request: request.actor) is None
    with pytest.raises(ScopeMissing):
        passed(stray, lambda _request: Staff.objects.exists())


def test_a_request_knows_who_when_and_where(house: cast.House) -> None:
    request = passed(house.people["lin"].account, lambda request: request)
    assert request.actor.name == "林晓"
    assert request.now == cast.at("09:30")
    assert request.site == house.site


def test_each_company_sees_its_own_rows_only(house: cast.House) -> None:
    harbour = cast.harbour()

    def names(_request: Any) -> set[str]:
        return set(Site.objects.values_list("name", flat=True))

    assert passed(house.people["lin"].account, names) == {"万兴现代城"}
    assert passed(harbour.people["dov"].account, names) == {"海港城"}


def test_a_site_of_others_in_the_session_is_not_taken(house: cast.House) -> None:
    other = cast.harbour().site
    request = passed(house.people["lin"].account, lambda request: request, {"site": other.pk})
    assert request.site == house.site


def test_the_page_speaks_the_language_of_the_account_and_is_quiet_again_afterwards(house: cast.House) -> None:
    account = house.people["lin"].account
    account.language = "en"
    before = translation.get_language(), timezone.get_current_timezone_name()
    assert passed(account, lambda _request: translation.get_language()) == "en"
    assert (translation.get_language(), timezone.get_current_timezone_name()) == before


def test_the_clock_on_the_page_is_the_sites(house: cast.House) -> None:
    from guanjia.apps.organisations import queries

    house.site.timezone = "Asia/Urumqi"
    house.site.save(update_fields=["timezone"])
    queries.site.cache_clear()
    zone = passed(house.people["lin"].account, lambda _request: timezone.get_current_timezone_name())
    assert zone == "Asia/Urumqi"


def test_another_site_of_mine_is_chosen_for_the_session_and_a_strangers_is_404(
    house: cast.House, signed_in: SignedIn
) -> None:
    from datetime import date

    from guanjia.apps.organisations import services
    from guanjia.kernel.scope import company_scope

    stranger = cast.harbour().site
    with company_scope(house.company.pk):
        second = services.open_site(by=house.system, code="GD", name="万兴国际中心")
        posts = services.open_posts(second, by=house.system, pack="estate_desk")
        services.appoint(
            house.people["lin"],
            posts["front_desk"],
            by=house.system,
            at=cast.at("08:00"),
            from_on=date(2026, 1, 1),
        )
    client = signed_in("lin")
    assert client.get("/today/").context["request"].site == house.site
    assert client.post("/me/site/", {"site": second.pk}).status_code == 302
    assert client.get("/today/").context["request"].site == second
    for wrong in (stranger.pk, "x", "9" * 30, ""):
        assert client.post("/me/site/", {"site": wrong}).status_code == 404
    assert client.get("/today/").context["request"].site == second
