"""Decisions about work orders, free of database and clock. Each says why not, and what to do next."""

from guanjia.apps.workorders.rules.ending import (
    why_not_close,
    why_not_merge,
    why_not_reason,
    why_not_split,
)
from guanjia.apps.workorders.rules.giving import (
    trade_label,
    why_not_assign,
    why_not_auto_assign,
    why_not_grab,
    why_not_issue,
    why_not_transfer,
    why_not_waiting,
)
from guanjia.apps.workorders.rules.house import (
    may_read_phone,
    why_not_rules,
)
from guanjia.apps.workorders.rules.paying import (
    Money,
    why_not_begun,
    why_not_consent,
    why_not_quote,
    why_not_start,
    why_not_work,
)
from guanjia.apps.workorders.rules.working import (
    Finish,
    is_pause_overdue,
    why_not_appoint,
    why_not_complete,
    why_not_pause,
    why_not_yours,
)

__all__ = [
    "Finish",
    "Money",
    "is_pause_overdue",
    "may_read_phone",
    "trade_label",
    "why_not_appoint",
    "why_not_assign",
    "why_not_auto_assign",
    "why_not_begun",
    "why_not_close",
    "why_not_complete",
    "why_not_consent",
    "why_not_grab",
    "why_not_issue",
    "why_not_merge",
    "why_not_pause",
    "why_not_quote",
    "why_not_reason",
    "why_not_rules",
    "why_not_split",
    "why_not_start",
    "why_not_transfer",
    "why_not_waiting",
    "why_not_work",
    "why_not_yours",
]
