"""The sign-in machinery's forms in our dress: our widgets, our labels, no links into the void."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from guanjia.ui.widgets import Line, Secret

_LABELS = {
    "login": _("Login name"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
}
_FILLED_BY_BROWSER = {
    "login": "username",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "password2": "new-password",
    "code": "one-time-code",
}


class _Dressed:
    """Give each known field our widget, our label and the browser's hint for filling it in."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in _LABELS:
                continue
            attrs = {"autocomplete": _FILLED_BY_BROWSER[name], "data-test": name}
            if name == "code":
                attrs["inputmode"] = "text"  # recovery codes have letters
            field.widget = Secret(attrs) if "password" in name else Line(attrs)
            field.label = _LABELS[name]
            if name == "password":
                field.help_text = ""
            field.widget.is_required = field.required
        first = next(iter(self.fields.values()))
        first.widget.attrs["autofocus"] = True


class SignInForm(_Dressed, account.LoginForm):
    """Login name and password."""


class ConfirmForm(_Dressed, account.ReauthenticateForm):
    """The password once more."""


class PasswordForm(_Dressed, account.ChangePasswordForm):
    """A new password."""


class CodeForm(_Dressed, mfa.AuthenticateForm):
    """A code of the second factor at sign-in."""


class ConfirmCodeForm(_Dressed, mfa.ReauthenticateForm):
    """A code of the second factor once more."""


class SwitchOnForm(_Dressed, totp.ActivateTOTPForm):
    """The first code of a new second factor."""
