"""Giving orders to people: who may, who gets them, and what is refused."""

import pytest

from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.models import Turn, WorkOrder
from guanjia.apps.workorders.terms import State, Way
from guanjia.apps.workorders.tests.conftest import on_duty
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

T = at("09:05")


def facts(order):
    return [entry.event for entry in timeline(order.ref)]


def test_an_order_is_numbered_by_site_and_year_without_gaps(issue):
    first, second = issue(), issue(thread="")
    assert (first.ref, second.ref) == ("WO-2026-000001", "WO-2026-000002")
    assert (first.thread, second.thread) == ("CS-2026-000001", second.ref)
    with pytest.raises(Refused):
        issue(title=" ")
    assert issue().ref == "WO-2026-000003"


def test_the_year_of_a_number_is_the_sites_not_greenwich(issue):
    from datetime import date

    late = at("07:30", date(2027, 1, 1))  # still 2026 in Greenwich
    assert issue(at=late, received_at=late).ref == "WO-2027-000001"


def test_issuing_names_every_field_that_is_missing(issue):
    with pytest.raises(Refused) as refused:
        issue(title="", skill="magic", urgency="whenever", received_at=at("10:00"))
    assert [one.code for one in refused.value.refusals] == [
        "title_missing",
        "skill_unknown",
        "urgency_unknown",
        "received_later",
    ]
    assert not WorkOrder.objects.exists()


def test_a_guard_issues_nothing(issue, act):
    with pytest.raises(NotPermitted):
        issue(by=act.bao)


