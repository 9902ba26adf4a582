"""The verbs over meetings, minutes and decisions."""

from datetime import timedelta

import pytest

from guanjia.apps.documents import queries as documents
from guanjia.apps.meetings import queries, services
from guanjia.apps.meetings.models import Decision, Strike
from guanjia.apps.meetings.tests.conftest import picture
from guanjia.apps.messaging.models import Notice as Message
from guanjia.apps.obligations.models import Obligation
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at, harbour


def refused(call, *codes):
    with pytest.raises(Refused) as caught:
        call()
    found = {one.code for one in caught.value.refusals}
    assert set(codes) <= found, found


def facts(ref):
    return [one.event for one in timeline(ref).filter(event__startswith="meetings.")]


def test_a_meeting_is_called_and_everybody_invited_hears_of_it(desk):
    row = desk.call()
    assert row.ref == "MT-2026-000001"
    assert row.series == row.ref
    people = queries.attendees_of(row)
    assert {one.name for one in people} == {"周明", "赵敏", "林晓", "钱芳", "高工", "陈女士"}
    told = Message.objects.filter(about=row.ref, kind="meetings.invited")
    assert set(told.values_list("staff_id", flat=True)) == {
        desk.pk(one) for one in ("zhou", "zhao", "lin", "gao")
    }
    assert facts(row.ref) == ["meetings.called"]


def test_calling_says_what_is_missing_and_who_may_not_take_the_chair(desk):
    refused(lambda: desk.call(title="", agenda=[]), "title_missing", "no_agenda")
    refused(lambda: desk.call(chair_id=desk.pk("lin")), "may_not_do_it")
    refused(lambda: desk.call(recorder_id=desk.pk("cai"), staff_ids=[987654]), "no_such_staff")
    with pytest.raises(NotPermitted):
        desk.call("lin")
    with pytest.raises(NotPermitted):
        desk.call("bao")


def test_a_change_of_place_asks_everybody_anew_and_a_call_off_tells_all(desk):
    row = desk.call()
    services.answer_notice(row, **desk.who("gao", "09:10"), coming=False, note="出差")
    refused(
        lambda: services.answer_notice(row, **desk.who("lin", "09:10"), coming=False, note=""), "word_missing"
    )
    refused(lambda: services.answer_notice(row, **desk.who("bao", "09:10"), coming=True), "not_invited")
    gao = next(one for one in queries.attendees_of(row) if one.name == "高工")
    assert (gao.presence, gao.note) == ("LEAVE", "出差")
    row = services.edit(
        row,
        **desk.who("qian", "09:20"),
        notice=desk.notice(place="大堂", staff_ids=[desk.pk("gao")], agenda=["一项"]),
    )
    people = {one.name: one for one in queries.attendees_of(row)}
    assert set(people) == {"周明", "赵敏", "高工", "陈女士"}
    assert people["高工"].presence == ""
    assert [one.topic for one in queries.points_of(row)] == ["一项"]
    assert Message.objects.filter(about=row.ref, kind="meetings.changed").count() == 3
    refused(lambda: services.cancel(row, **desk.who("qian", "09:30"), reason=""), "word_missing")
    row = services.cancel(row, **desk.who("qian", "09:30"), reason="改期")
    assert row.state == "CANCELLED"
    refused(lambda: services.cancel(row, **desk.who("qian", "09:31"), reason="再改"), "illegal_step")


