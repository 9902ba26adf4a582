"""Every address of the product says which capability it needs; a view that forgot cannot be shipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from guanjia.kernel.permissions import CAPABILITIES
from guanjia.ui.http import PUBLIC, SIGNED_IN

FOREIGN = {
    "allauth": "signing in and the second factor: the machinery asks for the password itself",
    "ninja": "the API: every operation declares its scope there, and its own test holds it to that",
}
"""Packages whose views are not ours, and why they may go without a capability."""
OTHER_KEYS = {"api.token": "a program shows its token; each operation names the scope the token needs"}
"""What opens an address instead of a capability, and why."""
CLOSED = {"account_signup", "account_reset_password"}
"""Addresses that only ever answer 404."""


@dataclass(frozen=True)
class Address:
    """One address: its route, its full name, and its view."""

    route: str
    name: str
    view: Any


def below(patterns: list[URLPattern | URLResolver], route: str = "", space: str = "") -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from below(pattern.url_patterns, here, inner)
        else:
            yield Address(here, f"{space}{pattern.name}" if pattern.name else "", pattern.callback)


def ours() -> list[Address]:
    found = below(get_resolver().url_patterns)
    return [
        one for one in found if one.view.__module__.split(".")[0] not in FOREIGN and one.name not in CLOSED
    ]


def test_there_are_addresses_to_look_at() -> None:
    assert {"today/", "healthz", "gallery/"} <= {one.route for one in ours()}


def test_every_address_declares_its_capability() -> None:
    undeclared = [one.route for one in ours() if not getattr(one.view, "capability", "")]
    assert not undeclared, (
        "declare them with @screen, @verb, @public_screen or @public_verb (guanjia.ui.http)"
    )


def test_every_declared_capability_exists_and_has_a_name_for_people() -> None:
    known = {*CAPABILITIES, SIGNED_IN, PUBLIC, *OTHER_KEYS}
    assert {getattr(one.view, "capability", "") for one in ours()} - known - {""} == set()


def test_every_address_has_a_name_of_its_own() -> None:
    seen: dict[str, str] = {}
    for one in ours():
        assert one.name, f"{one.route} has no name"
        assert one.name not in seen, f"{one.route} and {seen.get(one.name)} are both called {one.name}"
        seen[one.name] = one.route


@pytest.mark.parametrize("name", ["account_login", "account_logout", "account_change_password", "mfa_index"])
def test_the_foreign_addresses_the_frame_links_to_are_there(name: str) -> None:
    assert reverse(name).startswith("/account/")
