"""Registering a case."""

from datetime import timedelta

import pytest

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.models import Case
from guanjia.apps.organisations.models import Shift
from guanjia.kernel.actor import Actor
from guanjia.kernel.models import NumberSeries
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at, harbour

from .conftest import codes, events_of, fault, fresh, latest

pytestmark = pytest.mark.django_db


def test_a_case_has_a_number_an_owner_a_handler_and_a_place(house, receive):
    case = fresh(receive())
    assert case.ref == "CS-2026-000001"
    assert case.first_receiver == house.people["lin"]
    assert case.handler == house.people["zhao"], "the steward of the unit's own cluster"
    assert (case.state, case.group_code, case.where) == ("RECEIVED", "A", "A1-1-0302")
    assert case.caller_phone == "13800138000"


def test_the_receipt_is_told_with_everything_duties_need(house, receive):
    case = receive(kind="complaint", complaint_class="important", urgency="urgent", written=True)
    entry = latest("cases.received")
    assert entry.ref == entry.thread == case.ref
    assert entry.data == {
        "kind": "complaint",
        "channel": "phone",
        "first_receiver_id": house.people["lin"].pk,
        "handler_id": house.people["zhao"].pk,
        "group_id": house.units["A1-1-0302"].group_id,
        "received_at": at("09:00").isoformat(),
        "urgency": "urgent",
        "complaint_class": "important",
        "written": True,
        "group_code": "A",
        "receiver_chosen": "actor",
    }


def test_the_journal_holds_neither_name_nor_number_of_the_caller(receive):
    receive()
    assert "13800138000" not in str(latest("cases.received").data)
    assert "王小明" not in str(latest("cases.received").data)


def test_numbers_run_without_gaps_also_after_a_refusal(receive):
    first = receive()
    with pytest.raises(Refused):
        receive(title="")
    assert (first.ref, receive().ref) == ("CS-2026-000001", "CS-2026-000002")


def test_the_year_of_the_number_is_the_sites(receive):
    late = at("00:10").replace(year=2027, month=1, day=1)
    assert receive(at=late, received_at=late).ref == "CS-2027-000001"


def test_a_complaint_starts_as_minor_so_that_a_clock_runs(receive):
    assert receive(kind="complaint").complaint_class == "minor"
    assert receive(kind="repair").complaint_class == ""


def test_the_fault_brings_its_urgency_unless_one_is_given(receive):
    burst = fault("home.water.burst")
    assert receive(classification_id=burst.pk).urgency == "safety"
    assert receive(classification_id=burst.pk, urgency="normal").urgency == "normal"
    assert receive().urgency == "normal"


def test_what_comes_by_another_program_is_owned_by_the_duty_officer(house, receive):
    case = receive(by=house.system, channel="api")
    assert case.first_receiver == house.people["duan"]
    assert case.handler == house.people["zhao"]
    assert latest("cases.received").data["receiver_chosen"] == "duty_officer"


def test_without_anybody_on_duty_the_supervisor_owns_it_and_then_the_line_above(house, receive):
    Shift.objects.all().delete()
    assert receive(by=house.system, unit_id=None).first_receiver == house.people["qian"]
    house.people["qian"].left_on = at("08:00").date()
    house.people["qian"].save()
    assert receive(by=house.system, unit_id=None).first_receiver == house.people["zhou"]
    house.people["zhou"].left_on = at("08:00").date()
    house.people["zhou"].save()
    case = receive(by=house.system, unit_id=None)
    assert case.first_receiver == house.people["wu"], "up the reporting line"
    assert case.handler == house.people["wu"]


def test_where_nobody_could_take_it_nothing_is_stored(house, receive):
    Shift.objects.all().delete()
    for login in ("qian", "zhou", "wu", "duan", "lin"):
        house.people[login].left_on = at("08:00").date()
        house.people[login].save()
    with pytest.raises(Refused) as refused:
        receive(by=house.system, unit_id=None)
    assert codes(refused) == ["nobody_to_take_it"]
    assert not Case.objects.exists()
    assert not NumberSeries.objects.filter(series="CS").exists()


def test_an_inquiry_is_handled_by_whoever_received_it(house, receive):
    assert receive(kind="inquiry").handler == house.people["lin"]


def test_without_a_cluster_the_dispatcher_handles_it(house, receive):
    assert receive(unit_id=None).handler == house.people["duan"]


def test_a_place_brings_its_cluster_and_its_name(house, receive):
    case = receive(unit_id=None, place_id=house.lift.pk)
    assert (case.group_code, case.where, case.handler) == ("A", "A1栋1号梯", house.people["zhao"])


def test_a_unit_may_come_as_text(house, receive):
    assert receive(unit_id=None, unit_code="B2-1-0101").handler == house.people["qiao"]
    with pytest.raises(Refused) as refused:
        receive(unit_id=None, unit_code="Z9-9-9999")
    assert codes(refused) == ["unit_unknown"]


