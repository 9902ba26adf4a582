"""Classes of complaints: ruling, raising by rule, what major and invalid ones demand."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.models import ComplaintAct, ComplaintRuling
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

from .conftest import SIGNED, codes, events_of, fault, fresh, latest

pytestmark = pytest.mark.django_db


def test_every_ruling_is_kept_with_who_when_and_why(act, complaint):
    services.rule_complaint(
        complaint, by=act.qian, at=at("09:20"), complaint_class="important", reason="设备原因"
    )
    services.rule_complaint(complaint, by=act.zhou, at=at("09:40"), complaint_class="minor", reason="已协调")
    kept = ComplaintRuling.objects.filter(case=complaint).order_by("id")
    assert [(one.previous_class, one.complaint_class, one.reason, one.ruled_by_name) for one in kept] == [
        ("minor", "important", "设备原因", "钱芳"),
        ("important", "minor", "已协调", "周明"),
    ]
    assert latest("cases.ruled").data == {
        "complaint_class": "minor",
        "previous_class": "important",
        "valid": True,
        "raised_by_rule": False,
        "reason": "已协调",
        "ground": "",
        "written": False,
    }
    assert fresh(complaint).ruled_at == at("09:40")


def test_ruling_is_the_supervisors_and_about_complaints(act, receive, complaint):
    with pytest.raises(NotPermitted):
        services.rule_complaint(complaint, by=act.lin, at=at("09:20"), complaint_class="minor", reason="x")
    with pytest.raises(Refused) as refused:
        services.rule_complaint(receive(), by=act.qian, at=at("09:20"), complaint_class="minor", reason="x")
    assert codes(refused) == ["no_complaint"]


def test_what_cannot_be_solved_now_gets_a_reason_and_a_date(act, complaint):
    with pytest.raises(Refused) as refused:
        services.rule_complaint(
            complaint, by=act.qian, at=at("09:20"), complaint_class="unsolvable", reason=""
        )
    assert set(codes(refused)) == {"reason_missing", "date_missing"}
    news = at("09:20") + timedelta(days=20)
    services.rule_complaint(
        complaint,
        by=act.qian,
        at=at("09:20"),
        complaint_class="unsolvable",
        reason="开发商遗留",
        promised_at=news,
    )
    assert (fresh(complaint).promised_at, fresh(complaint).postponements) == (news, 0)
    assert events_of(complaint.ref)[-2:] == ["cases.ruled", "cases.promised"]


def test_a_date_named_with_a_ruling_is_the_one_postponement(act, complaint):
    services.promise(complaint, by=act.zhao, at=at("09:10"), promised_at=at("17:00"))
    services.rule_complaint(
        complaint,
        by=act.qian,
        at=at("09:20"),
        complaint_class="unsolvable",
        reason="设计缺陷",
        promised_at=at("17:00") + timedelta(days=9),
    )
    assert fresh(complaint).postponements == 1
    with pytest.raises(Refused) as refused:
        services.rule_complaint(
            complaint,
            by=act.qian,
            at=at("09:30"),
            complaint_class="unsolvable",
            reason="设计缺陷",
            promised_at=at("17:00") + timedelta(days=19),
        )
    assert "already_postponed" in codes(refused)
    assert ComplaintRuling.objects.filter(case=complaint).count() == 1


def test_a_complaint_raised_again_and_unsolved_is_major_by_rule(receive, complaint):
    again = receive(
        kind="complaint",
        title="装修噪音还是没有停",
        classification_id=fault("order.noise.works").pk,
        at=at("10:00"),
        received_at=at("10:00"),
    )
    assert fresh(again).complaint_class == "major"
    data = latest("cases.ruled").data
    assert (data["raised_by_rule"], data["ground"], data["previous_class"]) == (True, "repeated", "minor")
    assert latest("cases.ruled").actor_kind == "SYSTEM"
    assert fresh(complaint).complaint_class == "minor"
    assert fresh(again).ruled_at is None, "the supervisor still rules"


def test_another_matter_or_another_household_does_not_raise(house, receive, complaint):
    other = receive(
        kind="complaint",
        title="电梯故障",
        classification_id=fault("building.lift.broken").pk,
        received_at=at("09:01"),
    )
    assert fresh(other).complaint_class == "minor"
    neighbour = receive(
        kind="complaint",
        title="装修噪音",
        classification_id=fault("order.noise.works").pk,
        unit_id=house.units["B2-1-0101"].pk,
        caller_phone="13900139000",
    )
    assert fresh(neighbour).complaint_class == "minor"


def test_after_thirty_days_or_once_solved_it_is_a_new_matter(act, receive, complaint):
    later = at("09:00") + timedelta(days=31)
    values = {"kind": "complaint", "title": "又有噪音", "classification_id": fault("order.noise.works").pk}
    assert fresh(receive(**values, at=later, received_at=later)).complaint_class == "minor"


def test_refusing_the_fee_raises_once_and_the_supervisors_word_after_it_stands(act, complaint):
    services.note_fee_refusal(complaint, by=act.lin, at=at("09:30"), note="业主称不再缴费")
    assert fresh(complaint).complaint_class == "major"
    assert latest("cases.ruled").data["ground"] == "fee_refused"
    with pytest.raises(Refused) as refused:
        services.note_fee_refusal(complaint, by=act.lin, at=at("09:31"), note="再次")
    assert codes(refused) == ["fee_refusal_noted"]
    services.rule_complaint(
        complaint, by=act.zhou, at=at("10:00"), complaint_class="important", reason="已沟通"
    )
    assert fresh(complaint).complaint_class == "important"


def test_a_complaint_reopened_twice_is_major_by_rule(act, complaint):
    for count in (1, 2):
        services.resolve(complaint, by=act.zhao, at=at("10:00"), outcome="已劝阻", answer="已劝阻")
        services.reopen(complaint, by=act.zhao, at=at("11:00"), reason="又响了")
        assert fresh(complaint).reopened == count
    assert fresh(complaint).complaint_class == "major"
    assert latest("cases.ruled").data["ground"] == "reopened"


def test_major_steps_are_recorded_by_those_who_lead(act, major):
    services.report_to_gm(major, by=act.zhou, at=at("09:30"), note="已电话报告吴总")
    with pytest.raises(Refused) as refused:
        services.hold_emergency_meeting(major, by=act.zhou, at=at("10:00"), attendants=[" "], decisions="")
    assert codes(refused) == ["text_missing", "attendants_missing"]
    services.hold_emergency_meeting(
        major, by=act.zhou, at=at("10:00"), attendants=["周明", "高工"], decisions="停工整改"
    )
    with pytest.raises(Refused) as refused:
        services.apologise_in_person(major, by=act.qian, at=at("11:00"), note="登门")
    assert codes(refused) == ["apology_by_manager"]
    services.apologise_in_person(major, by=act.zhou, at=at("11:00"), note="登门致歉")
    services.reply_in_writing(major, by=act.zhou, at=at("12:00"), text="回函")
    assert [one.act for one in ComplaintAct.objects.order_by("id")] == [
        "reported_to_gm", "emergency_met", "apologised", "replied_in_writing",
    ]  # fmt: skip
    assert latest("cases.emergency_met").data["attendants"] == ["周明", "高工"]
    with pytest.raises(NotPermitted):
        services.report_to_gm(major, by=act.lin, at=at("12:00"), note="x")


def test_what_was_done_gives_way_to_what_comes_next(act, major, client, house):
    def main():
        page = client.get(reverse("cases:case", args=[major.ref])).content.decode()
        buttons = [link for link in re.findall("<a [^>]*>", page) if 'class="btn' in link]
        return [verb for verb in lead if f'data-test="step-{verb}"' in "".join(buttons)]

    client.force_login(house.people["zhou"].account)
    lead = ["report_to_gm", "hold_emergency_meeting", "apologise_in_person", "reply_in_writing"]
    assert main()[0] == "report_to_gm"
    services.report_to_gm(major, by=act.zhou, at=at("09:30"), note="已电话报告吴总")
    assert main()[0] == "hold_emergency_meeting"
    services.hold_emergency_meeting(
        major, by=act.zhou, at=at("10:00"), attendants=["周明"], decisions="停工整改"
    )
    assert main()[0] == "apologise_in_person"
    steps = queries.allowed_steps(act.zhou, fresh(major), at("10:00"))
    assert [step.verb for step in steps if step.done and step.enabled] == [
        "rule_complaint",
        "report_to_gm",
        "hold_emergency_meeting",
    ]
    assert not any(step.done for step in steps[:6]), "what was done comes after every open step"


def test_major_steps_are_for_major_complaints_only(act, complaint):
    for verb, more in (
        ("report_to_gm", {"note": "x"}),
        ("hold_emergency_meeting", {"attendants": ["x"], "decisions": "x"}),
        ("apologise_in_person", {"note": "x"}),
        ("reply_in_writing", {"text": "x"}),
    ):
        with pytest.raises(Refused) as refused:
            getattr(services, verb)(complaint, by=act.zhou, at=at("10:00"), **more)
        assert codes(refused) == ["not_major"], verb


def test_a_major_complaint_closes_only_when_each_step_is_there(house, act, receive):
    case = receive(kind="complaint", title="车库积水泡车", written=True)
    services.rule_complaint(case, by=act.qian, at=at("09:20"), complaint_class="major", reason="损失重大")
    services.resolve(case, by=act.zhao, at=at("12:00"), outcome="已排水")

    def missing():
        with pytest.raises(Refused) as refused:
            services.close(case, by=act.zhao, at=at("15:00"))
        return set(codes(refused))

    left = {
        "not_answered", "not_reported_to_gm", "no_emergency_meeting", "no_apology", "no_written_reply", "visit_not_by_manager",
    }  # fmt: skip
    assert missing() == left
    for verb, actor, more, gone in (
        ("answer", act.zhao, {"text": "说明处理结果"}, "not_answered"),
        ("report_to_gm", act.zhou, {"note": "已报告"}, "not_reported_to_gm"),
        (
            "hold_emergency_meeting",
            act.zhou,
            {"attendants": ["周明"], "decisions": "加泵"},
            "no_emergency_meeting",
        ),
        ("apologise_in_person", act.zhou, {"note": "登门"}, "no_apology"),
        ("reply_in_writing", act.zhou, {"text": "回函"}, "no_written_reply"),
    ):
        getattr(services, verb)(case, by=actor, at=at("13:00"), **more)
        left.remove(gone)
        assert missing() == left
    visit = services.claim_next_visit(house.site.pk, by=act.meng, at=at("14:00"))
    services.record_satisfied(
        visit, by=act.meng, at=at("14:30"), signed_by="王小明", how="SCREEN", strokes=SIGNED
    )
    assert services.close(case, by=act.zhao, at=at("15:00")).state == "CLOSED"


def test_an_invalid_complaint_is_explained_and_then_closes_without_a_visit(act, complaint):
    services.rule_complaint(complaint, by=act.qian, at=at("09:20"), complaint_class="invalid", reason="误会")
    assert latest("cases.ruled").data["valid"] is False
    services.resolve(complaint, by=act.zhao, at=at("10:00"), outcome="说明情况", answer="已说明")
    with pytest.raises(Refused) as refused:
        services.close(complaint, by=act.zhao, at=at("10:10"))
    assert codes(refused) == ["invalid_not_explained"]
    services.explain_invalid(complaint, by=act.zhao, at=at("10:20"), text="耐心说明")
    assert services.close(complaint, by=act.zhao, at=at("10:30")).state == "CLOSED"
    assert "cases.visit_due" not in events_of(complaint.ref)


def test_explaining_is_for_invalid_complaints(act, complaint):
    with pytest.raises(Refused) as refused:
        services.explain_invalid(complaint, by=act.zhao, at=at("10:20"), text="x")
    assert codes(refused) == ["not_invalid"]


def test_a_ruling_on_a_resolved_complaint_brings_the_visit_its_class_demands(act, complaint):
    services.resolve(complaint, by=act.zhao, at=at("10:00"), outcome="已劝阻", answer="已劝阻")
    assert [one.visitor_post for one in fresh(complaint).visits.open()] == ["front_desk"]
    services.rule_complaint(complaint, by=act.qian, at=at("10:10"), complaint_class="major", reason="严重")
    assert [one.visitor_post for one in fresh(complaint).visits.open()] == ["property_manager"]
    services.rule_complaint(complaint, by=act.qian, at=at("10:20"), complaint_class="invalid", reason="误会")
    assert not fresh(complaint).visits.open().exists()
    services.rule_complaint(complaint, by=act.qian, at=at("10:30"), complaint_class="minor", reason="属实")
    assert [one.visitor_post for one in fresh(complaint).visits.open()] == ["front_desk"]


def test_a_customer_satisfied_by_the_property_manager_is_not_visited_again_when_the_class_is_lowered(
    house, act, major
):
    services.resolve(major, by=act.zhao, at=at("12:00"), outcome="已处理", answer="已处理")
    visit = services.claim_next_visit(house.site.pk, by=act.meng, at=at("13:00"))
    services.record_satisfied(visit, by=act.meng, at=at("13:10"), signed_by="王小明", how="PHONE")
    services.rule_complaint(
        major, by=act.qian, at=at("13:20"), complaint_class="important", reason="影响有限"
    )
    assert [one.state for one in major.visits.all()] == ["SATISFIED"]
    assert services.close(major, by=act.zhao, at=at("13:30")).state == "CLOSED"
