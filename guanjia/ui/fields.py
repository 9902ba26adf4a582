"""What a screen asks: fields that clean what people really type (full-width digits, blanks, commas)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeAlias

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guanjia.kernel.money import format_fen, parse_yuan
from guanjia.kernel.refusals import Refused
from guanjia.ui import widgets
from guanjia.ui.signature import Signature as SignedStrokes

Options: TypeAlias = "Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]"

Label: TypeAlias = Any  # text, nearly always lazy

_AS_BUTTONS = 6  # up to so many choices stand side by side; more are found by typing


_FILL_IN: dict[str, Any] = {"required": _("Please fill this in.")}
_CHOOSE: dict[str, Any] = {
    "required": _("Please choose one of these."),
    "invalid_choice": _("This is not one of the choices any more. Choose another."),
}


class Line(forms.CharField):
    """Text; ``rows`` above 1 gives a paragraph."""

    default_error_messages = _FILL_IN

    def __init__(self, label: Label = "", *, rows: int = 1, placeholder: Label = "", **more: Any) -> None:
        more.setdefault("max_length", 200 if rows == 1 else 4000)
        attrs = {"placeholder": placeholder} if placeholder else {}
        widget = widgets.Line(attrs) if rows == 1 else widgets.Paragraph({**attrs, "rows": rows})
        super().__init__(label=label, **{"widget": widget, **more})


class Phone(forms.CharField):
    """A telephone number: digits, perhaps a leading + and one extension; blanks and dashes are dropped."""

    default_error_messages = _FILL_IN

    def __init__(self, label: Label = "", **more: Any) -> None:
        attrs = {"autocomplete": "off", "inputmode": "tel"}
        super().__init__(label=label, max_length=32, **{"widget": widgets.PhoneLine(attrs), **more})

    def clean(self, value: Any) -> str:
        typed = unicodedata.normalize("NFKC", super().clean(value))
        plain = "".join(sign for sign in typed if sign not in " -()./\u2013\u2014")
        if not plain:
            return ""
        digits = plain.removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 18):
            raise ValidationError(
                _("This is not a telephone number. Write 3 to 18 digits, like 13800138000."), "phone"
            )
        return plain


class Number(forms.IntegerField):
    """A whole number."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_FILL_IN,
        "invalid": _("Write a whole number, like 12."),
    }

    def __init__(self, label: Label = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": widgets.NumberLine({"inputmode": "numeric"}), **more})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(
            unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else value
        )


