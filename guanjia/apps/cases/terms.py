"""The words of the app: kinds, channels, classes, urgencies, posts, and what can be done with a case."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.places.terms import Slot
from guanjia.kernel.permissions import Capability, declare
from guanjia.kernel.refusals import Text
from guanjia.ui.offers import Offers

CASE_SERIES, VISIT_SERIES = "CS", "RV"

CASE_PAPER, REPLY_PAPER = "cases.case", "cases.reply"
PAPERS = {CASE_PAPER: _("Case"), REPLY_PAPER: _("Written reply to a complaint")}
"""What of ours belongs into the file of a unit or a customer."""


class Can(Capability):
    """Capabilities over cases. ``FOLLOW`` and ``REPORT`` are what a customer with a link or a QR code is given."""

    SEE = "cases.see"
    SEE_ALL = "cases.see_all"
    RECEIVE = "cases.receive"
    HANDLE = "cases.handle"
    DISPATCH = "cases.dispatch"
    FORWARD = "cases.forward"
    SUPERVISE = "cases.supervise"
    PROMISE_LONG = "cases.promise_long"
    RULE = "cases.rule_complaint"
    LEAD_MAJOR = "cases.lead_major"
    VISIT = "cases.visit"
    CLOSE = "cases.close"
    MERGE = "cases.merge"
    REVIEW = "cases.review"
    SET_CLASSIFICATION = "cases.set_classification"
    SEE_PHONE = "cases.see_phone"
    FOLLOW = "cases.follow"
    REPORT = "cases.report"


declare(
    {
        Can.SEE: _("See cases of one's own clusters and department"),
        Can.SEE_ALL: _("See all cases of the site"),
        Can.RECEIVE: _("Register cases"),
        Can.HANDLE: _("Handle cases: promise, tell progress, answer, resolve"),
        Can.DISPATCH: _("Issue work orders from cases"),
        Can.FORWARD: _("Hand cases over and forward them to departments"),
        Can.SUPERVISE: _("Supervise cases: change the owner, act for others, reopen"),
        Can.PROMISE_LONG: _("Allow promises of more than a week"),
        Can.RULE: _("Rule on the class and validity of complaints"),
        Can.LEAD_MAJOR: _("Lead major complaints: report, meeting, apology, letter"),
        Can.VISIT: _("Make return visits"),
        Can.CLOSE: _("Close cases"),
        Can.MERGE: _("Merge and split cases"),
        Can.REVIEW: _("Hold the daily review and make the weekly list"),
        Can.SET_CLASSIFICATION: _("Change the classification of matters"),
        Can.SEE_PHONE: _("See a caller's whole number, with a reason"),
        Can.FOLLOW: _("Follow one's own case by its link"),
        Can.REPORT: _("Report a matter from a QR code or the portal"),
    }
)

case_offers: Offers[Any] = Offers()
"""Buttons of higher apps for a case; see ``ui.offers``."""


class Kind(StrEnum):
    """What the customer wants."""

    INQUIRY = "inquiry"
    REPAIR = "repair"
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    HELP = "help"
    PRAISE = "praise"


KINDS: dict[Kind, Text] = {
    Kind.INQUIRY: _("Inquiry"),
    Kind.REPAIR: _("Repair"),
    Kind.COMPLAINT: _("Complaint"),
    Kind.SUGGESTION: _("Suggestion"),
    Kind.HELP: _("Help"),
    Kind.PRAISE: _("Praise"),
}

ANSWERED_AT_ONCE = frozenset({Kind.INQUIRY, Kind.PRAISE})
"""Kinds that may be closed when they are answered, without a return visit (A-RULE-372, B-RULE-010)."""

FIXABLE = frozenset({Kind.REPAIR, Kind.HELP, Kind.COMPLAINT, Kind.SUGGESTION})
"""Kinds a work order may be issued for."""


class Channel(StrEnum):
    """How the case reached us."""

    PHONE = "phone"
    COUNTER = "counter"
    LETTER = "letter"
    PORTAL = "portal"
    EMAIL = "email"
    PATROL = "patrol"
    API = "api"


CHANNELS: dict[Channel, Text] = {
    Channel.PHONE: _("Phone"),
    Channel.COUNTER: _("Counter"),
    Channel.LETTER: _("Letter"),
    Channel.PORTAL: _("Portal"),
    Channel.EMAIL: _("E-mail"),
    Channel.PATROL: _("Patrol"),
    Channel.API: _("Another program"),
}


class ComplaintClass(StrEnum):
    """How grave a complaint is (C-RULE-241..245)."""

    MINOR = "minor"
    IMPORTANT = "important"
    MAJOR = "major"
    UNSOLVABLE = "unsolvable"
    INVALID = "invalid"


COMPLAINT_CLASSES: dict[ComplaintClass, Text] = {
    ComplaintClass.MINOR: _("Minor complaint"),
    ComplaintClass.IMPORTANT: _("Important complaint"),
    ComplaintClass.MAJOR: _("Major complaint"),
    ComplaintClass.UNSOLVABLE: _("Cannot be solved now"),
    ComplaintClass.INVALID: _("Invalid complaint"),
}

DEFINITIONS: dict[ComplaintClass, Text] = {
    ComplaintClass.MINOR: _(
        "Small in effect and without notable loss; talking to the people concerned settles it at once or within a day."
    ),
    ComplaintClass.IMPORTANT: _(
        "Cannot be settled on the spot, for instance because equipment is the cause: it must be reported or solved "
        "together with others. Nobody is hurt and no heavy loss has come of it."
    ),
    ComplaintClass.MAJOR: _(
        "Great trouble or loss, somebody hurt, daily life badly disturbed, raised again and still not solved, or the "
        "owner is about to refuse the fee."
    ),
    ComplaintClass.UNSOLVABLE: _(
        "The cause is left over from the developer, a fault of design or the equipment itself; it cannot be removed for "
        "the time being. The customer is told why, by when there is news, and regularly how things stand."
    ),
    ComplaintClass.INVALID: _(
        "Rests on a misunderstanding or is not our fault. The steward explains this patiently and still helps."
    ),
}

FIRST_JUDGEMENT = frozenset({ComplaintClass.MINOR, ComplaintClass.IMPORTANT, ComplaintClass.MAJOR})
"""The classes the first receiver may propose; the other two only a supervisor may rule (C-RULE-247, C-RULE-252)."""


class Urgency(StrEnum):
    """How soon somebody must go. ``SAFETY`` also breaks quiet hours."""

    SAFETY = "safety"
    URGENT = "urgent"
    NORMAL = "normal"


URGENCIES: dict[Urgency, Text] = {
    Urgency.SAFETY: _("Safety"),
    Urgency.URGENT: _("Urgent"),
    Urgency.NORMAL: _("Normal"),
}


class Act(StrEnum):
    """What a complaint of a grave or invalid class demands besides solving it (C-RULE-249, 252, 265, 266)."""

    REPORTED_TO_GM = "reported_to_gm"
    EMERGENCY_MET = "emergency_met"
    APOLOGISED = "apologised"
    REPLIED_IN_WRITING = "replied_in_writing"
    INVALID_EXPLAINED = "invalid_explained"


ACTS: dict[Act, Text] = {
    Act.REPORTED_TO_GM: _("Reported to the property general manager"),
    Act.EMERGENCY_MET: _("Emergency meeting held"),
    Act.APOLOGISED: _("Apologised in person"),
    Act.REPLIED_IN_WRITING: _("Replied in writing"),
    Act.INVALID_EXPLAINED: _("Explained to the customer why it is invalid"),
}


class Ground(StrEnum):
    """Why a complaint was raised to major by rule (C-RULE-243)."""

    REPEATED = "repeated"
    REOPENED = "reopened"
    FEE_REFUSED = "fee_refused"


GROUNDS: dict[Ground, Text] = {
    Ground.REPEATED: _("Raised before and not solved: major by rule."),
    Ground.REOPENED: _("Reopened again and again: major by rule."),
    Ground.FEE_REFUSED: _("The owner is about to refuse the fee: major by rule."),
}


class SignedHow(StrEnum):
    """How the customer signed a return visit: by hand on the screen, or by phone to the visitor."""

    SCREEN = "SCREEN"
    PHONE = "PHONE"


class DeskPost(StrEnum):
    """The posts the rules of this app speak of; who holds them is the organisation's."""

    DUTY_OFFICER = "duty_officer"
    FRONT_DESK = "front_desk"
    STEWARD = "steward"
    SUPERVISOR = "cs_supervisor"
    MANAGER = "cs_manager"
    PROPERTY_MANAGER = "property_manager"
    GENERAL_MANAGER = "property_gm"


