"""The words of the app: kinds of meetings, attendance, states, what is entered in a duty log, capabilities."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text


class Can(Capability):
    """Capabilities over meetings, their decisions, and duty logs."""

    SEE = "meetings.see"
    SEE_ALL = "meetings.see_all"
    CALL = "meetings.call"
    RECORD = "meetings.record"
    APPROVE = "meetings.approve"
    TAKE_PART = "meetings.take_part"
    CHECK = "meetings.check"
    SEE_LOGS = "meetings.see_logs"
    LOG = "meetings.log"
    COUNTERSIGN = "meetings.countersign"


declare(
    {
        Can.SEE: _("See published minutes, and meetings one takes part in"),
        Can.SEE_ALL: _("See all meetings, and step in for convenor and recorder"),
        Can.CALL: _("Call meetings, publish and correct their minutes"),
        Can.RECORD: _("Take attendance and write minutes"),
        Can.APPROVE: _("Approve minutes as the chair"),
        Can.TAKE_PART: _("Answer notices of meetings, read minutes, report decisions done"),
        Can.CHECK: _("Check, change and drop decisions"),
        Can.SEE_LOGS: _("See duty logs"),
        Can.LOG: _("Open, write, hand over and receive duty logs"),
        Can.COUNTERSIGN: _("Read and countersign duty logs"),
    }
)

MEETING, DECISION, LOG = "MT", "MD", "DL"
"""The series of the numbers: MT-2026-000001."""


class Kind(StrEnum):
    """What a meeting is for."""

    MORNING = "MORNING"
    CLOSING = "CLOSING"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    DEPARTMENT = "DEPARTMENT"
    EMERGENCY = "EMERGENCY"
    COORDINATION = "COORDINATION"
    CONTRACTORS = "CONTRACTORS"
    SAFETY = "SAFETY"
    SUMMARY = "SUMMARY"
    OTHER = "OTHER"


KINDS: dict[Kind, Text] = {
    Kind.MORNING: _("Briefing before the shift"),
    Kind.CLOSING: _("Meeting after the shift"),
    Kind.WEEKLY: _("Weekly meeting"),
    Kind.MONTHLY: _("Monthly meeting"),
    Kind.DEPARTMENT: _("Department meeting"),
    Kind.EMERGENCY: _("Emergency meeting"),
    Kind.COORDINATION: _("Coordination with tenants"),
    Kind.CONTRACTORS: _("Meeting with contractors"),
    Kind.SAFETY: _("Safety meeting"),
    Kind.SUMMARY: _("Half-year or year summary"),
    Kind.OTHER: _("Other meeting"),
}


class State(StrEnum):
    """Where a meeting stands."""

    CALLED = "CALLED"
    HELD = "HELD"
    REVIEW = "REVIEW"
    APPROVED = "APPROVED"
    PUBLISHED = "PUBLISHED"
    CANCELLED = "CANCELLED"


class DecisionState(StrEnum):
    """Where a decision stands; DRAFT until the minutes are published."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"
    REPORTED = "REPORTED"
    DONE = "DONE"
    DROPPED = "DROPPED"


UNDONE = (DecisionState.OPEN, DecisionState.REPORTED)
"""States in which a decision still asks for something."""


class Presence(StrEnum):
    """Who came to a meeting."""

    PRESENT = "PRESENT"
    LATE = "LATE"
    LEAVE = "LEAVE"
    ABSENT = "ABSENT"


PRESENCES: dict[Presence, Text] = {
    Presence.PRESENT: _("Present"),
    Presence.LATE: _("Came late"),
    Presence.LEAVE: _("Absent with leave"),
    Presence.ABSENT: _("Was absent"),
}

CAME = (Presence.PRESENT, Presence.LATE)
"""Who was there, be it late."""


class LogState(StrEnum):
    """Where a duty log stands."""

    OPEN = "OPEN"
    HANDED = "HANDED"
    RECEIVED = "RECEIVED"
    UNRECEIVED = "UNRECEIVED"
    READ = "READ"


class ItemState(StrEnum):
    """Where a line of a duty log stands."""

    NOTED = "NOTED"
    OPEN = "OPEN"
    SETTLED = "SETTLED"
    CASE = "CASE"
    STRUCK = "STRUCK"


class ItemKind(StrEnum):
    """What a line of a duty log is about."""

    CALL = "CALL"
    VISIT = "VISIT"
    REPAIR = "REPAIR"
    COMPLAINT = "COMPLAINT"
    INQUIRY = "INQUIRY"
    HELP = "HELP"
    PATROL = "PATROL"
    EQUIPMENT = "EQUIPMENT"
    ORDER = "ORDER"
    INCIDENT = "INCIDENT"
    NOTE = "NOTE"