class Money(forms.CharField):
    """An amount, typed in yuan, given to the verb in fen."""

    default_error_messages = _FILL_IN

    def __init__(self, label: Label = "", *, least: int = 0, **more: Any) -> None:
        super().__init__(
            label=label, max_length=24, **{"widget": widgets.MoneyLine({"inputmode": "decimal"}), **more}
        )
        self.least = least

    def prepare_value(self, value: Any) -> Any:
        return format_fen(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", super().clean(value))
        if not typed:
            return None
        try:
            amount = parse_yuan(typed)
        except Refused as refused:
            raise ValidationError(str(refused), "money") from refused
        if amount < self.least:
            least = format_fen(self.least)
            raise ValidationError(
                _("The amount is too small. Write at least %(least)s yuan.") % {"least": least}, "money"
            )
        return amount


class Day(forms.DateField):
    """A day."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_FILL_IN,
        "invalid": _("Write the day like 2026-03-02."),
    }

    def __init__(self, label: Label = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": widgets.DayLine(), "input_formats": ["%Y-%m-%d"], **more})


class Moment(forms.DateTimeField):
    """A day and a time on the site's clock; aware when it reaches the verb.

    ``quick`` offers picks: "+30m", "+2h", "+1d", "17:50" (the next one).
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        **_FILL_IN,
        "invalid": _("Write day and time like 2026-03-02 14:30."),
    }

    def __init__(self, label: Label = "", *, quick: tuple[str, ...] = (), **more: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(
            label=label, **{"widget": widgets.MomentLine(quick=quick), "input_formats": formats, **more}
        )


class Choice(forms.ChoiceField):
    """One of several: side by side when few, found by typing when many (``shown`` = "buttons" or "pick" decides)."""

    default_error_messages = _CHOOSE

    def __init__(self, label: Label = "", options: Options = (), *, shown: str = "", **more: Any) -> None:
        known = None if callable(options) else list(options)
        few = shown == "buttons" or (shown == "" and known is not None and len(known) <= _AS_BUTTONS)
        if (
            known is not None
            and not few
            and not more.get("required", True)
            and all(key for key, _label in known)
        ):
            known = [("", "—"), *known]
        widget = widgets.Buttons() if few else widgets.Pick()
        super().__init__(
            label=label, choices=options if known is None else known, **{"widget": widget, **more}
        )


class Choices(forms.MultipleChoiceField):
    """Some of several."""

    default_error_messages = _CHOOSE

    def __init__(self, label: Label = "", options: Options = (), *, shown: str = "", **more: Any) -> None:
        known = None if callable(options) else list(options)
        few = shown == "buttons" or (shown == "" and known is not None and len(known) <= _AS_BUTTONS)
        widget = widgets.Ticks() if few else widgets.PickSeveral()
        super().__init__(
            label=label, choices=options if known is None else known, **{"widget": widget, **more}
        )


class Lookup(forms.CharField):
    """One of thousands, found by typing (a unit, a person); the verb gets the id as a number, or None.

    ``url`` answers ``?q=`` with ``ui.lookup.choices``; ``label_of`` gives the text of a value already chosen.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Type a few signs and choose one of the entries found.")
    }

    def __init__(
        self, label: Label = "", *, url: Any, label_of: Callable[[Any], str] | None = None, **more: Any
    ) -> None:
        widget = widgets.Lookup(url)
        widget.label_of = label_of
        super().__init__(label=label, max_length=20, **{"widget": widget, **more})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 19):  # what a database takes for an id
            raise ValidationError(_("Choose one of the entries found."), "lookup")
        return int(text)


class YesNo(forms.BooleanField):
    """Yes or no; no is the default and is a proper answer."""

    def __init__(self, label: Label = "", **more: Any) -> None:
        super().__init__(label=label, **{"widget": widgets.Switch(), "required": False, **more})


class Photos(forms.Field):
    """Several pictures; the verb gets a list of uploaded files. ``size`` is bytes for each."""

    def __init__(self, label: Label = "", *, most: int = 9, size: int = 8 * 1024 * 1024, **more: Any) -> None:
        super().__init__(label=label, **{"widget": widgets.PhotoPicker(most=most), "required": False, **more})
        self.most, self.size = most, size

    def clean(self, value: Any) -> list[UploadedFile]:
        files: list[UploadedFile] = [one for one in (value or []) if one]
        if not files and self.required:
            raise ValidationError(_("Add at least one photo."), "required")
        if len(files) > self.most:
            text = ngettext("Add at most %(most)s photo.", "Add at most %(most)s photos.", self.most)
            raise ValidationError(text % {"most": self.most}, "too_many")
        picture = forms.ImageField()
        for one in files:
            if (one.size or 0) > self.size:
                limit = self.size // (1024 * 1024)
                too_large = _("“%(name)s” is larger than %(limit)s MB. Take a smaller photo.")
                raise ValidationError(too_large % {"name": one.name, "limit": limit}, "too_large")
            try:
                picture.clean(one)
            except ValidationError as error:
                no_picture = _("“%(name)s” is not a picture. Choose a JPEG, PNG or WebP file.")
                raise ValidationError(no_picture % {"name": one.name}, "no_picture") from error
        return files


class File(forms.FileField):
    """One file; ``endings`` such as (".xlsx", ".csv")."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Choose a file."),
        "empty": _("The file is empty. Choose another."),
    }

    def __init__(self, label: Label = "", *, endings: tuple[str, ...] = (), **more: Any) -> None:
        accept = {"accept": ",".join(endings)} if endings else {}
        super().__init__(label=label, **{"widget": widgets.FilePicker(accept), **more})
        self.endings = endings

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and self.endings and not str(file.name).lower().endswith(self.endings):
            wanted = ", ".join(self.endings)
            raise ValidationError(
                _("Choose a file of one of these kinds: %(wanted)s.") % {"wanted": wanted}, "ending"
            )
        return file


class Signature(forms.CharField):
    """A signature on the screen; the verb gets a ``ui.signature.Signature`` or None."""

    default_error_messages: ClassVar[dict[str, Any]] = {"required": _("Please sign in the box.")}

    def __init__(self, label: Label = "", **more: Any) -> None:
        super().__init__(label=label, max_length=60_000, **{"widget": widgets.SignaturePad(), **more})

    def clean(self, value: Any) -> SignedStrokes | None:
        text = super().clean("" if value == "[]" else value)
        if not text:
            return None
        try:
            return SignedStrokes.parse(
                text,
                unreadable=_("The signature could not be read. Clear it and sign again."),
                too_short=_("This is only a dot. Clear it and sign again."),
            )
        except Refused as refused:
            raise ValidationError(str(refused), "signature") from refused
