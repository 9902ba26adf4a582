"""The verbs over duty logs: lines, handing over, receipt, cases, corrections, the supervisor."""

from datetime import timedelta

import pytest

from guanjia.apps.cases.models import Case
from guanjia.apps.meetings import queries, services
from guanjia.apps.meetings.models import Item, Log, Strike
from guanjia.apps.meetings.tests.conftest import STROKES, TOMORROW, picture
from guanjia.apps.meetings.tests.test_meetings import facts, refused
from guanjia.kernel.journal import thread
from guanjia.kernel.refusals import NotFound, NotPermitted
from tests.cast import at, harbour

NIGHT = "18:05"


def test_whoever_is_on_duty_opens_the_log_of_the_turn(desk):
    log = desk.log()
    assert log.ref == "DL-2026-000001"
    assert (log.watch, log.post_name) == ("customer_service", "客服前台")
    assert (log.from_at, log.until_at) == (at("07:50"), at("18:00"))
    refused(lambda: desk.log("zhao"), "log_running")
    assert desk.log("gao").watch == "engineering", "another department keeps a log of its own"
    refused(lambda: desk.log("lin", at("22:00") + timedelta(days=3)), "not_on_duty")


def test_a_typed_line_says_time_kind_unit_and_that_it_stays_open(desk):
    log = desk.log()
    item = desk.line(log, "08:40 报修 3-502 厨房漏水!", moment="09:00", files=[picture()])
    assert (item.at, item.entered_at) == (at("08:40"), at("09:00"))
    assert (item.kind, item.unit.code, item.text, item.state) == ("REPAIR", "3-502", "厨房漏水", "OPEN")
    assert len(item.photos) == 1
    plain = desk.line(log, "大堂灯正常", kind="PATROL", place="大堂", moment="09:05")
    assert (plain.kind, plain.where, plain.state) == ("PATROL", "大堂", "NOTED")
    refused(lambda: desk.line(log, " "), "text_missing")
    refused(lambda: desk.line(log, "以后的事", happened_at=at("10:00")), "not_yet")
    refused(lambda: desk.line(log, "不是本班", login="gao"), "not_on_duty")
    desk.line(log, "同班管家也写", login="zhao")


def test_a_shift_is_handed_over_prepared_and_received_by_somebody_else(desk):
    log = desk.log()
    open_item = desk.line(log, "3-502 等业主回电!")
    desk.line(log, "一切正常")
    refused(lambda: services.hand_over(log, **desk.who("lin", "17:50"), checks=["ROUND"]), "not_prepared")
    log = desk.handed(log, checks=["ROUND"], note="工具明早清点", strokes=STROKES)
    assert (log.state, log.left, log.checks) == ("HANDED", [open_item.pk], ["ROUND"])
    refused(lambda: desk.line(log, "又一件", moment="17:55"), "illegal_step")
    refused(lambda: services.receive_log(log, **desk.who("lin", NIGHT)), "own_handover")
    refused(lambda: services.receive_log(log, **desk.who("sun", NIGHT)), "not_on_duty")
    refused(lambda: desk.log("duan", NIGHT), "former_not_received")
    log = services.receive_log(log, **desk.who("duan", NIGHT), note="钥匙少一把", strokes=STROKES)
    assert (log.state, log.received_by_name) == ("RECEIVED", "段伟")
    night = desk.log("duan", NIGHT)
    assert night.former == log
    assert queries.carried_to(night) == [open_item]
    assert desk.again(open_item).carried == 1
    assert queries.open_counts([night])[night.pk] == (0, 1)
    assert facts(log.ref)[-2:] == ["meetings.log_handed_over", "meetings.log_received"]


def test_the_next_shift_writes_why_when_it_cannot_receive(desk):
    log = desk.log()
    item = desk.line(log, "3-502 等业主回电!")
    refused(lambda: desk.log("duan", "17:00"), "log_running")
    refused(lambda: desk.log("duan", NIGHT), "former_not_received")
    night = desk.log("duan", NIGHT, reason="前班已离岗，未办交接")
    assert desk.again(log).state == "UNRECEIVED"
    assert (night.former, night.why_unreceived) == (log, "前班已离岗，未办交接")
    assert desk.again(item).now_in == night, "nothing that is open is lost"
    assert log.left == [item.pk]
    assert facts(log.ref)[-1] == "meetings.log_passed_over"
    refused(lambda: services.receive_log(log, **desk.who("duan", NIGHT)), "illegal_step")


def test_a_shift_is_taken_up_again_when_the_relief_stays_away(desk):
    log = desk.handed(desk.log())
    refused(lambda: services.resume(log, **desk.who("duan", "17:55"), reason="突发"), "not_yours")
    refused(lambda: services.resume(log, **desk.who("lin", "17:55"), reason=""), "word_missing")
    log = services.resume(log, **desk.who("lin", "17:55"), reason="接班人未到")
    assert (log.state, log.handed_at) == ("OPEN", None)
    desk.line(log, "接班人未到，继续值守", moment="17:58")


def test_a_line_is_carried_until_it_is_settled(desk):
    log = desk.log()
    item = desk.line(log, "3-502 等业主回电!")
    night = desk.log("duan", NIGHT, reason="未交接")
    morning = desk.log("lin", TOMORROW, reason="夜班先走")
    item = desk.again(item)
    assert (item.now_in, item.carried, item.log) == (morning, 2, log)
    refused(lambda: services.settle(item, **desk.who("sun", "09:00"), note="好了"), "not_on_duty")
    refused(lambda: services.settle(item, **desk.who("lin", TOMORROW), note=""), "word_missing")
    item = services.settle(item, **desk.who("lin", TOMORROW), note="业主已回电")
    assert item.state == "SETTLED"
    assert queries.left_by(desk.again(night)) == [item]
    noted = desk.line(morning, "又来一件", moment=TOMORROW)
    assert services.leave_open(noted, **desk.who("lin", TOMORROW)).state == "OPEN"


