"""Which capability each verb needs and which reasons speak against it before anybody has typed anything.

The verbs and the buttons of the page read the same table, so that no button offers a step that would be refused.
Reasons that depend on what is typed (a date, a text) are asked by the verb as well.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.rules import closing, complaints, promises
from guanjia.apps.cases.rules.standing import Standing
from guanjia.apps.cases.terms import Act, Can
from guanjia.kernel.refusals import Refusal, Refused

Reason = Callable[[Standing], Refusal | list[Refusal] | None]

NEEDS: dict[str, Can] = {
    "dispatch": Can.DISPATCH,
    "promise": Can.HANDLE,
    "postpone": Can.HANDLE,
    "forward": Can.FORWARD,
    "hand_over": Can.FORWARD,
    "agree_later_arrival": Can.HANDLE,
    "tell_progress": Can.HANDLE,
    "answer": Can.HANDLE,
    "urge": Can.RECEIVE,
    "answer_urge": Can.HANDLE,
    "add_note": Can.HANDLE,
    "correct": Can.RECEIVE,
    "change_owner": Can.SUPERVISE,
    "note_fee_refusal": Can.RECEIVE,
    "rule_complaint": Can.RULE,
    "report_to_gm": Can.LEAD_MAJOR,
    "hold_emergency_meeting": Can.LEAD_MAJOR,
    "apologise_in_person": Can.LEAD_MAJOR,
    "reply_in_writing": Can.LEAD_MAJOR,
    "explain_invalid": Can.HANDLE,
    "place_under": Can.MERGE,
    "split": Can.MERGE,
    "merge": Can.MERGE,
    "resolve": Can.HANDLE,
    "close_at_once": Can.HANDLE,
    "close": Can.CLOSE,
    "reopen": Can.HANDLE,
    "withdraw": Can.HANDLE,
}

CUSTOMER_NEEDS: dict[str, Can] = {"urge": Can.FOLLOW, "add_note": Can.FOLLOW}
"""What a customer with the link of the case may do, and under which capability."""


def responsible(standing: Standing) -> Refusal | None:
    """Some verbs are for owner and handler (or the cluster's steward); others ask them or the supervisor."""
    if standing.is_responsible:
        return None
    return Refusal(
        "not_responsible",
        _(
            "This is for the owner, the handler or a supervisor. Ask one of them, or have the case handed over to you."
        ),
    )


def _skill_can_come_later(standing: Standing) -> list[Refusal]:
    return closing.why_not_dispatch(standing, skill="any")


REASONS: dict[str, tuple[Reason, ...]] = {
    "dispatch": (_skill_can_come_later,),
    "promise": (responsible, promises.why_not_promise),
    "postpone": (responsible, promises.why_not_postpone),
    "forward": (responsible,),
    "hand_over": (responsible,),
    "agree_later_arrival": (promises.why_not_later_arrival,),
    "answer": (responsible,),
    "answer_urge": (promises.why_not_answer_urge,),
    "note_fee_refusal": (complaints.why_not_complaint, complaints.why_not_fee_refusal),
    "rule_complaint": (complaints.why_not_complaint,),
    "report_to_gm": (complaints.why_not_major,),
    "hold_emergency_meeting": (complaints.why_not_major,),
    "apologise_in_person": (complaints.why_not_major, complaints.why_not_apologise),
    "reply_in_writing": (complaints.why_not_major,),
    "explain_invalid": (responsible, complaints.why_not_invalid),
    "merge": (closing.why_not_merge,),
    "resolve": (responsible, closing.why_not_resolve),
    "close_at_once": (responsible, closing.why_not_close_at_once),
    "close": (closing.why_not_close,),
    "reopen": (closing.why_not_reopener, closing.why_not_reopen),
    "withdraw": (responsible, closing.why_not_withdraw),
}

ACT_OF: dict[str, Act] = {
    "report_to_gm": Act.REPORTED_TO_GM,
    "hold_emergency_meeting": Act.EMERGENCY_MET,
    "apologise_in_person": Act.APOLOGISED,
    "reply_in_writing": Act.REPLIED_IN_WRITING,
    "explain_invalid": Act.INVALID_EXPLAINED,
}
"""What a class of complaints demands, and the verb that does it."""

WHOLE = frozenset({"merge", "resolve", "close_at_once", "close", "reopen", "withdraw"})
"""Verbs whose reasons look around the case (children, work orders, visit); the others look at its row alone."""


def why_not(verb: str, standing: Standing) -> list[Refusal]:
    """Everything that speaks against the verb now: not in this state, or the reasons above."""
    try:
        CASE.step(standing.case.state, verb)
    except Refused as refused:
        return list(refused.refusals)
    found: list[Refusal] = []
    for reason in REASONS.get(verb, ()):
        said = reason(standing)
        found += said if isinstance(said, list) else [said] if said else []
    return found


def is_done(verb: str, standing: Standing) -> bool:
    """Whether a step that is taken once has been taken: it may be taken again, but it is not what comes next."""
    case = standing.case
    if verb == "rule_complaint":
        return case.ruled_at is not None
    if verb == "answer":
        return case.answered_at is not None
    return verb in ACT_OF and ACT_OF[verb] in standing.acts
