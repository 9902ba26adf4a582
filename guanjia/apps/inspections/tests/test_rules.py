"""Verdicts, scores and refusals, without a database."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.inspections import rules
from guanjia.apps.inspections.terms import Given, Verdict
from guanjia.apps.rulebook.terms import Bilingual, CheckedSubject, Checklist, Item, ItemAnswer

TEXT = Bilingual("项", "Item")


def checklist(*items, **more):
    return Checklist("sheet", "1", TEXT, CheckedSubject.SITE, items, **more)


def item(key="one", **more):
    return Item(key, TEXT, **more)


WARMTH = item("warmth", answer=ItemAnswer.NUMBER, least=18.0, most=24.5)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("18", Verdict.PASS),
        ("24.5", Verdict.PASS),
        ("17.99", Verdict.FAIL),
        ("24.6", Verdict.FAIL),
        ("-3", Verdict.FAIL),
        ("２１．５", Verdict.PASS),
        ("na", Verdict.NOT_APPLICABLE),
        ("", None),
        ("warm", None),
        ("1e400", None),
        ("nan", None),
    ],
)
def test_a_number_passes_within_its_limits(answer, verdict):
    assert rules.verdict_on(WARMTH, answer) is verdict


def test_a_number_without_a_limit_on_one_side_is_only_held_to_the_other():
    assert rules.verdict_on(item(answer=ItemAnswer.NUMBER, most=5.0), "-100") is Verdict.PASS
    assert rules.verdict_on(item(answer=ItemAnswer.NUMBER, least=5.0), "4") is Verdict.FAIL


def test_words_pass_and_silence_is_no_answer():
    assert rules.verdict_on(item(answer=ItemAnswer.TEXT), "两盏灯") is Verdict.PASS
    assert rules.verdict_on(item(answer=ItemAnswer.TEXT), "  ") is None
    assert rules.verdict_on(item(), "perhaps") is None


_ITEMS = st.lists(st.tuples(st.integers(0, 20), st.sampled_from(list(Verdict))), min_size=1, max_size=30)


def _sheet(rows):
    sheet = checklist(*(item(f"i{place}", points=points) for place, (points, _v) in enumerate(rows)))
    return sheet, {f"i{place}": verdict for place, (_points, verdict) in enumerate(rows)}


@given(_ITEMS)
def test_the_score_is_the_share_of_points_rounded_down(rows):
    sheet, verdicts = _sheet(rows)
    score = rules.score(sheet, verdicts)
    applying = sum(points for points, verdict in rows if verdict is not Verdict.NOT_APPLICABLE)
    passing = sum(points for points, verdict in rows if verdict is Verdict.PASS)
    assert 0 <= score <= 100
    if applying:
        assert score * applying <= 100 * passing < (score + 1) * applying
    assert rules.passes(sheet, score) is (score == 100)


@given(_ITEMS)
def test_an_item_that_comes_right_never_lowers_the_score_and_what_does_not_apply_does_not_count(rows):
    sheet, verdicts = _sheet(rows)
    before = rules.score(sheet, verdicts)
    for key in rules.failed_items(verdicts):
        assert rules.score(sheet, {**verdicts, key: Verdict.PASS}) >= before
    wider = checklist(*sheet.items, item("extra", points=9))
    assert rules.score(wider, {**verdicts, "extra": Verdict.NOT_APPLICABLE}) == before


def test_a_sheet_passes_from_its_share_on():
    sheet = checklist(item(points=2), item("two"), passes_at=66)
    assert rules.score(sheet, {"one": Verdict.PASS, "two": Verdict.FAIL}) == math.floor(200 / 3) == 66
    assert rules.passes(sheet, 66)
    assert not rules.passes(sheet, 65)


def codes(refusals):
    return {(one.field, one.code) for one in refusals}


def test_every_bad_item_is_reported_at_once_beside_itself():
    sheet = checklist(item(photo=True), item("two"), WARMTH, item("four"), item("five"))
    answers = {
        "one": Given("fail"),
        "two": Given("maybe"),
        "warmth": Given("hot"),
        "five": Given("pass"),
        "gone": Given("pass"),
    }
    assert codes(rules.why_not_fill(sheet, answers)) == {
        ("note_one", "note_missing"),
        ("photos_one", "photo_missing"),
        ("item_two", "no_such_answer"),
        ("item_warmth", "not_a_number"),
        ("item_four", "unanswered"),
        (None, "unknown_item"),
    }


def test_a_number_out_of_its_limits_needs_a_note_too():
    assert codes(rules.why_not_fill(checklist(WARMTH), {"warmth": Given("30")})) == {
        ("note_warmth", "note_missing")
    }
    assert not rules.why_not_fill(checklist(WARMTH), {"warmth": Given("30", "空调坏了")})


def test_steps_in_order_refuse_a_gap():
    steps = checklist(item(), item("two"), item("three"), in_order=True)
    answers = {"one": Given("pass"), "three": Given("pass")}
    (gap,) = rules.why_not_fill(steps, answers)
    assert (gap.field, gap.code) == ("item_two", "step_left_out")
    assert "2" in str(gap)
    tail = rules.why_not_fill(steps, {"one": Given("pass")})
    assert codes(tail) == {("item_two", "unanswered"), ("item_three", "unanswered")}
    loose = checklist(item(), item("two"), item("three"))
    assert codes(rules.why_not_fill(loose, answers)) == {("item_two", "unanswered")}


def test_a_sheet_to_which_nothing_applies_is_no_inspection():
    sheet = checklist(item(), item("two"))
    assert codes(rules.why_not_fill(sheet, {"one": Given("na"), "two": Given("na")})) == {
        (None, "nothing_applies")
    }
    assert not rules.why_not_fill(sheet, {"one": Given("na"), "two": Given("pass")})


def test_nobody_checks_their_own_correction():
    asked = {"passed": True, "note": "", "corrected_by_id": 7}
    assert [one.code for one in rules.why_not_recheck(by_id=7, **asked)] == ["own_correction"]
    assert not rules.why_not_recheck(by_id=8, **asked)
    assert not rules.why_not_recheck(by_id=None, **{**asked, "corrected_by_id": None})
    sent_back = rules.why_not_recheck(by_id=8, **{**asked, "passed": False})
    assert codes(sent_back) == {("note", "note_missing")}
