"""The board as a list of its parts, each with what it says in a line, and its mistakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guanjia.apps.registers.designer.asking import KIND_ICONS, KINDS
from guanjia.apps.registers.designer.parts import place_of
from guanjia.apps.registers.designer.sheet import APPROVALS, FORM, LISTS, PAPER, Sheet
from guanjia.apps.registers.terms import ANY, CUSTOMER
from guanjia.apps.rulebook.queries.forms import Tried
from guanjia.apps.rulebook.terms import Bilingual
from guanjia.kernel.refusals import Text

Told = Mapping[str, list[tuple[str, Text]]]
"""Mistakes by part: the question, and the sentence."""


@dataclass
class Line:
    """A part of the board. ``adds`` is the list it belongs to; ``rows`` are its parts (fields, columns of a table)."""

    name: str
    title: str
    icon: str = "point"
    more: str = ""
    is_open: bool = False
    mistakes: list[Text] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    adds: str = ""
    add_label: str = ""
    hint: str = ""
    is_row: bool = False
    is_first: bool = False
    is_last: bool = False


def said_of(found: Tried) -> dict[str, list[tuple[str, Text]]]:
    """The mistakes of a form by part."""
    told: dict[str, list[tuple[str, Text]]] = {}
    for one in found.mistakes:
        part, question = place_of(one.path)
        told.setdefault(part, []).append((question, one.sentence))
    return told


def outline(sheet: Sheet, told: Told, posts: Mapping[str, str]) -> list[Line]:
    """Everything on the board, in order; ``posts`` is what posts are called."""
    table = sheet.table
    levels = table.get("signed_by", [])
    names = {**posts, CUSTOMER: _("Customer")}
    lists = {
        "field": (_("Fields"), "list-details", _("Add a field"), _("What is filled in, in this order.")),
        "state": (
            _("States"),
            "arrow-right",
            _("Add a state"),
            _("What an entry goes through after it was made, such as lent and returned."),
        ),
        "action": (_("Steps"), "player-play", _("Add a step"), _("What leads from one state to another.")),
        "check": (
            _("Checks"),
            "circle-check",
            _("Add a check"),
            _("What must hold, or the entry is refused."),
        ),
    }
    called = [" / ".join(names.get(one, one) for one in level.split(ANY)) for level in levels]
    signers = " → ".join(called) or _("Nobody signs")
    return [
        _line(sheet, told, FORM, _("Title, numbers and who may enter"), "file-text", _label(table, "title")),
        _list(sheet, told, "field", *lists["field"]),
        _line(
            sheet,
            told,
            APPROVALS,
            _("Approvals"),
            "signature",
            signers,
        ),
        _list(sheet, told, "state", *lists["state"]),
        _list(sheet, told, "action", *lists["action"]),
        _list(sheet, told, "check", *lists["check"]),
        _line(sheet, told, PAPER, _("On paper"), "printer", ""),
    ]


def _line(sheet: Sheet, told: Told, name: str, title: str, icon: str, more: str) -> Line:
    is_open = sheet.opened == name
    return Line(name, title, icon, more, is_open, _unasked(told, name, is_open=is_open))


def _unasked(told: Told, name: str, *, is_open: bool) -> list[Text]:
    """The sentences that stand on the line itself: all of a closed part; an open one has them at its questions."""
    return [] if is_open else list(dict.fromkeys(sentence for _question, sentence in told.get(name, [])))


def _list(sheet: Sheet, told: Told, kind: str, title: str, icon: str, add_label: str, hint: str) -> Line:
    rows = sheet.table.get(kind, [])
    own = [sentence for _question, sentence in told.get(kind, [])]
    lines = [_row(sheet, told, f"{kind}.{place}", row, place, len(rows)) for place, row in enumerate(rows)]
    return Line(kind, title, icon, hint=hint, mistakes=own, rows=lines, adds=kind, add_label=add_label)


def _row(sheet: Sheet, told: Told, name: str, row: Mapping[str, Any], place: int, count: int) -> Line:
    kind = name.split(".")[-2]
    is_open = sheet.opened == name
    line = Line(
        name,
        _called(kind, row) or _("(no name yet)"),
        KIND_ICONS.get(str(row.get("kind", "")), "point"),
        _about(kind, row),
        is_open,
        _unasked(told, name, is_open=is_open),
        is_row=True,
        is_first=place == 0,
        is_last=place == count - 1,
    )
    if kind == "field" and row.get("kind") == "rows":
        columns = row.get("column", [])
        line.rows = [
            _row(sheet, told, f"{name}.column.{at}", column, at, len(columns))
            for at, column in enumerate(columns)
        ]
        line.adds, line.add_label = f"{name}.column", _("Add a column")
    return line


def _called(kind: str, row: Mapping[str, Any]) -> str:
    return str(row.get("holds", "")) if kind == "check" else _label(row, "label")


def _label(row: Mapping[str, Any], name: str) -> str:
    text = row.get(name) or {}
    return str(Bilingual(str(text.get("zh", "")), str(text.get("en", ""))))


def _about(kind: str, row: Mapping[str, Any]) -> str:
    if kind in ("field", "column"):
        said = [str(KINDS.get(str(row.get("kind", "text")), row.get("kind", "")))]
        said += [_("must be filled in")] if row.get("required") else []
        said += [str(row["unit"])] if row.get("unit") else []
        said += [_("not seen by all")] if row.get("seen_by") or row.get("masked") else []
        return " · ".join(said)
    if kind == "action":
        return f"{', '.join(row.get('from', []))} → {row.get('to', '')}"
    if kind == "check":
        return _label(row, "message")
    return _("an end") if row.get("end") else ""


__all__ = ["LISTS", "Line", "Told", "outline", "said_of"]
