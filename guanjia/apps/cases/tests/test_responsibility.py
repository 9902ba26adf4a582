"""Handing over, forwarding, changing the owner: there is always an owner and a handler."""

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.cases import services
from guanjia.apps.cases.models import Case
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

from .conftest import codes, fresh, latest

pytestmark = pytest.mark.django_db


def test_handing_over_changes_the_handler_and_leaves_the_owner(house, act, receive):
    case = services.hand_over(
        receive(), by=act.zhao, at=at("09:20"), handler_id=house.people["duan"].pk, reason="请值班员派人"
    )
    assert (fresh(case).handler, fresh(case).first_receiver) == (house.people["duan"], house.people["lin"])
    assert latest("cases.handler_changed").data["handler_id"] == house.people["duan"].pk


def test_another_clusters_steward_is_reached_through_the_desk(house, act, receive):
    with pytest.raises(Refused) as refused:
        services.hand_over(
            receive(), by=act.zhao, at=at("09:20"), handler_id=house.people["qiao"].pk, reason="帮忙"
        )
    assert codes(refused) == ["other_cluster"]


def test_another_department_is_reached_by_forwarding(house, act, receive):
    case = receive()
    with pytest.raises(Refused) as refused:
        services.hand_over(
            case, by=act.zhao, at=at("09:20"), handler_id=house.people["gao"].pk, reason="设备"
        )
    assert codes(refused) == ["other_department"]
    services.forward(case, by=act.zhao, at=at("09:21"), to_department="engineering", note="请查管道")
    assert (fresh(case).handler, fresh(case).department) == (house.people["gao"], "engineering")
    assert latest("cases.forwarded").data == {
        "from_department": "customer_service",
        "to_department": "engineering",
        "handler_id": house.people["gao"].pk,
        "note": "请查管道",
    }
    services.hand_over(
        case, by=act.qian, at=at("09:25"), handler_id=house.people["sun"].pk, reason="孙师傅熟悉"
    )
    assert fresh(case).handler == house.people["sun"], "inside the department it was sent to"


def test_a_case_that_comes_back_goes_to_the_clusters_steward(house, act, receive):
    case = services.forward(receive(), by=act.zhao, at=at("09:21"), to_department="security")
    services.forward(case, by=act.qian, at=at("09:40"), to_department="customer_service")
    assert fresh(case).handler == house.people["zhao"]


@pytest.mark.parametrize(
    ("department", "code"),
    [
        ("engineering", None),
        ("kitchen", "department_unknown"),
        ("customer_service", "same_department"),
        ("finance", "nobody_there"),
    ],
)
def test_forwarding_wants_another_department_with_somebody_in_it(act, receive, department, code):
    case = receive()
    if code is None:
        assert services.forward(case, by=act.zhao, at=at("09:20"), to_department=department)
        return
    with pytest.raises(Refused) as refused:
        services.forward(case, by=act.zhao, at=at("09:20"), to_department=department)
    assert code in codes(refused)
    assert fresh(case).department == "customer_service"


def test_a_named_taker_belongs_to_the_department(house, act, receive):
    with pytest.raises(Refused) as refused:
        services.forward(
            receive(),
            by=act.zhao,
            at=at("09:20"),
            to_department="engineering",
            handler_id=house.people["bao"].pk,
        )
    assert codes(refused) == ["not_of_department"]


def test_the_owner_changes_by_a_supervisor_with_a_reason(house, act, receive):
    case = receive()
    with pytest.raises(NotPermitted):
        services.change_owner(
            case, by=act.lin, at=at("09:20"), owner_id=house.people["duan"].pk, reason="下班"
        )
    with pytest.raises(Refused) as refused:
        services.change_owner(case, by=act.qian, at=at("09:20"), owner_id=house.people["lin"].pk, reason="")
    assert codes(refused) == ["same_owner", "reason_missing"]
    services.change_owner(
        case, by=act.qian, at=at("09:20"), owner_id=house.people["duan"].pk, reason="林晓休假"
    )
    assert fresh(case).first_receiver == house.people["duan"]
    assert latest("cases.owner_changed").data["previous_id"] == house.people["lin"].pk


def test_nobody_who_is_not_of_the_site_can_be_named(house, act, receive):
    case = receive()
    with pytest.raises(Refused) as refused:
        services.change_owner(case, by=act.qian, at=at("09:20"), owner_id=987654, reason="x")
    assert codes(refused) == ["not_of_this_site"]
    with pytest.raises(Refused) as refused:
        services.hand_over(case, by=act.qian, at=at("09:20"), handler_id=987654, reason="x")
    assert codes(refused) == ["not_of_this_site"]


@pytest.mark.parametrize("column", ["first_receiver", "handler"])
def test_the_database_itself_refuses_a_case_without_owner_or_handler(receive, column):
    case = receive()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**{column: None})


def test_a_case_is_dispatched_by_hand_with_the_trade_of_its_fault_or_a_named_one(act, receive):
    case = receive()
    with pytest.raises(Refused) as refused:
        services.dispatch(case, by=act.lin, at=at("09:05"))
    assert codes(refused) == ["skill_missing"]
    order = services.dispatch(case, by=act.lin, at=at("09:05"), skill="plumbing")
    assert (order.thread, order.group_code, order.contact_phone) == (case.ref, "A", "13800138000")
    assert latest("cases.dispatched").data["work_order"] == order.ref
    with pytest.raises(Refused) as refused:
        services.dispatch(receive(kind="praise"), by=act.lin, at=at("09:05"), skill="plumbing")
    assert "nothing_to_fix" in codes(refused)
