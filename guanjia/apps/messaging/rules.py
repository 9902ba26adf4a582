"""Pure decisions: how a message reads, when it may go out, what an address must look like."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from guanjia.apps.messaging.terms import MESSAGES, Channel, QuietHours, Urgency
from guanjia.kernel.refusals import Refusal

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,200}")
_RANK = {Urgency.NORMAL: 0, Urgency.URGENT: 1, Urgency.SAFETY: 2}


def worded(kind: str, params: Mapping[str, Any], language: str, zone: ZoneInfo) -> tuple[str, str]:
    """Title and body in a language ("zh-hans", "en"). A kind the product no longer knows shows its key."""
    known = MESSAGES.get(kind)
    if known is None:
        return kind, ""
    with override(language):
        values = {name: _value(value, language, zone) for name, value in params.items()}
        return str(known.title) % values, str(known.body) % values


def _value(value: Any, language: str, zone: ZoneInfo) -> Any:
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return f"{datetime.fromisoformat(value['moment']).astimezone(zone):%m-%d %H:%M}"
    if "until" in value:
        return _until(datetime.fromisoformat(value["until"]).astimezone(zone))
    return value.get("en" if language.startswith("en") else "zh", "")


def _until(moment: datetime) -> str:
    """A time by which something is due: midnight is the end of the day before, 24:00."""
    if moment.time() == time.min:
        return f"{moment - timedelta(days=1):%m-%d} 24:00"
    return f"{moment:%m-%d %H:%M}"


def goes_out_at(
    at: datetime, not_before: datetime | None, urgency: str, quiet: QuietHours, zone: ZoneInfo
) -> datetime:
    """When a message may leave the house: safety at once, the rest not in quiet hours."""
    if urgency == Urgency.SAFETY:
        return at
    if not_before is not None:
        return max(at, not_before)
    return quiet.heard_at(at, zone)


def is_loud_enough(urgency: str, least: str) -> bool:
    """Whether a message of one urgency passes a threshold."""
    return _RANK[Urgency(urgency)] >= _RANK[Urgency(least)]


def why_not_address(channel: str, address: str) -> Refusal | None:
    """Only e-mail has a personal address, and it must look like one."""
    if channel != Channel.EMAIL:
        return Refusal(
            "no_personal_address", _("This channel has group robots, not personal addresses. Add a robot.")
        )
    if not _EMAIL.fullmatch(address):
        return Refusal(
            "bad_address",
            _("This is not an e-mail address. Write it like name@example.com."),
            field="address",
        )
    return None


def why_not_robot(channel: str, token: str) -> list[Refusal]:
    """A robot belongs to a group chat and has a token of letters, digits, - and _."""
    found = []
    if channel == Channel.EMAIL:
        found.append(
            Refusal("not_a_robot", _("E-mail has no robots. Choose DingTalk or WeCom."), field="channel")
        )
    if not _TOKEN.fullmatch(token):
        found.append(
            Refusal(
                "bad_token",
                _("This is not a robot's token. Copy only the part after “access_token=” or “key=”."),
                field="token",
            )
        )
    return found


def why_not_acknowledge(staff_id: int, by_id: int | None, acknowledged: bool) -> Refusal | None:
    """Only the receiver can take note, and once is enough."""
    if by_id != staff_id:
        return Refusal("not_yours", _("This message went to somebody else. Only they can acknowledge it."))
    if acknowledged:
        return Refusal(
            "acknowledged_already", _("This message is acknowledged already. Nothing more to do here.")
        )
    return None
