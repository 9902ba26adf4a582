"""What a page and a paper say of each kind: its facts as pairs, and its texts."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.letters.terms import Kind

Pair = tuple[Any, Any]


def pairs_of(paper: Any) -> list[Pair]:
    """The facts of a paper, empty ones left out; moments stay moments."""
    return [(label, value) for label, value in _OF[paper.kind](paper) if value not in ("", None)]


def texts_of(paper: Any) -> list[tuple[str, str]]:
    """The texts of a paper with their labels, empty ones left out."""
    return [(str(label), str(text)) for label, text in _TEXTS[paper.kind](paper) if text]


def _incoming(one: Any) -> Iterable[Pair]:
    yield _("Sender"), one.party
    yield _("Sender is"), one.party_label
    yield _("Unit"), str(one.unit) if one.unit_id else ""
    yield _("Their number"), one.their_number
    yield _("Dated"), str(one.dated_on or "")
    yield _("Received on"), one.received_at
    yield _("How it came"), one.way_label
    yield _("Who answers it"), one.handler.name
    yield _("Answer by"), one.answer_due_at
    yield _("Answered"), one.answered_at
    yield _("How it was answered"), one.outcome
    yield _("Filed in"), one.filed_in


def _outgoing(one: Any) -> Iterable[Pair]:
    yield _("Addressed to"), one.party
    yield _("Receiver is"), one.party_label
    yield _("Unit"), str(one.unit) if one.unit_id else ""
    yield _("Replies to"), one.answers.ref if one.answers_id else ""
    yield _("Needs a seal"), _("Yes") if one.needs_seal else ""
    yield _("Approved"), one.approved_at
    yield _("Sent"), one.sent_at
    yield _("How it goes"), one.way_label
    yield _("Proof of delivery"), one.proof
    yield _("Reply wanted by"), one.reply_wanted_by
    yield _("Reply received"), one.reply_at
    yield _("What they replied"), one.reply
    yield _("Filed in"), one.filed_in


def _contact(one: Any) -> Iterable[Pair]:
    yield _("Addressed to"), one.party
    yield _("Receiver is"), one.party_label
    yield _("Asked by"), one.made_by_name
    yield _("Issued on"), one.made_at
    yield _("Wanted by"), one.wanted_by
    yield _("Unit"), str(one.unit) if one.unit_id else ""
    yield _("Comes from"), one.origin
    yield _("Receipt confirmed"), _by(one.acknowledged_at, one.acknowledged_by_name)
    yield _("Answered"), _by(one.answered_at, one.answered_by_name)
    yield _("Settled"), one.closed_at


def _rectification(one: Any) -> Iterable[Pair]:
    yield _("Addressed to"), one.party
    yield _("Receiver is"), one.party_label
    yield _("Unit"), str(one.unit) if one.unit_id else ""
    yield _("Where"), one.where
    yield _("Found"), one.found_at
    yield _("To be put right by"), one.correct_by
    yield _("Comes from"), one.origin
    yield _("Second notice to"), one.previous.ref if one.previous_id else ""
    yield _("Issued on"), _by(one.issued_at, one.issued_by_name)
    yield _("Delivered"), _by(one.delivered_at, one.delivered_by_name)
    yield _("How it is delivered"), one.delivered_label
    yield _("Taken by"), one.taken_by
    yield _("Witness of the refusal"), one.witness
    yield _("Authority"), " ".join(part for part in (one.authority, one.authority_number) if part)
    yield _("Put right and checked"), one.closed_at


def _notice(one: Any) -> Iterable[Pair]:
    yield _("Topic"), one.topic_label
    yield _("What weather"), one.weather_label
    yield _("Begins"), one.from_at
    yield _("Ends"), one.until_at
    yield _("Concerns"), one.concerns or _("The whole site")
    yield _("Copies"), one.copies or ""
    yield _("Comes from"), one.origin
    yield _("Approved"), one.approved_at
    yield _("Recalled"), _by(one.recalled_at, one.recalled_reason)


def _by(at: datetime | None, name: str) -> Any:
    if at is None or not name:
        return at
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M} {name}"


_OF: dict[Kind, Callable[[Any], Iterable[Pair]]] = {
    Kind.INCOMING: _incoming,
    Kind.OUTGOING: _outgoing,
    Kind.CONTACT: _contact,
    Kind.RECTIFICATION: _rectification,
    Kind.NOTICE: _notice,
}

_TEXTS: dict[Kind, Callable[[Any], list[tuple[Any, str]]]] = {
    Kind.INCOMING: lambda one: [(_("What it says"), one.text)],
    Kind.OUTGOING: lambda one: [(_("Text of the letter"), one.text)],
    Kind.CONTACT: lambda one: [(_("What we ask"), one.text), (_("Result"), one.answer)],
    Kind.RECTIFICATION: lambda one: [
        (_("What was found"), one.text),
        (_("Clause it breaks"), one.clause),
        (_("What is to be put right"), one.demand),
        (_("What was reported"), one.correction),
    ],
    Kind.NOTICE: lambda one: [(_("Chinese text"), one.text), (_("English text"), one.text_en)],
}
