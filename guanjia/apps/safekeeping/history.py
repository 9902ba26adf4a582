"""What has happened to a thing or a loss, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.safekeeping.terms import HOWS, TOLD, How, Told
from guanjia.kernel import journal
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry

_BAD = frozenset({"safekeeping.overdue", "safekeeping.unclaimed", "safekeeping.released"})
_GOOD = frozenset({"safekeeping.handed_out", "safekeeping.loss_settled"})


@dataclass(frozen=True)
class Line:
    """One entry as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def tell(ref: str) -> list[Line]:
    """The entries of a thing or a loss, the latest first; files and signatures are shown where they belong."""
    entries = journal.timeline(ref).filter(event__startswith="safekeeping.")
    return [
        Line(label_of(one), _words(one.event, one.data), one.at, one.actor_name, _tone(one))
        for one in entries.order_by("-id")
    ]


def _tone(entry: JournalEntry) -> str:
    if entry.event in _BAD:
        return "late"
    return "good" if entry.event in _GOOD else ""


def _words(event: str, data: dict[str, Any]) -> str:
    parts = [str(data[name]) for name in ("steward", "batch", "station", "receipt", "item") if data.get(name)]
    if event == "safekeeping.handed_out":
        parts += [data["taken_by"], str(HOWS[How(data["how"])])]
        if not data["complete"]:
            parts.append(_("%(count)s handed over, %(left)s left") % data)
    if event == "safekeeping.told":
        parts.append(str(TOLD[Told(data["how"])]))
    if event == "safekeeping.moved":
        parts.append(data["shelf"])
    if event == "safekeeping.disposed":
        parts.append(_("together with %(name)s") % {"name": data["witness"]})
    if event in {"safekeeping.kept_on", "safekeeping.prolonged", "safekeeping.overdue"}:
        until = datetime.fromisoformat(data.get("keep_until") or data["due_at"])
        parts.append(f"{timezone.localtime(until):%Y-%m-%d %H:%M}")
    parts += [data.get("note", ""), data.get("reason", "")]
    return " · ".join(part for part in parts if part)
