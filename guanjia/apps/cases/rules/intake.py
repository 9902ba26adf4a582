"""What a case must bring to be registered, and who could receive it."""

import re
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import (
    FIRST_JUDGEMENT,
    Channel,
    ComplaintClass,
    DeskPost,
    Kind,
    Parameters,
    Urgency,
)
from guanjia.apps.people.terms import normal_phone
from guanjia.kernel.refusals import Refusal

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME = 120, 10_000, 60
EARLIEST_YEAR = 2000

ON_DUTY_FIRST = (DeskPost.DUTY_OFFICER, DeskPost.FRONT_DESK)
"""Who on duty receives what reaches us without anybody (portal, QR code, other programs), in this order."""

HOLDERS_NEXT = (DeskPost.SUPERVISOR, DeskPost.MANAGER)
"""Who does when nobody of those is on duty; after them the reporting line upwards."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PHONE = re.compile(r"^\+?\d{3,20}$")


def tidy(text: str, *, one_line: bool = False) -> str:
    """Text without control characters (no database keeps them) and outer blanks."""
    cleaned = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return " ".join(cleaned.split()) if one_line else cleaned


def tidy_phone(text: str) -> str:
    """A number in the one spelling it is found by; text that is no number stays as it came, to be refused."""
    typed = tidy(text, one_line=True)
    return normal_phone(typed) or typed


def why_not_words(
    *,
    kind: str,
    channel: str,
    title: str,
    description: str,
    urgency: str,
    caller_name: str,
    caller_phone: str,
) -> list[Refusal]:
    """Kind, channel and urgency are known ones; title and texts are there and fit."""
    return [
        *_unknown(kind, [one.value for one in Kind], "kind_unknown", "kind"),
        *_unknown(channel, [one.value for one in Channel], "channel_unknown", "channel"),
        *_unknown(urgency, ["", *(one.value for one in Urgency)], "urgency_unknown", "urgency"),
        *_missing_or_long(title, LONGEST_TITLE, "title"),
        *_too_long(description, LONGEST_TEXT, "description"),
        *_too_long(caller_name, LONGEST_NAME, "caller_name"),
        *_malformed_phone(caller_phone),
    ]


def why_not_long(text: str, field: str) -> list[Refusal]:
    """A free text fits."""
    return _too_long(text, LONGEST_TEXT, field)


def why_not_received_at(received_at: datetime, at: datetime, parameters: Parameters) -> Refusal | None:
    """A case may be registered late, never early; a year before 2000 is a slip of the pen."""
    if received_at.tzinfo is None:
        return Refusal(
            "time_without_zone", _("Give the time of receipt with its time zone."), field="received_at"
        )
    if received_at > at + parameters.clock_slack:
        return Refusal(
            "received_in_future",
            _("The time of receipt lies in the future. Enter when the customer told us."),
            field="received_at",
        )
    if received_at.year < EARLIEST_YEAR:
        return Refusal(
            "received_too_early",
            _("The time of receipt cannot be right. Check the year."),
            field="received_at",
        )
    return None


def why_not_first_class(kind: str, complaint_class: str) -> Refusal | None:
    """A first judgement belongs to a complaint, and is minor, important or major."""
    if not complaint_class:
        return None
    if kind != Kind.COMPLAINT:
        return Refusal(
            "class_of_no_complaint",
            _("Only a complaint has a class. Leave it empty, or choose the kind “complaint”."),
            field="complaint_class",
        )
    if complaint_class not in {one.value for one in ComplaintClass}:
        return _unknown_value(complaint_class, "class_unknown", "complaint_class")
    if complaint_class not in FIRST_JUDGEMENT:
        return Refusal(
            "class_needs_ruling",
            _(
                "Only the supervisor rules a complaint invalid or not to be solved now. Choose minor, important or major."
            ),
            field="complaint_class",
        )
    return None


def why_not_found(wanted: bool, found: bool, field: str) -> Refusal | None:
    """The unit, place, person or fault named must be known at the site of the case."""
    if wanted and not found:
        return Refusal(
            f"{field}_unknown",
            _("This is not known at this site. Choose it from the list, or leave it empty."),
            field=field,
        )
    return None


def nobody(field: str = "site") -> Refusal:
    """No post of the site that could take the case is filled."""
    return Refusal(
        "nobody_to_take_it",
        _(
            "Nobody at this site could take the case. Appoint a duty officer, a front desk or a supervisor first."
        ),
        field=field,
    )


def first_class(kind: str, proposed: str) -> str:
    """The class a complaint starts with: the receiver's judgement, else minor, so that a clock runs at once."""
    return (proposed or ComplaintClass.MINOR.value) if kind == Kind.COMPLAINT else ""


def handles_it_themselves(kind: str) -> bool:
    """Inquiries and praise are answered by whoever receives them (A-RULE-372)."""
    return kind in {Kind.INQUIRY, Kind.PRAISE}


def _unknown(value: str, known: list[str], code: str, field: str) -> list[Refusal]:
    return [] if value in known else [_unknown_value(value, code, field)]


def _unknown_value(value: str, code: str, field: str) -> Refusal:
    return Refusal(
        code,
        _("“%(value)s” is not one of the choices. Choose from the list."),
        field=field,
        params={"value": value[:40]},
    )


def _missing_or_long(text: str, most: int, field: str) -> list[Refusal]:
    if not text:
        return [Refusal(f"{field}_missing", _("Say in a few words what it is about."), field=field)]
    return _too_long(text, most, field)


def _too_long(text: str, most: int, field: str) -> list[Refusal]:
    if len(text) <= most:
        return []
    return [
        Refusal(
            f"{field}_too_long",
            _("At most %(most)s characters fit here. Put the rest into the description or a file."),
            field=field,
            params={"most": most},
        )
    ]


def _malformed_phone(phone: str) -> list[Refusal]:
    if not phone or _PHONE.match(phone):
        return []
    return [
        Refusal(
            "phone_malformed",
            _("This is not a phone number. Enter digits only, or leave it empty."),
            field="caller_phone",
        )
    ]
