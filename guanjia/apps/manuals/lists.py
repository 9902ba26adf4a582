"""The lists: documents, old copies still out, who has read an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.models import Document, Reading, Version
from guanjia.apps.manuals.terms import COPY_STATES, DOCUMENT_KINDS, VERSION_STATES, CopyState, VersionState
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, Filter, Flag, List

COPY_TONES = {
    CopyState.ISSUED: ("calm", "circle-check"),
    CopyState.RECALLED: ("late", "alert-circle"),
    CopyState.RETURNED: ("neutral", "arrow-back-up"),
    CopyState.DESTROYED: ("neutral", "ban"),
}


@dataclass(frozen=True)
class DocumentRow:
    """A document with the edition that holds and the one that comes."""

    document: Document
    held: Version | None
    coming: Version | None

    @property
    def pk(self) -> int:
        """Its key."""
        return self.document.pk

    def get_absolute_url(self) -> str:
        """Its page."""
        return self.document.get_absolute_url()

    @property
    def where(self) -> Text:
        """The sites it holds at."""
        names = [one.site.name for one in self.document.at_sites.all()]
        return "、".join(names) or _("The whole company")


def document_row(document: Document) -> DocumentRow:
    """A document of ``list_documents`` as a row; no query of its own."""
    current: list[Version] = document.current  # type: ignore[attr-defined]  # fetched with the list
    held = next((one for one in current if one.is_in_force), None)
    return DocumentRow(document, held, next((one for one in current if not one.is_in_force), None))


def _in_state(rows: QuerySet[Document], value: str) -> QuerySet[Document]:
    return rows.filter(versions__state=value).distinct()


class DocumentList(List):
    """The documents by number."""

    key = "manuals"
    columns = (
        Column("number", _("Number"), value=lambda one: one.document.number, link=True, sort="number"),
        Column("title", _("Title"), value=lambda one: one.document.title, wide=True, sort="title"),
        Column("kind", _("Kind"), value=lambda one: one.document.kind_label, phone=False, sort="kind"),
        Column(
            "held",
            _("Holds now"),
            template="manuals/cells/held.html",
            excel=lambda one: one.held.label if one.held else "",
        ),
        Column(
            "coming",
            _("On its way"),
            template="manuals/cells/coming.html",
            excel=lambda one: f"{one.coming.label} {one.coming.state_label}" if one.coming else "",
        ),
        Column("where", _("Holds at"), phone=False),
        Column("owner", _("Looked after by"), value=lambda one: one.document.owner_department, phone=False),
        Column(
            "copies", _("Copies out"), kind="number", value=lambda one: one.document.copies_out, phone=False
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("kind", _("Kind"), options=[(one.value, label) for one, label in DOCUMENT_KINDS.items()]),
        Filter(
            "state",
            _("State"),
            options=[(one.value, VERSION_STATES[one]) for one in VersionState],
            apply=_in_state,
        ),
    )
    search = ("number", "title")
    order = "number"
    empty = Empty(
        _("No rulebook document yet"),
        _("Open the first one with its number and title, then import its text from Word."),
        icon="book",
    )

    def prepare(self, things: list[Any]) -> list[Any]:
        return [document_row(one) for one in things]


class CopyList(List):
    """Copies of editions that hold no longer, and who still has them."""

    key = "manual_copies"
    columns = (
        Column("title", _("Title"), value=lambda one: one.document.title, link=True, wide=True),
        Column("number", _("Copy no."), kind="number", sort="number"),
        Column("version", _("Edition"), value=lambda one: one.version.label),
        Column("holder_name", _("Holder"), sort="holder_name"),
        Column(
            "state_label",
            _("State"),
            kind="badge",
            tone=lambda one: COPY_TONES[CopyState(one.state)][0],
            icon=lambda one: COPY_TONES[CopyState(one.state)][1],
        ),
        Column("recalled_at", _("Asked back"), kind="moment", sort="recalled_at"),
        Column("issued_at", _("Handed out"), kind="moment", sort="issued_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter(
            "state",
            _("State"),
            options=[(one.value, COPY_STATES[one]) for one in CopyState],
        ),
    )
    search = ("holder_name", "document__title", "document__number")
    order = "recalled_at"
    empty = Empty(
        _("No old copy is out"),
        _("When an edition is replaced, the copies that were handed out stand here until they come back."),
        icon="circle-check",
    )

    def row_url(self, thing: Any) -> str:
        return f"{thing.document.get_absolute_url()}copies/"


def _late(rows: QuerySet[Reading], request: Request) -> QuerySet[Reading]:
    return rows.filter(read_at=None, due_at__lte=request.now)


class ReaderList(List):
    """Who is to read an edition, those who have not first."""

    key = "manual_readers"
    columns = (
        Column("name", _("Reader"), value=lambda one: one.staff.name, wide=True, sort="staff__name"),
        Column("site", _("Site"), value=lambda one: one.site.name, phone=False),
        Column(
            "state",
            _("State"),
            kind="badge",
            value=lambda one: _("Has read it") if one.read_at else _("Has not read it yet"),
            tone=lambda one: "calm" if one.read_at else "soon",
            icon=lambda one: "circle-check" if one.read_at else "clock",
        ),
        Column("read_at", _("Read"), kind="moment", sort="read_at"),
        Column("due_at", _("Read by"), kind="moment", sort="due_at"),
        Column("asked_at", _("Asked"), kind="moment", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter(
            "read",
            _("State"),
            options=[("0", _("Has not read it yet")), ("1", _("Has read it"))],
            apply=lambda rows, value: rows.filter(read_at__isnull=value == "0"),
        ),
        Flag("late", _("Overdue"), apply=_late),
    )
    search = ("staff__name",)
    order = ""
    empty = Empty(
        _("Nobody is asked to read this edition"),
        _("Staff are asked when it comes into force."),
        icon="users",
    )

    def row_url(self, thing: Any) -> str:  # noqa: ARG002
        return ""

    def row_css(self, thing: Reading) -> str:
        return "row-late" if thing.read_at is None and thing.due_at <= self.request.now else ""
