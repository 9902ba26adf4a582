"""Resolving, closing, reopening, withdrawing, merging, parents and children."""

from datetime import timedelta

import pytest

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.models import Case
from guanjia.apps.workorders import services as workorders
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

from .conftest import SIGNED, codes, events_of, fault, fresh, latest

pytestmark = pytest.mark.django_db


def visited(case, act, moment):
    visit = services.claim_next_visit(case.site_id, by=act.lin, at=moment)
    services.record_satisfied(visit, by=act.lin, at=moment, signed_by="王小明", how="PHONE")


def test_a_case_is_resolved_with_an_outcome_by_those_responsible(act, receive):
    case = receive()
    with pytest.raises(Refused) as refused:
        services.resolve(case, by=act.qiao, at=at("10:00"), outcome=" ")
    assert codes(refused) == ["not_responsible", "outcome_missing"]
    services.resolve(case, by=act.zhao, at=at("10:00"), outcome="已更换")
    assert (fresh(case).state, fresh(case).outcome, fresh(case).answered_at) == ("RESOLVED", "已更换", None)
    assert events_of(case.ref)[1:] == ["cases.resolved", "cases.visit_due"]


def test_the_customer_may_be_answered_in_the_same_breath(act, receive):
    case = services.resolve(receive(), by=act.zhao, at=at("10:00"), outcome="已更换", answer="已告知")
    assert fresh(case).answered_at == at("10:00")
    assert "cases.answered" in events_of(case.ref)


def test_the_last_work_order_completed_resolves_the_case_and_its_technician_never_visits(house, act, receive):
    case = receive(classification_id=fault("home.water.no_water").pk, dispatch_now=True)
    second = services.dispatch(case, by=act.lin, at=at("09:10"), skill="general")
    for order in (queries_orders(case)[0], second):
        assert fresh(case).state == "HANDLING"
        complete(order, act)
    stored = fresh(case)
    assert (stored.state, stored.worker_ids) == ("RESOLVED", [house.people["sun"].pk])
    assert latest("cases.resolved").actor_kind == "SYSTEM"
    visit = stored.visits.get()
    assert visit.doer_ids == [house.people["sun"].pk]


def queries_orders(case):
    from guanjia.apps.workorders.models import WorkOrder

    return list(WorkOrder.objects.filter(thread=case.ref).order_by("id"))


def complete(order, act):
    order = workorders.assign(order, by=act.qian, at=at("09:20"), assignee_id=act.sun.id)
    order = workorders.accept(order, by=act.sun, at=at("09:21"))
    order = workorders.arrive(order, by=act.sun, at=at("09:25"))
    return workorders.complete(order, by=act.sun, at=at("09:50"), outcome="修好")


def test_while_work_is_open_a_case_is_not_resolved(act, receive):
    case = receive(classification_id=fault("home.water.leak").pk, dispatch_now=True)
    with pytest.raises(Refused) as refused:
        services.resolve(case, by=act.zhao, at=at("10:00"), outcome="好了")
    assert codes(refused) == ["work_open"]


def test_inquiries_and_praise_close_at_once_when_answered(act, receive):
    case = receive(kind="inquiry", title="物业费怎么交")
    with pytest.raises(Refused) as refused:
        services.close_at_once(case, by=act.lin, at=at("09:05"))
    assert codes(refused) == ["not_answered"]
    services.close_at_once(case, by=act.lin, at=at("09:05"), answer="线上或前台")
    assert (fresh(case).state, fresh(case).closed_at) == ("CLOSED", at("09:05"))
    assert events_of(case.ref)[1:] == ["cases.answered", "cases.closed"]
    with pytest.raises(Refused) as refused:
        services.close_at_once(receive(kind="repair"), by=act.lin, at=at("09:05"), answer="好")
    assert codes(refused) == ["needs_visit"]


def test_closing_needs_answer_visit_and_signature(act, receive):
    case = services.resolve(receive(), by=act.zhao, at=at("10:00"), outcome="好了")
    services.urge(case, by=act.lin, at=at("10:01"))
    with pytest.raises(Refused) as refused:
        services.close(case, by=act.lin, at=at("10:05"))
    assert codes(refused) == ["not_answered", "urging_unanswered", "visit_missing"]
    services.answer(case, by=act.lin, at=at("10:06"), text="修好了")
    services.answer_urge(case, by=act.lin, at=at("10:07"), text="已修好")
    visited(case, act, at("10:10"))
    services.close(case, by=act.lin, at=at("10:20"))
    assert events_of(case.ref)[-1] == "cases.closed"


