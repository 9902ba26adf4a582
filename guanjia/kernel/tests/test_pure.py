"""Refusals, lifecycles, money, periods and permissions, without a database."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType, SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.beat import next_slot
from guanjia.kernel.lifecycle import ALL_LIFECYCLES, Lifecycle, Step
from guanjia.kernel.money import format_fen, parse_yuan
from guanjia.kernel.periods import Period, month_of
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, NotPermitted, Refusal, Refused, refuse


class Door(StrEnum):
    OPEN = "OPEN"
    SHUT = "SHUT"
    LOCKED = "LOCKED"


@pytest.fixture
def door():
    yield Lifecycle(
        "test door",
        {Door.OPEN: "open", Door.SHUT: "shut", Door.LOCKED: "locked"},
        Door.OPEN,
        [
            Step("shut", (Door.OPEN,), Door.SHUT, "Shut"),
            Step("open", (Door.SHUT,), Door.OPEN, "Open", weight=1),
            Step("lock", (Door.SHUT,), Door.LOCKED, "Lock"),
        ],
    )
    ALL_LIFECYCLES.pop("test door")


def test_refuse_collects_every_reason():
    with pytest.raises(Refused) as caught:
        refuse([Refusal("a", "A %(n)s.", params={"n": 1}), None, Refusal("b", "B.")])
    assert [reason.code for reason in caught.value.refusals] == ["a", "b"]
    assert str(caught.value) == "A 1. B."


@pytest.mark.parametrize("nothing", [None, [], [None, None]])
def test_refuse_lets_pass_without_reasons(nothing):
    refuse(nothing)


def test_lifecycle_takes_the_steps_of_its_table_and_no_other(door):
    assert door.step("OPEN", "shut") is Door.SHUT
    for state, verb in [("OPEN", "lock"), ("LOCKED", "open"), ("SHUT", "paint")]:
        assert not door.allows(state, verb)
        with pytest.raises(Refused) as caught:
            door.step(state, verb)
        assert caught.value.code == "illegal_step"


def test_lifecycle_offers_the_likeliest_step_first(door):
    assert [step.verb for step in door.next_steps("SHUT")] == ["open", "lock"]


def test_lifecycle_draws_every_step_and_its_ends(door):
    drawing = door.mermaid()
    assert "SHUT --> LOCKED: lock" in drawing
    assert "LOCKED --> [*]" in drawing
    assert "SHUT --> [*]" not in drawing


def test_lifecycle_refuses_two_ways_for_one_verb():
    twice = [Step("shut", (Door.OPEN,), Door.SHUT, ""), Step("shut", (Door.OPEN,), Door.LOCKED, "")]
    with pytest.raises(ValueError, match="twice"):
        Lifecycle("test twice", {}, Door.OPEN, twice)
    assert "test twice" not in ALL_LIFECYCLES


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_money_survives_the_way_to_paper_and_back(amount):
    assert parse_yuan(format_fen(amount)) == amount


@pytest.mark.parametrize(
    ("text", "fen"), [("80", 8000), ("￥1,234.5", 123450), (" 0.05 ", 5), ("-3.20", -320)]
)
def test_money_is_read_as_typed(text, fen):
    assert parse_yuan(text) == fen


@pytest.mark.parametrize("text", ["", "abc", "1.234", "1e5", "--1", "=1+1"])
def test_money_refuses_what_is_no_amount(text):
    with pytest.raises(Refused) as caught:
        parse_yuan(text)
    assert caught.value.code == "bad_amount"


def test_a_period_holds_its_start_and_not_its_end():
    march = month_of(date(2026, 3, 17))
    assert date(2026, 3, 1) in march
    assert date(2026, 4, 1) not in march
    assert not march.overlaps(month_of(date(2026, 4, 2)))
    assert march.overlaps(Period(date(2026, 3, 31), date(2026, 5, 1)))
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 3, 2), date(2026, 3, 1))


def _clerk(**grants):
    return Actor(
        kind=ActorKind.STAFF,
        company_id=1,
        name="Lin",
        grants=MappingProxyType(
            {key.replace("_", ".", 1): frozenset(value) for key, value in grants.items()}
        ),
    )


def test_permit_asks_for_the_capability_at_the_site_of_the_subject():
    clerk = _clerk(cases_close=[7])
    permit(clerk, "cases.close", SimpleNamespace(company_id=1, site_id=7))
    with pytest.raises(NotPermitted):
        permit(clerk, "cases.close", SimpleNamespace(company_id=1, site_id=8))
    with pytest.raises(NotPermitted):
        permit(clerk, "cases.open", SimpleNamespace(company_id=1, site_id=7))


def test_permit_answers_another_companys_thing_like_nothing_at_all():
    with pytest.raises(NotFound):
        permit(_clerk(cases_close=[7]), "cases.close", SimpleNamespace(company_id=2, site_id=7))
    with pytest.raises(NotFound):
        permit(Actor.system(1), "cases.close", SimpleNamespace(company_id=2, site_id=7))


def test_a_customer_may_only_what_the_link_allows_at_that_site():
    guest = Actor.customer(1, "guest", 7, frozenset({"cases.urge"}))
    permit_at(guest, "cases.urge", 7)
    for capability, site in [("cases.urge", 8), ("cases.close", 7)]:
        with pytest.raises(NotPermitted):
            permit_at(guest, capability, site)


@given(
    st.integers(min_value=1, max_value=10**6),
    st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)),
)
def test_the_next_slot_is_the_first_multiple_after_a_moment(seconds, moment):
    interval, after = timedelta(seconds=seconds), moment.replace(tzinfo=UTC)
    slot = next_slot(interval, after)
    assert after < slot <= after + interval
    assert next_slot(interval, slot - timedelta(microseconds=1)) == slot
