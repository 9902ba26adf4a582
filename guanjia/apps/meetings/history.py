"""What has happened to a meeting, a decision or a duty log, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from guanjia.apps.meetings.terms import ITEM_KINDS, ItemKind
from guanjia.kernel import journal
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry


@dataclass(frozen=True)
class Told:
    """One entry as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def tell(ref: str) -> list[Told]:
    """The entries of a number, the latest first; the lines of a log stand in the log itself."""
    entries = (
        journal.timeline(ref).filter(event__startswith="meetings.").exclude(event="meetings.item_written")
    )
    return [
        Told(label_of(one), _words(one), one.at, one.actor_name, _TONES.get(one.event, ""))
        for one in entries.order_by("-id")
    ]


def _words(entry: JournalEntry) -> str:
    data = entry.data
    parts: list[str] = []
    if entry.event == "meetings.notice_answered":
        parts.append(_("I come") if data["coming"] else _("I ask leave"))
    if entry.event == "meetings.held":
        parts.append(_("%(present)s came, %(absent)s did not") % data)
    if entry.event == "meetings.log_handed_over":
        parts.append(_("%(left)s open") % data)
    if entry.event == "meetings.log_opened" and data["carried"]:
        parts.append(_("%(carried)s taken over") % data)
    if (kind := data.get("kind")) in set(ItemKind) and entry.event.startswith("meetings.item"):
        parts.append(str(ITEM_KINDS[ItemKind(kind)]))
    parts += [str(data[name]) for name in ("text", "case", "former", "follows", "note") if data.get(name)]
    if entry.event in _DUE:
        parts.append(_("Done by %(at)s") % {"at": _moment(data["due_at"])})
    return " · ".join(parts)


def _moment(text: Any) -> str:
    at = parse_datetime(str(text))
    return f"{timezone.localtime(at):%m-%d %H:%M}" if at else ""


_DUE = ("meetings.decision_made", "meetings.decision_sent_back", "meetings.decision_amended")
_TONES = {
    "meetings.cancelled": "late",
    "meetings.minutes_sent_back": "late",
    "meetings.minutes_published": "good",
    "meetings.decision_done": "good",
    "meetings.decision_sent_back": "late",
    "meetings.decision_dropped": "late",
    "meetings.log_passed_over": "late",
    "meetings.log_received": "good",
    "meetings.log_countersigned": "good",
}