def test_a_complaint_closes_only_when_ruled(act, complaint):
    services.resolve(complaint, by=act.zhao, at=at("10:00"), outcome="好了", answer="好了")
    visited(complaint, act, at("10:10"))
    with pytest.raises(Refused) as refused:
        services.close(complaint, by=act.lin, at=at("10:20"))
    assert codes(refused) == ["not_ruled"]
    services.rule_complaint(complaint, by=act.qian, at=at("10:30"), complaint_class="minor", reason="属实")
    assert services.close(complaint, by=act.lin, at=at("10:40")).state == "CLOSED"


def test_a_satisfied_stewards_visit_does_not_close_what_is_ruled_major_after_it(act, complaint):
    services.resolve(complaint, by=act.zhao, at=at("10:00"), outcome="好了", answer="好了")
    visited(complaint, act, at("10:10"))
    services.rule_complaint(complaint, by=act.qian, at=at("10:30"), complaint_class="major", reason="影响大")
    assert [one.visitor_post for one in complaint.visits.open()] == ["property_manager"]
    with pytest.raises(Refused) as refused:
        services.close(complaint, by=act.lin, at=at("10:40"))
    assert "visit_not_by_manager" in codes(refused)


def test_reopening_takes_the_visit_out_of_the_queue(act, resolved):
    services.reopen(resolved, by=act.zhao, at=at("10:30"), reason="漏了一处")
    assert (fresh(resolved).state, [one.state for one in resolved.visits.all()]) == (
        "HANDLING",
        ["CANCELLED"],
    )
    with pytest.raises(Refused) as refused:
        services.reopen(resolved, by=act.zhao, at=at("10:31"), reason="又一次")
    assert codes(refused) == ["illegal_step"]


def test_a_closed_case_is_reopened_by_a_supervisor_within_a_month(act, resolved):
    visited(resolved, act, at("10:10"))
    services.close(resolved, by=act.lin, at=at("10:20"))
    with pytest.raises(Refused) as refused:
        services.reopen(resolved, by=act.zhao, at=at("11:00"), reason="又坏了")
    assert codes(refused) == ["reopened_by_supervisor"]
    with pytest.raises(Refused) as refused:
        services.reopen(resolved, by=act.qian, at=at("11:00") + timedelta(days=31), reason="又坏了")
    assert codes(refused) == ["closed_too_long"]
    services.reopen(resolved, by=act.qian, at=at("11:00"), reason="又坏了")
    assert fresh(resolved).closed_at is None


def test_withdrawing_cancels_the_work_and_the_visit(act, receive):
    case = receive(classification_id=fault("home.water.leak").pk, dispatch_now=True)
    services.withdraw(case, by=act.zhao, at=at("09:30"), reason="业主自己修好了")
    assert fresh(case).state == "WITHDRAWN"
    assert [order.state for order in queries_orders(case)] == ["CANCELLED"]
    assert events_of(case.ref)[-2:] == ["workorders.cancelled", "cases.withdrawn"]


def test_a_refused_withdrawal_leaves_the_work_alone(act, receive):
    case = receive(classification_id=fault("home.water.leak").pk, dispatch_now=True)
    with pytest.raises(Refused) as refused:
        services.withdraw(case, by=act.qiao, at=at("09:30"), reason="x")
    assert codes(refused) == ["not_responsible"]
    assert [order.state for order in queries_orders(case)] == ["ISSUED"]


def test_a_major_complaint_is_withdrawn_by_a_supervisor_only(act, major):
    with pytest.raises(Refused) as refused:
        services.withdraw(major, by=act.zhao, at=at("11:00"), reason="业主撤回")
    assert codes(refused) == ["major_withdrawn"]
    assert services.withdraw(major, by=act.qian, at=at("11:00"), reason="业主撤回").state == "WITHDRAWN"


