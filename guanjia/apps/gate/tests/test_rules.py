"""The pure decisions, tried on many values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.gate import rules
from guanjia.apps.gate.lifecycle import ENTRY, PASS, SLIP, VISIT
from guanjia.apps.gate.rules import Look, Release, Stop
from guanjia.apps.gate.terms import Goods

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPANS = st.timedeltas(min_value=timedelta(days=-30), max_value=timedelta(days=30))


@given(SPANS, st.integers(0, 200))
def test_a_slip_is_good_for_its_hours_after_the_later_of_plan_and_approval(span, hours):
    planned = NOON + span
    until = rules.expires_at(planned, NOON, hours)
    assert until - timedelta(hours=hours) == max(planned, NOON)


@given(st.integers(0, 30), st.integers(0, 30))
def test_arrears_refuse_from_the_day_the_site_lets_them_go_no_longer(age, days):
    stop = Stop("ARREARS", "欠费", NOON - timedelta(days=age))
    found = rules.why_not_release([stop], Release(arrears_days=days), has_word=True, at=NOON)
    assert bool(found) == (age >= days)


@given(st.text(max_size=30))
def test_a_plate_has_one_spelling(typed):
    once = rules.plain_plate(typed)
    assert rules.plain_plate(once) == once
    assert len(once) <= 20


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Look("赵", "138"), Look("钱", "138"), True),
        (Look("赵", "", "川A1"), Look("钱", "139", "川A1"), True),
        (Look("赵", "138"), Look("赵", "139"), False),
        (Look("赵"), Look(" 赵 ", "139"), True),
        (Look(""), Look(""), False),
    ],
)
def test_people_are_known_by_number_or_plate_and_by_name_only_without_either(one, other, same):
    assert rules.is_same(one, other) is same
    assert rules.is_same(other, one) is same


@pytest.mark.parametrize("pieces", [0, -1, 10_000])
def test_a_line_has_pieces_somebody_can_carry(pieces):
    refusal = rules.why_not_goods([Goods("沙发", pieces)])
    assert refusal is not None
    assert refusal.code == "bad_pieces"


@given(st.lists(st.lists(st.sampled_from("abc"), min_size=1), max_size=4), st.sets(st.sampled_from("abc")))
def test_a_group_is_open_until_one_of_its_posts_approved(groups, signed):
    left = rules.open_groups(groups, signed)
    assert all(not set(group) & signed for group in left)
    assert len(left) + sum(1 for group in groups if set(group) & signed) == len(groups)


def test_what_has_passed_left_or_was_withdrawn_comes_to_life_no_more():
    for lifecycle, state in ((SLIP, "PASSED"), (SLIP, "EXPIRED"), (VISIT, "LEFT"), (ENTRY, "LEFT")):
        assert lifecycle.next_steps(state) == []
    assert [step.verb for step in PASS.next_steps("WITHDRAWN")] == ["see_off"]