def test_attendance_and_minutes_are_complete_before_the_chair_gets_them(desk):
    row = desk.call()
    refused(lambda: desk.held(row, moment="09:10"), "not_begun")
    refused(lambda: services.take_attendance(row, **desk.who("zhao", "10:05"), marks={}), "attendance_open")
    refused(lambda: services.take_attendance(row, **desk.who("lin", "10:05"), marks={}), "not_recorder")
    row = desk.held(row, gao="LATE", lin="LEAVE")
    assert row.state == "HELD"
    assert queries.counts_of([row], at("12:00"))[row.pk].came == 5
    refused(lambda: services.submit(row, **desk.who("zhao", "11:00")), "point_empty")
    point = queries.points_of(row)[0]
    services.write_minutes(row, **desk.who("zhao", "11:00"), texts={point.pk: "回顾完毕"}, more=["临时议题"])
    assert [one.topic for one in queries.points_of(row)] == ["上周投诉回顾", "电梯年检安排", "临时议题"]
    row = services.submit(desk.written(row), **desk.who("zhao", "11:10"))
    assert row.state == "REVIEW"
    assert Message.objects.get(kind="meetings.to_approve").staff_id == desk.pk("zhou")


def test_only_the_chair_approves_and_may_send_back(desk):
    row = services.submit(desk.written(desk.held()), **desk.who("zhao", "11:10"))
    refused(lambda: services.approve(row, **desk.who("qian", "11:20"), agreed=True), "not_chair")
    with pytest.raises(NotPermitted):
        services.approve(row, **desk.who("lin", "11:20"), agreed=True)
    refused(lambda: services.approve(row, **desk.who("zhou", "11:20"), agreed=False), "word_missing")
    row = services.approve(row, **desk.who("zhou", "11:20"), agreed=False, note="补充电梯一节")
    assert (row.state, row.note) == ("HELD", "补充电梯一节")
    row = desk.approved(row)
    assert (row.state, row.approved_by_name) == ("APPROVED", "周明")
    assert [one.purpose for one in documents.signatures_for(row.ref)] == ["minutes"]
    refused(lambda: services.write_minutes(row, **desk.who("zhao", "12:00"), texts={}), "illegal_step")


def test_published_minutes_are_read_by_all_and_corrected_only_by_strike_and_rewrite(desk):
    row = desk.published()
    assert Message.objects.filter(kind="meetings.published").count() == 4
    services.acknowledge(row, **desk.who("gao", "12:00"))
    refused(lambda: services.acknowledge(row, **desk.who("bao", "12:00")), "not_invited")
    assert queries.to_read(desk.house.actor("gao"), desk.site_id).count() == 0
    assert queries.to_read(desk.house.actor("lin"), desk.site_id).count() == 1
    point = queries.points_of(row)[0]
    again = {"point_id": point.pk, "text": "共受理投诉三件。", "reason": "件数漏写"}
    refused(
        lambda: services.correct(row, **desk.who("qian", "13:00"), **{**again, "reason": ""}),
        "reason_missing",
    )
    refused(
        lambda: services.correct(row, **desk.who("qian", "13:00"), **{**again, "text": point.text}),
        "nothing_new",
    )
    refused(lambda: desk.decide(row), "illegal_step")
    services.correct(row, **desk.who("qian", "13:00"), **again)
    strike = Strike.objects.get(ref=row.ref)
    assert (strike.old, strike.new, strike.reason) == ("已讨论，同意。", "共受理投诉三件。", "件数漏写")
    assert queries.points_of(row)[0].text == "共受理投诉三件。"
    assert queries.to_read(desk.house.actor("gao"), desk.site_id).count() == 1, "everybody reads again"
    assert facts(row.ref)[-1] == "meetings.minutes_corrected"


def test_a_decision_begins_with_publication_and_needs_what_who_and_when(desk):
    row = desk.held()
    refused(lambda: desk.decide(row, what="", due_at=at("09:00")), "what_missing", "not_ahead")
    refused(lambda: desk.decide(row, owner=None), "owner_missing")
    refused(lambda: desk.decide(row, owner=None, post="nobody"), "owner_missing")
    one = desk.decide(row)
    gone = desk.decide(row, what="作废的一条")
    assert (one.ref, one.state, one.owner_name) == ("MD-2026-000001", "DRAFT", "高工")
    services.drop(gone, **desk.who("zhao", "10:50"), reason="合并")
    assert [each.ref for each in queries.decisions_of(row)] == [one.ref]
    refused(lambda: services.report(one, **desk.who("gao", "10:55"), note="好了"), "illegal_step")
    desk.published(row)
    assert desk.again(one).state == "OPEN"
    assert facts(one.ref) == ["meetings.decision_made"]
    assert Message.objects.get(kind="meetings.yours").staff_id == desk.pk("gao")
    assert desk.again(gone).state == "DROPPED"


