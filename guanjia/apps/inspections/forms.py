"""What the screens ask: a whole sheet, a correction, a re-check."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.inspections import subjects
from guanjia.apps.inspections.queries import Declared
from guanjia.apps.inspections.terms import (
    ANSWERS,
    SUBJECTS,
    VERDICTS,
    Given,
    Verdict,
    answer_field,
    note_field,
    photos_field,
    skip_field,
)
from guanjia.apps.organisations.terms import site_ref
from guanjia.apps.places.terms import unit_ref
from guanjia.apps.rulebook.terms import CheckedSubject, Item, ItemAnswer
from guanjia.kernel.refusals import Text
from guanjia.ui.forms import Choice, Form, Line, Lookup, Photos, YesNo

_MOST_PHOTOS = 4
_MATTERS = {CheckedSubject.CASE, CheckedSubject.WORK_ORDER}


@dataclass(frozen=True)
class ItemFields:
    """One item of a checklist as the form draws it; ``skip`` is None where "not applicable" is one of the answers."""

    number: int
    item: Item
    answer: BoundField
    skip: BoundField | None
    note: BoundField
    photos: BoundField


class FillForm(Form):
    """A sheet of a checklist, item by item. What is missing is for the verb to say, all at once."""

    def __init__(self, *args: Any, declared: Declared, site_id: int, about: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declared, self.site_id = declared, site_id
        self.draft = f"sheet-{site_id}-{declared.here.pack.key}-{declared.checklist.key}"
        self._ask_about(declared.checklist.about, about)
        for item in declared.checklist.items:
            self._ask(item)
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("data-test", name)

    def _ask_about(self, kind: CheckedSubject, about: str) -> None:
        if kind is CheckedSubject.SITE:
            return
        label = SUBJECTS[kind]
        if kind is CheckedSubject.UNIT:
            self.fields["about"] = Lookup(
                label,
                url=reverse_lazy("places:lookup"),
                label_of=lambda pk: subjects.names_of([unit_ref(pk)]).get(unit_ref(pk), ""),
                initial=about.removeprefix("unit:") if about.removeprefix("unit:").isdecimal() else "",
            )
        elif kind in _MATTERS:
            self.fields["about"] = Line(
                label,
                initial=about,
                max_length=40,
                help_text=gettext_lazy("Its number, as it stands on its page."),
            )
        else:
            assert self.request is not None
            refs = subjects.refs_of(kind, self.site_id, self.request.now)
            named = sorted(subjects.names_of(refs).items(), key=lambda one: one[1])
            self.fields["about"] = Choice(label, [("", "—"), *named], shown="pick", initial=about)

    def _ask(self, item: Item) -> None:
        label: Any = item.text
        if item.answer is ItemAnswer.PASS:
            answer: forms.Field = Choice(label, list(ANSWERS.items()), shown="buttons", required=False)
        else:
            rows = 2 if item.answer is ItemAnswer.TEXT else 1
            answer = Line(label, rows=rows, required=False, max_length=500, help_text=limits_of(item))
            if item.answer is ItemAnswer.NUMBER:
                limits = {"data-least": item.least, "data-most": item.most}
                answer.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
                answer.widget.attrs |= {name: at for name, at in limits.items() if at is not None}
            self.fields[skip_field(item.key)] = YesNo(VERDICTS[Verdict.NOT_APPLICABLE])
        self.fields[answer_field(item.key)] = answer
        self.fields[note_field(item.key)] = Line(
            gettext_lazy("What is wrong"), rows=2, required=False, max_length=500
        )
        photo = gettext_lazy("Photo (needed)") if item.photo else gettext_lazy("Photos")
        self.fields[photos_field(item.key)] = Photos(photo, most=_MOST_PHOTOS)

    @property
    def items(self) -> list[ItemFields]:
        """The items in order, each with its fields."""
        return [
            ItemFields(
                number,
                item,
                self[answer_field(item.key)],
                self[skip_field(item.key)] if skip_field(item.key) in self.fields else None,
                self[note_field(item.key)],
                self[photos_field(item.key)],
            )
            for number, item in enumerate(self.declared.checklist.items, 1)
        ]

    @property
    def about(self) -> str:
        """The reference of what the sheet is about."""
        kind = self.declared.checklist.about
        if kind is CheckedSubject.SITE:
            return site_ref(self.site_id)
        found = self.cleaned_data["about"]
        return unit_ref(found) if kind is CheckedSubject.UNIT else str(found).strip()

    @property
    def given(self) -> dict[str, Given]:
        """What was entered, by item."""
        sent = self.cleaned_data
        return {
            item.key: Given(
                Verdict.NOT_APPLICABLE.value
                if sent.get(skip_field(item.key))
                else sent[answer_field(item.key)],
                sent[note_field(item.key)],
                sent[photos_field(item.key)],
            )
            for item in self.declared.checklist.items
        }


def limits_of(item: Item) -> Text:
    """Between which figures a number passes, with its unit; "" for an item without."""
    if item.answer is not ItemAnswer.NUMBER:
        return ""
    figures = {"least": _plain(item.least), "most": _plain(item.most), "unit": item.unit}
    if item.least is not None and item.most is not None:
        return (_("Good from %(least)s to %(most)s %(unit)s") % figures).strip()
    if item.least is not None:
        return (_("Good from %(least)s %(unit)s on") % figures).strip()
    if item.most is not None:
        return (_("Good up to %(most)s %(unit)s") % figures).strip()
    return item.unit


def _plain(figure: float | None) -> str:
    return "" if figure is None else f"{figure:g}"


class CorrectForm(Form):
    """What was put right, with photos."""

    draft = "correct-finding"
    note = Line(gettext_lazy("What was put right"), rows=3, max_length=500)
    photos = Photos(gettext_lazy("Photos"), most=_MOST_PHOTOS)


class RecheckForm(Form):
    """Whether a correction is good now."""

    passed = Choice(
        gettext_lazy("How it is now"),
        [("yes", gettext_lazy("Good now")), ("no", gettext_lazy("Still not right"))],
        shown="buttons",
    )
    note = Line(
        gettext_lazy("Remark"),
        rows=2,
        max_length=500,
        required=False,
        help_text=gettext_lazy("Needed when it is still not right."),
    )
