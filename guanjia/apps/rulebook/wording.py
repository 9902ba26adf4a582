"""Figures and the parties of conflicts in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _

from guanjia.apps.rulebook.rhythms import rhythm
from guanjia.apps.rulebook.sentences import length
from guanjia.apps.rulebook.terms import Schedule
from guanjia.apps.rulebook.terms.conflicts import Party
from guanjia.apps.rulebook.terms.figures import Figure, FigureKind
from guanjia.kernel.working_time import Duration, NotUnderstood


def value_words(figure: Figure, value: Any) -> str:
    """A value of a figure; empty for none."""
    if figure.kind is FigureKind.SWITCH:
        return _("switched off") if value else _("switched on")
    if value is None or value == "" or value == []:
        return ""
    if figure.kind is FigureKind.NUMBER:
        return f"{value:g}{'' if figure.unit in ('%', '') else ' '}{figure.unit}"
    return _said(value)


def _said(value: Any) -> str:
    """A rhythm or length of time as stored, in words; anything else as it is."""
    if isinstance(value, list):
        return _(", ").join(_said(one) for one in value)
    try:
        return str(rhythm(Schedule.parse(value)))
    except ValueError:
        pass
    try:
        return str(length(Duration.parse(value)))
    except NotUnderstood:
        return str(value)


def name_words(figure: Figure) -> str:
    """Which figure of its part it is."""
    side = figure.name.partition(".")[0]
    if side in ("least", "most"):
        label = _("at least") if side == "least" else _("at most")
        return _("%(line)s: %(side)s") % {"line": figure.detail, "side": label}
    if figure.part.startswith("guard:"):
        return str(figure.detail)
    return _NAMES[figure.name]()


_NAMES = {
    "deadline": lambda: _("Time limit"),
    "every": lambda: _("Rhythm"),
    "reminders": lambda: _("Reminder"),
    "off": lambda: _("In force"),
    "target": lambda: _("Healthy value"),
    "tolerance": lambda: _("Tolerance"),
    "passes_at": lambda: _("Pass mark"),
    "correction": lambda: _("Working days to correct"),
    "keep_years": lambda: _("Years it is kept"),
    "taken": lambda: _("Open point"),
}


def kind_words(part: str) -> str:
    """What kind of part it is."""
    kind, colon, _key = part.partition(":")
    return _KINDS[kind]() if colon else _("Duty")


_KINDS = {
    "guard": lambda: _("Guard"),
    "measure": lambda: _("Measure"),
    "checklist": lambda: _("Inspection sheet"),
    "register": lambda: _("Form or ledger"),
    "open_point": lambda: _("Open point"),
}


def party_words(party: Party) -> str:
    """What a party of a conflict asks for."""
    if isinstance(party.figure, Schedule):
        return rhythm(party.figure)
    if isinstance(party.figure, Duration):
        return length(party.figure)
    if isinstance(party.figure, float):
        number = f"{party.figure:g}"
        return (
            _("at most %(number)s") % {"number": number}
            if party.less
            else _("at least %(number)s") % {"number": number}
        )
    return str(party.words) if party.words else _("without a figure")
