"""The words of the app: states, urgencies, reasons to pause, and what can be done with a work order (派工单)."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text
from guanjia.ui.offers import Offers


class Can(Capability):
    """Capabilities over work orders."""

    SEE = "workorders.see"
    ISSUE = "workorders.issue"
    OFFER = "workorders.offer"
    ASSIGN = "workorders.assign"
    GRAB = "workorders.grab"
    WORK = "workorders.work"
    WORK_FOR_OTHERS = "workorders.work_for_others"
    APPOINT = "workorders.appoint"
    PAUSE = "workorders.pause"
    TRANSFER = "workorders.transfer"
    QUOTE = "workorders.quote"
    COMPLETE = "workorders.complete"
    CANCEL = "workorders.cancel"
    MERGE = "workorders.merge"
    SPLIT = "workorders.split"
    SEE_CONTACT = "workorders.see_contact"
    SET_RULES = "workorders.set_rules"


declare(
    {
        Can.SEE: _("See work orders"),
        Can.ISSUE: _("Issue work orders"),
        Can.OFFER: _("Put work orders up to be grabbed"),
        Can.ASSIGN: _("Assign work orders"),
        Can.GRAB: _("Grab work orders"),
        Can.WORK: _("Accept one's own work orders, arrive, take up again"),
        Can.WORK_FOR_OTHERS: _("Enter steps for a technician who reports by phone"),
        Can.APPOINT: _("Agree a time of arrival with the customer"),
        Can.PAUSE: _("Pause work orders"),
        Can.TRANSFER: _("Hand work orders to somebody else or send them back"),
        Can.QUOTE: _("Quote paid work and take the customer's consent"),
        Can.COMPLETE: _("Complete work orders"),
        Can.CANCEL: _("Cancel work orders"),
        Can.MERGE: _("Merge work orders"),
        Can.SPLIT: _("Split work orders"),
        Can.SEE_CONTACT: _("Reveal a customer's phone number on a work order"),
        Can.SET_RULES: _("Set the rules of dispatch of a site"),
    }
)

order_offers: Offers[Any] = Offers()
"""Buttons of higher apps for a work order; see ``ui.offers``."""


class State(StrEnum):
    """Where a work order stands."""

    ISSUED = "ISSUED"
    OFFERED = "OFFERED"
    ASSIGNED = "ASSIGNED"
    ACCEPTED = "ACCEPTED"
    ON_SITE = "ON_SITE"
    PAUSED = "PAUSED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    MERGED = "MERGED"


STATES: dict[StrEnum, Text] = {
    State.ISSUED: _("To assign"),
    State.OFFERED: _("Up to grab"),
    State.ASSIGNED: _("Assigned"),
    State.ACCEPTED: _("On the way"),
    State.ON_SITE: _("On site"),
    State.PAUSED: _("Paused"),
    State.COMPLETED: _("Completed"),
    State.CANCELLED: _("Cancelled"),
    State.MERGED: _("Merged"),
}

WAITING = frozenset({State.ISSUED, State.OFFERED})
"""Nobody has it yet."""

HELD = frozenset({State.ASSIGNED, State.ACCEPTED, State.ON_SITE, State.PAUSED})
"""Somebody has it."""

OPEN = WAITING | HELD
CLOSED = frozenset(State) - OPEN

BUSY = HELD - {State.PAUSED}
"""Counts as load of the one who has it; a paused order does not keep anybody's hands busy."""


class Urgency(StrEnum):
    """How soon somebody must go. SAFETY is a danger to people or property: a flood, somebody in a lift, smoke."""

    SAFETY = "safety"
    URGENT = "urgent"
    NORMAL = "normal"


URGENCIES = {
    Urgency.SAFETY: _("Safety"),
    Urgency.URGENT: _("Urgent"),
    Urgency.NORMAL: _("Normal"),
}
URGENCY_ORDER = {Urgency.SAFETY: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2}


class Way(StrEnum):
    """How an order came to the one who has it."""

    BY_HAND = "BY_HAND"
    AUTOMATIC = "AUTOMATIC"
    GRABBED = "GRABBED"
    TRANSFERRED = "TRANSFERRED"


WAYS = {
    Way.BY_HAND: _("Assigned by hand"),
    Way.AUTOMATIC: _("Assigned automatically"),
    Way.GRABBED: _("Grabbed"),
    Way.TRANSFERRED: _("Transferred"),
}


