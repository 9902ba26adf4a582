"""The questions of each part of a form: what they begin with, and how the answers stand in the declaration."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.designer.sheet import APPROVALS, FORM, PAPER, Row, Sheet, new_key, path_of
from guanjia.apps.registers.terms import ANY, CUSTOMER
from guanjia.apps.rulebook.terms import IN_ROWS, FieldKind
from guanjia.apps.rulebook.terms.declared import cleaned
from guanjia.kernel.refusals import Text
from guanjia.ui.fields import Choice, Choices, Line, YesNo
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

MOST_LEVELS = 8
"""So many approvals one form has here."""


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


def _zh(label: Text = "", **more: Any) -> Line:
    return Line(label or _("Label in Chinese"), max_length=120, **more)


def _en(label: Text = "") -> Line:
    return Line(
        label or _("Label in English"), max_length=200, help_text=_("Empty: the Chinese text is shown.")
    )


def _key() -> Line:
    return Line(
        _("Key for formulas"),
        max_length=40,
        help_text=_("Small letters, digits and _. Empty: it is given by itself."),
    )


def _languages(both: Any) -> dict[str, str]:
    """Both texts as they were typed: one that only repeats the other is left empty."""
    text = both if isinstance(both, Mapping) else {}
    zh, en = str(text.get("zh", "")), str(text.get("en", ""))
    return {"zh": zh, "en": "" if en == zh else en}


def _both(given: Mapping[str, Any], name: str) -> dict[str, str]:
    return {language: str(given.get(f"{name}_{language}") or "") for language in ("zh", "en")}


def _with(options: list[tuple[str, Any]], chosen: Iterable[str]) -> list[tuple[str, Any]]:
    """The options, and whatever is chosen already though it is none of them, so that it is not lost unseen."""
    known = {key for key, _label in options}
    return [*options, *((one, f"? {one}") for one in dict.fromkeys(chosen) if one and one not in known)]


def _in_order(chosen: list[str], before: Iterable[str]) -> list[str]:
    """What was chosen; in the order it had, where it is the same."""
    old = list(before)
    return old if set(old) == set(chosen) and len(old) == len(chosen) else chosen


def _named(rows: Any) -> list[tuple[str, str]]:
    """Rows with a key, by what they are called."""
    found = rows if isinstance(rows, list) else []
    return [(one["key"], _title(one, "label") or one["key"]) for one in found if one.get("key")]


def _title(row: Mapping[str, Any], name: str) -> str:
    from guanjia.apps.rulebook.terms import Bilingual

    text = row.get(name) or {}
    return str(Bilingual(text.get("zh", ""), text.get("en", "")))


def _pick(label: Text, options: list[tuple[str, Any]], none: Text = "—", **more: Any) -> Choice:
    return Choice(label, [("", none), *options], shown="pick", **more)


def _several(label: Text, options: list[tuple[str, Any]], **more: Any) -> Choices:
    return Choices(label, options, shown="pick", **more)


# --- The parts ---------------------------------------------------------------------------------------------------------


class BasicsForm(PartForm):
    """Title, numbers, who may enter, how long it is kept."""

    title_zh = _zh(_("Title in Chinese"))
    title_en = _en(_("Title in English"))
    keep_years = Line(_("Kept for how many years"), max_length=3, help_text=_("Empty: three years."))
    series = Line(
        _("Letters of its numbers"),
        max_length=4,
        help_text=_(
            "Two to four capital letters, such as VR for RG-VR-2026-000001. Empty: counted with all others."
        ),
    )

    def build(self) -> None:
        chosen = self.row.get("enter_by", [])
        self.fields["enter_by"] = _several(
            _("Who may make entries"),
            _with(self.words.posts, chosen),
            help_text=_("No post chosen: whoever may make entries in registers."),
        )
        if not self.words.settled:
            hint = _("Small letters, digits and _. Empty: it is given by itself. Once approved it stays.")
            self.fields["key"] = Line(_("Key of the form"), max_length=40, help_text=hint)

    def begin(self) -> dict[str, Any]:
        title = _languages(self.row.get("title"))
        return {**self.row, "title_zh": title["zh"], "title_en": title["en"]}

    def write(self, given: Mapping[str, Any]) -> None:
        years = unicodedata.normalize("NFKC", str(given["keep_years"] or ""))
        if "key" in given:
            self.row["key"] = given["key"]
        self.row.update(
            title=_both(given, "title"),
            keep_years=years,
            series=unicodedata.normalize("NFKC", str(given["series"] or "")).upper(),
            enter_by=_in_order(given["enter_by"], self.row.get("enter_by", [])),
        )


_LABELLED = ("label_zh", "label_en", "key")
_ASKED = {
    FieldKind.NUMBER: ("unit",),
    FieldKind.CHOICE: ("choice",),
    FieldKind.COMPUTED: ("formula", "unit", "in_yuan"),
}


class FieldForm(PartForm):
    """A field, or a column of a table; the questions follow from its kind."""

    label_zh = _zh()
    label_en = _en()
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
    key = _key()

    @property
    def is_column(self) -> bool:
        """Whether it is a column of a table."""
        return len(path_of(self.name)) == 4

    def build(self) -> None:
        kind = str(self.row.get("kind") or FieldKind.TEXT)
        kinds = [(key, label) for key, label in KINDS.items() if not self.is_column or key in set(IN_ROWS)]
        self.fields["kind"] = Choice(
            _("What is filled in"), _with(kinds, ["person" if kind == CUSTOMER else kind]), shown="pick"
        )
        self.fields["kind"].widget.attrs["data-shape"] = True
        actions = _named(self.sheet.table.get("action"))
        self.fields["at_action"] = _pick(
            _("When it is filled in"),
            _with(actions, [self.row.get("at_action", "")]),
            none=_("when the entry is made"),
        )
        self.fields["seen_by"] = _several(
            _("Seen only by"),
            _with(self.words.posts, self.row.get("seen_by", [])),
            help_text=_("No post chosen: whoever sees the register."),
        )
        for name in [name for name in self.fields if name not in self._asked(kind)]:
            del self.fields[name]

    def _asked(self, kind: str) -> set[str]:
        asked = {
            *_LABELLED,
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
        label = _languages(self.row.get("label"))
        kind = self.row.get("kind") or "text"
        return {
            **self.row,
            "label_zh": label["zh"],
            "label_en": label["en"],
            "kind": "person" if kind == CUSTOMER else kind,
            "choice": "\n".join(_line(one) for one in self.row.get("choice", [])),
        }

    def write(self, given: Mapping[str, Any]) -> None:
        found = dict(given)
        found["label"] = _both(found, "label")
        found["key"] = self._keyed(found)
        if "choice" in found:
            found["choice"] = _choices(str(found["choice"]), self.row.get("choice", []))
        if "seen_by" in found:
            found["seen_by"] = _in_order(found["seen_by"], self.row.get("seen_by", []))
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


def _line(choice: Mapping[str, Any]) -> str:
    text = _languages(choice.get("label"))
    words = f"{text['zh']} | {text['en']}" if text["en"] else text["zh"]
    return f"{choice.get('key', '')}: {words}" if choice.get("key") else words


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


class ApprovalsForm(PartForm):
    """Who signs, in order; of several posts in one line any one signs."""

    def build(self) -> None:
        levels = self.row.get("signed_by", [])
        options = [(CUSTOMER, _("Customer")), *self.words.posts]
        for place in range(min(len(levels) + 1, max(MOST_LEVELS, len(levels)))):
            chosen = levels[place].split(ANY) if place < len(levels) else []
            self.fields[f"level_{place}"] = _several(
                _("Signature %(number)s") % {"number": place + 1}, _with(options, chosen)
            )

    def begin(self) -> dict[str, Any]:
        return {f"level_{place}": one.split(ANY) for place, one in enumerate(self.row.get("signed_by", []))}

    def write(self, given: Mapping[str, Any]) -> None:
        old = self.row.get("signed_by", [])
        levels = []
        for place in range(len(self.fields)):
            before = old[place].split(ANY) if place < len(old) else []
            levels.append(ANY.join(_in_order(given[f"level_{place}"], before)))
        self.row["signed_by"] = [one for one in levels if one]


class LabelledForm(PartForm):
    """Something with a label and a key."""

    label_zh = _zh()
    label_en = _en()
    key = _key()

    def begin(self) -> dict[str, Any]:
        label = _languages(self.row.get("label"))
        return {**self.row, "label_zh": label["zh"], "label_en": label["en"]}

    def write(self, given: Mapping[str, Any]) -> None:
        label = _both(given, "label")
        kind = str(path_of(self.name)[0])
        key = str(given["key"] or "")
        if not key and (label["zh"] or label["en"]):
            taken = (str(one.get("key", "")) for one in self.sheet.table.get(kind, []))
            key = new_key(label["en"] or label["zh"], taken, kind)
        rest = {name: value for name, value in given.items() if name not in _LABELLED}
        self.row.update(rest, label=label, key=key)


class StateForm(LabelledForm):
    """A state of the form's own."""

    end = YesNo(_("It is an end: nothing leads out of it"))