def test_the_owner_reports_with_proof_and_the_convenor_checks(desk):
    desk.published(None, {})
    one = Decision.objects.get()
    who = desk.who("gao", "15:00")
    refused(lambda: services.report(one, **who, note=" "), "report_missing")
    refused(lambda: services.report(one, **desk.who("li", "15:00"), note="好了"), "not_owner")
    one = services.report(one, **who, files=[picture()])
    assert (one.state, len(one.photos)) == ("REPORTED", 1)
    assert Message.objects.get(kind="meetings.reported").staff_id == desk.pk("qian")
    refused(lambda: services.check(one, **desk.who("qian", "16:00"), passed=False), "note_missing")
    later = at("18:00") + timedelta(days=6)
    one = services.check(one, **desk.who("qian", "16:00"), passed=False, note="缺报告", due_at=later)
    assert (one.state, one.due_at) == ("OPEN", later)
    one = services.report(one, **desk.who("gao", "17:00"), note="报告已补")
    one = services.check(one, **desk.who("zhou", "17:10"), passed=True)
    assert (one.state, one.ended_by_name) == ("DONE", "周明")
    assert facts(one.ref) == [
        "meetings.decision_made",
        "meetings.decision_reported",
        "meetings.decision_sent_back",
        "meetings.decision_reported",
        "meetings.decision_done",
    ]


def test_nobody_checks_what_they_reported_themselves(desk):
    desk.published(None, {"owner": "qian"})
    one = services.report(Decision.objects.get(), **desk.who("qian", "15:00"), note="已办")
    assert Message.objects.get(kind="meetings.reported").staff_id == desk.pk("zhou"), (
        "the chair checks instead"
    )
    refused(lambda: services.check(one, **desk.who("qian", "15:10"), passed=True), "own_report")
    assert services.check(one, **desk.who("zhou", "15:10"), passed=True).state == "DONE"


def test_a_decision_of_a_post_is_whoever_holds_it(desk):
    desk.published(None, {"owner": None, "post": "technician"})
    one = Decision.objects.get()
    assert one.owner_name
    told = Message.objects.filter(kind="meetings.yours").values_list("staff_id", flat=True)
    assert set(told) == {desk.pk("sun"), desk.pk("li")}
    assert queries.mine(desk.house.actor("li"), desk.site_id).get() == one
    assert not queries.mine(desk.house.actor("lin"), desk.site_id).exists()
    assert services.report(one, **desk.who("sun", "15:00"), note="已办").reported_by_name == "孙师傅"


def test_a_running_decision_is_rewritten_with_the_old_words_kept_or_dropped(desk):
    desk.published(None, {})
    one = Decision.objects.get()
    new = {"what": "年检报验并公示", "due_at": at("18:00") + timedelta(days=9), "owner_id": desk.pk("li")}
    with pytest.raises(NotPermitted):
        services.amend(
            one, **desk.who("gao", "14:00") | {"by": desk.house.actor("lin")}, **new, reason="改期"
        )
    refused(lambda: services.amend(one, **desk.who("qian", "14:00"), **new, reason=""), "word_missing")
    one = services.amend(one, **desk.who("qian", "14:00"), **new, reason="检测院改期")
    assert (one.owner_name, one.what) == ("李师傅", "年检报验并公示")
    strike = Strike.objects.get(ref=one.ref)
    assert "高工" in strike.old
    assert "李师傅" in strike.new
    one = services.drop(one, **desk.who("qian", "14:30"), reason="年检已由开发商承担")
    assert one.state == "DROPPED"
    refused(lambda: services.report(one, **desk.who("li", "15:00"), note="好了"), "illegal_step")


