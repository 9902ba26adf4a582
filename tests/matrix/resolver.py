"""Every address of the product, read from the URL resolver, with the capability its view declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from guanjia.ui.http import PUBLIC, SIGNED_IN

TOKEN = "api.token"
CLOSED = frozenset({"account_signup", "account_reset_password"})
"""Addresses that only ever answer 404; the test of the addresses holds them to that."""


@dataclass(frozen=True)
class Address:
    """One address: its full name, the names of its parameters, and the capability needed (None: not declared)."""

    name: str
    parameters: tuple[str, ...]
    capability: str | None
    module: str
    is_screen: bool = False
    """Whether it only shows (``@screen``), and is not the form of a verb."""

    @property
    def is_public(self) -> bool:
        """Whether people without an account come here."""
        return self.capability == PUBLIC

    @property
    def is_of_programs(self) -> bool:
        """Whether a token opens it instead of a capability."""
        return self.capability == TOKEN

    @property
    def is_of_staff(self) -> bool:
        """Whether the person must be signed in, and usually hold a capability."""
        return not self.is_public and not self.is_of_programs

    @property
    def needs(self) -> str:
        """The capability a person must hold; "" when being signed in is enough."""
        return "" if self.capability in {SIGNED_IN, None} else str(self.capability)

    def __str__(self) -> str:
        return self.name


@cache
def addresses() -> tuple[Address, ...]:
    """All addresses but those of foreign views, in the order of the resolver."""
    return tuple(_below(get_resolver().url_patterns, "", ()))


def _below(
    patterns: list[URLPattern | URLResolver], namespace: str, above: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        parameters = above + _parameters(pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern.url_patterns, inner, parameters)
            continue
        view, name = pattern.callback, f"{namespace}{pattern.name}"
        if view.__module__.startswith("guanjia.") and name not in CLOSED:
            door = getattr(getattr(view, "__code__", None), "co_qualname", "")
            capability = getattr(view, "capability", None)
            yield Address(name, parameters, capability, view.__module__, door.startswith("screen."))


def _parameters(pattern: URLPattern | URLResolver) -> tuple[str, ...]:
    return tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)))
