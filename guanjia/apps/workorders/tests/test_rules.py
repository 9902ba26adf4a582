"""The decisions, without a database."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.workorders import rules
from guanjia.apps.workorders.pricing import DEAREST, Line, total, why_not_lines
from guanjia.apps.workorders.ranking import Candidate, Need, Person, best, rank_candidates
from tests.cast import at

T = at("09:00")
NEED = Need(skill="plumbing", group_code="A", skill_label="plumbing")
PAID = rules.Money(paid=True, quoted_fen=8000, consented=True)
DONE = rules.Finish(
    outcome="换了垫片",
    money=rules.Money(paid=False),
    started_at=None,
    charge_fen=0,
    needs_photo=False,
    photos=0,
    needs_signature=False,
    signed=False,
)


def person(staff_id, **changes):
    return Person(
        **{
            "staff_id": staff_id,
            "name": f"P{staff_id}",
            "on_duty": True,
            "skills": frozenset({"plumbing"}),
            **changes,
        }
    )


def order_of(*people, need=NEED):
    return [one.person.staff_id for one in rank_candidates(need, people)]


def codes(refusals):
    return [one.code for one in refusals]


# --- who should get it ---------------------------------------------------------------------------------------------


def test_being_on_duty_comes_before_everything():
    assert order_of(
        person(1, on_duty=False, groups=frozenset("A")), person(2, open_orders=9, skills=frozenset())
    ) == [2, 1]


def test_the_trade_comes_before_load_and_area():
    assert order_of(
        person(1, skills=frozenset({"lift"}), groups=frozenset("A")), person(2, open_orders=4)
    ) == [2, 1]


def test_whoever_has_least_to_do_comes_first():
    assert order_of(person(1, open_orders=2), person(2, open_orders=1), person(3)) == [3, 2, 1]


def test_answering_for_the_group_is_worth_one_order_and_for_others_costs_one():
    own, all_over, other = (
        person(1, open_orders=1, groups=frozenset("A"), latest_at=T),
        person(2),
        person(3, groups=frozenset("B")),
    )
    assert order_of(own, all_over, other) == [2, 1, 3]
    assert order_of(replace(own, open_orders=0), all_over, other) == [1, 2, 3]
    assert order_of(replace(own, open_orders=3), all_over, other) == [2, 3, 1]


def test_between_equals_the_turn_goes_to_whoever_waited_longest():
    early, late = person(1, latest_at=T - timedelta(hours=1)), person(2, latest_at=T)
    assert order_of(late, early, person(3)) == [3, 1, 2]


@given(st.permutations([person(n, open_orders=n % 3, on_duty=n % 2 == 0) for n in range(6)]))
def test_the_ranking_does_not_depend_on_the_order_of_asking(people):
    assert order_of(*people) == order_of(*sorted(people, key=lambda one: one.staff_id))


def test_every_place_in_the_ranking_is_explained():
    busy = person(1, on_duty=False, open_orders=5, paused_orders=1, skills=frozenset(), groups=frozenset("B"))
    found = rank_candidates(NEED, [busy, person(2, groups=frozenset("A"))])
    assert [one.code for one in found[0].reasons] == ["on_duty", "has_skill", "free", "own_group"]
    assert [(one.code, one.good) for one in found[1].reasons] == [
        ("off_duty", False),
        ("lacks_skill", False),
        ("load", False),
        ("paused", True),
        ("full", False),
        ("other_group", False),
    ]
    assert all(str(reason).strip() and "%" not in str(reason) for one in found for reason in one.reasons)


def test_nobody_off_duty_untrained_or_full_is_chosen_automatically():
    people = [person(1, on_duty=False), person(2, skills=frozenset()), person(3, open_orders=5)]
    assert best(rank_candidates(NEED, people)) is None
    assert best(rank_candidates(NEED, [*people, person(4, open_orders=4)])).person.staff_id == 4


def test_general_work_asks_for_no_trade():
    assert rank_candidates(Need(skill="general"), [person(1, skills=frozenset({"lift"}))])[0].suitable


# --- what is refused -----------------------------------------------------------------------------------------------


def one(**changes):
    return rank_candidates(NEED, [person(1, **changes)])[0]


def test_a_reason_lets_somebody_off_duty_have_the_order():
    assert rules.why_not_assign(one(on_duty=False), reason=" ").code == "off_duty"
    assert rules.why_not_assign(one(on_duty=False), reason="key") is None
    assert rules.why_not_assign(one(), reason="") is None
    assert rules.why_not_assign(None, reason="x").code == "not_a_technician"


def test_a_pause_has_a_reason_an_end_and_a_limit():
    ask = {"reason": "PARTS", "note": "", "until": at("15:00"), "at": T, "longest": timedelta(hours=24)}
    assert rules.why_not_pause(**ask) == []
    assert codes(rules.why_not_pause(**{**ask, "reason": "TIRED"})) == ["pause_reason"]
    assert codes(rules.why_not_pause(**{**ask, "reason": "OTHER"})) == ["pause_note"]
    assert codes(rules.why_not_pause(**{**ask, "until": T})) == ["pause_until_past"]
    assert rules.why_not_pause(**{**ask, "until": T + timedelta(hours=24)}) == []
    assert codes(rules.why_not_pause(**{**ask, "until": T + timedelta(hours=24, minutes=1)})) == [
        "pause_too_long"
    ]


def test_a_pause_is_overdue_from_its_very_end():
    assert not rules.is_pause_overdue("PAUSED", T + timedelta(seconds=1), T)
    assert rules.is_pause_overdue("PAUSED", T, T)
    assert not rules.is_pause_overdue("ON_SITE", T, T)


@pytest.mark.parametrize(
    ("money", "code"),
    [
        (rules.Money(paid=False), None),
        (rules.Money(paid=True), "quote_first"),
        (rules.Money(paid=True, quoted_fen=8000), "consent_first"),
        (PAID, None),
    ],
)
def test_paid_work_waits_for_price_and_consent(money, code):
    found = rules.why_not_work(money)
    assert (found.code if found else None) == code


def test_only_paid_work_is_started_and_only_once():
    assert rules.why_not_start(PAID, started=False) is None
    assert rules.why_not_start(PAID, started=True).code == "already_started"
    assert rules.why_not_start(rules.Money(paid=False), started=False).code == "start_free"
    assert rules.why_not_start(rules.Money(paid=True), started=False).code == "quote_first"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"outcome": " "}, ["outcome_missing"]),
        ({"needs_photo": True}, ["photo_missing"]),
        ({"needs_photo": True, "photos": 1}, []),
        ({"needs_signature": True}, ["signature_missing"]),
        ({"needs_signature": True, "signed": True}, []),
        ({"open_children": ("WO-2026-000002",)}, ["children_open"]),
        ({"money": rules.Money(paid=True)}, ["quote_first"]),
        ({"money": PAID}, ["start_first"]),
        ({"money": PAID, "started_at": T, "charge_fen": 8000}, []),
        ({"money": PAID, "started_at": T, "charge_fen": 8001}, ["over_quote"]),
        ({"charge_fen": 8001}, []),
    ],
)
def test_an_order_is_done_when_nothing_is_missing(changes, expected):
    assert codes(rules.why_not_complete(replace(DONE, **changes))) == expected


def test_everything_missing_is_said_at_once():
    bare = replace(DONE, outcome="", needs_photo=True, needs_signature=True)
    assert codes(rules.why_not_complete(bare)) == ["outcome_missing", "photo_missing", "signature_missing"]


def test_a_merge_has_its_limits():
    ask = {
        "same": False,
        "target_state": "ISSUED",
        "same_site": True,
        "consented": False,
        "target_below": False,
    }
    assert rules.why_not_merge(**ask) == []
    assert codes(rules.why_not_merge(**{**ask, "same": True})) == ["merge_itself"]
    assert codes(rules.why_not_merge(**{**ask, "target_state": "CANCELLED"})) == ["target_closed"]
    assert codes(rules.why_not_merge(**{**ask, "same_site": False})) == ["other_site"]
    assert codes(rules.why_not_merge(**{**ask, "consented": True})) == ["consent_given"]
    assert codes(rules.why_not_merge(**{**ask, "target_below": True})) == ["target_below"]


def test_a_number_shows_to_whoever_does_the_work_while_it_is_open():
    ask = {"is_open": True, "assignee_id": 1, "issued_by_id": 2, "actor_id": 1}
    assert rules.may_read_phone(**ask)
    assert rules.may_read_phone(**{**ask, "actor_id": 2})
    assert not rules.may_read_phone(**{**ask, "actor_id": 3})
    assert not rules.may_read_phone(**{**ask, "actor_id": None, "assignee_id": None})
    assert not rules.may_read_phone(**{**ask, "is_open": False})


# --- money ---------------------------------------------------------------------------------------------------------


def test_a_line_rounds_half_a_fen_up():
    assert Line("wire", Decimal("0.5"), 333).amount_fen == 167
    assert Line("wire", Decimal("2.25"), 200).amount_fen == 450


@given(
    st.lists(
        st.builds(
            Line,
            name=st.just("x"),
            quantity=st.decimals("0.01", "99.99", places=2),
            unit_price_fen=st.integers(0, 100_000),
        ),
        max_size=40,
    )
)
def test_lines_add_up_to_whole_fen(lines):
    assert why_not_lines(lines) == []
    assert total(lines) == sum(line.amount_fen for line in lines) >= 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Line(" ", Decimal(1), 1), "line_name_missing"),
        (Line("x", Decimal(0), 1), "line_quantity"),
        (Line("x", Decimal("0.001"), 1), "line_quantity"),
        (Line("x", Decimal("NaN"), 1), "line_quantity"),
        (Line("x", Decimal(1), -1), "line_price"),
        (Line("x", Decimal(2), DEAREST), "line_price"),
    ],
)
def test_a_line_that_cannot_be_is_named_by_its_place(line, code):
    found = why_not_lines([Line("tap", Decimal(1), 100), line])
    assert codes(found) == [code]
    assert found[0].params == {"place": 2}


def test_no_more_than_forty_lines():
    assert codes(why_not_lines([Line("x", Decimal(1), 1)] * 41)) == ["lines_too_many"]
    assert isinstance(one(), Candidate)
