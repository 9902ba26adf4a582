"""What has happened to a file, a paper, a loan or a list, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanjia.apps.archives.models import File
from guanjia.apps.archives.terms import MOVED_OUT
from guanjia.kernel import journal
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry

_BAD = frozenset({"archives.declined", "archives.destroyed", "archives.looked"})
_GOOD = frozenset({"archives.returned", "archives.filed"})
_LATEST = 60


@dataclass(frozen=True)
class Line:
    """One entry as a timeline shows it."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""


def of_thread(thread: str) -> list[Line]:
    """The latest of everything that happened to a holder's file, who looked among it."""
    rows = journal.thread(thread).filter(event__startswith="archives.").order_by("-id")
    return [_line(one) for one in rows[:_LATEST]]


def of_thing(ref: str) -> list[Line]:
    """What happened to a paper, a loan or a list, the latest first."""
    return [_line(one) for one in journal.timeline(ref).filter(event__startswith="archives.").order_by("-id")]


def of_volume(file: File) -> list[Line]:
    """What happened to one volume."""
    rows = journal.thread(file.thread).filter(event__startswith="archives.", data__file=file.ref)
    return [_line(one) for one in rows.order_by("-id")[:_LATEST]]


def _line(entry: JournalEntry) -> Line:
    tone = "late" if entry.event in _BAD else "good" if entry.event in _GOOD else ""
    return Line(label_of(entry), _words(entry.event, entry.data), entry.at, entry.actor_name, tone)


def _words(event: str, data: dict[str, Any]) -> str:
    parts = [data.get("title", ""), data.get("borrower", ""), data.get("box", "")]
    if event in {"archives.filed", "archives.lent"}:
        parts.append(ngettext("%(pages)s page", "%(pages)s pages", data["pages"]) % data)
    if event == "archives.returned" and not (data["complete"] and data["sound"]):
        parts.append(_("not as it went out"))
    if event == "archives.closed":
        parts.append(_("kept until %(day)s") % {"day": data["keep_until"]})
    if event == "archives.destroyed":
        parts.append(_("%(first)s and %(second)s") % data)
    reason = data.get("reason", "")
    parts += [
        _("The customer has moved out") if reason == MOVED_OUT else reason,
        data.get("note", ""),
        data.get("how", ""),
    ]
    return " · ".join(part for part in parts if part)
