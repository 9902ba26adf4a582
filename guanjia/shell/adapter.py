"""What the sign-in machinery asks us: its sentences in our words, and nobody signs up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from guanjia.ui.http import too_many
from guanjia.ui.throttle import Rate, knock, shut

_DOOR = "sign in"
# A whole office may share one address, so the limit is far above what colleagues mistype, far below what guessing needs.
WRONG_BY_ADDRESS = Rate(60, 600)


class Adapter(DefaultAccountAdapter):
    """Our account rules."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Login name or password is wrong. Check both and try again."),
        "incorrect_password": _("This password is wrong. Try again."),
        "enter_current_password": _("This is not your present password. Try again."),
    }

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Stop an address that tries out names and passwords; a name alone is never stopped (see ``settings``)."""
        wait = shut(_DOOR, request.META.get("REMOTE_ADDR", ""), WRONG_BY_ADDRESS, _now(request))
        if wait:
            raise ImmediateHttpResponse(too_many(request, wait))
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002
        """Count a wrong name or password against the address it came from."""
        knock(_DOOR, request.META.get("REMOTE_ADDR", ""), WRONG_BY_ADDRESS, _now(request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts come from the organisation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Accounts have no mail address, so there is nobody to write to."""


def _now(request: HttpRequest) -> datetime:
    moment: datetime = request.now  # type: ignore[attr-defined]  # set by our middleware
    return moment