class PauseReason(StrEnum):
    """Why work rests."""

    PARTS = "PARTS"
    CUSTOMER_AWAY = "CUSTOMER_AWAY"
    CUSTOMER_ASKED = "CUSTOMER_ASKED"
    CONTRACTOR = "CONTRACTOR"
    NO_ACCESS = "NO_ACCESS"
    WEATHER = "WEATHER"
    OTHER = "OTHER"


PAUSE_REASONS = {
    PauseReason.PARTS: _("Waiting for parts"),
    PauseReason.CUSTOMER_AWAY: _("Customer is not there"),
    PauseReason.CUSTOMER_ASKED: _("Customer asked for another time"),
    PauseReason.CONTRACTOR: _("Waiting for an outside contractor"),
    PauseReason.NO_ACCESS: _("Nobody can work there now"),
    PauseReason.WEATHER: _("Weather"),
    PauseReason.OTHER: _("Another reason"),
}

FULL_LOAD = 5
"""Open orders at which nobody is given another one automatically, unless the site's rules say otherwise."""

LONGEST_PAUSE = timedelta(days=7)
"""The longest a pause may last in one go, unless the site's rules say otherwise (C-RULE-035 caps a promise likewise)."""

GENERAL = "general"
"""The trade anybody of the technicians can do."""

SERIES = "WO"

CAN_OF: dict[str, Can] = {
    "offer": Can.OFFER,
    "assign": Can.ASSIGN,
    "auto_assign": Can.ASSIGN,
    "grab": Can.GRAB,
    "accept": Can.WORK,
    "arrive": Can.WORK,
    "start": Can.WORK,
    "resume": Can.WORK,
    "appoint": Can.APPOINT,
    "pause": Can.PAUSE,
    "transfer": Can.TRANSFER,
    "send_back": Can.TRANSFER,
    "quote": Can.QUOTE,
    "consent": Can.QUOTE,
    "complete": Can.COMPLETE,
    "cancel": Can.CANCEL,
    "merge": Can.MERGE,
    "split": Can.SPLIT,
}
"""The capability each step of the lifecycle asks for."""

OWN_STEPS = frozenset(
    {"accept", "arrive", "start", "pause", "resume", "send_back", "quote", "consent", "complete"}
)
"""Steps of whoever has the order; others need ``Can.WORK_FOR_OTHERS`` besides."""

TONES: dict[str, str] = {
    State.ISSUED: "soon",
    State.OFFERED: "soon",
    State.ASSIGNED: "accent",
    State.ACCEPTED: "accent",
    State.ON_SITE: "accent",
    State.PAUSED: "paused",
    State.COMPLETED: "calm",
    State.CANCELLED: "neutral",
    State.MERGED: "neutral",
}
STATE_ICONS: dict[str, str] = {
    State.ISSUED: "user-question",
    State.OFFERED: "hand-grab",
    State.ASSIGNED: "user-check",
    State.ACCEPTED: "walk",
    State.ON_SITE: "tools",
    State.PAUSED: "player-pause",
    State.COMPLETED: "circle-check",
    State.CANCELLED: "ban",
    State.MERGED: "arrow-merge",
}
VERB_ICONS: dict[str, str] = {
    "offer": "hand-grab",
    "assign": "user-check",
    "auto_assign": "route",
    "grab": "hand-grab",
    "accept": "check",
    "arrive": "map-pin",
    "start": "player-play",
    "appoint": "calendar-event",
    "pause": "player-pause",
    "resume": "player-play",
    "transfer": "arrows-exchange",
    "send_back": "arrow-back-up",
    "quote": "coin-yuan",
    "consent": "signature",
    "complete": "checks",
    "cancel": "ban",
    "merge": "arrow-merge",
    "split": "arrows-split",
}
"""How screens draw states and steps: a tone, an icon."""

SKILL_ICONS: dict[str, str] = {
    "plumbing": "droplet",
    "electrical": "bolt",
    "lift": "elevator",
    "locks": "key",
    "building": "wall",
    "cleaning": "spray",
    "security": "shield",
    "greenery": "plant-2",
    "general": "tool",
}

PHRASES: dict[str, tuple[Text, ...]] = {
    "plumbing": (_("Part replaced, no leak any more"), _("Blockage cleared"), _("Seal replaced")),
    "electrical": (_("Lamp replaced"), _("Switch or socket replaced"), _("Circuit tested, power is back")),
    "locks": (_("Lock replaced"), _("Hinge adjusted")),
    "building": (_("Repaired and made good"),),
    "lift": (_("Released and tested, runs again"),),
}
ALWAYS = (_("Customer tried it and is content"), _("Place left clean"))
"""What technicians write most, to be touched instead of typed."""
