"""Views people keep of a list: theirs alone, by name, without the page they were on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import NotFound, Refused
from guanjia.ui.saved_views import MOST, drop_view, keep_view, views_of
from guanjia.ui.tests.test_lists import Jobs, jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> tuple[Actor, Actor]:
    accounts = [get_user_model().objects.create_user(login) for login in ("lin", "qian")]
    lin, qian = (
        Actor(kind=ActorKind.STAFF, company_id=1, name=one.login, account_id=one.pk) for one in accounts
    )
    return lin, qian


def names(actor: Actor) -> list[str]:
    return [view.name for view in views_of(actor, "jobs")]


def test_a_view_is_kept_without_page_and_comes_back_for_its_owner_only(people: tuple[Actor, Actor]) -> None:
    lin, qian = people
    view = keep_view(
        by=lin, list_key="jobs", name=" Late ones ", query="state=late&page=3&q=%E6%BC%8F&format=xlsx"
    )
    assert (view.name, view.query) == ("Late ones", "state=late&q=%E6%BC%8F")
    assert names(lin) == ["Late ones"]
    assert names(qian) == []
    assert views_of(lin, "cases") == []


def test_the_same_name_replaces(people: tuple[Actor, Actor]) -> None:
    lin, _qian = people
    keep_view(by=lin, list_key="jobs", name="Mine", query="state=late")
    keep_view(by=lin, list_key="jobs", name="Mine", query="state=open")
    assert [view.query for view in views_of(lin, "jobs")] == ["state=open"]


@pytest.mark.parametrize(
    ("name", "query"), [("", "state=late"), ("  ", "state=late"), ("All", "page=2"), ("All", "")]
)
def test_a_view_needs_a_name_and_something_to_keep(
    people: tuple[Actor, Actor], name: str, query: str
) -> None:
    with pytest.raises(Refused):
        keep_view(by=people[0], list_key="jobs", name=name, query=query)
    assert names(people[0]) == []


def test_nobody_keeps_views_without_end(people: tuple[Actor, Actor]) -> None:
    for place in range(MOST):
        keep_view(by=people[0], list_key="jobs", name=f"View {place:02d}", query="state=late")
    with pytest.raises(Refused):
        keep_view(by=people[0], list_key="jobs", name="One more", query="state=late")
    keep_view(by=people[0], list_key="jobs", name="View 00", query="state=open")


def test_a_view_is_removed_by_its_owner_only(people: tuple[Actor, Actor]) -> None:
    lin, qian = people
    view = keep_view(by=lin, list_key="jobs", name="Mine", query="state=late")
    with pytest.raises(NotFound):
        drop_view(by=qian, view_id=view.pk)
    drop_view(by=lin, view_id=view.pk)
    assert names(lin) == []


def test_the_list_offers_the_views_and_keeping_the_present_one(
    make_request: Callable[..., Any], people: tuple[Actor, Actor]
) -> None:
    lin, _qian = people
    keep_view(by=lin, list_key="jobs", name="Late ones", query="state=late")
    plain = Jobs(make_request("/", actor=lin), jobs()).answer(title="Jobs").content.decode()
    assert 'href="?state=late"' in plain
    assert "view-name" not in plain
    filtered = Jobs(make_request("/?state=late", actor=lin), jobs()).answer(title="Jobs").content.decode()
    assert "view-name" in filtered
    assert 'name="query" value="state=late"' in filtered
