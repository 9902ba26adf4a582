"""Every state and every verb of an import."""

import pytest

from guanjia.apps.unitlists.lifecycle import IMPORT
from guanjia.apps.unitlists.terms import State
from guanjia.kernel.refusals import Refused

ALLOWED = {
    (State.UPLOADED, "map"): State.MAPPED,
    (State.UPLOADED, "cancel"): State.CANCELLED,
    (State.UPLOADED, "fail"): State.FAILED,
    (State.MAPPED, "map"): State.MAPPED,
    (State.MAPPED, "start"): State.RUNNING,
    (State.MAPPED, "cancel"): State.CANCELLED,
    (State.MAPPED, "fail"): State.FAILED,
    (State.RUNNING, "finish"): State.DONE,
    (State.RUNNING, "cancel"): State.CANCELLED,
    (State.RUNNING, "fail"): State.FAILED,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("verb", ["map", "start", "finish", "cancel", "fail"])
def test_every_pair_is_decided(state, verb):
    assert verb in IMPORT.verbs
    if (state, verb) in ALLOWED:
        assert IMPORT.step(state, verb) == ALLOWED[state, verb]
    else:
        with pytest.raises(Refused):
            IMPORT.step(state, verb)