def test_a_merged_case_points_to_its_survivor(act, receive):
    one, other = receive(), receive(title="还是那个水龙头")
    services.merge(other, by=act.qian, at=at("09:30"), into=one)
    assert (fresh(other).state, fresh(other).merged_into) == ("MERGED", one)
    assert latest("cases.merged").data == {"into": one.ref}
    assert events_of(one.ref)[-1] == "cases.absorbed"
    with pytest.raises(Refused) as refused:
        services.merge(one, by=act.qian, at=at("09:31"), into=other)
    assert codes(refused) == ["survivor_ended"]


def test_merging_is_refused_with_itself_or_with_open_work(act, receive):
    case = receive(classification_id=fault("home.water.leak").pk, dispatch_now=True)
    with pytest.raises(Refused) as refused:
        services.merge(case, by=act.qian, at=at("09:30"), into=case)
    assert codes(refused) == ["work_open", "same_case"]
    with pytest.raises(NotPermitted):
        services.merge(case, by=act.lin, at=at("09:30"), into=receive())


def test_a_parent_neither_resolves_nor_closes_before_its_children(act, receive):
    parent = receive(title="整栋停水")
    child = services.place_under(receive(), by=act.qian, at=at("09:10"), parent=parent)
    with pytest.raises(Refused) as refused:
        services.resolve(parent, by=act.zhao, at=at("10:00"), outcome="好了", answer="好了")
    assert codes(refused) == ["children_open"]
    assert child.ref in str(refused.value)
    services.withdraw(child, by=act.zhao, at=at("10:05"), reason="同一件")
    services.resolve(parent, by=act.zhao, at=at("10:10"), outcome="好了", answer="好了")


def test_a_child_placed_under_a_resolved_parent_holds_it_open(act, resolved, receive):
    visited(resolved, act, at("10:10"))
    services.place_under(receive(), by=act.qian, at=at("10:15"), parent=resolved)
    with pytest.raises(Refused) as refused:
        services.close(resolved, by=act.lin, at=at("10:20"))
    assert codes(refused) == ["children_open"]


def test_cases_do_not_stand_in_a_circle(act, receive):
    one, two, three = receive(), receive(), receive()
    services.place_under(two, by=act.qian, at=at("09:10"), parent=one)
    services.place_under(three, by=act.qian, at=at("09:10"), parent=two)
    for case, parent in ((one, three), (one, one), (one, two)):
        with pytest.raises(Refused) as refused:
            services.place_under(case, by=act.qian, at=at("09:11"), parent=parent)
        assert codes(refused) == ["circle"]


def test_a_child_does_not_come_back_under_a_parent_that_has_ended(act, receive):
    parent = receive()
    child = services.place_under(receive(), by=act.qian, at=at("09:10"), parent=parent)
    services.resolve(child, by=act.zhao, at=at("09:20"), outcome="好了", answer="好了")
    visited(child, act, at("09:30"))
    services.close(child, by=act.lin, at=at("09:40"))
    services.resolve(parent, by=act.zhao, at=at("09:50"), outcome="好了", answer="好了")
    visited(parent, act, at("10:00"))
    services.close(parent, by=act.lin, at=at("10:10"))
    with pytest.raises(Refused) as refused:
        services.reopen(child, by=act.qian, at=at("11:00"), reason="又坏了")
    assert codes(refused) == ["parent_closed"]


def test_the_page_offers_what_would_be_accepted_and_says_why_not(act, resolved):
    page = queries.case_page(act.lin, resolved.ref, at("10:30"))
    close = next(step for step in page.steps if step.verb == "close")
    assert not close.enabled
    assert [one.code for one in page.missing] == ["visit_missing"]
    visited(resolved, act, at("10:40"))
    page = queries.case_page(act.lin, resolved.ref, at("10:50"))
    assert next(step for step in page.steps if step.verb == "close").enabled
    assert page.missing == []


def test_the_customer_signs_on_the_managers_screen_too(house, act, major):
    services.resolve(major, by=act.zhao, at=at("12:00"), outcome="好了", answer="好了")
    visit = services.claim_next_visit(house.site.pk, by=act.meng, at=at("13:00"))
    services.record_satisfied(
        visit, by=act.meng, at=at("13:10"), signed_by="王小明", how="SCREEN", strokes=SIGNED
    )
    assert Case.objects.get(pk=major.pk).visits.get().signed_by == "王小明"
