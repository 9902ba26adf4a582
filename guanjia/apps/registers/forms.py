"""What the screens ask: an entry's fields as its register declares them, a signature, a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.registers.fields import Period, Rows, Scan, TimeOfDay
from guanjia.apps.registers.queries import Register, names_of
from guanjia.apps.registers.rules import FILES, LONGEST, SUBJECTS
from guanjia.apps.rulebook.terms import Field, FieldKind
from guanjia.kernel.idempotency import KeyReused
from guanjia.kernel.refusals import Refused
from guanjia.ui.forms import Choice, Day, File, Form, Line, Lookup, Moment, Money, Photos, Signature, YesNo

LOOKUPS = {
    FieldKind.UNIT: reverse_lazy("places:lookup"),
    FieldKind.PLACE: reverse_lazy("registers:lookup_places"),
    FieldKind.PERSON: reverse_lazy("people:lookup"),
}


def name_of(key: str) -> str:
    """What a register's field is called in a form, so that no register can take the name of a field of ours."""
    return f"f_{key}"


class EntryForm(Form):
    """The fields of a register. ``people`` are the staff to choose from, ``kept`` the values an entry had before."""

    about = forms.CharField(required=False, widget=forms.HiddenInput)
    site = forms.CharField(required=False, widget=forms.HiddenInput)
    account = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        register: Register,
        people: list[tuple[int, str]],
        kept: Mapping[str, Any] | None = None,
        action: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.draft = f"registers.{register.pack}.{register.key}" + (f".{action}" if action else "")
        self.register, self.people, self.kept = register, people, kept or {}
        asked = register.fields_at(action) if action else register.fields_asked
        self.asked = [one for one in asked if one.kind is not FieldKind.COMPUTED]
        for one in self.asked:
            field = self._field(one)
            if one.is_private:
                field.widget.attrs["data-private"] = True
            field.widget.attrs.setdefault("data-test", name_of(one.key))
            self.fields[name_of(one.key)] = field

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in, by field key, as ``services.enter`` takes it."""
        found = {}
        for one in self.asked:
            value = self.cleaned_data.get(name_of(one.key))
            if one.kind is FieldKind.STAFF:
                value = int(value) if value else None
            if one.kind is FieldKind.SIGNATURE:
                value = value.json if value else None
            if one.kind not in (FieldKind.PHOTO, FieldKind.FILE):
                found[one.key] = value
        return found

    @property
    def photos(self) -> dict[str, list[Any]]:
        """The pictures and files, by the key of their field."""
        found = {}
        for one in self.asked:
            sent = self.cleaned_data.get(name_of(one.key))
            if one.kind is FieldKind.PHOTO:
                found[one.key] = sent or []
            elif one.kind is FieldKind.FILE:
                found[one.key] = [sent] if sent else []
        return found

    def refuse(self, refused: Refused) -> None:
        """A refusal names the field as the register does."""
        if isinstance(refused, KeyReused):
            super().refuse(refused)
            return
        keys = {one.key for one in self.asked}
        named = [
            replace(one, field=name_of(one.field)) if one.field and one.field in keys else one
            for one in refused.refusals
        ]
        super().refuse(Refused(*named))

    def _field(self, one: Field) -> forms.Field:
        label, required = str(one.label), one.required
        if one.is_private and self.kept.get(one.key) is not None and one.kind not in FILES:
            shown = self._plain_field(one, label, required=False)
            shown.help_text = _("Left empty, what stands there stays.")
            return shown
        return self._plain_field(one, label, required=required)

    def _plain_field(self, one: Field, label: str, *, required: bool) -> forms.Field:
        if one.unit:
            label = _("%(label)s (%(unit)s)") % {"label": label, "unit": one.unit}
        if one.kind in LOOKUPS:
            return Lookup(label, url=LOOKUPS[one.kind], label_of=_label_of(one), required=required)
        if one.kind is FieldKind.PHOTO:
            stays = bool(self.kept.get(one.key))
            hint = _("Left empty, the present photos stay.") if stays else ""
            return Photos(label, required=required and not stays, help_text=hint)
        if one.kind in FILES:
            stays = bool(self.kept.get(one.key))
            hint = _("Left empty, the present one stays.") if stays else ""
            kind = File if one.kind is FieldKind.FILE else Signature
            return kind(label, required=required and not stays, help_text=hint)
        if one.kind is FieldKind.ROWS:
            return Rows(label, columns=one.columns, required=required)
        if one.kind is FieldKind.SCAN:
            return Scan(label, max_length=LONGEST[one.kind], required=required)
        if one.kind is FieldKind.POST:
            return Choice(label, self.register.posts, shown="pick", required=required)
        if one.kind is FieldKind.STAFF:
            return Choice(label, self.people, shown="pick", required=required)
        if one.kind is FieldKind.CHOICE:
            options = [(key, str(text)) for key, text in one.choices]
            return Choice(label, options, required=required)
        if one.kind is FieldKind.NUMBER:
            field = Line(label, max_length=24, required=required)
            field.widget.attrs["inputmode"] = "decimal"
            return field
        if one.kind in LONGEST:
            rows = 3 if one.kind is FieldKind.LONG_TEXT else 1
            return Line(label, rows=rows, max_length=LONGEST[one.kind], required=required)
        plain: forms.Field = _PLAIN[one.kind](label, required=required)
        return plain


_PLAIN: dict[FieldKind, Any] = {
    FieldKind.MONEY: Money,
    FieldKind.DATE: Day,
    FieldKind.MOMENT: Moment,
    FieldKind.FLAG: YesNo,
    FieldKind.TIME: TimeOfDay,
    FieldKind.PERIOD: Period,
}


def _label_of(one: Field) -> Any:
    """What a lookup shows for the id it holds."""
    kind = SUBJECTS[one.kind]
    return lambda pk: names_of([f"{kind}:{pk}"]).get(f"{kind}:{pk}", "")


class RewriteForm(EntryForm):
    """The same fields with what was written, and what was wrong with it."""

    reason = Line(gettext_lazy("What was wrong?"), max_length=200)


class ImportForm(Form):
    """A workbook of entries."""

    file = File(gettext_lazy("Workbook"), endings=(".xlsx", ".xls", ".csv"))


class HoldForm(Form):
    """Why an entry is kept beyond its time."""

    reason = Line(gettext_lazy("Reason"), max_length=200)


class DeclineForm(Form):
    """Why somebody will not sign."""

    reason = Line(gettext_lazy("Reason"), rows=3, max_length=200)


class RevealForm(Form):
    """Why somebody needs to see what is masked."""

    reason = Line(gettext_lazy("Reason"), max_length=200)


class StrikeForm(Form):
    """Why an entry no longer counts."""

    reason = Line(gettext_lazy("Reason"), rows=3, max_length=200)


class PostSignsForm(Form):
    """A signature by whoever holds the post; there may be an opinion with it."""

    note = Line(gettext_lazy("Opinion"), required=False, max_length=200)


class CustomerSignsForm(Form):
    """A signature on the screen."""

    signer_name = Line(gettext_lazy("Who signs"), max_length=60)
    signature = Signature(gettext_lazy("Signature"))
    note = Line(gettext_lazy("Opinion"), required=False, max_length=200)

    @property
    def signing(self) -> Signing:
        """What was collected."""
        given = self.cleaned_data
        return Signing(given["signer_name"], How.SCREEN, given["signature"].json)
