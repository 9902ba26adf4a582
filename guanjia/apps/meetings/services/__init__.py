"""The verbs over meetings, minutes, decisions, duty logs and their lines."""

from guanjia.apps.meetings.services.decisions import amend, check, decide, drop, report
from guanjia.apps.meetings.services.items import leave_open, make_case, rewrite, settle, write
from guanjia.apps.meetings.services.logs import (
    countersign,
    hand_over,
    open_log,
    receive_log,
    resume,
)
from guanjia.apps.meetings.services.meetings import (
    Notice,
    answer_notice,
    call,
    cancel,
    edit,
    take_attendance,
)
from guanjia.apps.meetings.services.minutes import (
    acknowledge,
    approve,
    correct,
    publish,
    submit,
    write_minutes,
)

__all__ = [
    "Notice",
    "acknowledge",
    "amend",
    "answer_notice",
    "approve",
    "call",
    "cancel",
    "check",
    "correct",
    "countersign",
    "decide",
    "drop",
    "edit",
    "hand_over",
    "leave_open",
    "make_case",
    "open_log",
    "publish",
    "receive_log",
    "report",
    "resume",
    "rewrite",
    "settle",
    "submit",
    "take_attendance",
    "write",
    "write_minutes",
]
