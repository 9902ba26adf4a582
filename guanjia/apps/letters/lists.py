"""The lists: each kind of paper, the uses of seals, the company's texts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters.lifecycle import CONTACT, INCOMING, NOTICE, OUTGOING, RECTIFICATION
from guanjia.apps.letters.terms import (
    CORRECTING,
    HAZARDS,
    KINDS,
    PARTIES,
    SEALS,
    TOPICS,
    Can,
    InState,
    Kind,
    NoticeState,
    RectState,
    SheetState,
)
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period

_STATE = Column(
    "state_label",
    _("State"),
    kind="badge",
    tone=lambda one: one.state_tone,
    icon=lambda one: one.state_icon,
    sort="state",
)
_NUMBER = Column("ref", _("Number"), link=True, sort="ref")
_SUBJECT = Column("subject", _("Subject"), wide=True, sort="subject")
_MADE_BY = Column("made_by_name", _("Written by"), phone=False, sort="made_by_name")


def _due(label: Any, name: str) -> Column:
    return Column(
        name, label, template="letters/cells/due.html", excel=lambda one: getattr(one, name), sort=name
    )


class PaperList(List):
    """Papers of one kind, the newest first."""

    order = "-made_at"

    def row_key(self, thing: Any) -> str:
        return str(thing.ref)

    def row_css(self, thing: Any) -> str:
        return "row-late" if is_late(thing, self.request.now) else ""


def is_late(paper: Any, now: datetime) -> bool:
    """Whether a paper waits longer than it may."""
    if paper.kind is Kind.INCOMING:
        return (
            paper.state == InState.RECEIVED and paper.answer_due_at is not None and paper.answer_due_at <= now
        )
    if paper.kind in (Kind.CONTACT, Kind.RECTIFICATION):
        return bool(paper.is_late(now))
    return paper.kind is Kind.NOTICE and bool(paper.is_over(now))


def due_of(paper: Any) -> datetime | None:
    """By when something is to happen to a paper; None when nothing is."""
    if paper.kind is Kind.INCOMING:
        return paper.answer_due_at if paper.state == InState.RECEIVED else None
    if paper.kind is Kind.CONTACT:
        return paper.wanted_by if paper.state in (SheetState.ISSUED, SheetState.ACKNOWLEDGED) else None
    if paper.kind is Kind.RECTIFICATION:
        return paper.correct_by if paper.state in (RectState.DELIVERED, RectState.CORRECTED) else None
    if paper.kind is Kind.NOTICE:
        return paper.until_at if paper.state in (NoticeState.APPROVED, NoticeState.POSTED) else None
    return None


class IncomingList(PaperList):
    """Letters received."""

    key = "letters-in"
    columns = (
        _NUMBER,
        _SUBJECT,
        Column("party", _("Sender"), sort="party"),
        _STATE,
        _due(_("Answer by"), "answer_due_at"),
        Column("handler", _("Who answers it"), value=lambda one: one.handler.name, sort="handler__name"),
        Column("way_label", _("How it came"), phone=False),
        Column("received_at", _("Received on"), kind="moment", sort="received_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=INCOMING.choices()),
        Flag(
            "late",
            _("Overdue"),
            apply=lambda rows, request: rows.filter(
                state=InState.RECEIVED.value, answer_due_at__lte=request.now
            ),
        ),
        Flag("mine", _("Mine"), apply=lambda rows, request: rows.filter(handler_id=request.actor.id)),
        Flag("complaint", _("Complaint")),
        Filter("party_kind", _("Sender is"), options=PARTIES.items()),
        Period("received_at", _("Received on")),
    )
    search = ("ref", "subject", "party", "their_number")
    bulk = (Bulk("letters:in_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No letters received"),
        _("Register what comes in with its scan; whoever answers it is reminded in time."),
        url_name="letters:in_new",
        label=_("Register a letter"),
        icon="inbox",
    )


class OutgoingList(PaperList):
    """Letters sent."""

    key = "letters-out"
    columns = (
        _NUMBER,
        _SUBJECT,
        Column("party", _("Addressed to"), sort="party"),
        _STATE,
        Column(
            "answers",
            _("Replies to"),
            value=lambda one: one.answers.ref if one.answers_id else "",
            phone=False,
        ),
        _MADE_BY,
        Column("sent_at", _("Sent"), kind="moment", sort="sent_at"),
        Column("way_label", _("How it goes"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=OUTGOING.choices()),
        Filter("party_kind", _("Receiver is"), options=PARTIES.items()),
        Flag("needs_seal", _("Needs a seal")),
        Period("made_at", _("Written")),
    )
    search = ("ref", "subject", "party")
    bulk = (Bulk("letters:out_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No letters of ours"),
        _("Draft one; it goes out when the posts you choose have reviewed it."),
        url_name="letters:out_new",
        label=_("Draft a letter"),
        icon="mail",
    )


class ContactList(PaperList):
    """Work contact sheets."""

    key = "letters-contact"
    columns = (
        _NUMBER,
        _SUBJECT,
        Column("party", _("Addressed to"), sort="party"),
        _STATE,
        _due(_("Wanted by"), "wanted_by"),
        Column("made_by_name", _("Asked by"), phone=False, sort="made_by_name"),
        Column("made_at", _("Issued on"), kind="moment", sort="made_at", phone=False),
        Column("answered_at", _("Answered"), kind="moment", sort="answered_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=CONTACT.choices()),
        Flag(
            "late",
            _("Overdue"),
            apply=lambda rows, request: rows.filter(
                state__in=[SheetState.ISSUED.value, SheetState.ACKNOWLEDGED.value], wanted_by__lte=request.now
            ),
        ),
        Flag(
            "mine", _("To my post"), apply=lambda rows, request: rows.filter(to_post__in=request.actor.posts)
        ),
        Filter("party_kind", _("Receiver is"), options=PARTIES.items()),
        Period("made_at", _("Issued on")),
    )
    search = ("ref", "subject", "party", "origin")
    bulk = (Bulk("letters:contact_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No contact sheets"),
        _("Ask another department, the developer or a contractor for something, with a date."),
        url_name="letters:contact_new",
        label=_("New contact sheet"),
        icon="arrows-exchange",
    )


class RectificationList(PaperList):
    """Rectification notices."""

    key = "letters-rectify"
    columns = (
        _NUMBER,
        _SUBJECT,
        Column("party", _("Addressed to"), sort="party"),
        _STATE,
        _due(_("To be put right by"), "correct_by"),
        Column("delivered_label", _("How it is delivered"), phone=False),
        _MADE_BY,
        Column("made_at", _("Written"), kind="moment", sort="made_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=RECTIFICATION.choices()),
        Flag(
            "late",
            _("Overdue"),
            apply=lambda rows, request: rows.filter(
                state__in=[RectState.DELIVERED.value, RectState.CORRECTED.value], correct_by__lte=request.now
            ),
        ),
        Filter("party_kind", _("Receiver is"), options=[(one, PARTIES[one]) for one in CORRECTING]),
        Period("made_at", _("Written")),
    )
    search = ("ref", "subject", "party", "origin", "text")
    bulk = (Bulk("letters:rectify_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No rectification notices"),
        _("Write one where something is found that breaks a clause; it closes only after a re-check."),
        url_name="letters:rectify_new",
        label=_("New rectification notice"),
        icon="alert-triangle",
    )


class NoticeList(PaperList):
    """Tips and notices."""

    key = "letters-notice"
    columns = (
        _NUMBER,
        Column("subject", _("Title"), wide=True, sort="subject"),
        Column("topic_label", _("Topic"), sort="topic"),
        _STATE,
        Column("from_at", _("Begins"), kind="moment", sort="from_at", phone=False),
        _due(_("Ends"), "until_at"),
        Column("concerns", _("Concerns"), phone=False),
        Column("copies", _("Copies"), kind="number", sort="copies", total=True, phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=NOTICE.choices()),
        Flag("in_force", _("Holds now"), apply=lambda rows, request: rows.in_force(request.now)),
        Flag(
            "over",
            _("To be taken down"),
            apply=lambda rows, request: (
                rows.filter(state=NoticeState.RECALLED.value)
                | rows.filter(state=NoticeState.POSTED.value, until_at__lte=request.now)
            ),
        ),
        Filter("topic", _("Topic"), options=TOPICS.items()),
        Filter("hazard", _("What weather"), options=HAZARDS.items()),
        Period("made_at", _("Written")),
    )
    search = ("ref", "subject", "text", "concerns")
    bulk = (Bulk("letters:notice_pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No tips or notices"),
        _("Begin with a ready text: a water cut, works, a typhoon. It is put up once it is approved."),
        url_name="letters:notice_new",
        label=_("New notice"),
        icon="speakerphone",
    )


class SealList(List):
    """The uses of seals (用章登记)."""

    key = "letters-seals"
    columns = (
        Column("used_at", _("When"), kind="moment", sort="used_at"),
        Column("seal_label", _("Seal"), sort="seal"),
        Column("letter", _("Letter"), link=True, wide=True, value=lambda one: str(one.letter)),
        Column("copies", _("Copies"), kind="number", sort="copies", total=True),
        Column("used_by_name", _("Sealed by"), sort="used_by_name"),
        Column("taken_by", _("Taken by"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("seal", _("Seal"), options=SEALS.items()),
        Period("used_at", _("When")),
    )
    search = ("letter__ref", "letter__subject", "used_by_name", "taken_by")
    order = "-used_at"
    empty = Empty(
        _("No seal was used"), _("Seals are put on approved letters, on their pages."), icon="shield-check"
    )


class WordingList(List):
    """The texts papers begin with."""

    key = "letters-texts"
    columns = (
        Column("label", _("Title"), link=True, wide=True),
        Column("kind", _("Used for"), value=lambda one: KINDS[Kind(one.kind)]),
        Column(
            "topic", _("Topic"), value=lambda one: TOPICS.get(one.topic, "") if one.topic else "", phone=False
        ),
        Column(
            "own",
            _("Whose"),
            kind="badge",
            value=lambda one: _("Our own") if one.own else _("Ready-made"),
            tone=lambda one: "accent" if one.own else "neutral",
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (Filter("kind", _("Used for"), options=KINDS.items()),)
    search = ("title", "body")
    size = 100
    empty = Empty(
        _("No text of that name"),
        _("Search for another word, or write a text of your own."),
        icon="file-text",
    )

    def row_url(self, thing: Any) -> str:
        return reverse("letters:text", args=[thing.key])

    def row_key(self, thing: Any) -> str:
        return str(thing.key)


LISTS: dict[Kind, type[PaperList]] = {
    Kind.INCOMING: IncomingList,
    Kind.OUTGOING: OutgoingList,
    Kind.CONTACT: ContactList,
    Kind.RECTIFICATION: RectificationList,
    Kind.NOTICE: NoticeList,
}
