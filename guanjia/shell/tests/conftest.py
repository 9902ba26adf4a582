"""The standing cast at half past nine on the day of the stories, and browsers signed in as one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from guanjia.apps.organisations import queries
from tests import cast


@pytest.fixture
def morning() -> Iterator[time_machine.Traveller]:
    """It is 09:30 in Shanghai."""
    with time_machine.travel(cast.at("09:30"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(db: None, morning: time_machine.Traveller) -> Iterator[cast.House]:
    """The company of the stories."""
    queries.site.cache_clear()
    yield cast.wanxing()
    queries.site.cache_clear()


@pytest.fixture
def signed_in(house: cast.House) -> Callable[[str], Client]:
    """signed_in("lin") is a browser in which Lin has signed in; it speaks English."""

    def sign_in(login: str, language: str = "en") -> Client:
        client = Client()
        account = house.people[login].account
        account.language = language
        account.save(update_fields=["language"])
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
