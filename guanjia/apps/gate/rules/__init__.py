"""Pure decisions of the gate."""

from guanjia.apps.gate.rules.people import (
    Look,
    is_same,
    why_not_announce,
    why_not_bar,
    why_not_come_in,
    why_not_go_in,
    why_not_pass,
)
from guanjia.apps.gate.rules.rooms import (
    open_groups,
    why_not_approve_entry,
    why_not_ask_entry,
    why_not_enter_room,
    why_not_posts,
)
from guanjia.apps.gate.rules.slips import (
    Release,
    Stop,
    expires_at,
    plain_plate,
    why_not_approve,
    why_not_ask,
    why_not_goods,
    why_not_let_pass,
    why_not_reason,
    why_not_release,
    why_not_stop,
)

__all__ = [
    "Look",
    "Release",
    "Stop",
    "expires_at",
    "is_same",
    "open_groups",
    "plain_plate",
    "why_not_announce",
    "why_not_approve",
    "why_not_approve_entry",
    "why_not_ask",
    "why_not_ask_entry",
    "why_not_bar",
    "why_not_come_in",
    "why_not_enter_room",
    "why_not_go_in",
    "why_not_goods",
    "why_not_let_pass",
    "why_not_pass",
    "why_not_posts",
    "why_not_reason",
    "why_not_release",
    "why_not_stop",
]
