"""The verbs over letters and contact sheets: a letter's way in and out, reviews in order, seals, secrecy."""

from datetime import timedelta

import pytest

from guanjia.apps.documents import queries as documents
from guanjia.apps.letters import queries, services
from guanjia.apps.letters.models import SealUse
from guanjia.apps.letters.terms import Kind
from guanjia.apps.letters.tests.conftest import picture
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at, harbour


def refused(call, *code):
    with pytest.raises(Refused) as caught:
        call()
    found = {one.code for one in caught.value.refusals}
    assert set(code) <= found, found


def facts(ref):
    return [one.event for one in timeline(ref).filter(event__startswith="letters.")]


def test_a_letter_is_registered_with_number_handler_and_scan(desk):
    letter = desk.register(files=[picture()])
    assert letter.ref == "LI-2026-000001"
    assert letter.handler.name == "赵敏"
    assert len(documents.list_for(letter.ref)) == 1
    assert facts(letter.ref) == ["letters.received"]


def test_registering_refuses_what_is_missing_all_at_once(desk):
    refused(lambda: desk.register(party="", subject=""), "party_missing", "subject_missing")
    refused(lambda: desk.register(answer_due_at=at("08:00")), "not_ahead")
    refused(lambda: desk.register(answer_due_at=at("08:00").replace(year=2206)), "too_far")
    refused(lambda: desk.register(received_at=at("09:30")), "not_yet")


def test_a_reply_sent_answers_the_letter_it_belongs_to(desk):
    letter = desk.register()
    reply = desk.draft(answers=letter)
    assert reply.thread == letter.ref
    reply = desk.approved(reply)
    services.send(reply, **desk.who("zhao", "11:00"), way="HAND", proof="本人签收")
    letter = desk.again(letter)
    assert (letter.state, letter.outcome) == ("ANSWERED", reply.ref)
    assert facts(letter.ref) == ["letters.received", "letters.answered"]
    filed = services.file_incoming(letter, **desk.who("lin", "12:00"), filed_in="2026-3")
    assert filed.state == "FILED"
    assert [one.ref for one in queries.kin_of(desk.house.system, letter)] == [reply.ref]


def test_a_letter_is_handed_on_answered_otherwise_or_excused(desk):
    letter = services.hand_on(
        desk.register(), **desk.who("lin", "09:10"), handler_id=desk.house.people["qian"].pk
    )
    assert letter.handler.name == "钱芳"
    refused(lambda: services.answer_otherwise(letter, **desk.who("lin", "10:00"), note=""), "word_missing")
    assert services.answer_otherwise(letter, **desk.who("lin", "10:00"), note="电话答复").state == "ANSWERED"
    other = desk.register(moment="10:00")
    assert services.waive_answer(other, **desk.who("qian", "10:00"), note="广告").state == "ANSWERED"


def test_posts_review_in_order_and_never_their_own_draft(desk):
    letter = services.submit(desk.draft(), **desk.who("zhao", "10:00"), posts=["cs_supervisor", "cs_manager"])
    refused(lambda: services.review(letter, **desk.who("zhou", "10:05"), agreed=True), "not_your_turn")
    refused(lambda: services.review(letter, **desk.who("zhao", "10:05"), agreed=True), "own_draft")
    letter = services.review(letter, **desk.who("qian", "10:06"), agreed=True)
    assert (letter.state, letter.due_post) == ("REVIEW", "cs_manager")
    refused(lambda: services.review(letter, **desk.who("zhou", "10:07"), agreed=False), "note_missing")
    letter = services.review(letter, **desk.who("zhou", "10:07"), agreed=False, note="写明期限")
    assert (letter.state, letter.due_post) == ("DRAFT", "")
    letter = services.edit_letter(
        letter,
        **desk.who("zhao", "10:20"),
        party="王女士",
        party_kind="RESIDENT",
        subject="复函",
        text="三日内修好。",
    )
    letter = desk.approved(letter, posts=("cs_supervisor", "cs_manager"), logins=("qian", "zhou"))
    assert letter.state == "APPROVED"
    assert letter.round == 2


def test_a_letter_goes_out_only_approved_sealed_and_proved(desk):
    letter = desk.draft(needs_seal=True)
    send = {"way": "COURIER", "proof": "EMS 1"}
    refused(lambda: services.send(letter, **desk.who("zhao", "10:00"), **send), "not_approved")
    letter = desk.approved(letter)
    refused(lambda: services.send(letter, **desk.who("zhao", "11:00"), **send), "not_sealed")
    refused(
        lambda: services.put_seal(letter, **desk.who("zhou", "11:00"), seal="COMPANY", copies=0),
        "copies_wrong",
    )
    services.put_seal(letter, **desk.who("zhou", "11:00"), seal="COMPANY", copies=2, taken_by="赵敏")
    assert SealUse.objects.get().copies == 2
    sent = services.send(letter, **desk.who("zhao", "11:10"), **send)
    assert sent.state == "SENT"
    answered = services.record_reply(sent, **desk.who("lin", "12:00"), note="同意")
    assert services.file_outgoing(answered, **desk.who("lin", "12:00"), filed_in="2026-3").state == "FILED"


