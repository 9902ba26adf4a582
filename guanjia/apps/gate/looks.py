"""How the states of the gate look: tones and icons, always beside a word."""

from guanjia.apps.gate.terms import HeldState, PassState, SlipState, VisitState

TONES: dict[str, str] = {
    SlipState.ASKED: "soon",
    SlipState.APPROVED: "accent",
    SlipState.PASSED: "calm",
    SlipState.HELD: "late",
    SlipState.DECLINED: "late",
    SlipState.EXPIRED: "paused",
    HeldState.DECIDED: "soon",
    HeldState.RETURNED: "calm",
    VisitState.WAITING: "soon",
    VisitState.INSIDE: "accent",
    VisitState.LEFT: "calm",
    VisitState.REFUSED: "late",
    PassState.VALID: "calm",
    PassState.WITHDRAWN: "late",
}
"""By the value of a state; values that two nouns share mean the same for both."""

ICONS: dict[str, str] = {
    SlipState.ASKED: "hourglass",
    SlipState.APPROVED: "check",
    SlipState.PASSED: "checks",
    SlipState.HELD: "hand-stop",
    SlipState.DECLINED: "circle-x",
    SlipState.CANCELLED: "x",
    SlipState.EXPIRED: "clock-pause",
    HeldState.DECIDED: "gavel",
    HeldState.RETURNED: "checks",
    VisitState.ANNOUNCED: "calendar-event",
    VisitState.WAITING: "hourglass",
    VisitState.INSIDE: "user-check",
    VisitState.LEFT: "logout",
    VisitState.REFUSED: "user-x",
    VisitState.MISSED: "calendar-x",
    PassState.VALID: "id-badge-2",
    PassState.WITHDRAWN: "ban",
}

VERB_ICONS = {
    "approve": "check",
    "decline": "circle-x",
    "cancel": "x",
    "take_word": "phone-call",
    "let_pass": "checks",
    "hold": "hand-stop",
    "decide": "gavel",
    "give_out": "package",
    "ask_host": "phone-call",
    "come_in": "user-check",
    "leave": "logout",
    "turn_away": "user-x",
    "go_in": "user-check",
    "go_out": "logout",
    "see_off": "logout",
    "renew": "refresh",
    "withdraw": "ban",
}
DANGEROUS = frozenset({"cancel", "decline", "withdraw", "turn_away", "hold"})
