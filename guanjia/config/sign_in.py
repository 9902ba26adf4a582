"""Who a wrong password is counted against: the name as typed, together with the address (see ``settings``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest


def throttled_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return the name somebody tries to sign in with, in one spelling, so that capitals do not restart the count."""
    given = credentials or request.POST
    name = given.get("username") or given.get("login") or ""
    if not name and getattr(request, "user", None) is not None and request.user.is_authenticated:
        name = request.user.get_username()  # confirming the password again while signed in
    return str(name).strip().casefold()
