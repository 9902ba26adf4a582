"""The verbs of cases: the only writers. Each is *lock, permit, refuse, step, save, record*."""

from guanjia.apps.cases.services.classification import load_classification
from guanjia.apps.cases.services.complaints import (
    apologise_in_person,
    explain_invalid,
    hold_emergency_meeting,
    note_fee_refusal,
    reply_in_writing,
    report_to_gm,
    rule_complaint,
)
from guanjia.apps.cases.services.details import add_note, correct, forget_person, reveal_phone, tell_people
from guanjia.apps.cases.services.endings import close, close_at_once, reopen, resolve, withdraw
from guanjia.apps.cases.services.intake import receive
from guanjia.apps.cases.services.promises import (
    agree_later_arrival,
    answer,
    answer_urge,
    postpone,
    promise,
    tell_progress,
    urge,
)
from guanjia.apps.cases.services.relations import merge, place_under, split
from guanjia.apps.cases.services.responsibility import change_owner, forward, hand_over
from guanjia.apps.cases.services.reviews import make_weekly_list, open_review, open_weekly_list, review_day
from guanjia.apps.cases.services.visits import (
    claim_next_visit,
    claim_visit,
    confirm_visit,
    contest_visit,
    record_dissatisfied,
    record_satisfied,
    record_unreached,
    release_stale_claims,
    release_visit,
)
from guanjia.apps.cases.services.work import dispatch, note_work_done

__all__ = [
    "add_note",
    "agree_later_arrival",
    "answer",
    "answer_urge",
    "apologise_in_person",
    "change_owner",
    "claim_next_visit",
    "claim_visit",
    "close",
    "close_at_once",
    "confirm_visit",
    "contest_visit",
    "correct",
    "dispatch",
    "explain_invalid",
    "forget_person",
    "forward",
    "hand_over",
    "hold_emergency_meeting",
    "load_classification",
    "make_weekly_list",
    "merge",
    "note_fee_refusal",
    "note_work_done",
    "open_review",
    "open_weekly_list",
    "place_under",
    "postpone",
    "promise",
    "receive",
    "record_dissatisfied",
    "record_satisfied",
    "record_unreached",
    "release_stale_claims",
    "release_visit",
    "reopen",
    "reply_in_writing",
    "report_to_gm",
    "resolve",
    "reveal_phone",
    "review_day",
    "rule_complaint",
    "split",
    "tell_people",
    "tell_progress",
    "urge",
    "withdraw",
]
