"""The verbs over rectification notices and over notices to residents."""

from datetime import timedelta

import pytest

from guanjia.apps.documents import queries as documents
from guanjia.apps.letters import queries, services
from guanjia.apps.letters.services.notices import Content
from guanjia.apps.letters.tests.conftest import STROKES, picture
from guanjia.apps.letters.tests.test_verbs import facts, refused
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted
from tests.cast import at

# --- Rectification notices


def test_a_notice_is_drafted_issued_delivered_and_closes_after_a_recheck(desk):
    row = desk.rectification(files=[picture(), picture()])
    assert row.ref == "RN-2026-000001"
    assert len(row.photos) == 2
    row = services.issue_rectification(row, **desk.who("qian", "09:05"))
    refused(lambda: services.deliver(row, **desk.who("zhao", "09:10"), how="SIGNED"), "delivery_not_proved")
    row = services.deliver(row, **desk.who("zhao", "09:10"), how="SIGNED", name="王芳", strokes=STROKES)
    assert documents.signatures_for(row.ref)[0].signer_name == "王芳"
    refused(
        lambda: services.withdraw_rectification(row, **desk.who("qian", "09:20"), reason="写错"),
        "not_rechecked",
    )
    row = services.report_corrected(row, **desk.who("zhao", "10:00"), note="已拆除")
    refused(lambda: services.recheck(row, **desk.who("zhao", "10:10"), passed=True, note="好"), "own_report")
    row = services.recheck(
        row, **desk.who("qian", "10:10"), passed=True, note="现场已恢复", files=[picture()]
    )
    assert row.state == "CLOSED"
    assert facts(row.ref)[-1] == "letters.rectification_rechecked"


def test_a_draft_is_changed_and_withdrawn_and_only_a_lead_or_steward_issues(desk):
    row = desk.rectification("lin")
    with pytest.raises(NotPermitted):
        services.issue_rectification(row, **desk.who("lin", "09:05"))
    row = services.edit_rectification(
        row,
        **desk.who("lin", "09:06"),
        party="1-303 业主",
        party_kind="RESIDENT",
        subject="楼道堆物",
        text="楼道堆放纸箱",
        demand="当日清走",
        correct_by=at("18:00"),
    )
    assert row.party == "1-303 业主"
    assert (
        services.withdraw_rectification(row, **desk.who("qian", "09:10"), reason="已清走").state
        == "WITHDRAWN"
    )


def test_what_is_missing_is_refused(desk):
    refused(
        lambda: desk.rectification(party="", demand="", text="", correct_by=at("08:00")),
        "party_missing",
        "demand_missing",
        "text_missing",
        "not_ahead",
    )
    refused(lambda: desk.rectification(origin="IS-2026-000099"), "no_such_origin")


def test_a_failed_recheck_leads_to_a_second_notice_of_the_same_matter(desk):
    row = services.recheck(desk.delivered(), **desk.who("qian", "10:00"), passed=False, note="未拆")
    assert row.state == "FAILED"
    later = at("10:00") + timedelta(days=2)
    second = services.second_notice(row, **desk.who("qian", "10:10"), demand="立即拆除", correct_by=later)
    assert (second.state, second.turn, second.previous_id, second.thread) == ("ISSUED", 2, row.pk, row.ref)
    assert desk.again(row).state == "SECOND"
    refused(
        lambda: services.second_notice(row, **desk.who("qian", "10:11"), demand="拆除", correct_by=later),
        "illegal_step",
    )


def test_what_is_not_put_right_is_referred_and_still_closes_by_a_recheck(desk):
    row = services.recheck(desk.delivered(), **desk.who("qian", "10:00"), passed=False, note="未拆")
    row = services.refer(row, **desk.who("qian", "10:10"), authority="城管执法队", number="2026-8")
    assert row.state == "REFERRED"
    assert services.recheck(row, **desk.who("qian", "17:00"), passed=True, note="已强拆").state == "CLOSED"


def test_a_notice_belongs_to_the_matter_it_comes_from(desk):
    letter = desk.register()
    row = desk.rectification(origin=letter.ref, moment="09:30")
    assert (row.origin, row.thread) == (letter.ref, letter.ref)


# --- Notices to residents


def hung(desk, lifts, moment="11:00", **more):
    row = desk.approved(desk.notice(**more))
    for lift in lifts:
        row = services.put_up(row, **desk.who("lin", moment), place_id=lift.pk, files=[picture()])
    return row


def test_the_fields_of_a_notice_are_filled_in_both_languages(desk):
    row = desk.notice(text_en="Because of {what}: no water until {until}.", subject="关于{范围}停水")
    assert row.text == "因清洗水箱，1至3栋停水至2026-03-02 17:00。"
    assert row.text_en == "Because of 清洗水箱: no water until 2026-03-02 17:00."
    assert row.subject == "关于1至3栋停水"
    refused(lambda: desk.notice(what=""), "place_open")


