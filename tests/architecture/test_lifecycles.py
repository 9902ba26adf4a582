"""Every (state, verb) pair of every lifecycle is decided, and the drawing in the docs is the one of the code."""

from pathlib import Path

import pytest

from guanjia.commands.lifecycles import draw_page
from guanjia.kernel.lifecycle import ALL_LIFECYCLES
from guanjia.kernel.refusals import Refused

PAGE = Path(__file__).resolve().parents[2] / "docs" / "lifecycles.md"


@pytest.mark.parametrize("name", sorted(ALL_LIFECYCLES))
def test_every_pair_is_a_step_of_the_table_or_refused(name):
    lifecycle = ALL_LIFECYCLES[name]
    table = {(source, step.verb): step.target for step in lifecycle.steps for source in step.sources}
    for state in lifecycle.states:
        for verb in lifecycle.verbs:
            if (state, verb) in table:
                assert lifecycle.step(state, verb) == table[state, verb]
            else:
                with pytest.raises(Refused) as caught:
                    lifecycle.step(state, verb)
                assert caught.value.code == "illegal_step"


@pytest.mark.parametrize("name", sorted(ALL_LIFECYCLES))
def test_every_state_is_reached_and_named(name):
    lifecycle = ALL_LIFECYCLES[name]
    reached = {lifecycle.initial} | {step.target for step in lifecycle.steps}
    assert reached == set(lifecycle.states) == set(type(lifecycle.initial))


def test_the_drawing_is_the_one_of_the_code():
    assert PAGE.read_text(encoding="utf-8") == draw_page(), (
        "Run `guanjia lifecycles --write docs/lifecycles.md`."
    )
