"""What has happened to a document, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guanjia.apps.manuals.models import Document
from guanjia.apps.manuals.terms import SIGNING_STEPS, SigningStep
from guanjia.kernel import journal
from guanjia.kernel.actor import ActorKind
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry

_MOST = 60
_TONES = {"manuals.version_in_force": "good", "manuals.sent_back": "late", "manuals.withdrawn": "late"}


@dataclass(frozen=True)
class Told:
    """One entry as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def tell(document: Document) -> list[Told]:
    """The latest entries of a document, the latest first; one that was recorded for each of many sites is told once."""
    entries = journal.timeline(document.ref).filter(event__startswith="manuals.").order_by("-id")[: 4 * _MOST]
    found: dict[tuple[object, ...], Told] = {}
    for entry in entries:
        text = _words(entry)
        by = "" if entry.actor_kind == ActorKind.SYSTEM else entry.actor_name
        told = Told(label_of(entry), text, entry.at, by, _TONES.get(entry.event, ""))
        name = (entry.pk,) if entry.event != "manuals.version_in_force" else (entry.event, text, entry.at)
        found.setdefault(name, told)
    return list(found.values())[:_MOST]


def _words(entry: JournalEntry) -> str:
    data = entry.data
    parts = [
        data.get("version", ""),
        _step(entry.event, data),
        data.get("clause", ""),
        data.get("reason", ""),
    ]
    parts += [data.get("note", ""), _rule(data), _copy(entry.event, data)]
    return " · ".join(str(part) for part in parts if part)


def _step(event: str, data: dict[str, Any]) -> str:
    if event != "manuals.signed":
        return ""
    return " ".join(
        str(part) for part in (SIGNING_STEPS[SigningStep(data["step"])], data.get("post", "")) if part
    )


def _rule(data: dict[str, Any]) -> str:
    return f"{data['pack']} {data['pack_clause']}" if "pack_clause" in data else ""


def _copy(event: str, data: dict[str, Any]) -> str:
    if event != "manuals.copy_moved":
        return ""
    hows = {"issued": _("Handed out"), "returned": _("Returned"), "destroyed": _("Destroyed")}
    return f"{_('Copy no.')} {data['copy_number']} {data['holder']}: {hows.get(data['how'], data['how'])}"
