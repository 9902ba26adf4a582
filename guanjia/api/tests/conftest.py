"""What the tests of the API share: the estate, its people with what they may do, their tokens, a client."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from guanjia.api import outgoing, services
from guanjia.apps.calendars import queries as calendars
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.scope import company_scope
from tests.cast import House, harbour, wanxing


def grant(house: House, post: str, *capabilities: str) -> None:
    """Let a post do exactly this."""
    row = house.posts[post]
    row.capabilities = sorted(str(one) for one in capabilities)
    row.save(update_fields=["capabilities"])


@dataclass
class Api:
    """A program with a token."""

    client: Client
    token: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request; header names as keywords, idempotency_key="k"."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
        content_type = sent.pop("Content-Type", "application/json")
        return self.client.generic(method, f"/api/v1{path}", data, content_type, headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    outgoing.forget_quiet_sites()
    yield
    outgoing.forget_quiet_sites()


@pytest.fixture
def house(db: None) -> House:
    """The estate; every post may do everything, so that a test takes away what it is about."""
    cached_site.cache_clear()
    calendars.forget_kept_calendars()
    house = wanxing()
    with company_scope(house.company.pk):
        for post in house.posts:
            grant(house, post, *CAPABILITIES)
    return house


@pytest.fixture
def other(db: None) -> House:
    """The other company."""
    cached_site.cache_clear()
    house = harbour()
    with company_scope(house.company.pk):
        grant(house, "cs_manager", *CAPABILITIES)
    return house


@pytest.fixture
def token_for() -> Callable[..., str]:
    """Make a token for somebody of a house."""

    def make(house: House, login: str, *scopes: str, **more: Any) -> str:
        now = datetime.now(UTC)
        with company_scope(house.company.pk):
            owner = house.actor(login, now)
            at = more.pop("at", now)
            return services.make_token(
                owner, by=owner, at=at, name="test", scopes=scopes, **{"days": 30, **more}
            )[1]

    return make


@pytest.fixture
def api(house: House, token_for: Callable[..., str]) -> Api:
    """A program that acts as Lin of the front desk."""
    return Api(Client(), token_for(house, "lin"))


@pytest.fixture
def yesterday() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)