class ActionForm(LabelledForm):
    """A step between states, and who may take it."""

    unsigned = YesNo(_("May be taken before everybody has signed"))

    def build(self) -> None:
        states = _named(self.sheet.table.get("state"))
        posts = _with(self.words.posts, self.row.get("by", []))
        self.fields |= {
            "from": _several(_("From the states"), _with(states, self.row.get("from", []))),
            "to": _pick(_("To the state"), _with(states, [self.row.get("to", "")])),
            "by": _several(
                _("Who may take it"), posts, help_text=_("No post chosen: whoever may make entries.")
            ),
            "capability": _pick(
                _("Needs as well"), _with(self.words.capabilities, [self.row.get("capability", "")])
            ),
        }

    def write(self, given: Mapping[str, Any]) -> None:
        lists = {name: _in_order(given[name], self.row.get(name, [])) for name in ("from", "by")}
        super().write({**given, **lists})


class CheckForm(PartForm):
    """Something that must hold, and the sentence for when it does not."""

    holds = Line(_("What must hold"), max_length=300, placeholder="returned_at >= lent_at")
    message_zh = _zh(_("The sentence when it does not, in Chinese"))
    message_en = _en(_("The sentence in English"))

    def build(self) -> None:
        fields = _named(self.sheet.table.get("field"))
        self.fields["field"] = _pick(_("Beside the field"), _with(fields, [self.row.get("field", "")]))

    def begin(self) -> dict[str, Any]:
        message = _languages(self.row.get("message"))
        return {**self.row, "message_zh": message["zh"], "message_en": message["en"]}

    def write(self, given: Mapping[str, Any]) -> None:
        rest = {name: given[name] for name in ("holds", "field")}
        self.row.update(rest, message=_both(given, "message"))


