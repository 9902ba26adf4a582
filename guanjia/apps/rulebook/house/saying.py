"""What the loader complains of, in words for people who design forms: the same sentence in both languages."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Text

_SENTENCES: Final[tuple[tuple[str, Text], ...]] = (
    (r"“(?:key|number)” is missing", _("A key is missing: the short name formulas and addresses use.")),
    (
        r"“formula” is missing|.*“computed”, and only that, has a “formula”",
        _("A computed field needs a formula, and only that one has it."),
    ),
    (r"“(?:title|label|message|holds|to)” is missing", _("Please fill this in.")),
    (r"“from” is missing", _("Choose the states in which this step can be taken.")),
    (r"There is no field", _("Add at least one field; an entry would say nothing.")),
    (
        r"The (?:field|column|state|action) “(?P<key>[^”]*)” is given twice",
        _("The key “%(key)s” is used twice. Give one of them another."),
    ),
    (
        r"The choice “(?P<key>[^”]*)” is given twice",
        _("The key “%(key)s” is used twice. Give one of them another."),
    ),
    (
        r"“(?P<key>[^”]*)” is no key; write small",
        _(
            "“%(key)s” cannot be a key. Write small letters, digits and _, beginning with a letter, 40 at most."
        ),
    ),
    (
        r"“(?P<key>[^”]*)” is no key",
        _("“%(key)s” cannot be a key. Write letters, digits, _ and -, 40 at most."),
    ),
    (r"There are more than (?P<most>\d+) of", _("There are more than %(most)s of these. Divide the form.")),
    (r"A field of kind “choice”", _("List what can be chosen, one on each line.")),
    (r"A field of kind “rows”", _("A table needs at least one column.")),
    (r"A column cannot be of kind", _("A column of a table cannot be of this kind.")),
    (
        r"A computed field is never asked for",
        _("A computed field is worked out, never asked for. Take “required” off."),
    ),
    (
        r"This kind of field is never asked for",
        _("This kind of field is never asked for; leave the condition out."),
    ),
    (r"Only a field of these kinds is masked", _("Only a text or a scanned code can be masked.")),
    (
        r"“in_yuan” belongs to",
        _("Only a computed field is an amount by this mark; choose the kind “amount” instead."),
    ),
    (
        r"“(?P<name>[^”]*)” is not a field that can be reckoned with here",
        _("“%(name)s” is not the key of a field that can be used here. A formula sees the fields above it."),
    ),
    (
        r"“(?P<name>[^”]*)” is not a field of this register",
        _("“%(name)s” is not the key of a field of this form."),
    ),
    (
        r"“(?P<name>[^”]*)” is not a choice of “(?P<field>[^”]*)”",
        _("“%(name)s” is not one of the choices of “%(field)s”."),
    ),
    (r"“(?P<name>[^”]*)” is not an action of this register", _("“%(name)s” is not a step of this form.")),
    (r"“(?P<name>[^”]*)” is not a state of this register", _("“%(name)s” is not a state of this form.")),
    (
        r"“(?P<name>[^”]*)” is not a post of this pack",
        _("“%(name)s” is not a post of your company. Choose another."),
    ),
    (r"“(?P<name>[^”]*)” is not a capability", _("“%(name)s” is not a capability. Choose another.")),
    (r"“(?P<name>[^”]*)” is not known here", _("“%(name)s” is not known here. Choose another.")),
    (r"“(?P<name>[^”]*)” is not a key here", _("“%(name)s” is not a key here.")),
    (
        r"The expression comes to a number; true or false",
        _("This is a figure; a condition is needed, such as amount > 100."),
    ),
    (
        r"The expression comes to .*; a number is needed",
        _("This does not come to a figure; a formula does, such as price * count."),
    ),
    (r"An expression has at most (?P<most>\d+) signs", _("An expression has at most %(most)s signs.")),
    (
        r"“(?P<name>[^”]*)” is not understood in an expression",
        _(
            "“%(name)s” is not understood. Write keys of fields, figures, texts in quotes and + - * / = < > and or not."
        ),
    ),
    (r"“(?P<name>[^”]*)” cannot stand here", _("“%(name)s” cannot stand here.")),
    (
        r"“(?P<name>[^”]*)” is not a function; there are (?P<known>[^.]*)",
        _("“%(name)s” is not a function. There are: %(known)s."),
    ),
    (r"“(?P<name>[^”]*)” is missing", _("“%(name)s” is missing.")),
    (
        r"The expression is nested too deeply",
        _("The expression is nested too deeply. Make two fields of it."),
    ),
    (r"The expression ends too early", _("The expression ends too early.")),
    (r".* cannot be compared|.* has no order", _("Two things of different kinds cannot be compared.")),
    (r".* is needed, not .*|.*(?:…).*takes", _("A value of another kind is needed here.")),
    (r"“(?P<name>[^”]*)” is not a column of numbers", _("“%(name)s” is not a column of figures.")),
    (
        r"It is worked out from “(?P<name>[^”]*)”",
        _("It is worked out from “%(name)s”, which not everybody sees. Let the same posts see it, or fewer."),
    ),
    (r"Nothing leads out of “(?P<name>[^”]*)”", _("“%(name)s” is an end; no step leads out of it.")),
    (r"No action leads to “(?P<name>[^”]*)”", _("No step leads to this state.")),
    (r"Nothing is kept for more", _("Nothing is kept for more than 100 years.")),
    (r".*must be a whole number", _("Write a whole number, like 12.")),
    (r"“series” is two to four", _("Write two to four capital letters, like VR.")),
    (r"The facts stand in 1 or 2", _("The facts stand in 1 or 2 columns.")),
    (r"“key” must be the name", _("The file is a whole rulebook; bring in its forms alone.")),
    (r"This is not TOML: (?P<why>.*)\.$", _("This is not TOML: %(why)s.")),
)
_PATTERNS = tuple((re.compile(pattern), sentence) for pattern, sentence in _SENTENCES)


def said(message: str) -> Text:
    """A complaint of the loader as a sentence in the reader's language."""
    for pattern, sentence in _PATTERNS:
        match = pattern.match(message)
        if match:
            return _filled(sentence, {key: value or "" for key, value in match.groupdict().items()})
    return _filled(_("The rulebook cannot take this: %(message)s"), {"message": message})


def _filled(sentence: Text, params: Mapping[str, str]) -> Text:
    return format_lazy("{}", _Sentence(sentence, params)) if params else sentence


class _Sentence:
    """A sentence with its particulars, put together when it is read."""

    def __init__(self, sentence: Text, params: Mapping[str, str]) -> None:
        self.sentence, self.params = sentence, params

    def __str__(self) -> str:
        return str(self.sentence) % self.params
