"""What has happened to a sheet and its findings, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.apps.inspections.models import Sheet
from guanjia.apps.rulebook.terms import Bilingual
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


def tell(sheet: Sheet) -> list[Told]:
    """The entries of a sheet, the latest first; its photos are shown where they belong, not told of."""
    entries = journal.timeline(sheet.ref).filter(event__startswith="inspections.")
    return [_tell(entry) for entry in entries.order_by("-id")]


def _tell(entry: JournalEntry) -> Told:
    return Told(label_of(entry), _words(entry), entry.at, entry.actor_name, _tone(entry))


def _words(entry: JournalEntry) -> str:
    data = entry.data
    if entry.event == "inspections.completed":
        return _("Score %(score)s %%") % {"score": data["score"]}
    result = ""
    if entry.event == "inspections.rechecked":
        result = _("Good now") if data["passed"] else _("Still not right")
    return " · ".join(part for part in (_item(data), result, data.get("note", "")) if part)


def _item(data: dict[str, Any]) -> str:
    return str(Bilingual(**data.get("text", {}))) or str(data["item"])


def _tone(entry: JournalEntry) -> str:
    if entry.event == "inspections.corrected":
        return ""
    return "good" if entry.data["passed"] else "late"