class PaperForm(PartForm):
    """How it is printed."""

    columns = Choice(
        _("Short fields on paper"), [("2", _("two to a line")), ("1", _("one to a line"))], shown="buttons"
    )
    lines = Line(
        _("More signature lines"),
        rows=3,
        max_length=2000,
        help_text=_("For signing with a pen, beside the approvals. One on each line: 中文 | English."),
    )

    def build(self) -> None:
        fields = _named(self.sheet.table.get("field"))
        self.fields["left_out"] = _several(
            _("Fields left out on paper"), _with(fields, self.row.get("left_out", []))
        )

    def begin(self) -> dict[str, Any]:
        return {
            "columns": str(self.row.get("columns", 2)),
            "left_out": self.row.get("left_out", []),
            "lines": "\n".join(_line({"label": one.get("label")}) for one in self.row.get("line", [])),
        }

    def write(self, given: Mapping[str, Any]) -> None:
        columns = given["columns"] or "2"
        texts = [
            one.partition("|") for one in str(given["lines"]).replace("｜", "|").splitlines() if one.strip()
        ]
        self.row.update(
            columns=None if columns == "2" else columns,
            left_out=_in_order(given["left_out"], self.row.get("left_out", [])),
            line=[{"label": {"zh": zh.strip(), "en": en.strip()}} for zh, _bar, en in texts],
        )


_FORMS: Mapping[str, type[PartForm]] = {
    FORM: BasicsForm,
    "field": FieldForm,
    APPROVALS: ApprovalsForm,
    "state": StateForm,
    "action": ActionForm,
    "check": CheckForm,
    PAPER: PaperForm,
}


def part(sheet: Sheet, name: str, words: Words) -> PartForm | None:
    """The questions of a part; None when there is no such part."""
    if not name or sheet.row(name) is None:
        return None
    return _FORMS[str(path_of(name)[0])](sheet=sheet, name=name, words=words)


QUESTIONS = {"title": "title", "label": "label", "message": "message"}


def place_of(path: tuple[str | int, ...]) -> tuple[str, str]:
    """The part, and the question in it, that a place of the declaration belongs to."""
    texts = [str(one) for one in path]
    if not texts:
        return FORM, ""
    if texts[0] in ("field", "state", "action", "check") and len(texts) > 1:
        depth = 4 if texts[2:3] == ["column"] and len(texts) > 3 else 2
        return ".".join(texts[:depth]), _question(texts[depth:])
    if texts[0] == "signed_by":
        return APPROVALS, f"level_{texts[1]}" if len(texts) > 1 else ""
    if texts[0] == PAPER:
        return PAPER, {"line": "lines"}.get(texts[1], texts[1]) if len(texts) > 1 else ""
    return (texts[0] if texts[0] in ("field", "state", "action", "check") else FORM), _question(texts)


def _question(texts: list[str]) -> str:
    if not texts:
        return ""
    if texts[0] in QUESTIONS:
        return f"{texts[0]}_{texts[1] if texts[1:] and texts[1] == 'en' else 'zh'}"
    return texts[0]