def test_assigning_puts_a_person_on_the_order_and_at_the_end_of_the_rotation(house, act, issue):
    order = services.assign(issue(), by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    order.refresh_from_db()
    assert (order.state, order.assignee, order.assigned_how) == (
        State.ASSIGNED,
        house.people["sun"],
        Way.BY_HAND,
    )
    assert Turn.objects.get(staff=house.people["sun"]).latest_at == T
    entry = timeline(order.ref).last()
    assert entry.event == "workorders.assigned"
    assert entry.thread == "CS-2026-000001"
    assert entry.data["assignee_id"] == house.people["sun"].pk


def test_the_second_dispatcher_is_told_who_has_the_order(house, act, issue):
    order = issue()
    services.assign(order, by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    with pytest.raises(Refused) as refused:
        services.assign(order, by=act.lin, at=T, assignee_id=house.people["li"].pk)
    assert refused.value.code == "already_taken"
    assert "孙师傅" in str(refused.value)


def test_somebody_off_duty_needs_a_reason(house, act, issue):
    order = issue()
    with pytest.raises(Refused) as refused:
        services.assign(order, by=act.qian, at=T, assignee_id=house.people["he"].pk)
    assert (refused.value.code, refused.value.refusals[0].field) == ("off_duty", "reason")
    services.assign(order, by=act.qian, at=T, assignee_id=house.people["he"].pk, reason="只有他有钥匙")
    assert timeline(order.ref).last().data["reason"] == "只有他有钥匙"


def test_somebody_without_a_trade_gets_no_orders(house, act, issue):
    with pytest.raises(Refused) as refused:
        services.assign(issue(), by=act.qian, at=T, assignee_id=house.people["zhao"].pk)
    assert refused.value.code == "not_a_technician"


def test_a_steward_may_not_assign(house, act, issue):
    with pytest.raises(NotPermitted):
        services.assign(issue(), by=act.zhao, at=T, assignee_id=house.people["sun"].pk)


def test_automatic_assignment_takes_the_first_of_the_ranking(house, act, issue):
    on_duty(house, "he")
    first = services.auto_assign(issue(), by=act.qian, at=T)
    assert first.assignee_id == house.people["he"].pk  # answers for group A
    assert timeline(first.ref).last().data["how"] == "AUTOMATIC"


def test_automatic_assignment_goes_round(house, act, issue):
    on_duty(house, "he")
    given = [
        services.auto_assign(issue(group_code=""), by=act.qian, at=at(f"09:{10 + n}")).assignee.name
        for n in range(4)
    ]
    assert sorted(given[:2]) == sorted(given[2:]) == ["何师傅", "孙师傅"]


def test_automatic_assignment_says_when_nobody_is_there(act, issue):
    with pytest.raises(Refused) as refused:
        services.auto_assign(issue(skill="locks"), by=act.qian, at=T)
    assert refused.value.code == "nobody_free"


def test_automatic_assignment_fills_nobody_beyond_the_sites_limit(house, act, issue):
    services.set_rules(
        by=act.qian,
        at=T,
        site_id=house.site.pk,
        full_load=1,
        longest_pause_hours=24,
        photo_skills=[],
        signature_skills=[],
        paid_skills=[],
    )
    services.auto_assign(issue(), by=act.qian, at=T)
    with pytest.raises(Refused) as refused:
        services.auto_assign(issue(), by=act.qian, at=T)
    assert refused.value.code == "nobody_free"


def test_an_offered_order_is_grabbed_and_thereby_accepted(act, issue):
    order = services.offer(issue(), by=act.qian, at=T)
    assert [one.ref for one in queries.list_pool(act.sun, frozenset({"plumbing"}))] == [order.ref]
    assert queries.list_pool(act.li, frozenset({"electrical"})) == []
    taken = services.grab(order, by=act.sun, at=at("09:06"))
    assert (taken.state, taken.assignee_id, taken.accepted_at) == (State.ACCEPTED, act.sun.id, at("09:06"))
    assert facts(order) == ["workorders.issued", "workorders.offered", "workorders.grabbed"]


def test_the_second_grab_hears_who_was_faster(house, act, issue):
    on_duty(house, "he")
    order = services.offer(issue(), by=act.qian, at=T)
    services.grab(order, by=act.sun, at=T)
    with pytest.raises(Refused) as refused:
        services.grab(order, by=act.he, at=T)
    assert refused.value.code == "already_taken"
    assert "孙师傅" in str(refused.value)


@pytest.mark.parametrize(
    ("login", "code"), [("he", "not_on_duty"), ("li", "wrong_trade")], ids=["off duty", "another trade"]
)
def test_grabbing_is_for_people_on_duty_of_the_trade(act, issue, login, code):
    order = services.offer(issue(), by=act.qian, at=T)
    with pytest.raises(Refused) as refused:
        services.grab(order, by=getattr(act, login), at=T)
    assert refused.value.code == code


def test_nobody_grabs_more_than_they_can_do(house, act, issue):
    for _ in range(5):
        services.assign(issue(), by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    order = services.offer(issue(), by=act.qian, at=T)
    with pytest.raises(Refused) as refused:
        services.grab(order, by=act.sun, at=T)
    assert refused.value.code == "load_full"


def test_an_order_nobody_offered_is_not_grabbed(act, issue):
    with pytest.raises(Refused) as refused:
        services.grab(issue(), by=act.sun, at=T)
    assert refused.value.code == "illegal_step"


def test_a_transfer_needs_a_reason_and_somebody_else(house, act, accepted):
    with pytest.raises(Refused) as refused:
        services.transfer(accepted, by=act.qian, at=T, assignee_id=house.people["sun"].pk, reason="")
    assert {one.code for one in refused.value.refusals} == {"reason_missing", "same_person"}
    moved = services.transfer(
        accepted, by=act.qian, at=T, assignee_id=house.people["li"].pk, reason="需要电工"
    )
    assert (moved.state, moved.assignee_id, moved.accepted_at) == (
        State.ASSIGNED,
        house.people["li"].pk,
        None,
    )
    data = timeline(moved.ref).last().data
    assert (data["from_name"], data["assignee"], data["reason"]) == ("孙师傅", "李师傅", "需要电工")


def test_a_transfer_of_a_resting_order_ends_its_pause(house, act, on_site):
    services.pause(on_site, by=act.sun, at=T, reason="PARTS", until=at("15:00"))
    moved = services.transfer(on_site, by=act.qian, at=T, assignee_id=house.people["li"].pk, reason="换人")
    moved.refresh_from_db()
    assert (moved.paused_at, moved.pause_until, moved.pause_reason) == (None, None, "")
