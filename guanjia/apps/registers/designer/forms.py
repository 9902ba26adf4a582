"""What the steps of a designed form ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.ui.forms import File, Form, Line


class ReasonForm(Form):
    """Why a form is sent back or retired."""

    reason = Line(_("Reason"), rows=2, max_length=200)


class BringInForm(Form):
    """A TOML file."""

    file = File(_("TOML file"), endings=(".toml",))

    @property
    def text(self) -> str:
        """What stands in the file."""
        return str(self.cleaned_data["text"])

    def clean(self) -> dict[str, object]:
        """A text in UTF-8."""
        found = super().clean() or {}
        sent = found.get("file")
        if sent is not None:
            try:
                found["text"] = sent.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError(
                    _("This is no text in UTF-8. Save the file as UTF-8 and try again.")
                ) from error
            sent.seek(0)
        return found
