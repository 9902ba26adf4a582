"""The lists: the registers of a site, and the entries of one with columns from its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers import queries
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import STATES
from guanjia.apps.registers.wording import typed
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, Filter, List, Period

MOST_COLUMNS = 5
"""So many fields stand beside each other on a screen; the workbook has all."""

_KINDS = {
    FieldKind.NUMBER: "number",
    FieldKind.MONEY: "money",
    FieldKind.DATE: "day",
    FieldKind.MOMENT: "moment",
}


def _packs(request: Request) -> Iterable[tuple[str, Any]]:
    """The rulebooks of the site that declare registers."""
    if request.site is None:
        return []
    kept = queries.list_registers(request.actor, request.site.pk, request.now)
    return {one.pack: str(one.here.pack.title) for one in kept}.items()


class Registers(List):
    """The registers a site keeps, rulebook by rulebook."""

    key = "registers"
    columns = (
        Column(
            "title", _("Title of the register"), link=True, wide=True, value=lambda one: str(one.term.title)
        ),
        Column("pack", _("Rulebook"), value=lambda one: str(one.here.pack.title)),
        Column("clause", _("Clause"), value=lambda one: one.term.clause, phone=False),
        Column("entries", _("This month"), kind="number", sort="entries", phone=False),
        Column("signers", _("Signed by"), value=lambda one: one.signers, phone=False),
    )
    filters = (Filter("pack", _("Rulebook"), options=_packs),)
    search = ("term.title.zh", "term.title.en", "term.clause", "term.key")
    size = 100
    empty = Empty(
        _("No registers at this site"),
        _("Registers come with the rulebooks a site adopts. Search for something else, or ask your manager."),
        icon="clipboard-list",
    )

    def row_url(self, thing: Register) -> str:
        return reverse("registers:register", args=[thing.pack, thing.key])

    def row_key(self, thing: Register) -> str:
        return f"{thing.pack}.{thing.key}"


class EntryList(List):
    """Entries, the newest first. ``columns_of`` gives a register's own."""

    filters = (Filter("state", _("State"), options=STATES.items()), Period("entered_at", _("Entered at")))
    search = ("ref", "text", "entered_by_name")
    order = "-entered_at"
    empty = Empty(
        _("No entries"),
        _("Nothing was entered yet, or nothing fits the search. A new entry begins with the button above."),
        icon="clipboard-list",
    )

    def prepare(self, things: list[Entry]) -> list[Entry]:
        names = queries.names_in(things)
        for thing in things:
            thing.names = names
        return things

    def row_css(self, thing: Entry) -> str:
        return "row-struck" if thing.is_struck else ""


class ToSign(List):
    """What waits for somebody's signature, the oldest first."""

    key = "registers.to_sign"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column(
            "title", _("Title of the register"), value=lambda one: str(queries.register_of(one).term.title)
        ),
        Column("entered_by_name", _("Entered by"), sort="entered_by_name"),
        Column("entered_at", _("Entered at"), kind="moment", sort="entered_at"),
    )
    filters = (Period("entered_at", _("Entered at")),)
    search = ("ref", "text", "entered_by_name")
    order = "entered_at"
    empty = Empty(
        _("Nothing waits for your signature"),
        _("Entries appear here when it is the turn of a post you hold."),
        icon="signature",
    )


def list_of(register: Register, *, whole: bool) -> type[EntryList]:
    """The list of a register: with its first few fields for a screen, or ``whole`` with all for the workbook."""

    class RegisterList(EntryList):
        key = f"register.{register.pack}.{register.key}"[:60]
        columns = _columns(register, whole=whole)

    return RegisterList


def _columns(register: Register, *, whole: bool) -> tuple[Column, ...]:
    fields = list(register.term.fields)
    if not whole:
        fields = [one for one in fields if one.kind is not FieldKind.PHOTO][:MOST_COLUMNS]
    ends = [
        Column("state_label", _("State"), kind="badge", tone=_tone, icon=_icon),
        Column("entered_by_name", _("Entered by"), sort="entered_by_name", phone=False),
        Column("entered_at", _("Entered at"), kind="moment", sort="entered_at"),
    ]
    if whole:
        ends.append(Column("struck_reason", _("Struck out because")))
    own = [_column(one, is_first=place == 0) for place, one in enumerate(fields)]
    return (Column("ref", _("Number"), link=True, sort="ref"), *own, *ends)


def _tone(entry: Entry) -> str:
    return entry.state_tone


def _icon(entry: Entry) -> str:
    return entry.state_icon


def _column(field: Field, *, is_first: bool) -> Column:
    label = str(field.label)
    if field.unit:
        label = now_("%(label)s (%(unit)s)") % {"label": label, "unit": field.unit}
    return Column(
        f"f_{field.key}",
        label,
        kind=_KINDS.get(field.kind, "text"),
        value=_value(field),
        wide=field.kind is FieldKind.LONG_TEXT,
        phone=is_first,
    )


def _value(field: Field) -> Callable[[Entry], Any]:
    return lambda entry: typed(field, entry.values.get(field.key), entry.names)
