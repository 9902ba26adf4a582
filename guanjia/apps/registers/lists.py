"""The lists: the registers of a site, and the entries of one with columns from its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import FloatField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import grams, queries, sight
from guanjia.apps.registers.models import MOST_NEAR, Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.rules import FILES
from guanjia.apps.registers.terms import STATES, Can
from guanjia.apps.registers.wording import typed, words
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.actor import Actor
from guanjia.ui.http import Request
from guanjia.ui.lists import Bulk, Cell, Column, Empty, Filter, List, Period

MOST_FOUND = MOST_NEAR
"""So many of the entries found by words are counted and paged through; further words find the right one sooner."""

MOST_ADDED = 5000
"""Figures are added up over so many entries at most, as a filter leaves them; beyond it the page would be slow."""

MOST_COLUMNS = 5
"""So many fields stand beside each other on a screen; the workbook has all."""

_KINDS = {
    FieldKind.NUMBER: "number",
    FieldKind.MONEY: "money",
    FieldKind.DATE: "day",
    FieldKind.MOMENT: "moment",
    FieldKind.COMPUTED: "number",
}
_ADDED = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.COMPUTED)
_HIDDEN = (FieldKind.ROWS, *FILES)


def _packs(request: Request) -> Iterable[tuple[str, Any]]:
    """The rulebooks of the site that declare registers."""
    if request.site is None:
        return []
    kept = queries.list_registers(request.actor, request.site.pk, request.now)
    own = {one.pack: str(one.here.pack.title) for one in kept if one.term.replaces}
    return (own | {one.pack: str(one.here.pack.title) for one in kept if not one.term.replaces}).items()


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
    marks: ClassVar[Sequence[str]] = ()
    order = "-entered_at"
    bulk = (Bulk("registers:pdfs", _("Print as PDF"), icon="printer", can=Can.SEE),)
    empty = Empty(
        _("No entries"),
        _("Nothing was entered yet, or nothing fits the search. A new entry begins with the button above."),
        icon="clipboard-list",
    )

    def searched(self, rows: Any) -> Any:
        if not self.text:
            return rows
        near = rows.near(self.text, self.marks)
        return rows.literally(self.text) if near is None else rows.filter(pk__in=near)

    @cached_property
    def count(self) -> int:
        """How many match; of what is searched for no more than people page through."""
        if not self.text:
            return super().count
        return int(self.found.order_by()[:MOST_FOUND].count())  # type: ignore[union-attr]

    def prepare(self, things: list[Entry]) -> list[Entry]:
        names = queries.names_in(things)
        for thing in things:
            thing.names = names
        return things

    def row_key(self, thing: Entry) -> str:
        return str(thing.ref)

    @cached_property
    def totals(self) -> list[Any] | None:
        """Sums of the figures over all entries found that count, worked out by the database."""
        summed = {one.name: one.name.removeprefix("f_") for one in self.columns if one.total}
        if not summed or not 0 < self.count <= MOST_ADDED:
            return None
        number = {
            name: Sum(Cast(KeyTextTransform(key, "values"), FloatField())) for name, key in summed.items()
        }
        sums = self.found.order_by().counting().aggregate(**number)  # type: ignore[union-attr]
        return [Cell(column, _neat(column, sums.get(column.name))) for column in self.columns]

    def row_css(self, thing: Entry) -> str:
        return "row-struck" if thing.is_struck else ""


def _sites(request: Request) -> Iterable[tuple[int, Any]]:
    """The sites somebody signs at; nothing to choose where there is one only."""
    here = sorted(request.actor.sites_with(Can.SIGN))
    return [(pk, organisations.site(pk).name) for pk in here] if len(here) > 1 else []


def _waiting_registers(request: Request) -> Iterable[tuple[str, Any]]:
    """The registers in which something waits for the actor."""
    waiting = queries.list_to_sign(request.actor, request.now).order_by()
    kinds = waiting.values_list("site_id", "adoption_id", "pack", "register").distinct()
    return sorted(
        {
            f"{pack}.{register}": queries.register_in(site_id, adoption_id, register).term.title
            for site_id, adoption_id, pack, register in kinds
        }.items()
    )


def _of_register(rows: Any, value: str) -> Any:
    return rows.of(*value.split(".", 1))


class ToSign(List):
    """What waits for somebody's signature at any of their sites, the oldest first."""

    key = "registers.to_sign"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column(
            "title", _("Title of the register"), value=lambda one: str(queries.register_of(one).term.title)
        ),
        Column("site", _("Site"), value=lambda one: one.site.name, phone=False),
        Column(
            "signer_due", _("Signed as"), value=lambda one: queries.register_of(one).name_of(one.signer_due)
        ),
        Column("entered_by_name", _("Entered by"), sort="entered_by_name"),
        Column("entered_at", _("Entered at"), kind="moment", sort="entered_at"),
    )
    filters = (
        Filter("site", _("Site"), options=_sites, field="site_id"),
        Filter("register", _("Register"), options=_waiting_registers, apply=_of_register),
        Period("entered_at", _("Entered at")),
    )
    bulk = (Bulk("registers:sign_many", _("Sign together"), icon="signature", can=Can.SIGN),)
    search = ("ref", "text", "entered_by_name")
    order = "entered_at"
    empty = Empty(
        _("Nothing waits for your signature"),
        _("Entries appear here when it is the turn of a post you hold."),
        icon="signature",
    )

    def row_key(self, thing: Entry) -> str:
        return str(thing.ref)


