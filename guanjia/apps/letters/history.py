"""What has happened to a paper, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.apps.letters.terms import DELIVERIES, SEALS, WAYS, Delivery, Seal, Way
from guanjia.apps.organisations import queries as organisations
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


def tell(paper: Any) -> list[Told]:
    """The entries of a paper, the latest first."""
    entries = list(journal.timeline(paper.ref).filter(event__startswith="letters.").order_by("-id"))
    names = organisations.staff_names(one.data.get("handler_id") for one in entries)
    return [
        Told(label_of(one), _words(one.data, names), one.at, one.actor_name, _tone(one)) for one in entries
    ]


def _words(data: dict[str, Any], names: dict[int, str]) -> str:
    parts: list[str] = []
    if handler := data.get("handler_id"):
        parts.append(_("To %(name)s") % {"name": names.get(handler, "")})
    if "agreed" in data:
        parts.append(_("Agree") if data["agreed"] else _("Send the draft back"))
    if "passed" in data:
        parts.append(_("Put right") if data["passed"] else _("Not put right"))
    if how := data.get("how"):
        parts.append(str(DELIVERIES[Delivery(how)]))
    if way := data.get("way"):
        parts.append(str(WAYS[Way(way)]))
    if seal := data.get("seal"):
        parts.append(
            _("%(seal)s, copies: %(copies)s") % {"seal": SEALS[Seal(seal)], "copies": data["copies"]}
        )
    parts += [str(data[name]) for name in _PLAIN if data.get(name)]
    return " · ".join(parts)


_PLAIN = ("by_letter", "by_notice", "place", "authority", "proof", "filed_in", "note")


def _tone(entry: JournalEntry) -> str:
    if entry.data.get("agreed") is False or entry.data.get("passed") is False:
        return "late"
    if entry.event in _LATE:
        return "late"
    return "good" if entry.event in _GOOD or entry.data.get("passed") else ""


_LATE = ("letters.withdrawn", "letters.notice_recalled", "letters.second_notice_given")
_GOOD = ("letters.answered", "letters.sheet_closed", "letters.sent")
