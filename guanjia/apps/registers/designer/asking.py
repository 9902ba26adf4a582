"""How the parts of a form are asked for: the questions of one part, and what questions have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.designer.sheet import Row, Sheet
from guanjia.apps.rulebook.terms import Bilingual
from guanjia.apps.rulebook.terms.declared import cleaned
from guanjia.kernel.refusals import Text
from guanjia.ui.fields import Choice, Choices, Line
from guanjia.ui.forms import Form

KINDS: Mapping[str, Text] = {
    "text": _("Text of one line"),
    "long text": _("Text of several lines"),
    "number": _("Number"),
    "money": _("Amount of money"),
    "date": _("Day"),
    "time": _("Time of day"),
    "moment": _("Day and time"),
    "period": _("From a moment until another"),
    "choice": _("One of several choices"),
    "flag": _("Yes or no"),
    "person": _("Customer"),
    "staff": _("Colleague"),
    "post": _("Post"),
    "unit": _("Unit"),
    "place": _("Place"),
    "contractor": _("Contractor"),
    "equipment": _("Equipment"),
    "scan": _("Scanned code"),
    "photo": _("Photo"),
    "file": _("File"),
    "signature": _("Signature on the screen"),
    "rows": _("Table of rows"),
    "computed": _("Computed"),
}
KIND_ICONS = {
    "rows": "table-import",
    "computed": "chart-bar",
    "photo": "photo",
    "signature": "signature",
    "file": "file-text",
}


@dataclass(frozen=True)
class Words:
    """What can be chosen: posts and capabilities of the company. ``settled``: the key of the form stays for good."""

    posts: list[tuple[str, str]]
    capabilities: list[tuple[str, Any]]
    settled: bool = False


class PartForm(Form):
    """The questions of one part. Everything may be left open; what is wrong is the loader's to say."""

    draft = ""

    def __init__(self, *, sheet: Sheet, name: str, words: Words, **more: Any) -> None:
        super().__init__(prefix="p", **more)
        self.sheet, self.name, self.words = sheet, name, words
        row = sheet.row(name)
        self.row: Row = {} if row is None else row
        self.build()
        self.initial = self.begin()
        for field, question in self.fields.items():
            question.required = False
            question.widget.attrs.setdefault("data-test", field)

    def build(self) -> None:
        """Questions whose choices are this form's own."""

    def begin(self) -> dict[str, Any]:
        """What the questions begin with."""
        return dict(self.row)

    def answers(self, sent: QueryDict) -> dict[str, Any]:
        """What was typed and chosen, as it is."""
        found = {}
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(sent, {}, f"{self.prefix}-{name}")
            found[name] = value.strip() if isinstance(value, str) else value
        return found

    def write(self, given: Mapping[str, Any]) -> None:
        """Put the answers into the declaration."""
        self.row.update(given)

    def keep(self, sent: QueryDict) -> None:
        """Take what was sent; questions that were not asked stay as they are."""
        self.write(self.answers(sent))
        for key in [key for key, value in self.row.items() if value in ("", None, []) or value is False]:
            del self.row[key]
        self.sheet.table = cleaned(self.sheet.table)
        self.row = self.sheet.row(self.name) or {}

    def blame(self, question: str, sentence: Text) -> None:
        """A mistake beside its question, or on top when it belongs to none."""
        errors = self.errors
        name = question if question in self.fields else "__all__"
        if str(sentence) not in errors.get(name, []):
            errors.setdefault(name, self.error_class()).append(str(sentence))

    @property
    def questions(self) -> list[Any]:
        """The fields as they are drawn."""
        return [self[name] for name in self.fields]


# --- Words in two languages, keys, posts -------------------------------------------------------------------------------

LABELLED = ("label_zh", "label_en", "key")
"""The questions of a label and its key."""


def zh_line(label: Text = "", **more: Any) -> Line:
    return Line(label or _("Label in Chinese"), max_length=120, **more)


def en_line(label: Text = "") -> Line:
    return Line(
        label or _("Label in English"), max_length=200, help_text=_("Empty: the Chinese text is shown.")
    )


def key_line() -> Line:
    return Line(
        _("Key for formulas"),
        max_length=40,
        help_text=_("Small letters, digits and _. Empty: it is given by itself."),
    )


def languages(both: Any) -> dict[str, str]:
    """Both texts as they were typed: one that only repeats the other is left empty."""
    text = both if isinstance(both, Mapping) else {}
    zh, en = str(text.get("zh", "")), str(text.get("en", ""))
    return {"zh": zh, "en": "" if en == zh else en}


def both(given: Mapping[str, Any], name: str) -> dict[str, str]:
    return {language: str(given.get(f"{name}_{language}") or "") for language in ("zh", "en")}


def with_chosen(options: list[tuple[str, Any]], chosen: Iterable[str]) -> list[tuple[str, Any]]:
    """The options, and whatever is chosen already though it is none of them, so that it is not lost unseen."""
    known = {key for key, _label in options}
    return [*options, *((one, f"? {one}") for one in dict.fromkeys(chosen) if one and one not in known)]


def in_order(chosen: list[str], before: Iterable[str]) -> list[str]:
    """What was chosen; in the order it had, where it is the same."""
    old = list(before)
    return old if set(old) == set(chosen) and len(old) == len(chosen) else chosen


def named(rows: Any) -> list[tuple[str, str]]:
    """Rows with a key, by what they are called."""
    found = rows if isinstance(rows, list) else []
    return [(one["key"], titled(one, "label") or one["key"]) for one in found if one.get("key")]


def titled(row: Mapping[str, Any], name: str) -> str:
    text = row.get(name) or {}
    return str(Bilingual(text.get("zh", ""), text.get("en", "")))


def pick(label: Text, options: list[tuple[str, Any]], none: Text = "—", **more: Any) -> Choice:
    return Choice(label, [("", none), *options], shown="pick", **more)


def several(label: Text, options: list[tuple[str, Any]], **more: Any) -> Choices:
    return Choices(label, options, shown="pick", **more)


def line_of_choice(choice: Mapping[str, Any]) -> str:
    text = languages(choice.get("label"))
    words = f"{text['zh']} | {text['en']}" if text["en"] else text["zh"]
    return f"{choice.get('key', '')}: {words}" if choice.get("key") else words
