"""The table of states against what the trade expects of it."""

import pytest

from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.terms import CAN_OF, CLOSED, HELD, OPEN, State
from guanjia.kernel.refusals import Refused


def test_every_verb_has_a_capability_and_every_capability_a_verb():
    assert set(CAN_OF) == set(LIFECYCLE.verbs)


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_nothing_leaves_a_closed_order(state):
    assert LIFECYCLE.next_steps(state) == []


@pytest.mark.parametrize("state", sorted(State))
def test_every_pair_is_a_step_or_a_refusal_with_both_names(state):
    for verb in LIFECYCLE.verbs:
        if LIFECYCLE.allows(state, verb):
            assert LIFECYCLE.step(state, verb) in State
        else:
            with pytest.raises(Refused) as refused:
                LIFECYCLE.step(state, verb)
            assert refused.value.code == "illegal_step"


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_order_can_be_cancelled_merged_and_split(state):
    assert {"cancel", "merge", "split"} <= {step.verb for step in LIFECYCLE.next_steps(state)}


@pytest.mark.parametrize("state", sorted(HELD))
def test_whoever_has_an_order_can_pass_it_on_or_give_it_back(state):
    assert LIFECYCLE.step(state, "transfer") == State.ASSIGNED
    assert LIFECYCLE.step(state, "send_back") == State.ISSUED


@pytest.mark.parametrize(
    ("state", "likeliest"),
    [
        ("ISSUED", "assign"),
        ("OFFERED", "assign"),
        ("ASSIGNED", "accept"),
        ("ACCEPTED", "arrive"),
        ("PAUSED", "resume"),
    ],
)
def test_the_likeliest_step_comes_first(state, likeliest):
    assert LIFECYCLE.next_steps(state)[0].verb == likeliest


def test_a_rested_order_is_taken_up_on_the_way():
    assert LIFECYCLE.step("PAUSED", "resume") == State.ACCEPTED
