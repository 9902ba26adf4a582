"""How our fields look: each widget is a small template under ``templates/ui/widgets``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from guanjia.ui.words import quick_words

# A picture from a phone is shrunk in the browser before it is sent; these are the edges of what we take at all.
PHOTO_TYPES = "image/jpeg,image/png,image/webp"


class Line(forms.TextInput):
    """One line of text."""

    template_name = "ui/widgets/line.html"


class Secret(forms.PasswordInput):
    """A password, with an eye to look at it."""

    template_name = "ui/widgets/secret.html"


class Paragraph(forms.Textarea):
    """Several lines; grows with what is typed."""

    template_name = "ui/widgets/paragraph.html"


class PhoneLine(forms.TextInput):
    """A telephone number; the phone shows its number keys."""

    input_type = "tel"
    template_name = "ui/widgets/line.html"


class NumberLine(forms.NumberInput):
    """A whole number."""

    template_name = "ui/widgets/line.html"


class MoneyLine(forms.TextInput):
    """An amount in yuan."""

    template_name = "ui/widgets/money.html"


class DayLine(forms.DateInput):
    """A day."""

    input_type = "date"
    template_name = "ui/widgets/line.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentLine(forms.DateTimeInput):
    """A day and a time, with quick picks that the page's script fills in."""

    input_type = "datetime-local"
    template_name = "ui/widgets/moment.html"

    def __init__(self, attrs: dict[str, Any] | None = None, quick: tuple[str, ...] = ()) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")
        self.quick = quick

    def format_value(self, value: Any) -> str | None:
        if hasattr(value, "tzinfo") and value.tzinfo is not None:
            value = timezone.localtime(value)
        return super().format_value(value)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["quick"] = [(pick, quick_words(pick)) for pick in self.quick]
        return context


class Buttons(forms.RadioSelect):
    """One of a few, side by side, each chosen by one touch or an arrow key."""

    template_name = "ui/widgets/buttons.html"
    use_fieldset = True


class Ticks(forms.CheckboxSelectMultiple):
    """Some of a few."""

    template_name = "ui/widgets/buttons.html"
    use_fieldset = True


class Pick(forms.Select):
    """One of many, found by typing. The plain select stays underneath, so it works without script."""

    template_name = "ui/widgets/pick.html"


class PickSeveral(forms.SelectMultiple):
    """Some of many, found by typing."""

    template_name = "ui/widgets/pick.html"


class Lookup(forms.TextInput):
    """One of thousands: what is typed is sent to ``url``, which answers with choices (see ``ui.lookup``)."""

    template_name = "ui/widgets/lookup.html"

    def __init__(self, url: Any = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = url
        self.label_of: Any = None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["url"] = str(self.url)
        context["widget"]["text"] = (self.label_of(shown) if self.label_of and shown else "") or ""
        return context


class Switch(forms.CheckboxInput):
    """Yes or no."""

    template_name = "ui/widgets/switch.html"


class PhotoPicker(forms.FileInput):
    """Several pictures, with a preview of each before they are sent."""

    allow_multiple_selected = True
    template_name = "ui/widgets/photos.html"

    def __init__(self, attrs: dict[str, Any] | None = None, most: int = 9) -> None:
        super().__init__({"multiple": True, "accept": PHOTO_TYPES, **(attrs or {})})
        self.most = most

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ARG002
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["most"] = self.most
        return context


class FilePicker(forms.FileInput):
    """One file, dropped or chosen."""

    template_name = "ui/widgets/file.html"


class SignaturePad(forms.HiddenInput):
    """A place to sign with a finger; sends the strokes as numbers, never a picture or markup."""

    template_name = "ui/widgets/signature.html"

    @property
    def is_hidden(self) -> bool:
        return False
