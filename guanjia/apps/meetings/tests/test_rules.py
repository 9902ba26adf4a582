"""The rules, without a database: lines taken apart, who opens and hands over, and what is always true of them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.meetings import rules
from guanjia.apps.meetings.terms import CHECKS, KIND_WORDS, ItemKind, LogState
from tests.cast import at


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("14:05 报修 3-502 厨房漏水!", ("厨房漏水", (14, 5), ItemKind.REPAIR, "3-502", True)),
        ("投诉 楼上噪音", ("楼上噪音", None, ItemKind.COMPLAINT, "", False)),
        ("9：30 巡视 地库正常！", ("地库正常", (9, 30), ItemKind.PATROL, "", True)),
        ("Repair  the   door", ("the door", None, ItemKind.REPAIR, "", False)),
        ("25:10 不是时间", ("25:10 不是时间", None, None, "", False)),
        ("3-502", ("3-502", None, None, "", False)),
        ("一切正常", ("一切正常", None, None, "", False)),
    ],
)
def test_a_line_is_taken_apart(typed, found):
    line = rules.taken_apart(typed, {"3-502"})
    assert (line.text, line.clock, line.kind, line.code, line.open) == found


@given(st.text(max_size=120))
def test_whatever_is_typed_nothing_of_its_words_is_lost_or_invented(typed):
    line = rules.taken_apart(typed)
    assert line.text in " ".join(typed.split())
    assert line.code == ""
    if line.clock is not None:
        assert 0 <= line.clock[0] < 24
        assert 0 <= line.clock[1] < 60


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(sorted(KIND_WORDS)),
    st.text("漏水门灯abc", min_size=2, max_size=20),
    st.booleans(),
)
def test_time_kind_and_openness_always_come_through(hour, minute, word, text, stays_open):
    line = rules.taken_apart(f"{hour:02d}:{minute:02d} {word} {text}{'!' if stays_open else ''}")
    assert (line.clock, line.kind, line.text, line.open) == (
        (hour, minute),
        KIND_WORDS[word],
        text,
        stays_open,
    )


def test_a_meeting_says_all_that_is_missing_at_once():
    found = rules.why_not_call(
        title="", place=" ", from_at=at("10:00"), until_at=at("09:00"), at=at("08:00"), points=[], invited=0
    )
    assert {one.code for one in found} == {
        "title_missing",
        "place_missing",
        "ends_first",
        "no_agenda",
        "nobody_invited",
    }


@given(st.sets(st.sampled_from(sorted(CHECKS))), st.text(max_size=10))
def test_a_shift_is_handed_over_with_everything_ticked_or_a_word_why_not(checks, note):
    found = rules.why_not_hand_over(checks, note=note, on_duty=True)
    ready = set(checks) == set(CHECKS) or len(note.strip()) >= 2
    assert bool(found) is not ready


@given(st.sampled_from(list(LogState)), st.integers(-600, 600), st.text(max_size=6))
def test_the_next_shift_begins_only_after_receipt_or_with_a_reason(state, minutes, reason):
    now = at("18:00") + timedelta(minutes=minutes)
    former = rules.Former(state, at("08:00"), at("18:00"))
    refused = rules.why_not_open(former, from_at=at("17:00"), at=now, reason=reason)
    received = state in (LogState.RECEIVED, LogState.UNRECEIVED, LogState.READ)
    running = state == LogState.OPEN and now < at("18:00")
    if received:
        assert refused is None
    elif running:
        assert refused is not None
        assert refused.code == "log_running"
    else:
        assert (refused is None) is (len(reason.strip()) >= 2)


def test_who_has_no_turn_of_duty_opens_nothing():
    refused = rules.why_not_open(None, from_at=None, at=at("09:00"), reason="")
    assert refused is not None
    assert refused.code == "not_on_duty"


@given(st.booleans(), st.integers(1, 3), st.integers(1, 3))
def test_nobody_checks_what_they_reported(passed, checker, reporter):
    found = rules.why_not_check(may=True, by_id=checker, reporter_id=reporter, passed=passed, note="看过了")
    assert ([one.code for one in found] == ["own_report"]) is (checker == reporter)


@given(st.integers(-2000, 20_000))
def test_a_decision_is_wanted_ahead_and_never_beyond_the_calendar(days):
    found = rules.why_not_due(at("09:00") + timedelta(days=days), at("09:00"))
    code = found.code if found else ""
    assert code == ("not_ahead" if days <= 0 else "too_far" if days > 3 * 366 else "")
