"""What has happened to a piece or a loan, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.custody.models import Loan, Piece
from guanjia.apps.custody.terms import PAYERS, REMEDIES, Payer, Remedy
from guanjia.kernel import journal
from guanjia.kernel.journal import label_of
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.money import format_fen

_MOST = 60
_GOOD = {"custody.returned", "custody.found", "custody.loss_settled", "custody.difference_cleared"}
_BAD = {"custody.lost", "custody.difference_found", "custody.declined"}
_HIDDEN = {"custody.loss_reported"}


@dataclass(frozen=True)
class Told:
    """One entry as a timeline shows it; ``ref`` is the paper it happened on, "" for the piece itself."""

    label: str
    text: str
    at: datetime
    by: str
    tone: str = ""
    ref: str = ""


def of_piece(piece: Piece) -> list[Told]:
    """The whole life of a piece, the latest first."""
    entries = journal.thread(piece.ref).filter(event__startswith="custody.").order_by("-id")
    return _told(entries[:_MOST], piece.ref)


def of_loan(loan: Loan) -> list[Told]:
    """The entries of one loan, the latest first."""
    entries = journal.timeline(loan.ref).filter(event__startswith="custody.").order_by("-id")
    return _told(entries[:_MOST], loan.ref)


def _told(entries: Iterable[JournalEntry], own: str) -> list[Told]:
    return [
        Told(
            label_of(one),
            _words(one),
            one.at,
            one.actor_name,
            _tone(one),
            "" if one.ref == own else one.ref,
        )
        for one in entries
        if one.event not in _HIDDEN
    ]


def _words(entry: JournalEntry) -> str:
    data = entry.data
    parts = [data.get("reason", ""), data.get("note", "")]
    if entry.event == "custody.extended":
        parts.append(_("until %(at)s") % {"at": _moment(data["until"])})
    if entry.event in ("custody.lent", "custody.asked") and data.get("due_at"):
        parts.append(_("back by %(at)s") % {"at": _moment(data["due_at"])})
    if data.get("deposit_fen"):
        parts.append(_("deposit %(yuan)s yuan") % {"yuan": format_fen(data["deposit_fen"])})
    if entry.event == "custody.returned":
        parts += _return_words(data)
    if entry.event == "custody.loss_settled":
        parts += [str(REMEDIES[Remedy(data["remedy"])]), str(PAYERS[Payer(data["payer"])])]
        parts.append(f"{format_fen(data['cost_fen'])}" if data["cost_fen"] else "")
    if entry.event == "custody.difference_found":
        parts.append(_("%(n)s of %(all)s") % {"n": data["counted"], "all": data["expected"]})
    return " · ".join(str(part) for part in parts if part)


def _return_words(data: dict[str, object]) -> list[str]:
    found = []
    if not data["complete"]:
        found.append(_("incomplete"))
    if not data["sound"]:
        found.append(_("damaged"))
    if data["late"]:
        found.append(_("back late"))
    if data["deduction_fen"]:
        yuan = format_fen(int(str(data["deduction_fen"])))
        found.append(_("%(yuan)s yuan kept back: %(why)s") % {"yuan": yuan, "why": data["deduction_reason"]})
    return found


def _tone(entry: JournalEntry) -> str:
    if entry.event in _BAD:
        return "late"
    if entry.event == "custody.returned" and not (entry.data["complete"] and entry.data["sound"]):
        return "late"
    return "good" if entry.event in _GOOD else ""


def _moment(text: str) -> str:
    return f"{timezone.localtime(datetime.fromisoformat(text)):%m-%d %H:%M}"
