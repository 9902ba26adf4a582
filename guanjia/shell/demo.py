"""The demo's sign-ins on the sign-in page, so that somebody trying out need not look them up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils.translation import get_language

from guanjia.apps.organisations import queries as organisations


@dataclass(frozen=True)
class SignIn:
    """One person of the demo."""

    login: str
    password: str
    role: str
    site: str = ""


def sign_ins() -> list[SignIn]:
    """The demo's people; empty when the setting says no or the demo is not in the database."""
    listed = _listed() if settings.GUANJIA_SHOW_DEMO_SIGN_INS else []
    known = organisations.known_logins([one["login"] for one in listed])
    return [
        SignIn(one["login"], one["password"], _spoken(str(one.get("role", ""))), str(one.get("site", "")))
        for one in listed
        if one["login"] in known
    ]


def _listed() -> list[dict[str, str]]:
    if find_spec("guanjia.demo") is None:
        return []
    return [dict(one) for one in getattr(import_module("guanjia.demo"), "LOGINS", ())]


def _spoken(role: str) -> str:
    """The half of "客服前台 Front desk" in the language of the page."""
    both = re.fullmatch(r"([^\x00-\x7f]+) ([\x00-\x7f]+)", role)
    if both is None:
        return role
    return both[2] if (get_language() or "").startswith("en") else both[1]