def test_a_weather_tip_is_written_with_its_level_in_the_words_of_each_language(desk):
    row = desk.notice(
        topic="WEATHER", hazard="TYPHOON", level="RED", text="{天气}{等级}", text_en="{hazard} {level}"
    )
    assert row.text_en == "Typhoon Red warning"
    assert "{" not in row.text
    refused(lambda: desk.notice(topic="WEATHER", hazard="HEAT", level="BLUE"), "no_such_level")


def test_a_notice_is_put_up_only_once_approved_with_a_photo_once_at_a_place(desk, lifts):
    row = desk.notice()
    put = {"place_id": lifts[0].pk, "files": [picture()]}
    refused(lambda: services.put_up(row, **desk.who("lin", "09:10"), **put), "notice_not_approved")
    row = desk.approved(row)
    refused(lambda: services.put_up(row, **desk.who("lin", "10:00"), place_id=lifts[0].pk), "photo_missing")
    row = services.put_up(row, **desk.who("lin", "10:00"), place_id=lifts[0].pk, files=[picture()])
    refused(
        lambda: services.put_up(row, **desk.who("lin", "10:05"), place_id=lifts[0].pk, files=[picture()]),
        "hangs_already",
    )
    row = services.put_up(row, **desk.who("lin", "10:06"), place_id=lifts[1].pk, files=[picture()])
    assert [one.place_name for one in queries.hanging(row)] == ["一号电梯", "二号电梯"]
    firsts = [one.data["first"] for one in timeline(row.ref).filter(event="letters.notice_posted")]
    assert firsts == [True, False]


def test_the_last_one_taken_down_ends_a_notice(desk, lifts):
    row = hung(desk, lifts)
    first, second = queries.hanging(row)
    row = services.take_down(row, **desk.who("lin", "17:10"), posting_id=first.pk)
    assert row.state == "POSTED"
    with pytest.raises(NotFound):
        services.take_down(row, **desk.who("lin", "17:10"), posting_id=first.pk)
    row = services.take_down(row, **desk.who("lin", "17:11"), posting_id=second.pk)
    assert row.state == "DOWN"
    assert timeline(row.ref).filter(event="letters.notice_taken_down").order_by("-id")[0].data["complete"]


def test_a_recalled_notice_holds_no_longer_and_comes_down(desk, lifts):
    row = services.recall(hung(desk, lifts), **desk.who("qian", "12:00"), reason="改期")
    assert row.state == "RECALLED"
    assert not queries.notices_by_token(row.token, at("12:01")).holds
    assert list(queries.list_to_take_down(desk.house.actor("lin"), desk.site_id, at("12:01"))) == [row]
    assert services.take_all_down(row, **desk.who("lin", "12:10")).state == "DOWN"
    nowhere = services.recall(desk.approved(desk.notice()), **desk.who("qian", "12:00"), reason="取消")
    assert nowhere.state == "DOWN"


def test_residents_see_what_is_in_force_and_only_that(desk, lifts):
    row, other = hung(desk, lifts[:1]), desk.approved(desk.notice(subject="电梯保养", text="下午保养。"))
    draft = desk.notice(subject="草稿", text="草稿文")
    shown = queries.notices_by_token(row.token, at("12:00"))
    assert shown.holds
    assert [one.ref for one in shown.others] == [other.ref]
    assert not queries.notices_by_token(row.token, at("17:00")).holds, "until is the end, not a moment more"
    for token in (draft.token, "x" * 24, "short"):
        with pytest.raises(NotFound):
            queries.notices_by_token(token, at("12:00"))


def test_what_hangs_beyond_its_end_waits_to_be_taken_down(desk, lifts):
    row = hung(desk, lifts[:1])
    lin = desk.house.actor("lin")
    assert not queries.list_to_take_down(lin, desk.site_id, at("16:59")).exists()
    assert list(queries.list_to_take_down(lin, desk.site_id, at("17:00"))) == [row]
    refused(
        lambda: services.put_up(row, **desk.who("lin", "17:30"), place_id=lifts[1].pk, files=[picture()]),
        "notice_over",
    )


def test_a_notice_names_groups_and_places_of_its_own_site_only(desk):
    with pytest.raises(NotFound):
        desk.notice(groups=[987654])
    with pytest.raises(NotFound):
        desk.notice(places=[987654])


def test_a_draft_notice_is_changed_and_withdrawn(desk):
    row = desk.notice()
    content = Content(subject="改期", text="改好了", topic="TIP", from_at=at("09:00"), until_at=at("20:00"))
    row = services.edit_notice(row, **desk.who("zhao", "09:30"), content=content)
    assert row.topic == "TIP"
    assert services.withdraw_notice(row, **desk.who("zhao", "09:40"), reason="不发了").state == "WITHDRAWN"
