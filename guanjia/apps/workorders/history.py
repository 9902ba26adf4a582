"""The timeline of an order in words: what each journal entry of ours says beyond its label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.workorders.terms import PAUSE_REASONS, WAYS, PauseReason, Way
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.money import format_fen

Data = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """One entry as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def tell(entries: list[JournalEntry]) -> list[Told]:
    """The entries in words, the latest first."""
    return [_tell(entry) for entry in reversed(entries)]


def _tell(entry: JournalEntry) -> Told:
    words = _WORDS.get(entry.event)
    text = words(entry.data) if words else ""
    return Told(label_of(entry), text, entry.at, entry.actor_name, _TONES.get(entry.event, ""))


def _clock(text: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(text)):%m-%d %H:%M}"


def _assigned(data: Data) -> str:
    how = str(WAYS[Way(data["how"])]) if data.get("how") else ""
    return " · ".join(part for part in (data["assignee"], how, data.get("reason", "")) if part)


def _paused(data: Data) -> str:
    reason = PAUSE_REASONS.get(PauseReason(data["reason"]), data["reason"])
    said = _("%(reason)s, until %(until)s") % {"reason": reason, "until": _clock(data["until"])}
    return f"{said} · {data['note']}" if data.get("note") else said


def _money(data: Data) -> str:
    return _("No. %(number)s, ¥%(total)s") % {
        "number": data["number"],
        "total": format_fen(data["total_fen"]),
    }


def _consented(data: Data) -> str:
    how = _("by phone") if data["how"] == "PHONE" else _("signed on the screen")
    return f"{data['signer_name']} · {how} · ¥{format_fen(data['total_fen'])}"


def _completed(data: Data) -> str:
    charge = f" · ¥{format_fen(data['charge_fen'])}" if data.get("charge_fen") else ""
    return f"{data['outcome']}{charge}"


_WORDS: dict[str, Callable[[Data], str]] = {
    "workorders.issued": lambda data: data["title"],
    "workorders.assigned": _assigned,
    "workorders.grabbed": lambda data: data["assignee"],
    "workorders.arrived": lambda data: _("once more") if data.get("again") else "",
    "workorders.appointed": lambda data: f"{_clock(data['appointed_at'])} · {data['agreed_with']}",
    "workorders.paused": _paused,
    "workorders.resumed": lambda data: _("later than was said") if data.get("late") else "",
    "workorders.transferred": lambda data: f"{data['from_name']} → {data['assignee']} · {data['reason']}",
    "workorders.sent_back": lambda data: f"{data['from_name']} · {data['reason']}",
    "workorders.quoted": _money,
    "workorders.consented": _consented,
    "workorders.completed": _completed,
    "workorders.cancelled": lambda data: data["reason"],
    "workorders.merged": lambda data: " · ".join(
        part for part in (data["into"], data.get("reason", "")) if part
    ),
    "workorders.absorbed": lambda data: data["merged"],
    "workorders.done_with_other": lambda data: f"{data['into']} · {data['outcome']}",
    "workorders.split": lambda data: f"{data['into']} · {data['title']}",
    "workorders.contact_revealed": lambda data: data["reason"],
    "documents.attached": lambda data: data["file_name"],
    "documents.removed": lambda data: f"{data['file_name']} · {data['reason']}",
    "documents.signed": lambda data: data["signer_name"],
}

_TONES = {
    "workorders.completed": "good",
    "workorders.consented": "good",
    "workorders.done_with_other": "good",
    "workorders.arrived": "good",
    "workorders.sent_back": "late",
    "workorders.cancelled": "late",
}