def test_a_letter_is_withdrawn_before_it_goes_with_a_reason(desk):
    refused(
        lambda: services.withdraw_letter(desk.draft(), **desk.who("zhao", "10:00"), reason=""), "word_missing"
    )
    letter = services.withdraw_letter(desk.draft(), **desk.who("zhao", "10:00"), reason="不再需要")
    refused(
        lambda: services.send(letter, **desk.who("zhao", "10:00"), way="HAND", proof="x1"), "illegal_step"
    )


def test_only_whoever_may_sees_a_confidential_letter_its_files_and_its_kin(desk):
    house = desk.house
    with pytest.raises(NotPermitted):
        desk.register(confidential=True)
    refused(lambda: desk.register("zhou", confidential=True, handler="zhao"), "may_not_read")
    letter = desk.register("zhou", confidential=True, handler="zhou", files=[picture()])
    lin, zhou = house.actor("lin"), house.actor("zhou")
    assert letter in queries.list_papers(zhou, Kind.INCOMING)
    assert letter not in queries.list_papers(lin, Kind.INCOMING)
    assert queries.find_papers(lin, "电梯") == []
    with pytest.raises(NotFound):
        queries.get_paper(lin, Kind.INCOMING, letter.ref)
    with pytest.raises(NotFound):
        services.answer_otherwise(letter, **desk.who("lin", "10:00"), note="电话")
    (kept,) = documents.list_for(letter.files_ref)
    assert documents.get_attachment(zhou, kept.key)
    with pytest.raises(NotFound):
        documents.get_attachment(lin, kept.key)
    assert kept not in documents.list_attachments(lin)
    assert timeline(letter.ref).get(event="letters.received").data["subject"] == ""
    reply = desk.draft("zhou", answers=letter)
    assert reply.confidential
    reply = services.submit(reply, **desk.who("zhou", "10:00"), posts=["property_gm"])
    reply = services.review(reply, **desk.who("wu", "10:00"), agreed=True)
    services.put_seal(reply, **desk.who("zhou", "10:00"), seal="COMPANY", copies=1)
    assert not queries.list_seal_uses(lin).exists()
    assert queries.list_seal_uses(zhou).exists()


def test_another_company_sees_nothing(desk):
    letter = desk.register()
    dov = harbour().actor("dov")
    with pytest.raises(NotFound):
        queries.get_paper(dov, Kind.INCOMING, letter.ref)


def test_the_receiving_post_acknowledges_and_answers_a_sheet(desk):
    sheet = desk.sheet()
    refused(lambda: services.acknowledge_sheet(sheet, **desk.who("lin", "09:10")), "not_the_receiver")
    sheet = services.acknowledge_sheet(sheet, **desk.who("gao", "09:10"))
    refused(lambda: services.answer_sheet(sheet, **desk.who("gao", "10:00"), answer=""), "word_missing")
    sheet = services.answer_sheet(sheet, **desk.who("gao", "10:00"), answer="已更换灯管", files=[picture()])
    later = at("10:00") + timedelta(days=2)
    sheet = services.return_answer(sheet, **desk.who("qian", "10:10"), note="二层还暗", wanted_by=later)
    assert (sheet.state, sheet.wanted_by) == ("ACKNOWLEDGED", later)
    sheet = services.answer_sheet(sheet, **desk.who("gao", "11:00"), answer="二层已修")
    assert services.accept_answer(sheet, **desk.who("qian", "11:30")).state == "CLOSED"
    assert facts(sheet.ref)[-1] == "letters.sheet_closed"


def test_for_somebody_outside_one_of_ours_writes_down_the_answer(desk):
    sheet = desk.sheet(party="建设开发公司", party_kind="DEVELOPER")
    assert sheet.outside
    assert services.answer_sheet(sheet, **desk.who("lin", "10:00"), answer="来函已复").state == "ANSWERED"


def test_a_sheet_belongs_to_the_matter_it_comes_from(desk):
    letter = desk.register()
    assert desk.sheet(origin=letter.ref).thread == letter.ref
    refused(lambda: desk.sheet(origin="CS-2026-000077"), "no_such_origin")
    withdrawn = services.withdraw_sheet(desk.sheet(), **desk.who("qian", "10:00"), reason="已修好")
    assert withdrawn.state == "WITHDRAWN"


def test_texts_of_the_company_are_kept_changed_and_retired(desk):
    who = desk.who("zhou", "09:00")
    row = services.keep_wording(**who, kind="notice", topic="WATER", title="停水", body="因{事项}停水")
    row = services.keep_wording(**who, kind="notice", title="停水（新）", body="因{事项}停水", wording=row)
    assert queries.get_offer(who["by"], f"own-{row.pk}", "notice").title == "停水（新）"
    refused(lambda: services.keep_wording(**who, kind="notice", title="错的", body="{原因}"), "unknown_place")
    services.retire_wording(row, **who)
    assert queries.get_offer(who["by"], f"own-{row.pk}", "notice") is None
    with pytest.raises(NotPermitted):
        services.keep_wording(**desk.who("lin", "09:00"), kind="notice", title="停水", body="停水")
