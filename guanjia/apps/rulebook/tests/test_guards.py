"""The list of guards: who asks for them, beyond which figure they refuse, and when they last did."""

import pytest
import time_machine

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import queries, services
from guanjia.apps.rulebook.models import FigureChange, GuardRefusal
from guanjia.apps.rulebook.tests.test_screens import FIGURE, SENT, browser, get
from guanjia.kernel.guards import GUARDS, tripped
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour, wanxing


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    found = wanxing()
    with company_scope(found.company.pk), time_machine.travel(at("09:30"), tick=False):
        services.adopt(found.site.pk, by=found.system, at=at("00:00"), pack="estate_desk")
        yield found
    cached_site.cache_clear()


def row(house, name):
    rows = queries.list_guards(house.actor("zhou"), house.site.pk, at("12:00"))
    return next(one for one in rows if one.guard.name == name)


def test_every_guard_is_listed_with_the_clauses_that_ask_for_it(house):
    rows = queries.list_guards(house.actor("zhou"), house.site.pk, at("12:00"))
    assert {one.guard.name for one in rows} == set(GUARDS)
    asked = row(house, "cases.promise_within_a_week")
    assert {clause.number for _here, clause in asked.clauses} == {"2.1", "8.1"}
    assert [(figure.name, value) for figure, value in asked.figures] == [("days", 7)]
    assert row(house, "rulebook.four_eyes").clauses == ()


def test_a_refusal_is_counted_though_the_step_was_undone(house):
    client = browser(house)
    client.post(FIGURE, SENT)
    change = FigureChange.objects.get()
    for _again in range(2):
        answer = client.post(f"/rulebook/changes/{change.pk}/approve/", {"note": "", "form_key": "k" * 20})
        assert answer.status_code == 422
    refused = row(house, "rulebook.four_eyes").refused
    assert (refused.times, refused.last_by, refused.last_at) == (2, "周明", at("09:30"))
    change.refresh_from_db()
    assert change.state == "PROPOSED"
    assert "周明" in get(client, "/rulebook/guards/?show=refused")


def test_another_refusal_of_the_same_page_is_no_guard_s(house):
    browser(house).post(FIGURE, {**SENT, "figure": "soonish"})
    assert not GuardRefusal.objects.exists()


def test_another_company_sees_none_of_our_refusals(house):
    guard = GUARDS["rulebook.four_eyes"]
    services.note_refusal(guard, by=house.actor("zhou"), at=at("09:00"))
    other = harbour()
    with company_scope(other.company.pk):
        rows = queries.list_guards(other.system, other.site.pk, at("12:00"))
    assert not any(one.refused for one in rows)


def test_the_same_code_in_another_app_is_another_guard():
    assert tripped("cases", "children_open").name == "cases.children_before_parent"
    assert tripped("workorders", "children_open").name == "workorders.parts_before_whole"
    assert tripped("rulebook", "reason_missing") is None


def test_no_two_guards_of_an_app_share_a_code():
    codes = [(one.name.partition(".")[0], one.code) for one in GUARDS.values()]
    assert len(set(codes)) == len(codes)


def test_nobody_approves_alone_is_a_guard_that_refuses(house):
    change = services.propose(
        house.site.pk,
        by=house.actor("zhou"),
        at=at("09:00"),
        entries=[{"pack": "estate_desk", "part": "arrive", "name": "deadline", "value": "20 minutes"}],
        reason="路远",
    )
    with pytest.raises(Refused) as refused:
        services.approve(change, by=house.actor("zhou"), at=at("10:00"))
    assert refused.value.code == GUARDS["rulebook.four_eyes"].code == "own_proposal"


def test_the_screen_says_who_asks_and_what_never_refused(house):
    page = get(browser(house), "/rulebook/guards/")
    assert 'data-test="guard-cases.promise_within_a_week"' in page
    assert "days a promise may lie ahead" in page
    assert "never yet" in page
    assert "no rulebook of this site" in page
    asked = get(browser(house), "/rulebook/guards/?show=asked")
    assert 'data-test="guard-rulebook.four_eyes"' not in asked
