"""The words of the app: the kinds of paper, their states, parties, ways of delivery, capabilities."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text


class Can(Capability):
    """Capabilities over letters, contact sheets, rectification notices, tips and notices."""

    SEE = "letters.see"
    SEE_CONFIDENTIAL = "letters.see_confidential"
    REGISTER = "letters.register"
    DRAFT = "letters.draft"
    REVIEW = "letters.review"
    SEAL = "letters.seal"
    SEND = "letters.send"
    CONTACT = "letters.contact"
    ISSUE = "letters.issue"
    RECHECK = "letters.recheck"
    POST = "letters.post"
    TEXTS = "letters.texts"


declare(
    {
        Can.SEE: _("See letters, contact sheets and notices"),
        Can.SEE_CONFIDENTIAL: _("See confidential letters"),
        Can.REGISTER: _("Register letters received, hand them on and file them"),
        Can.DRAFT: _("Draft letters, rectification notices, tips and notices"),
        Can.REVIEW: _("Review drafts as the post asked for"),
        Can.SEAL: _("Put the seal on letters"),
        Can.SEND: _("Send letters and deliver rectification notices"),
        Can.CONTACT: _("Write and answer work contact sheets"),
        Can.ISSUE: _("Issue rectification notices, recall notices, excuse from an answer"),
        Can.RECHECK: _("Check again what a rectification notice demands"),
        Can.POST: _("Put notices up and take them down"),
        Can.TEXTS: _("Keep the templates of texts"),
    }
)


class Kind(StrEnum):
    """The kinds of paper; the value is the part of the address."""

    INCOMING = "in"
    OUTGOING = "out"
    CONTACT = "contact"
    RECTIFICATION = "rectify"
    NOTICE = "notice"


KINDS: dict[Kind, Text] = {
    Kind.INCOMING: _("Letters received"),
    Kind.OUTGOING: _("Letters sent"),
    Kind.CONTACT: _("Work contact sheets"),
    Kind.RECTIFICATION: _("Rectification notices"),
    Kind.NOTICE: _("Tips and notices"),
}

ONE: dict[Kind, Text] = {
    Kind.INCOMING: _("Letter received"),
    Kind.OUTGOING: _("Letter"),
    Kind.CONTACT: _("Work contact sheet"),
    Kind.RECTIFICATION: _("Rectification notice"),
    Kind.NOTICE: _("Notice to residents"),
}
"""One paper of each kind, as its own head calls it."""

ICONS = {
    Kind.INCOMING: "inbox",
    Kind.OUTGOING: "mail",
    Kind.CONTACT: "arrows-exchange",
    Kind.RECTIFICATION: "alert-triangle",
    Kind.NOTICE: "speakerphone",
}

SERIES = {
    Kind.INCOMING: "LI",
    Kind.OUTGOING: "LO",
    Kind.CONTACT: "LC",
    Kind.RECTIFICATION: "RN",
    Kind.NOTICE: "NT",
}
"""The series of the numbers: LI-2026-000001."""

PAPERS: dict[str, Text] = {
    "letters.in": _("Letter received"),
    "letters.out": _("Letter sent"),
    "letters.contact": _("Work contact sheet"),
    "letters.rectification": _("Rectification notice"),
}
PAPERS_ABOUT = dict(
    zip(PAPERS, (Kind.INCOMING, Kind.OUTGOING, Kind.CONTACT, Kind.RECTIFICATION), strict=True)
)
"""What of ours belongs into the file of a unit, and of which kind it is."""

CONFIDENTIAL_FILES = {Kind.INCOMING: "LIC", Kind.OUTGOING: "LOC"}
"""Files of a confidential letter are kept under its number with this series, so that ``documents`` guards them as well."""


class InState(StrEnum):
    """Where a letter received stands."""

    RECEIVED = "RECEIVED"
    ANSWERED = "ANSWERED"
    FILED = "FILED"


class OutState(StrEnum):
    """Where a letter of ours stands."""

    DRAFT = "DRAFT"
    REVIEW = "REVIEW"
    APPROVED = "APPROVED"
    SENT = "SENT"
    ANSWERED = "ANSWERED"
    FILED = "FILED"
    WITHDRAWN = "WITHDRAWN"


class SheetState(StrEnum):
    """Where a contact sheet stands."""

    ISSUED = "ISSUED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class RectState(StrEnum):
    """Where a rectification notice stands."""

    DRAFT = "DRAFT"
    ISSUED = "ISSUED"
    DELIVERED = "DELIVERED"
    CORRECTED = "CORRECTED"
    FAILED = "FAILED"
    SECOND = "SECOND"
    REFERRED = "REFERRED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


class NoticeState(StrEnum):
    """Where a tip or notice stands."""

    DRAFT = "DRAFT"
    REVIEW = "REVIEW"
    APPROVED = "APPROVED"
    POSTED = "POSTED"
    RECALLED = "RECALLED"
    DOWN = "DOWN"
    WITHDRAWN = "WITHDRAWN"


IN_FORCE = (NoticeState.APPROVED, NoticeState.POSTED)
"""States in which a notice holds, from its beginning to its end."""

TONES: dict[str, str] = {
    "RECEIVED": "soon",
    "REVIEW": "soon",
    "APPROVED": "accent",
    "ISSUED": "soon",
    "ACKNOWLEDGED": "accent",
    "DELIVERED": "soon",
    "CORRECTED": "accent",
    "FAILED": "late",
    "SECOND": "late",
    "REFERRED": "late",
    "SENT": "accent",
    "ANSWERED": "calm",
    "FILED": "calm",
    "CLOSED": "calm",
    "POSTED": "accent",
    "RECALLED": "late",
    "DOWN": "calm",
}
"""The tone of a state's badge; neutral where none is named."""