def test_a_line_becomes_a_case_at_once_and_both_know_each_other(desk, house):
    log = desk.log()
    item = desk.line(log, "报修 3-502 厨房漏水，业主在家!")
    item = services.make_case(item, **desk.who("lin", "09:10"))
    case = Case.objects.get()
    assert (item.state, item.case_ref) == ("CASE", case.ref)
    assert (case.kind, case.channel, case.unit.code) == ("repair", "phone", "3-502")
    assert case.title == "厨房漏水，业主在家"
    assert case.received_at == item.at
    assert log.ref in case.description
    assert queries.items_of_case(house.actor("lin"), case.ref) == [item]
    told = [one for one in thread(case.ref) if one.event == "meetings.item_made_case"]
    assert [one.ref for one in told] == [log.ref]
    refused(lambda: services.make_case(item, **desk.who("lin", "09:11")), "illegal_step")
    assert Case.objects.count() == 1
    desk.handed(log)
    assert desk.again(log).left == [], "what is a case is not handed over"


def test_who_may_not_receive_cases_makes_none(desk, house):
    log = desk.log("li", "08:00")
    item = desk.line(log, "地库有人受伤", login="li")
    with pytest.raises(NotPermitted):
        services.make_case(item, **desk.who("li", "09:10"))
    assert desk.again(item).state == "NOTED"
    assert Case.objects.count() == 0
    with pytest.raises(NotPermitted):
        services.open_log(desk.site_id, **desk.who("wu", "09:00"))
    del house


def test_a_line_is_never_changed_silently(desk):
    log = desk.log()
    item = desk.line(log, "3-502 报修水管")
    who = desk.who("lin", "09:30")
    refused(lambda: services.rewrite(item, **who, text="3-503 报修水管", reason=""), "reason_missing")
    refused(
        lambda: services.rewrite(item, **desk.who("sun", "09:30"), text="别的", reason="我改"), "not_on_duty"
    )
    item = services.rewrite(item, **who, text="3-503 报修水管", reason="房号听错")
    assert item.text == "3-503 报修水管"
    gone = services.rewrite(desk.line(log, "记错了"), **who, text="", reason="不是本小区")
    assert (gone.state, gone.text) == ("STRUCK", "记错了")
    strikes = Strike.objects.filter(ref=log.ref).order_by("id")
    assert [(one.old, one.new, one.part) for one in strikes] == [
        ("报修水管", "3-503 报修水管", item.pk),
        ("记错了", "", gone.pk),
    ]
    assert facts(log.ref).count("meetings.item_rewritten") == 2


def test_the_supervisor_countersigns_and_nothing_is_corrected_after(desk):
    log = desk.log()
    item = desk.line(log, "一切正常")
    refused(lambda: services.countersign(log, **desk.who("qian", "17:00")), "illegal_step")
    log = services.receive_log(desk.handed(log), **desk.who("duan", NIGHT))
    with pytest.raises(NotPermitted):
        services.countersign(log, **desk.who("lin", NIGHT))
    assert list(queries.to_countersign(desk.house.actor("qian"), desk.site_id)) == [log]
    log = services.countersign(log, **desk.who("qian", "18:30"), note="已阅")
    assert (log.state, log.read_by_name) == ("READ", "钱芳")
    refused(
        lambda: services.rewrite(desk.again(item), **desk.who("lin", "18:40"), text="不正常", reason="补"),
        "log_read",
    )


def test_nobody_countersigns_their_own_shift(desk):
    log = desk.log("qian", "08:00")
    log = services.receive_log(desk.handed(log, "qian"), **desk.who("duan", NIGHT))
    assert not queries.to_countersign(desk.house.actor("qian"), desk.site_id).exists()
    refused(lambda: services.countersign(log, **desk.who("qian", "18:30")), "own_log")
    assert services.countersign(log, **desk.who("zhou", "18:30")).state == "READ"


def test_my_turn_of_duty_says_what_is_next(desk, house):
    lin, duan = house.actor("lin"), house.actor("duan")
    assert queries.duty_now(lin, desk.site_id, at("08:00")).may_open
    log = desk.log()
    assert queries.duty_now(lin, desk.site_id, at("09:00")).log == log
    late = queries.duty_now(duan, desk.site_id, at(NIGHT))
    assert (late.former, late.late) == (log, True)
    desk.handed(log)
    ready = queries.duty_now(duan, desk.site_id, at(NIGHT))
    assert (ready.former, ready.late) == (log, False)
    services.receive_log(log, **desk.who("duan", NIGHT))
    assert queries.duty_now(duan, desk.site_id, at(NIGHT)).may_open
    assert queries.duty_now(house.actor("wu"), desk.site_id, at("09:00")).turn is None


def test_another_company_finds_no_log_and_no_line(desk):
    log = desk.log()
    item = desk.line(log)
    dov = harbour().actor("dov")
    for call in (
        lambda: queries.get_log(dov, log.ref),
        lambda: queries.get_item(dov, item.pk),
        lambda: services.write(log, by=dov, at=at("09:00"), line="他们的"),
        lambda: services.make_case(item, by=dov, at=at("09:00")),
    ):
        with pytest.raises(NotFound):
            call()
    assert (Log.objects.count(), Item.objects.count()) == (1, 1)
