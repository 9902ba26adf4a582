"""The parts of a form: each with its questions, and where a place of the declaration is asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers.designer.asking import (
    LABELLED,
    PartForm,
    Words,
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
from guanjia.apps.registers.designer.fields import FieldForm
from guanjia.apps.registers.designer.sheet import APPROVALS, FORM, PAPER, Sheet, new_key, path_of
from guanjia.apps.registers.terms import ANY, CUSTOMER
from guanjia.ui.fields import Choice, Line, YesNo

MOST_LEVELS = 8
"""So many approvals one form has here."""


class BasicsForm(PartForm):
    """Title, numbers, who may enter, how long it is kept."""

    title_zh = zh_line(_("Title in Chinese"))
    title_en = en_line(_("Title in English"))
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
        self.fields["enter_by"] = several(
            _("Who may make entries"),
            with_chosen(self.words.posts, chosen),
            help_text=_("No post chosen: whoever may make entries in registers."),
        )
        if not self.words.settled:
            hint = _("Small letters, digits and _. Empty: it is given by itself. Once approved it stays.")
            self.fields["key"] = Line(_("Key of the form"), max_length=40, help_text=hint)

    def begin(self) -> dict[str, Any]:
        title = languages(self.row.get("title"))
        return {**self.row, "title_zh": title["zh"], "title_en": title["en"]}

    def write(self, given: Mapping[str, Any]) -> None:
        years = unicodedata.normalize("NFKC", str(given["keep_years"] or ""))
        if "key" in given:
            self.row["key"] = given["key"]
        self.row.update(
            title=both(given, "title"),
            keep_years=years,
            series=unicodedata.normalize("NFKC", str(given["series"] or "")).upper(),
            enter_by=in_order(given["enter_by"], self.row.get("enter_by", [])),
        )


class ApprovalsForm(PartForm):
    """Who signs, in order; of several posts in one line any one signs."""

    def build(self) -> None:
        levels = self.row.get("signed_by", [])
        options = [(CUSTOMER, _("Customer")), *self.words.posts]
        for place in range(min(len(levels) + 1, max(MOST_LEVELS, len(levels)))):
            chosen = levels[place].split(ANY) if place < len(levels) else []
            self.fields[f"level_{place}"] = several(
                _("Signature %(number)s") % {"number": place + 1}, with_chosen(options, chosen)
            )

    def begin(self) -> dict[str, Any]:
        return {f"level_{place}": one.split(ANY) for place, one in enumerate(self.row.get("signed_by", []))}

    def write(self, given: Mapping[str, Any]) -> None:
        old = self.row.get("signed_by", [])
        levels = []
        for place in range(len(self.fields)):
            before = old[place].split(ANY) if place < len(old) else []
            levels.append(ANY.join(in_order(given[f"level_{place}"], before)))
        self.row["signed_by"] = [one for one in levels if one]


class LabelledForm(PartForm):
    """Something with a label and a key."""

    label_zh = zh_line()
    label_en = en_line()
    key = key_line()

    def begin(self) -> dict[str, Any]:
        label = languages(self.row.get("label"))
        return {**self.row, "label_zh": label["zh"], "label_en": label["en"]}

    def write(self, given: Mapping[str, Any]) -> None:
        label = both(given, "label")
        kind = str(path_of(self.name)[0])
        key = str(given["key"] or "")
        if not key and (label["zh"] or label["en"]):
            taken = (str(one.get("key", "")) for one in self.sheet.table.get(kind, []))
            key = new_key(label["en"] or label["zh"], taken, kind)
        rest = {name: value for name, value in given.items() if name not in LABELLED}
        self.row.update(rest, label=label, key=key)


class StateForm(LabelledForm):
    """A state of the form's own."""

    end = YesNo(_("It is an end: nothing leads out of it"))


class ActionForm(LabelledForm):
    """A step between states, and who may take it."""

    unsigned = YesNo(_("May be taken before everybody has signed"))

    def build(self) -> None:
        states = named(self.sheet.table.get("state"))
        posts = with_chosen(self.words.posts, self.row.get("by", []))
        self.fields |= {
            "from": several(_("From the states"), with_chosen(states, self.row.get("from", []))),
            "to": pick(_("To the state"), with_chosen(states, [self.row.get("to", "")])),
            "by": several(
                _("Who may take it"), posts, help_text=_("No post chosen: whoever may make entries.")
            ),
            "capability": pick(
                _("Needs as well"), with_chosen(self.words.capabilities, [self.row.get("capability", "")])
            ),
        }

    def write(self, given: Mapping[str, Any]) -> None:
        lists = {name: in_order(given[name], self.row.get(name, [])) for name in ("from", "by")}
        super().write({**given, **lists})


class CheckForm(PartForm):
    """Something that must hold, and the sentence for when it does not."""

    holds = Line(_("What must hold"), max_length=300, placeholder="returned_at >= lent_at")
    message_zh = zh_line(_("The sentence when it does not, in Chinese"))
    message_en = en_line(_("The sentence in English"))

    def build(self) -> None:
        fields = named(self.sheet.table.get("field"))
        self.fields["field"] = pick(_("Beside the field"), with_chosen(fields, [self.row.get("field", "")]))

    def begin(self) -> dict[str, Any]:
        message = languages(self.row.get("message"))
        return {**self.row, "message_zh": message["zh"], "message_en": message["en"]}

    def write(self, given: Mapping[str, Any]) -> None:
        rest = {name: given[name] for name in ("holds", "field")}
        self.row.update(rest, message=both(given, "message"))


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
        fields = named(self.sheet.table.get("field"))
        self.fields["left_out"] = several(
            _("Fields left out on paper"), with_chosen(fields, self.row.get("left_out", []))
        )

    def begin(self) -> dict[str, Any]:
        return {
            "columns": str(self.row.get("columns", 2)),
            "left_out": self.row.get("left_out", []),
            "lines": "\n".join(
                line_of_choice({"label": one.get("label")}) for one in self.row.get("line", [])
            ),
        }

    def write(self, given: Mapping[str, Any]) -> None:
        columns = given["columns"] or "2"
        texts = [
            one.partition("|") for one in str(given["lines"]).replace("｜", "|").splitlines() if one.strip()
        ]
        self.row.update(
            columns=None if columns == "2" else columns,
            left_out=in_order(given["left_out"], self.row.get("left_out", [])),
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