def list_of(register: Register, actor: Actor, *, whole: bool) -> type[EntryList]:
    """The list of a register: with its first few fields for a screen, or ``whole`` with all for the workbook."""

    class RegisterList(EntryList):
        key = f"register.{register.pack}.{register.key}"[:60]
        columns = _columns(register, actor, whole=whole)
        marks = (grams.book_word(register.here.site_id, register.pack, register.key),)

    return RegisterList


def _columns(register: Register, actor: Actor, *, whole: bool) -> tuple[Column, ...]:
    fields = list(register.term.fields)
    if not whole:
        fields = [one for one in fields if one.kind not in _HIDDEN][:MOST_COLUMNS]
    ends = [
        *_stage(register),
        Column("state_label", _("State"), kind="badge", tone=_tone, icon=_icon),
        Column("entered_by_name", _("Entered by"), sort="entered_by_name", phone=False),
        Column("entered_at", _("Entered at"), kind="moment", sort="entered_at"),
    ]
    if whole:
        ends.append(Column("struck_reason", _("Struck out because")))
    site_id = register.here.site_id
    own = [
        _column(one, actor, site_id, is_first=place == 0, adds_up=_was_always(register, one))
        for place, one in enumerate(fields)
    ]
    return (Column("ref", _("Number"), link=True, sort="ref"), *own, *ends)


def _neat(column: Column, total: float | None) -> Any:
    """A sum as its column shows figures: amounts in whole fen, others without a tail of noughts."""
    if total is None:
        return None
    whole = round(total, 6)
    return round(total) if column.kind == "money" or whole == int(whole) else whole


def _stage(register: Register) -> list[Column]:
    """The column of the register's own states, where it has any."""
    if not register.term.stages:
        return []
    return [
        Column(
            "stage",
            _("Stage of the entry"),
            value=lambda entry: register.stage_label(entry.stage),
            phone=False,
        )
    ]


def _tone(entry: Entry) -> str:
    return entry.state_tone


def _icon(entry: Entry) -> str:
    return entry.state_icon


def _column(field: Field, actor: Actor, site_id: int, *, is_first: bool, adds_up: bool) -> Column:
    label = str(field.label)
    if field.unit:
        label = now_("%(label)s (%(unit)s)") % {"label": label, "unit": field.unit}
    is_open = sight.sees_column(field, actor, site_id)
    kind = "money" if field.in_yuan else _KINDS.get(field.kind, "text")
    return Column(
        f"f_{field.key}",
        label,
        kind=kind if is_open else "text",
        value=_value(field, actor, typed if is_open else words),
        wide=field.kind is FieldKind.LONG_TEXT,
        phone=is_first,
        total=field.kind in _ADDED and is_open and adds_up,
    )


def _value(field: Field, actor: Actor, say: Callable[..., Any]) -> Callable[[Entry], Any]:
    """What a cell shows; where most of a column is kept from the reader, everything in it is in words.

    An entry is read by the version it was written under: what that has no such field for, or one of another kind, is left out.
    """

    def shown(entry: Entry) -> Any:
        own = next((one for one in queries.register_of(entry).term.fields if one.key == field.key), None)
        if own is None or own.kind is not field.kind:
            return None
        return say(own, sight.seen(own, entry, actor), entry.names)

    return shown


def _was_always(register: Register, field: Field) -> bool:
    """Whether every version of a register the site kept holds figures in a field: only then can they be added up."""
    return all(
        one.kind in _ADDED
        for here in rulebook.rules_of(register.here.site_id).by_id.values()
        if (term := here.pack.registers.get(register.key)) is not None
        for one in term.fields
        if one.key == field.key
    )


class PastTime(List):
    """Entries whose time is over."""

    key = "registers.past_time"
    columns = (
        Column("ref", _("Number"), link=True),
        Column(
            "title", _("Title of the register"), value=lambda one: str(queries.register_of(one).term.title)
        ),
        Column("entered_by_name", _("Entered by")),
        Column("entered_at", _("Entered at"), kind="moment"),
    )
    empty = Empty(
        _("Nothing is past its time"),
        _("Entries appear here when the time their register is kept for is over."),
        icon="archive",
    )