ITEM_KINDS: dict[ItemKind, Text] = {
    ItemKind.CALL: _("Call"),
    ItemKind.VISIT: _("Visit at the desk"),
    ItemKind.REPAIR: _("Repair wanted"),
    ItemKind.COMPLAINT: _("Complaint"),
    ItemKind.INQUIRY: _("Inquiry"),
    ItemKind.HELP: _("Help wanted"),
    ItemKind.PATROL: _("Found on the round"),
    ItemKind.EQUIPMENT: _("Running and equipment"),
    ItemKind.ORDER: _("Word from above"),
    ItemKind.INCIDENT: _("Incident"),
    ItemKind.NOTE: _("Plain note"),
}

KIND_WORDS: dict[str, ItemKind] = {
    "来电": ItemKind.CALL,
    "来访": ItemKind.VISIT,
    "报修": ItemKind.REPAIR,
    "维修": ItemKind.REPAIR,
    "投诉": ItemKind.COMPLAINT,
    "咨询": ItemKind.INQUIRY,
    "求助": ItemKind.HELP,
    "巡视": ItemKind.PATROL,
    "巡查": ItemKind.PATROL,
    "设备": ItemKind.EQUIPMENT,
    "运行": ItemKind.EQUIPMENT,
    "通知": ItemKind.ORDER,
    "突发": ItemKind.INCIDENT,
    "call": ItemKind.CALL,
    "visit": ItemKind.VISIT,
    "repair": ItemKind.REPAIR,
    "complaint": ItemKind.COMPLAINT,
    "inquiry": ItemKind.INQUIRY,
    "help": ItemKind.HELP,
    "round": ItemKind.PATROL,
    "equipment": ItemKind.EQUIPMENT,
    "order": ItemKind.ORDER,
    "incident": ItemKind.INCIDENT,
}
"""First words of a line that say its kind."""

CASES: dict[ItemKind, tuple[str, str]] = {
    ItemKind.CALL: ("help", "phone"),
    ItemKind.VISIT: ("help", "counter"),
    ItemKind.REPAIR: ("repair", "phone"),
    ItemKind.COMPLAINT: ("complaint", "phone"),
    ItemKind.INQUIRY: ("inquiry", "phone"),
    ItemKind.HELP: ("help", "phone"),
    ItemKind.PATROL: ("repair", "patrol"),
    ItemKind.EQUIPMENT: ("repair", "patrol"),
    ItemKind.ORDER: ("help", "counter"),
    ItemKind.INCIDENT: ("repair", "patrol"),
    ItemKind.NOTE: ("help", "counter"),
}
"""The kind and channel of the case a line becomes."""


class Check(StrEnum):
    """What is looked at before a shift is handed over (A-RULE-091..094)."""

    ROUND = "ROUND"
    RECORDS = "RECORDS"
    TOOLS = "TOOLS"
    CLEAN = "CLEAN"
    RELIEF = "RELIEF"


CHECKS: dict[Check, Text] = {
    Check.ROUND: _("The last round is walked"),
    Check.RECORDS: _("Records are looked through and explained"),
    Check.TOOLS: _("Keys, tools and instruments are counted"),
    Check.CLEAN: _("The post is clean"),
    Check.RELIEF: _("The relief is there and fit for duty"),
}

TONES: dict[str, str] = {
    "CALLED": "accent",
    "HELD": "soon",
    "REVIEW": "soon",
    "APPROVED": "accent",
    "PUBLISHED": "calm",
    "OPEN": "soon",
    "REPORTED": "accent",
    "DONE": "calm",
    "HANDED": "soon",
    "RECEIVED": "accent",
    "UNRECEIVED": "late",
    "READ": "calm",
    "SETTLED": "calm",
    "CASE": "accent",
}
"""The tone of a state's badge; neutral where none is named."""

STATE_ICONS: dict[str, str] = {
    "CALLED": "calendar-event",
    "HELD": "pencil",
    "REVIEW": "eye",
    "APPROVED": "check",
    "PUBLISHED": "speakerphone",
    "CANCELLED": "calendar-x",
    "DRAFT": "pencil",
    "OPEN": "hourglass",
    "REPORTED": "message-check",
    "DONE": "circle-check",
    "DROPPED": "x",
    "HANDED": "user-share",
    "RECEIVED": "user-check",
    "UNRECEIVED": "user-x",
    "READ": "signature",
    "NOTED": "note",
    "SETTLED": "circle-check",
    "CASE": "inbox",
    "STRUCK": "eraser",
}