def test_a_follow_up_opens_with_what_is_undone(desk):
    first = desk.published(None, {}, {"what": "换掉楼道灯"}, {"what": "已办的一条"})
    one, two, three = Decision.objects.order_by("id")
    services.report(three, **desk.who("gao", "12:00"), note="已办")
    services.check(desk.again(three), **desk.who("qian", "12:10"), passed=True)
    later = desk.call(moment="13:00", follows=first, from_at=at("14:00"), until_at=at("15:00"))
    assert later.series == first.ref
    points = queries.points_of(later)
    assert points[0].refs == [one.ref, two.ref]
    assert [point.position for point in points] == [1, 2, 3]
    services.report(desk.again(two), **desk.who("gao", "13:30"), note="已换")
    services.check(desk.again(two), **desk.who("qian", "13:40"), passed=True)
    later = desk.held(later, moment="14:05")
    assert queries.points_of(later)[0].refs == [one.ref], "what was done meanwhile is no point any more"
    assert queries.followers_of(desk.house.actor("qian"), first) == [later]
    third = desk.call(moment="15:30", follows=later, agenda=[], from_at=at("16:00"), until_at=at("17:00"))
    assert queries.points_of(third)[0].refs == [one.ref], "the whole series is looked at"


def test_unpublished_minutes_are_seen_by_those_who_take_part(desk, house):
    row = desk.held()
    assert queries.get_meeting(house.actor("gao"), row.ref) == row
    assert queries.get_meeting(house.actor("wu"), row.ref) == row, "the general manager sees all"
    for stranger in ("bao", "sun"):
        with pytest.raises(NotFound):
            queries.get_meeting(house.actor(stranger), row.ref)
    desk.published(row, {})
    assert queries.get_meeting(house.actor("bao"), row.ref) == row
    assert queries.get_decision(house.actor("bao"), Decision.objects.get().ref).meeting == row


def test_another_company_finds_nothing(desk):
    row = desk.published(None, {})
    other = harbour()
    dov = other.actor("dov")
    for call in (
        lambda: queries.get_meeting(dov, row.ref),
        lambda: queries.get_decision(dov, Decision.objects.get().ref),
        lambda: services.acknowledge(row, by=dov, at=at("12:00")),
        lambda: services.drop(Decision.objects.get(), by=dov, at=at("12:00"), reason="他们的"),
    ):
        with pytest.raises(NotFound):
            call()
    assert not queries.list_meetings(dov).exists()


def test_a_duty_of_a_rulebook_runs_with_a_decision(desk, trial):
    trial(
        """
[[duty]]
key = "decided"
subject = "ref"
on = ["meetings.decision_made", "meetings.decision_sent_back"]
deadline_field = "due_at"
owner = ["post-in:post", "field:staff_id"]
met_by = ["meetings.decision_reported"]
void_by = ["meetings.decision_dropped"]
re_due_by = [{ on = "meetings.decision_amended", field = "due_at" }]
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
"""
    )
    desk.published(None, {}, {"owner": None, "post": "steward"})
    one, two = Decision.objects.order_by("id")
    running = {row.ref: row for row in Obligation.objects.filter(duty="decided")}
    assert set(running) == {one.ref, two.ref}
    assert running[one.ref].owner_id == desk.pk("gao")
    assert running[one.ref].due_at == one.due_at
    assert running[one.ref].thread == one.meeting.ref
    later = one.due_at + timedelta(days=2)
    services.amend(
        one, **desk.who("qian", "13:00"), what=one.what, owner_id=desk.pk("gao"), due_at=later, reason="改期"
    )
    assert Obligation.objects.get(ref=one.ref).due_at == later
    services.report(desk.again(one), **desk.who("gao", "15:00"), note="已办")
    assert Obligation.objects.get(ref=one.ref).state == "KEPT"
    services.drop(two, **desk.who("qian", "15:00"), reason="不再需要")
    assert Obligation.objects.get(ref=two.ref).state not in ("OPEN", "KEPT")
