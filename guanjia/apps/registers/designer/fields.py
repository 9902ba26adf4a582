"""The questions of a field, and of a column of a table: they follow from its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.designer.asking import (
    KINDS,
    LABELLED,
    PartForm,
    both,
    en_line,
    in_order,
    key_line,
    languages,
    line_of_choice,
    named,
    pick,
    several,
    with_chosen,
    zh_line,
)
from guanjia.apps.registers.designer.sheet import Row, new_key, path_of
from guanjia.apps.registers.terms import CUSTOMER
from guanjia.apps.rulebook.terms import IN_ROWS, FieldKind
from guanjia.ui.fields import Choice, Line, YesNo

_ASKED = {
    FieldKind.NUMBER: ("unit",),
    FieldKind.CHOICE: ("choice",),
    FieldKind.COMPUTED: ("formula", "unit", "in_yuan"),
}


class FieldForm(PartForm):
    """A field, or a column of a table; the questions follow from its kind."""

    label_zh = zh_line()
    label_en = en_line()
    kind = Choice(_("What is filled in"), [], shown="pick")
    choice = Line(
        _("Choices"),
        rows=4,
        max_length=4000,
        help_text=_("One on each line: 中文 | English. A key may stand before it: door: 门禁卡 | Door card."),
    )
    formula = Line(_("Formula"), max_length=300, placeholder="price * count")
    unit = Line(_("Unit of measure"), max_length=20)
    in_yuan = YesNo(_("It is an amount of money"))
    required = YesNo(_("Must be filled in"))
    required_when = Line(
        _("Must be filled in when"),
        max_length=300,
        placeholder='sort = "door"',
        help_text=_("A condition on the other fields, by their keys."),
    )
    masked = YesNo(_("Hide its middle; whoever looks gives a reason"))
    key = key_line()

    @property
    def is_column(self) -> bool:
        """Whether it is a column of a table."""
        return len(path_of(self.name)) == 4

    def build(self) -> None:
        kind = str(self.row.get("kind") or FieldKind.TEXT)
        kinds = [(key, label) for key, label in KINDS.items() if not self.is_column or key in set(IN_ROWS)]
        self.fields["kind"] = Choice(
            _("What is filled in"), with_chosen(kinds, ["person" if kind == CUSTOMER else kind]), shown="pick"
        )
        self.fields["kind"].widget.attrs["data-shape"] = True
        actions = named(self.sheet.table.get("action"))
        self.fields["at_action"] = pick(
            _("When it is filled in"),
            with_chosen(actions, [self.row.get("at_action", "")]),
            none=_("when the entry is made"),
        )
        self.fields["seen_by"] = several(
            _("Seen only by"),
            with_chosen(self.words.posts, self.row.get("seen_by", [])),
            help_text=_("No post chosen: whoever sees the register."),
        )
        for name in [name for name in self.fields if name not in self._asked(kind)]:
            del self.fields[name]

    def _asked(self, kind: str) -> set[str]:
        asked = {
            *LABELLED,
            "kind",
            *_ASKED.get(FieldKind(kind) if kind in set(FieldKind) else FieldKind.TEXT, ()),
        }
        if kind != FieldKind.COMPUTED:
            asked.add("required")
        if self.is_column:
            return asked
        asked |= {"seen_by"}
        if kind not in (FieldKind.COMPUTED, FieldKind.FLAG):
            asked.add("required_when")
        if kind in (FieldKind.TEXT, FieldKind.SCAN):
            asked.add("masked")
        if self.sheet.table.get("action") or self.row.get("at_action"):
            asked.add("at_action")
        return asked

    def begin(self) -> dict[str, Any]:
        label = languages(self.row.get("label"))
        kind = self.row.get("kind") or "text"
        return {
            **self.row,
            "label_zh": label["zh"],
            "label_en": label["en"],
            "kind": "person" if kind == CUSTOMER else kind,
            "choice": "\n".join(line_of_choice(one) for one in self.row.get("choice", [])),
        }

    def write(self, given: Mapping[str, Any]) -> None:
        found = dict(given)
        found["label"] = both(found, "label")
        found["key"] = self._keyed(found)
        if "choice" in found:
            found["choice"] = _choices(str(found["choice"]), self.row.get("choice", []))
        if "seen_by" in found:
            found["seen_by"] = in_order(found["seen_by"], self.row.get("seen_by", []))
        if found["kind"] == "person" and self.row.get("kind") == CUSTOMER:
            found["kind"] = CUSTOMER
        was = str(self.row.get("kind") or FieldKind.TEXT)
        for name in ("label_zh", "label_en"):
            found.pop(name)
        self.row.update(found)
        if str(found["kind"]) != was:
            self._forget(str(found["kind"]))

    def _forget(self, kind: str) -> None:
        """Settings that only the kind before had."""
        asked = self._asked(kind) | {"label", "column" if kind == FieldKind.ROWS else "kind"}
        for name in [name for name in self.row if name not in asked and name not in ("at_action", "seen_by")]:
            del self.row[name]

    def _keyed(self, given: Mapping[str, Any]) -> str:
        typed = str(given["key"] or "")
        label = given["label"]
        if typed or not (label["zh"] or label["en"]):
            return typed
        path = path_of(self.name)
        owner = self.sheet.table if len(path) == 2 else (self.sheet.row(f"field.{path[1]}") or {})
        kind = str(path[-2])
        return new_key(
            label["en"] or label["zh"], (str(one.get("key", "")) for one in owner.get(kind, [])), kind
        )


_CHOICE = re.compile(r"(?:(?P<key>[A-Za-z][A-Za-z0-9_.-]*)\s*[:：]\s*)?(?P<zh>[^|｜]*)(?:[|｜](?P<en>.*))?")


def _choices(text: str, before: list[Row]) -> list[Row]:
    """Lines as choices; one that was there before keeps its key."""
    keys = {one["label"]["zh"]: one.get("key", "") for one in before if isinstance(one.get("label"), Mapping)}
    found: list[Row] = []
    for line in text.splitlines():
        match = _CHOICE.fullmatch(line.strip())
        if not line.strip() or match is None:
            continue
        zh, en = match["zh"].strip(), (match["en"] or "").strip()
        taken = [*keys.values(), *(one["key"] for one in found)]
        key = match["key"] or keys.get(zh) or new_key(en or zh, taken, "choice")
        found.append({"key": key, "label": {"zh": zh or en, "en": en or zh}})
    return found