def test_a_customer_with_a_qr_code_may_report_at_that_site_only(house, receive):
    guest = queries.reporter_at(house.company.pk, house.site.pk)
    case = receive(by=guest, channel="portal", unit_id=None, place_id=house.lift.pk)
    assert case.first_receiver == house.people["duan"]
    with pytest.raises(NotPermitted):
        receive(by=queries.reporter_at(house.company.pk, house.site.pk + 1))


def test_everything_wrong_is_said_at_once(receive):
    with pytest.raises(Refused) as refused:
        receive(
            kind="quarrel",
            channel="pigeon",
            title="  ",
            urgency="asap",
            caller_phone="see above",
            unit_id=987654,
            place_id=987654,
            person_id=987654,
            classification_id=987654,
            received_at=at("09:30"),
            complaint_class="minor",
        )
    assert set(codes(refused)) == {
        "kind_unknown",
        "channel_unknown",
        "title_missing",
        "urgency_unknown",
        "phone_malformed",
        "unit_unknown",
        "place_unknown",
        "person_unknown",
        "classification_unknown",
        "received_in_future",
        "class_of_no_complaint",
    }
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": "长" * 121}, "title_too_long"),
        ({"description": "长" * 10_001}, "description_too_long"),
        ({"caller_name": "长" * 61}, "caller_name_too_long"),
        ({"received_at": at("09:00").replace(year=1926)}, "received_too_early"),
        ({"received_at": at("09:00").replace(tzinfo=None)}, "time_without_zone"),
        ({"kind": "complaint", "complaint_class": "invalid"}, "class_needs_ruling"),
        ({"kind": "complaint", "complaint_class": "unsolvable"}, "class_needs_ruling"),
        ({"kind": "complaint", "complaint_class": "terrible"}, "class_unknown"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(receive, change, code):
    with pytest.raises(Refused) as refused:
        receive(**change)
    assert codes(refused) == [code]
    assert str(refused.value)


def test_a_case_may_be_registered_years_late_and_a_breath_early(receive):
    old = at("09:00").replace(year=2011)
    assert receive(received_at=old).received_at == old
    assert receive(received_at=at("09:02") + timedelta(minutes=2))


def test_control_characters_do_not_reach_the_database(receive):
    case = fresh(receive(title="漏\x00水\x07", description="a\x00b\r\nc"))
    assert (case.title, case.description) == ("漏水", "ab\nc")


def test_a_guard_without_the_capability_of_another_site_is_not_permitted(house, receive):
    stranger = Actor(kind=house.actor("lin").kind, company_id=house.company.pk, name="路人", id=1)
    with pytest.raises(NotPermitted):
        receive(by=stranger)


def test_another_companys_site_is_not_there(house, receive):
    with pytest.raises(NotFound):
        receive(by=house.system, site_id=harbour().site.pk)


def test_a_unit_of_another_site_is_refused(house, receive):
    from guanjia.apps.organisations import services as organisation

    other = organisation.open_site(by=house.system, code="GD", name="二期")
    with pytest.raises(Refused) as refused:
        receive(by=house.system, site_id=other.pk)
    assert "unit_unknown" in codes(refused)


def test_with_dispatch_now_a_fault_gets_its_work_order_at_once(receive):
    case = receive(classification_id=fault("home.water.leak").pk, dispatch_now=True)
    assert fresh(case).state == "HANDLING"
    assert events_of(case.ref) == ["cases.received", "workorders.issued", "cases.dispatched"]
    assert latest("workorders.issued").data["skill"] == "plumbing"
    assert latest("workorders.issued").data["urgency"] == "urgent"


def test_with_dispatch_now_and_no_trade_the_dispatcher_decides(receive):
    case = receive(dispatch_now=True)
    assert events_of(case.ref) == ["cases.received"]


def test_a_customers_report_is_dispatched_by_the_rule_itself(house, receive):
    guest = queries.reporter_at(house.company.pk, house.site.pk)
    case = receive(by=guest, classification_id=fault("building.lift.trapped").pk, dispatch_now=True)
    assert "workorders.issued" in events_of(case.ref)
    assert latest("workorders.issued").actor_kind == "SYSTEM"


def test_the_token_is_secret_and_its_own(receive):
    one, other = receive(), receive()
    assert one.token != other.token
    assert len(one.token) >= 20


def test_a_part_split_off_keeps_customer_owner_and_time_of_receipt(house, act, receive):
    whole = receive()
    part = services.split(
        whole,
        by=act.qian,
        at=at("09:30"),
        title="卫生间灯不亮",
        classification_id=fault("home.power.light").pk,
    )
    part = fresh(part)
    assert (part.first_receiver, part.received_at, part.parent) == (house.people["lin"], at("09:00"), whole)
    assert (part.caller_phone, part.category, part.split_from) == ("13800138000", "home.power", whole)
    assert events_of(whole.ref)[-1] == "cases.split"