CENTRE = "customer_service"
"""The key of the department whose posts make up the customer-service centre."""


@dataclass(frozen=True)
class Parameters:
    """The figures the rules of this app use, with their defaults. Figures of clocks are the duties', not ours.

    ``promise_cap`` and ``postponements``: C-RULE-034, C-RULE-035. ``arrival``: C-RULE-040/041. The figures of
    ``repeat_*``, ``reopen_limit`` (C-RULE-243 names no figure), ``visit_*``, ``review_at`` and ``weekly_*``
    (B-RULE-034, C-RULE-001 name none either) are the house's own.
    """

    promise_usual: timedelta = timedelta(days=2)
    promise_cap: timedelta = timedelta(days=7)
    postponements: int = 1
    arrival: timedelta = timedelta(minutes=15)
    clock_slack: timedelta = timedelta(minutes=2)
    repeat_window: timedelta = timedelta(days=30)
    repeat_count: int = 1
    reopen_limit: int = 2
    duplicate_window: timedelta = timedelta(days=7)
    visit_after: timedelta = timedelta(0)
    visit_retry: timedelta = timedelta(hours=4)
    visit_retry_most: timedelta = timedelta(days=2)
    visit_claim_lasts: timedelta = timedelta(hours=2)
    reopen_within: timedelta = timedelta(days=30)
    review_hour: int = 17
    weekly_day: int = 5
    weekly_hour: int = 15


DEFAULTS = Parameters()

case_page: Slot[Any] = Slot()
"""Beside a case's clocks: what higher apps have to say of it, such as the duty log it came from."""
