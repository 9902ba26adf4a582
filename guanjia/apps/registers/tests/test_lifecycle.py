"""The table of states against what is expected of it."""

import pytest

from guanjia.apps.registers.lifecycle import LIFECYCLE
from guanjia.apps.registers.terms import CAN_OF, VERB_ICONS, State
from guanjia.kernel.refusals import Refused


def test_every_step_has_a_capability_and_a_picture():
    assert set(CAN_OF) == set(VERB_ICONS) == set(LIFECYCLE.verbs)


@pytest.mark.parametrize("state", sorted(State))
def test_every_pair_is_a_step_or_a_refusal(state):
    for verb in LIFECYCLE.verbs:
        if LIFECYCLE.allows(state, verb):
            assert LIFECYCLE.step(state, verb) in State
        else:
            with pytest.raises(Refused) as refused:
                LIFECYCLE.step(state, verb)
            assert refused.value.code == "illegal_step"


def test_no_step_edits_an_entry_and_nothing_leaves_a_struck_one():
    assert LIFECYCLE.next_steps("STRUCK") == []
    assert {step.verb for step in LIFECYCLE.next_steps("SIGNED")} == {"act", "rewrite", "strike"}


def test_the_last_signature_completes_an_entry():
    assert LIFECYCLE.step("ENTERED", "sign") == State.ENTERED
    assert LIFECYCLE.step("ENTERED", "sign_last") == State.SIGNED
