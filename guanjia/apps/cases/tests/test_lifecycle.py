"""Every pair of state and verb of both lifecycles, and that verbs, capabilities and reasons fit them."""

import inspect

import pytest

from guanjia.apps.cases import services
from guanjia.apps.cases.lifecycle import CASE, OPEN_STATES, OPEN_VISITS, VISIT, CaseState, VisitState
from guanjia.apps.cases.rules.steps import CUSTOMER_NEEDS, NEEDS, REASONS, WHOLE
from guanjia.kernel.refusals import Refused

R, H, S, C = CaseState.RECEIVED, CaseState.HANDLING, CaseState.RESOLVED, CaseState.CLOSED
W, M = CaseState.WITHDRAWN, CaseState.MERGED
STAYS = {
    "tell_progress", "answer", "urge", "answer_urge", "add_note", "correct", "change_owner", "note_fee_refusal",
    "rule_complaint", "report_to_gm", "hold_emergency_meeting", "apologise_in_person", "reply_in_writing",
    "explain_invalid", "place_under",
}  # fmt: skip
EXPECTED = {
    **{(state, verb): state for verb in STAYS for state in (R, H, S)},
    **{(state, verb): H for verb in ("dispatch", "promise", "forward", "hand_over") for state in (R, H)},
    **{(state, verb): state for verb in ("agree_later_arrival", "split") for state in (R, H)},
    (H, "postpone"): H,
    **{(state, "merge"): M for state in (R, H, S)},
    **{(state, "withdraw"): W for state in (R, H, S)},
    **{(state, "resolve"): S for state in (R, H)},
    **{(state, "close_at_once"): C for state in (R, H)},
    (S, "close"): C,
    **{(state, "reopen"): H for state in (S, C)},
}


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("verb", CASE.verbs)
def test_a_case_steps_as_the_table_says_and_no_further(state, verb):
    target = EXPECTED.get((state, verb))
    if target is None:
        with pytest.raises(Refused) as refused:
            CASE.step(state, verb)
        assert refused.value.code == "illegal_step"
    else:
        assert CASE.step(state, verb) == target


def test_the_table_of_this_test_is_the_whole_lifecycle():
    assert {verb for _state, verb in EXPECTED} == set(CASE.verbs)


V = VisitState
VISITS = {
    (V.DUE, "claim"): V.CLAIMED,
    (V.UNREACHED, "claim"): V.CLAIMED,
    (V.CLAIMED, "release"): V.DUE,
    (V.CLAIMED, "record_satisfied"): V.SATISFIED,
    (V.CLAIMED, "record_dissatisfied"): V.DISSATISFIED,
    (V.CLAIMED, "record_unreached"): V.UNREACHED,
    **{(state, "confirm"): V.SATISFIED for state in OPEN_VISITS},
    **{(state, "contest"): V.DISSATISFIED for state in OPEN_VISITS},
    **{(state, "cancel"): V.CANCELLED for state in OPEN_VISITS},
}


@pytest.mark.parametrize("state", list(VisitState))
@pytest.mark.parametrize("verb", VISIT.verbs)
def test_a_visit_steps_as_the_table_says_and_no_further(state, verb):
    target = VISITS.get((state, verb))
    if target is None:
        with pytest.raises(Refused):
            VISIT.step(state, verb)
    else:
        assert VISIT.step(state, verb) == target


def test_every_verb_of_the_table_is_a_service_and_has_a_capability():
    assert set(CASE.verbs) == set(NEEDS)
    for verb in CASE.verbs:
        function = getattr(services, verb)
        wanted = inspect.signature(function).parameters
        assert {"by", "at"} <= set(wanted), f"{verb} takes the actor and the moment"
        assert wanted["by"].kind is inspect.Parameter.KEYWORD_ONLY


def test_reasons_and_customers_verbs_name_verbs_of_the_table():
    assert set(REASONS) | WHOLE | set(CUSTOMER_NEEDS) <= set(CASE.verbs)


def test_from_every_open_state_an_end_can_be_reached():
    for state in OPEN_STATES:
        seen, frontier = {state}, [state]
        while frontier:
            here = frontier.pop()
            for step in CASE.next_steps(here):
                if step.target not in seen:
                    seen.add(step.target)
                    frontier.append(step.target)
        assert C in seen


def test_every_state_and_step_has_a_name_for_people():
    for lifecycle in (CASE, VISIT):
        assert all(str(label) for label in lifecycle.states.values())
        assert all(str(step.label) for step in lifecycle.steps)
