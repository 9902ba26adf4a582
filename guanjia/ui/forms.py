"""Forms: what a verb asks before it runs.

A view writes ``form = XForm.of(request)``, then ``if form.ready(): …do it…``, then shows the form. When the verb refuses,
the view is drawn once more: ``ready`` is false then, and every reason stands beside its field.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.kernel.idempotency import KeyReused
from guanjia.kernel.refusals import Refused
from guanjia.ui.fields import (
    Choice,
    Choices,
    Day,
    File,
    Line,
    Lookup,
    Moment,
    Money,
    Number,
    Phone,
    Photos,
    Signature,
    YesNo,
)
from guanjia.ui.once import KEY
from guanjia.ui.request import Request

__all__ = [
    "Choice",
    "Choices",
    "Day",
    "File",
    "Form",
    "Line",
    "Lookup",
    "Moment",
    "Money",
    "Number",
    "Phone",
    "Photos",
    "Signature",
    "YesNo",
]


class Form(forms.Form):
    """A form of ours: labels above, errors beside their field, one record per double click.

    ``draft`` names the form for keeping what was typed in the browser until it has been sent ("" keeps nothing: for
    passwords and the like); the fields named in ``private`` are never kept there. ``cleaned_data`` holds exactly the declared fields, so it can be spread into a verb.
    """

    template_name = "ui/form_fields.html"
    draft: str = ""
    private: ClassVar[frozenset[str]] = frozenset()
    error_css_class = "is-wrong"
    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.request: Request | None = kwargs.pop("request", None)
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._fresh_key = secrets.token_urlsafe(18)
        self._sent_key = self.data.get(KEY, "")
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("data-test", name)
            if name in self.private:
                field.widget.attrs["data-private"] = True

    @classmethod
    def of(cls, request: Request, **kwargs: Any) -> Self:
        """The form of this request: filled with what was sent on POST, else with ``initial``."""
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = cls(*sent, request=request, **kwargs)
        request.form_shown = form
        return form

    def ready(self) -> bool:
        """Whether the verb should run now: everything was sent, is understood, and was not refused already."""
        if not self.is_bound or not self.is_valid():
            return False
        refused = getattr(self.request, "refused", None)
        if refused is None:
            return True
        self.refuse(refused)
        return False

    def refuse(self, refused: Refused) -> None:
        """Put each reason beside its field, or on top when it belongs to none."""
        if isinstance(refused, KeyReused):
            self.add_error(
                None, _("This form was sent before. If you mean a second record, check it and send again.")
            )
            self._sent_key = self._fresh_key
            return
        for refusal in refused.refusals:
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))

    @property
    def draft_key(self) -> str:
        """The name under which the browser keeps a draft: of this form at this address, so that the review of one day, or
        the cause of one breach, never turns up in another."""
        if not self.draft:
            return ""
        return f"{self.draft} {self.request.path}" if self.request is not None else self.draft

    @property
    def form_key(self) -> str:
        """The key that makes a double click one record."""
        return self._sent_key or self._fresh_key
