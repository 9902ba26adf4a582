"""Decisions without a database: who may take what, what is taken in, what fits what was lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.safekeeping import matching, rules
from guanjia.apps.safekeeping.lifecycle import ITEM, LOSS
from guanjia.apps.safekeeping.matching import Trait, fit
from guanjia.apps.safekeeping.terms import CAN_OF, HERE, How, Kind, Release, Sort, State
from guanjia.apps.safekeeping.tests.conftest import BAG, PARCEL, PURSE, signed
from tests.cast import at

DAY = date(2026, 3, 2)


def codes(refusals):
    return [one.code for one in refusals]


def taken_in(arrival, **changes):
    values = {"by_id": 1, "at": at("09:00"), "most_fen": 100_000, "has_unit": True, **changes}
    return codes(rules.why_not_receive(arrival, **values))


def given_out(release, kind=Kind.MAIL, sort=Sort.PARCEL, names=("王芳", ""), **changes):
    values = {"left": 3, "code": "123456", "by_id": 1, **changes}
    return codes(rules.why_not_hand_out(release, kind=kind, sort=sort, names=names, **values))


def test_a_whole_arrival_of_each_kind_is_taken_in():
    assert taken_in(PARCEL) == taken_in(BAG) == taken_in(replace(PURSE, counted_with_id=2)) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"in_scope": False}, "scope_unchecked"),
        ({"reminded": False}, "scope_unchecked"),
        ({"inspected": False}, "not_looked_at"),
        ({"condition": " "}, "not_looked_at"),
        ({"value_fen": 100_001}, "too_precious"),
        ({"for_name": ""}, "owner_missing"),
        ({"shelf": " "}, "shelf_missing"),
        ({"count": 0}, "bad_count"),
        ({"sort": Sort.CASH}, "no_such_sort"),
        ({"due_at": at("08:59")}, "due_past"),
        ({"what": "x"}, "what_missing"),
    ],
)
def test_something_left_with_us_is_checked_reminded_of_and_looked_at(changes, code):
    assert taken_in(replace(BAG, **changes)) == [code]


def test_cash_found_is_counted_by_two_different_people():
    assert taken_in(PURSE) == ["second_person"]
    assert taken_in(replace(PURSE, counted_with_id=1)) == ["second_person"]
    assert taken_in(replace(PURSE, sort=Sort.BAG)) == []


def test_what_was_found_has_a_place_a_finder_and_a_moment_that_has_passed():
    arrival = replace(PURSE, counted_with_id=2, found_where="", found_by="", found_at=at("09:01"))
    assert taken_in(arrival) == ["where_missing", "finder_missing", "found_later"]


def test_mail_is_for_a_unit_or_for_somebody():
    assert taken_in(replace(PARCEL, for_name=""), has_unit=False) == ["addressee_missing"]
    assert taken_in(replace(PARCEL, for_name=""), has_unit=True) == []


def test_owner_named_person_code_and_household_may_take_mail_and_nobody_else():
    assert given_out(signed("王 芳")) == []
    assert given_out(signed("李雷"), names=("王芳", "李雷")) == []
    assert given_out(signed("张三", code="１２３４５６")) == []
    assert given_out(signed("张三", household=True)) == []
    assert given_out(signed("张三")) == ["not_the_collector"]
    assert given_out(signed("张三", code="654321")) == ["code_wrong"]
    assert given_out(signed("张三", household=True), sort=Sort.REGISTERED) == ["not_the_collector"]
    assert given_out(signed("张三", household=True), kind=Kind.STORAGE, sort=Sort.BAG) == [
        "not_the_collector"
    ]


def test_whoever_takes_it_signs_or_has_agreed_to_the_door():
    assert given_out(Release(count=1, taken_by="王芳")) == ["signature_missing"]
    assert given_out(Release(count=1, taken_by="", how=How.DOOR)) == ["agreed_missing"]
    assert given_out(Release(count=1, taken_by="", how=How.DOOR, agreed="王芳电话同意")) == []
    assert given_out(Release(count=1, taken_by="", how=How.BOX)) == ["not_into_a_box"]
    assert given_out(Release(count=1, taken_by="", how=How.BOX), sort=Sort.LETTER) == []
    assert given_out(Release(count=1, taken_by="", how=How.BOX), sort=Sort.REGISTERED) == ["only_signed"]


def test_a_claim_is_proved_and_for_valuables_seen_by_two():
    whole = signed("赵六", proof="黑色短款，票根", identity="110101199001011234", witness_id=2)
    claim = {"kind": Kind.FOUND, "sort": Sort.CASH, "names": ("", "")}
    assert given_out(whole, **claim) == []
    assert given_out(replace(whole, proof="黑"), **claim) == ["proof_missing"]
    assert given_out(replace(whole, identity="12"), **claim) == ["identity_missing"]
    assert given_out(replace(whole, witness_id=1), **claim) == ["second_person"]
    assert given_out(replace(whole, how=How.DOOR, strokes=""), **claim) == ["only_signed"]


@given(st.integers(-5, 20), st.integers(1, 9))
def test_never_more_goes_out_than_is_left(count, left):
    refused = given_out(signed("王芳", count=count), left=left)
    assert (refused == []) is (1 <= count <= left)


@given(st.text(alphabet=st.characters(categories=["Nd", "Lu"]), min_size=6, max_size=20))
def test_of_an_identity_number_only_the_end_is_ever_kept(number):
    kept = rules.masked_identity(number)
    assert kept.startswith("****")
    assert len(kept) <= 12
    assert rules.plain(number).upper() not in kept


def test_who_decided_does_not_dispose_and_nobody_does_it_alone():
    assert codes(rules.why_not_dispose(by_id=1, decided_by_id=1, witness_id=2)) == ["own_decision"]
    assert codes(rules.why_not_dispose(by_id=1, decided_by_id=3, witness_id=None)) == ["second_person"]
    assert rules.why_not_dispose(by_id=1, decided_by_id=3, witness_id=2) == []


# --- What fits


FOUND = Trait("phone", "白色手机 小米", "1栋大堂", DAY)


def test_the_same_thing_fits_with_its_reasons_the_strongest_first():
    found = fit(FOUND, Trait("phone", "小米手机 白色", "一楼1栋大堂", DAY))
    assert found.points > 80
    assert str(found.reasons[0]) in {"same sort", "物品类别相同"}


def test_something_found_before_it_was_lost_does_not_fit():
    assert fit(FOUND, replace_day(FOUND, 2)) is None
    assert fit(FOUND, replace_day(FOUND, 1)) is not None  # people are out by a day


def replace_day(trait, days):
    return Trait(trait.sort, trait.words, trait.place, trait.day + timedelta(days=days))


def test_what_has_nothing_in_common_is_not_proposed():
    assert fit(FOUND, Trait("keys", "三把钥匙", "地下车库", DAY)) is None


WORDS = st.text(alphabet="白黑红色手机包钥匙 abc12", max_size=12)
TRAITS = st.builds(
    Trait, st.sampled_from(["phone", "keys"]), WORDS, WORDS, st.dates(date(2026, 1, 1), date(2026, 4, 1))
)


@given(TRAITS, TRAITS)
def test_points_lie_between_the_least_and_a_hundred_and_add_up_from_reasons(one, other):
    found = fit(one, other)
    if found is not None:
        assert matching.USUAL.least <= found.points <= 100
        assert found.reasons


@given(TRAITS)
def test_nothing_fits_better_than_the_thing_itself(one):
    other = Trait(one.sort, "别的东西", "", one.day)
    own, strange = fit(one, one), fit(one, other)
    assert own is not None
    assert strange is None or strange.points <= own.points


# --- The lifecycles


def test_every_step_but_those_of_the_clock_and_of_parts_has_a_capability():
    assert set(ITEM.verbs) - set(CAN_OF) == {"hand_out_part", "lapse"}


def test_what_is_settled_stays_settled():
    for state in State:
        assert bool(ITEM.next_steps(state)) is (state in HERE)
    assert not LOSS.next_steps("FOUND")
    assert not LOSS.next_steps("CLOSED")


def test_what_is_released_can_only_be_disposed_of():
    assert [step.verb for step in ITEM.next_steps(State.TO_DISPOSE)] == ["dispose"]
