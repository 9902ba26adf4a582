"""What stands on the page of an entry: its facts, its tables, and who signs; and on Today what waits for a signature."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.queries import signatures_for
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import queries, rules, sight
from guanjia.apps.registers.models import Entry, EntrySignature
from guanjia.apps.registers.queries import Register
from guanjia.apps.registers.terms import Can
from guanjia.apps.registers.wording import Names, cells, words
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.counting import first_of
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.panels import Facts, Panel


def values(entry: Entry, register: Register, names: Names, actor: Actor) -> Facts:
    """What was entered, field by field, as somebody sees it; texts of several lines and photos stand below.

    Whatever is kept from the reader stands here as such, whatever its kind.
    """
    shown = Facts()
    for field in register.term.fields:
        value = sight.seen(field, entry, actor)
        if value is sight.HIDDEN:
            shown.add(str(field.label), value, hidden=True)
        elif field.kind not in (FieldKind.LONG_TEXT, FieldKind.ROWS, *rules.FILES) and _is_due(field, entry):
            masked = field.masked and value is not None
            url = reverse("registers:reveal", args=[entry.ref, field.key]) if masked else ""
            shown.add(str(field.label), words(field, value, names), hidden=masked, reveal_url=url)
    return shown


def on_paper(register: Register) -> Register:
    """The register as it goes on paper: without the fields that are left out there."""
    left_out = set(register.term.paper.left_out)
    if not left_out:
        return register
    fields = tuple(one for one in register.term.fields if one.key not in left_out)
    return replace(register, term=replace(register.term, fields=fields))


def texts(entry: Entry, register: Register, actor: Actor) -> list[tuple[str, str]]:
    """The longer texts of an entry with their labels."""
    return [
        (str(field.label), entry.values[field.key])
        for field in _filled(entry, register, FieldKind.LONG_TEXT, actor)
    ]


def _filled(entry: Entry, register: Register, kind: FieldKind, actor: Actor) -> list[Field]:
    """The fields of a kind in which something stands that somebody sees."""
    return [
        one
        for one in register.term.fields
        if one.kind is kind and entry.values.get(one.key) and not sight.is_hidden(one, entry, actor)
    ]


def _is_due(field: Field, entry: Entry) -> bool:
    """A field that an action asks for is shown once it was taken."""
    return not field.at_action or entry.values.get(field.key) is not None


@dataclass(frozen=True)
class Table:
    """A table of an entry; ``figures`` says for each column whether it holds numbers."""

    label: str
    heads: list[str]
    figures: list[bool]
    lines: list[list[str]]

    @property
    def rows(self) -> list[list[tuple[str, bool]]]:
        """The lines with what each cell is."""
        return [list(zip(line, self.figures, strict=True)) for line in self.lines]


def tables(entry: Entry, register: Register, actor: Actor) -> list[Table]:
    """The tables of an entry."""
    return [
        Table(
            str(field.label),
            [_head(column) for column in field.columns],
            [column.kind in _FIGURES for column in field.columns],
            cells(field, entry.values[field.key]),
        )
        for field in _filled(entry, register, FieldKind.ROWS, actor)
    ]


_FIGURES = (FieldKind.NUMBER, FieldKind.MONEY, FieldKind.COMPUTED)


def _head(column: Field) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def drawn(entry: Entry, register: Register, actor: Actor) -> list[tuple[str, Any]]:
    """The signatures that were drawn into fields, with the labels of these."""
    fields = _filled(entry, register, FieldKind.SIGNATURE, actor)
    if not fields:
        return []
    there = {one.pk: one for one in signatures_for(entry.ref)}
    return [(str(one.label), there[pk]) for one in fields if (pk := entry.values[one.key]) in there]


def frame(entry: Entry, register: Register, names: Names) -> Facts:
    """Who entered it, what it is about, by which rules, and until when it is kept."""
    zone = ZoneInfo(organisations.site(entry.site_id).timezone)
    until = rules.kept_until(entry.entered_at.astimezone(zone).date(), register.term.keep_years)
    return (
        Facts()
        .add(_("Entered by"), entry.entered_by_name)
        .add(_("Entered at"), entry.entered_at, kind="moment")
        .add(_("About"), names.get(entry.about, "" if ":" in entry.about else entry.about))
        .add(_("Rulebook"), f"{register.here.pack.title} · {register.term.clause}")
        .add(_("Version"), register.here.pack.label)
        .add(_("Kept until"), until.isoformat())
    )


@dataclass(frozen=True)
class Line:
    """One of those who sign: what the post is called, and the signature once it is given."""

    post: Text
    given: EntrySignature | None
    is_due: bool


def lines(entry: Entry, register: Register) -> list[Line]:
    """Everybody who signs an entry, in order; the drawings of customers come with them in one query."""
    drawn = {one.pk: one for one in signatures_for(entry.ref)}
    given = {one.place: one for one in entry.signatures.all()}
    for one in given.values():
        if one.signature_id:
            one.signature = drawn[one.signature_id]
    waits = entry.is_open
    return [
        Line(
            register.name_of(given[place].signed_as if place in given else post),
            given.get(place),
            is_due=waits and place == len(given),
        )
        for place, post in enumerate(register.term.signed_by)
    ]


_MOST_ON_TODAY = 8


def today_entries(request: Request) -> Panel | None:
    """The entries that wait for a post I hold, the oldest first; no panel for those who sign nothing."""
    if not request.actor.can(Can.SIGN):
        return None
    waiting = queries.list_to_sign(request.actor, request.now).order_by("entered_at", "id")
    shown, count = first_of(waiting, _MOST_ON_TODAY)
    if not count:
        return None
    return Panel(
        _("Entries to sign"),
        "registers/panels/to_sign.html",
        {"rows": [(one, queries.register_of(one).term.title) for one in shown]},
        icon="signature",
        count=count,
        url=reverse("registers:to_sign"),
    )
