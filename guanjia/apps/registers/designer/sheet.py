"""What is being designed: the declaration, the part that is open, and what was just taken out. Pure; it travels with the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from guanjia.apps.rulebook.terms import FieldKind
from guanjia.apps.rulebook.terms.declared import Declared, cleaned

Path = tuple[str | int, ...]
Row = dict[str, Any]

FORM, APPROVALS, PAPER = "form", "approvals", "paper"
"""Parts that a form has once."""
LISTS = ("field", "check", "state", "action")
"""Parts it has many of."""
MOST_REMOVED = 20
"""So many rows that were taken out can be put back."""


@dataclass
class Sheet:
    """A form on the drawing board. ``opened`` is the part whose questions are shown ("field.3.column.0")."""

    table: Declared = field(default_factory=dict)
    opened: str = FORM
    removed: list[tuple[str, Row]] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, opened: str) -> Sheet:
        """What a page sent back; anything that is no sheet gives an empty one."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = {}
        found = found if isinstance(found, dict) else {}
        pairs = found.get("removed")
        removed = [
            (one[0], _row(one[0], one[1]))
            for one in (pairs if isinstance(pairs, list) else [])[:MOST_REMOVED]
            if isinstance(one, list)
            and len(one) == 2
            and isinstance(one[0], str)
            and isinstance(one[1], dict)
        ]
        sheet = cls(cleaned(found.get("table")), opened, removed)
        return sheet if sheet.row(opened) is not None else cls(sheet.table, FORM, removed)

    @property
    def text(self) -> str:
        """What the page carries along."""
        return json.dumps({"table": self.table, "removed": self.removed}, ensure_ascii=False)

    def row(self, name: str) -> Row | None:
        """A part by its name; None when there is no such."""
        if name in (FORM, APPROVALS):
            return self.table
        if name == PAPER:
            paper: Row = self.table.setdefault("paper", {})
            return paper
        rows, place = self._place(name)
        return None if rows is None else rows[place]

    def _place(self, name: str) -> tuple[list[Row] | None, int]:
        """The list a part stands in, and where; None when there is no such."""
        path = path_of(name)
        rows: Any = self.table.get(str(path[0]), []) if path[0] in LISTS and len(path) in (2, 4) else []
        if len(path) == 4:
            owner = path[1]
            inner = (
                path[0] == "field" and path[2] == "column" and isinstance(owner, int) and owner < len(rows)
            )
            rows = rows[owner].get("column", []) if inner else []
        place = path[-1]
        return (rows, place) if isinstance(place, int) and place < len(rows) else (None, 0)

    # --- What is done to it ------------------------------------------------------------------------------------------------

    def do(self, step: str) -> None:
        """One step of a button: ``open:field.2``, ``add:field``, ``remove:…``, ``up:…``, ``down:…``, ``undo``; others do nothing."""
        verb, _colon, name = step.partition(":")
        if verb == "open" and self.row(name) is not None:
            self.opened = "" if name == self.opened else name
        elif verb == "add":
            self._add(name)
        elif verb == "remove":
            self._remove(name)
        elif verb in ("up", "down"):
            self._move(name, -1 if verb == "up" else 1)
        elif verb == "undo":
            self._put_back()

    def _add(self, name: str) -> None:
        owner = self.row(name.rpartition(".")[0]) if "." in name else self.table
        kind = name.rpartition(".")[2]
        is_ours = name in LISTS or (name.startswith("field.") and kind == "column")
        if owner is None or not is_ours:
            return
        rows = owner.setdefault(kind, [])
        rows.append({"kind": str(FieldKind.TEXT)} if kind in ("field", "column") else {})
        self.opened = f"{name}.{len(rows) - 1}"

    def _remove(self, name: str) -> None:
        rows, place = self._place(name)
        if rows is None:
            return
        self.removed = [*self.removed, (name, rows.pop(place))][-MOST_REMOVED:]
        self.opened = ""

    def _move(self, name: str, by: int) -> None:
        rows, place = self._place(name)
        if rows is None or not 0 <= place + by < len(rows):
            return
        rows[place], rows[place + by] = rows[place + by], rows[place]
        stem = name.rpartition(".")[0]
        if self.opened.startswith(name):
            self.opened = f"{stem}.{place + by}" + self.opened.removeprefix(name)
        elif self.opened.startswith(f"{stem}.{place + by}"):
            self.opened = name

    def _put_back(self) -> None:
        if not self.removed:
            return
        name, row = self.removed.pop()
        stem, _dot, place = name.rpartition(".")
        owner = self.row(stem.rpartition(".")[0]) if "." in stem else self.table
        if owner is None:
            return
        rows = owner.setdefault(stem.rpartition(".")[2], [])
        rows.insert(min(int(place), len(rows)), row)
        self.opened = f"{stem}.{min(int(place), len(rows) - 1)}"


def path_of(name: str) -> Path:
    """ "field.3.label" as ("field", 3, "label")."""
    return tuple(
        int(one) if one.isascii() and one.isdigit() and len(one) < 5 else one for one in name.split(".")
    )


def _row(name: str, row: Row) -> Row:
    """One row, cut to its shape."""
    path = path_of(name)
    if path[0] not in LISTS or len(path) not in (2, 4) or not isinstance(path[-1], int):
        return {}
    if len(path) == 4:
        found = cleaned({"field": [{"column": [row]}]})
        return dict(found["field"][0]["column"][0])
    return dict(cleaned({path[0]: [row]})[str(path[0])][0])


_KEY = re.compile(r"[^a-z0-9]+")


def new_key(english: str, taken: Iterable[str], otherwise: str) -> str:
    """A key made of an English label, else a numbered one; none that is taken."""
    found = _KEY.sub("_", english.lower()).strip("_")[:30]
    used = set(taken)
    stem = found if found[:1].isalpha() and found.isascii() else ""
    if stem and stem not in used:
        return stem
    number = 2 if stem else len(used) + 1
    while f"{stem or otherwise}_{number}" in used:
        number += 1
    return f"{stem or otherwise}_{number}"
