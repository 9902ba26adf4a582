"""What the screens ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guanjia.ui.forms import Form, Line


class RemoveForm(Form):
    """Why a file goes, and where to return to."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = Line(_("Reason"), rows=3, max_length=200)
