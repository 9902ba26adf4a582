"""What has happened to a slip, held goods, a visit, a pass or an entry, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.documents.terms import HOWS, How
from guanjia.apps.gate.terms import CHECKED, HELD_OUTCOMES, Checked, HeldOutcome
from guanjia.kernel import journal
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry

Data = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One entry as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def tell(ref: str) -> list[Told]:
    """The entries under a number in words, the latest first."""
    return [_tell(entry) for entry in journal.timeline(ref).order_by("-id")]


def _tell(entry: JournalEntry) -> Told:
    words = _WORDS.get(entry.event)
    return Told(
        label_of(entry),
        words(entry.data) if words else "",
        entry.at,
        entry.actor_name,
        _TONES.get(entry.event, ""),
    )


def _clock(text: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(text)):%m-%d %H:%M}"


def _joined(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _pieces(data: Data) -> str:
    return _("%(count)s pieces") % {"count": data["pieces"]}


def _reason(data: Data) -> str:
    return str(data.get("reason", ""))


def _late(data: Data) -> str:
    return _("later than was said") if data.get("late") else ""


def _host(data: Data) -> str:
    said = _("The host lets them in") if data["agrees"] else _("The host does not let them in")
    return _joined(data["host"], said, data.get("note"))


_WORDS: dict[str, Callable[[Data], str]] = {
    "gate.slip_asked": lambda data: _joined(_pieces(data), _clock(data["planned_at"])),
    "gate.word_taken": lambda data: _joined(data["word_name"], HOWS[How(data["how"])]),
    "gate.slip_approved": lambda data: _("good until %(at)s") % {"at": _clock(data["expires_at"])},
    "gate.slip_declined": _reason,
    "gate.slip_cancelled": _reason,
    "gate.slip_passed": lambda data: _joined(_pieces(data), data.get("plate"), data.get("note")),
    "gate.goods_held": lambda data: _joined(_pieces(data), data["reason"], data.get("kept_where")),
    "gate.held_decided": lambda data: _joined(HELD_OUTCOMES[HeldOutcome(data["outcome"])], data.get("note")),
    "gate.goods_given_out": lambda data: data["taken_by"],
    "gate.visit_announced": lambda data: f"{_clock(data['from_at'])} – {_clock(data['until_at'])}",
    "gate.host_asked": _host,
    "gate.visitor_in": lambda data: _joined(CHECKED[Checked(data["checked"])], data["badge"]),
    "gate.visitor_out": lambda data: _joined(
        _late(data), "" if data.get("badge_back", True) else _("the badge is missing")
    ),
    "gate.visitor_turned_away": _reason,
    "gate.visit_cancelled": _reason,
    "gate.pass_issued": lambda data: f"{_clock(data['from_at'])} – {_clock(data['until_at'])}",
    "gate.pass_renewed": lambda data: _("good until %(at)s") % {"at": _clock(data["until_at"])},
    "gate.pass_withdrawn": _reason,
    "gate.entry_asked": lambda data: _joined(data["purpose"], _clock(data["planned_at"])),
    "gate.entry_approved": lambda data: _("no approval needed") if data.get("automatic") else "",
    "gate.entry_signed": lambda data: data["person"],
    "gate.entry_declined": _reason,
    "gate.entry_cancelled": _reason,
    "gate.room_entered": lambda data: _joined(data.get("escort"), data.get("key_taken")),
    "gate.room_left": lambda data: _joined(_late(data), data.get("note")),
    "gate.phone_revealed": _reason,
    "documents.attached": lambda data: data["file_name"],
    "documents.signed": lambda data: data["signer_name"],
}

_TONES = {
    "gate.slip_approved": "good",
    "gate.slip_passed": "good",
    "gate.entry_approved": "good",
    "gate.visitor_in": "good",
    "gate.goods_given_out": "good",
    "gate.slip_declined": "late",
    "gate.goods_held": "late",
    "gate.visitor_turned_away": "late",
    "gate.pass_withdrawn": "late",
    "gate.entry_declined": "late",
}
