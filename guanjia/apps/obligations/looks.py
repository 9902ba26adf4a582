"""How an obligation looks: tone and icon of its state, when its clock turns amber, where it and its matter are found."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import RUNNING, STATES, BreachState, Can, ProposalState, State
from guanjia.apps.rulebook.terms import Duty, EvidenceKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Text

TONES = {
    State.OPEN: "accent",
    State.PAUSED: "paused",
    State.KEPT: "calm",
    State.LATE: "soon",
    State.MISSED: "late",
    State.EXCUSED: "neutral",
    State.VOIDED: "neutral",
}
ICONS = {
    State.OPEN: "clock-play",
    State.PAUSED: "player-pause",
    State.KEPT: "circle-check",
    State.LATE: "clock-exclamation",
    State.MISSED: "circle-x",
    State.EXCUSED: "hand-stop",
    State.VOIDED: "ban",
}
_LONGEST_SOON = timedelta(minutes=30)


def state_label(row: Obligation) -> Text:
    """The state in a word."""
    return STATES[State(row.state)]


def state_tone(row: Obligation) -> str:
    """The tone of the state."""
    return TONES[State(row.state)]


def state_icon(row: Obligation) -> str:
    """The icon of the state."""
    return ICONS[State(row.state)]


def soon_at(row: Obligation) -> datetime:
    """When the clock turns amber: in the last third of its time, but not earlier than half an hour before the end."""
    return row.due_at - min(_LONGEST_SOON, max(row.due_at - row.start_at, timedelta(0)) / 3)


FORMS = {EvidenceKind.SHEET: "inspections:fill", EvidenceKind.ENTRY: "registers:enter"}
"""Where the paper that proves a duty is filled; names of addresses only, what is filled stands above this app."""


def form_of(row: Obligation, duty: Duty | None) -> str:
    """The address of the form that proves a running duty, about its subject or matter; "" when no form does."""
    if duty is None or duty.evidence is None or duty.evidence.kind not in FORMS or row.state not in RUNNING:
        return ""
    try:
        address = reverse(FORMS[duty.evidence.kind], args=[row.pack, duty.evidence.key])
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode({'about': row.ref})}"


def may_open(actor: Actor, row: Obligation) -> bool:
    """Whether the page of an obligation opens for an actor; asks nothing of the database."""
    if actor.can(Can.SEE, row.site_id) or (actor.id is not None and row.owner_id == actor.id):
        return True
    held = row.owner_id is None and row.owner_post in actor.posts and row.site_id in actor.site_ids
    groups = {one.partition(":")[2] for one in actor.groups if one.startswith(f"{row.site_id}:")}
    return held and (not row.group_code or not groups or row.group_code in groups)


BREACH_TONES = {
    BreachState.OPEN: "late",
    BreachState.EXPLAINED: "soon",
    BreachState.SENT_BACK: "late",
    BreachState.CORRECTED: "accent",
    BreachState.CLOSED: "calm",
    BreachState.DISPENSED: "neutral",
}
BREACH_ICONS = {
    BreachState.OPEN: "help-circle",
    BreachState.EXPLAINED: "hourglass",
    BreachState.SENT_BACK: "arrow-back-up",
    BreachState.CORRECTED: "eye",
    BreachState.CLOSED: "circle-check",
    BreachState.DISPENSED: "ban",
}
PROPOSAL_TONES = {
    ProposalState.PROPOSED: "soon",
    ProposalState.HEARD: "accent",
    ProposalState.APPROVED: "late",
    ProposalState.DECLINED: "calm",
    ProposalState.WITHDRAWN: "neutral",
}
PROPOSAL_ICONS = {
    ProposalState.PROPOSED: "hourglass",
    ProposalState.HEARD: "message-check",
    ProposalState.APPROVED: "gavel",
    ProposalState.DECLINED: "circle-x",
    ProposalState.WITHDRAWN: "arrow-back-up",
}
