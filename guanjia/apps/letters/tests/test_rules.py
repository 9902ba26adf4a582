"""The decisions, without a row."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.letters import rules
from guanjia.apps.letters.terms import LEVELS_OF, Delivery, Hazard, Level
from tests.cast import at

NOW = at("09:00")


def codes(found):
    return [one.code for one in (found or []) if one]


def test_a_paper_says_to_whom_about_what_and_something():
    assert codes(rules.why_not_write("", "", party="")) == [
        "party_missing",
        "subject_missing",
        "text_missing",
    ]
    assert codes(rules.why_not_write("停水", "因{事项}停水", party="全体")) == ["place_open"]
    assert codes(rules.why_not_write("停水", "因检修停水", party="全体")) == []


def test_moments_lie_where_they_should():
    assert rules.why_not_future(NOW, NOW, "x").code == "not_ahead"
    assert rules.why_not_future(None, NOW, "x") is None
    assert rules.why_not_past(NOW + timedelta(minutes=1), NOW, "x").code == "not_yet"


@pytest.mark.parametrize(
    ("posts", "code"),
    [([], "no_reviewer"), (["a", "a"], "reviewer_twice"), (["a", "z"], "no_such_post"), (["a", "b"], None)],
)
def test_a_draft_goes_to_posts_of_the_site_each_once(posts, code):
    found = rules.why_not_submit(posts, {"a", "b"})
    assert (found and found.code) == code


def test_nobody_reviews_their_own_draft_nor_out_of_turn():
    plain = {"holds_post": True, "by_id": 1, "drafter_id": 2, "agreed": True, "note": ""}
    assert codes(rules.why_not_review(**plain)) == []
    assert codes(rules.why_not_review(**{**plain, "drafter_id": 1})) == ["own_draft"]
    assert codes(rules.why_not_review(**{**plain, "holds_post": False})) == ["not_your_turn"]
    assert codes(rules.why_not_review(**{**plain, "agreed": False})) == ["note_missing"]


def test_a_letter_goes_out_approved_sealed_and_proved():
    plain = {"approved": True, "needs_seal": True, "sealed": 1, "proof": "EMS 123", "has_files": False}
    assert codes(rules.why_not_send(**plain)) == []
    assert codes(rules.why_not_send(**{**plain, "approved": False})) == ["not_approved"]
    assert codes(rules.why_not_send(**{**plain, "sealed": 0, "proof": ""})) == ["not_sealed", "proof_missing"]
    assert codes(rules.why_not_send(**{**plain, "proof": "", "has_files": True})) == []


@pytest.mark.parametrize(
    ("how", "proof"),
    [
        (Delivery.SIGNED, {"name": "王芳", "signed": True}),
        (Delivery.REFUSED, {"witness": "钱芳"}),
        (Delivery.DOOR, {"photos": 1}),
    ],
)
def test_each_way_of_delivery_has_its_own_proof(how, proof):
    none = {"name": "", "signed": False, "witness": "", "photos": 0}
    assert set(codes(rules.why_not_deliver(how, **none))) == {"delivery_not_proved"}
    assert codes(rules.why_not_deliver(how, **{**none, **proof})) == []
    others = {"name": "王芳", "signed": True, "witness": "钱芳", "photos": 1}
    for name in proof:
        others[name] = none[name]
    assert codes(rules.why_not_deliver(how, **others)), "the proof of another way is none of this one"


def test_a_recheck_is_somebody_elses_and_says_what_was_seen():
    plain = {"passed": True, "note": "已拆除", "photos": 0, "by_id": 1, "reported_by_id": 2}
    assert codes(rules.why_not_recheck(**plain)) == []
    assert codes(rules.why_not_recheck(**{**plain, "reported_by_id": 1})) == ["own_report"]
    assert codes(rules.why_not_recheck(**{**plain, "note": ""})) == ["note_missing"]
    assert codes(rules.why_not_recheck(**{**plain, "note": "", "photos": 1})) == []
    assert codes(rules.why_not_recheck(**{**plain, "passed": False, "note": "", "photos": 1})) == [
        "note_missing"
    ]


def test_what_was_delivered_is_not_withdrawn():
    assert codes(rules.why_not_withdraw(delivered=True, reason="写错")) == ["not_rechecked"]
    assert codes(rules.why_not_withdraw(delivered=False, reason="")) == ["word_missing"]


@given(st.sampled_from(list(Hazard)), st.sampled_from(list(Level)))
def test_a_weather_tip_takes_only_levels_of_its_weather(hazard, level):
    found = rules.why_not_notice(
        topic="WEATHER",
        hazard=hazard,
        level=level,
        from_at=NOW,
        until_at=NOW + timedelta(days=1),
        at=NOW,
        copies=1,
    )
    assert (codes(found) == []) == (level in LEVELS_OF[hazard])


@given(st.integers(-400, 400), st.integers(-400, 400))
def test_a_notice_ends_after_it_begins_after_now_and_within_a_year(begins, ends):
    from_at, until_at = NOW + timedelta(days=begins), NOW + timedelta(days=ends)
    found = rules.why_not_notice(
        topic="WATER", hazard="", level="", from_at=from_at, until_at=until_at, at=NOW, copies=0
    )
    good = until_at > from_at and until_at > NOW and until_at - from_at <= rules.LONGEST_NOTICE
    assert (codes(found) == []) == good


def test_a_notice_hangs_once_approved_once_at_a_place_with_a_photo():
    plain = {"approved": True, "over": False, "again": False, "photos": 1}
    assert codes(rules.why_not_put_up(**plain)) == []
    assert codes(rules.why_not_put_up(**{**plain, "approved": False})) == ["notice_not_approved"]
    wrong = {"approved": True, "over": True, "again": True, "photos": 0}
    assert codes(rules.why_not_put_up(**wrong)) == ["notice_over", "hangs_already", "photo_missing"]


def test_a_sheet_goes_to_one_receiver():
    assert rules.why_not_sheet(to_post="a", party="", known={"a"}) is None
    assert rules.why_not_sheet(to_post="", party="开发商", known={"a"}) is None
    assert rules.why_not_sheet(to_post="a", party="开发商", known={"a"}).code == "receiver_wrong"
    assert rules.why_not_sheet(to_post="", party="", known={"a"}).code == "receiver_wrong"
    assert rules.why_not_sheet(to_post="z", party="", known={"a"}).code == "no_such_post"