STATE_ICONS: dict[str, str] = {
    "RECEIVED": "inbox",
    "DRAFT": "pencil",
    "REVIEW": "eye",
    "APPROVED": "check",
    "ISSUED": "send",
    "ACKNOWLEDGED": "user-check",
    "DELIVERED": "hand-grab",
    "CORRECTED": "tool",
    "FAILED": "circle-x",
    "SECOND": "arrow-right",
    "REFERRED": "gavel",
    "SENT": "send",
    "ANSWERED": "message-check",
    "FILED": "archive",
    "CLOSED": "circle-check",
    "POSTED": "speakerphone",
    "RECALLED": "ban",
    "DOWN": "circle-check",
    "WITHDRAWN": "x",
}


class Party(StrEnum):
    """Whom a paper comes from or goes to."""

    RESIDENT = "RESIDENT"
    TENANT = "TENANT"
    CONTRACTOR = "CONTRACTOR"
    DEVELOPER = "DEVELOPER"
    AUTHORITY = "AUTHORITY"
    DEPARTMENT = "DEPARTMENT"
    OTHER = "OTHER"


PARTIES: dict[Party, Text] = {
    Party.RESIDENT: _("Resident"),
    Party.TENANT: _("Tenant"),
    Party.CONTRACTOR: _("Contractor"),
    Party.DEVELOPER: _("Developer"),
    Party.AUTHORITY: _("Authority"),
    Party.DEPARTMENT: _("Own department"),
    Party.OTHER: _("Somebody else"),
}

CORRECTING = (Party.RESIDENT, Party.TENANT, Party.CONTRACTOR, Party.DEPARTMENT, Party.DEVELOPER)
"""Who can be asked to put something right."""


class Way(StrEnum):
    """How a letter came or went."""

    HAND = "HAND"
    POST = "POST"
    COURIER = "COURIER"
    MAIL = "MAIL"
    FAX = "FAX"
    MESSAGE = "MESSAGE"


WAYS: dict[Way, Text] = {
    Way.HAND: _("By hand"),
    Way.POST: _("By registered post"),
    Way.COURIER: _("By courier"),
    Way.MAIL: _("By e-mail"),
    Way.FAX: _("By fax"),
    Way.MESSAGE: _("By message"),
}


class Delivery(StrEnum):
    """How a rectification notice was delivered."""

    SIGNED = "SIGNED"
    REFUSED = "REFUSED"
    DOOR = "DOOR"


DELIVERIES: dict[Delivery, Text] = {
    Delivery.SIGNED: _("Signed on the screen"),
    Delivery.REFUSED: _("Refused to sign, with a witness"),
    Delivery.DOOR: _("Posted on the door, with a photo"),
}


class Seal(StrEnum):
    """Which seal is put on."""

    COMPANY = "COMPANY"
    OFFICE = "OFFICE"
    CONTRACT = "CONTRACT"
    FINANCE = "FINANCE"


SEALS: dict[Seal, Text] = {
    Seal.COMPANY: _("Company seal"),
    Seal.OFFICE: _("Seal of the management office"),
    Seal.CONTRACT: _("Contract seal"),
    Seal.FINANCE: _("Finance seal"),
}


class Topic(StrEnum):
    """What a notice to residents is about."""

    TIP = "TIP"
    WEATHER = "WEATHER"
    FORECAST = "FORECAST"
    WATER = "WATER"
    POWER = "POWER"
    WORKS = "WORKS"
    SAFETY = "SAFETY"
    NOTICE = "NOTICE"


TOPICS: dict[Topic, Text] = {
    Topic.TIP: _("Warm tip"),
    Topic.WEATHER: _("Weather tip"),
    Topic.FORECAST: _("Weather forecast"),
    Topic.WATER: _("Water is cut off"),
    Topic.POWER: _("Power is cut off"),
    Topic.WORKS: _("Works on site"),
    Topic.SAFETY: _("Safety notice"),
    Topic.NOTICE: _("Notice to all"),
}

TIPS = (Topic.TIP, Topic.WEATHER, Topic.FORECAST)
"""Topics whose paper is headed as a warm tip; the others are notices."""


class Hazard(StrEnum):
    """What the weather threatens with."""

    TYPHOON = "TYPHOON"
    RAINSTORM = "RAINSTORM"
    HEAT = "HEAT"
    FROST = "FROST"


HAZARDS: dict[Hazard, Text] = {
    Hazard.TYPHOON: _("Typhoon"),
    Hazard.RAINSTORM: _("Rainstorm"),
    Hazard.HEAT: _("Heat"),
    Hazard.FROST: _("Frost"),
}


class Level(StrEnum):
    """The colour of a weather warning, from the mildest to the gravest."""

    BLUE = "BLUE"
    YELLOW = "YELLOW"
    ORANGE = "ORANGE"
    RED = "RED"


LEVELS: dict[Level, Text] = {
    Level.BLUE: _("Blue warning"),
    Level.YELLOW: _("Yellow warning"),
    Level.ORANGE: _("Orange warning"),
    Level.RED: _("Red warning"),
}

LEVELS_OF: dict[Hazard, tuple[Level, ...]] = {
    Hazard.TYPHOON: (Level.BLUE, Level.YELLOW, Level.ORANGE, Level.RED),
    Hazard.RAINSTORM: (Level.BLUE, Level.YELLOW, Level.ORANGE, Level.RED),
    Hazard.HEAT: (Level.YELLOW, Level.ORANGE, Level.RED),
    Hazard.FROST: (Level.YELLOW, Level.ORANGE, Level.RED),
}
"""The levels the weather service warns with: there is no blue one for heat and for ice on roads."""
