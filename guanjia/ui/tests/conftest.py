"""Requests as the frame makes them, without signing anybody in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from guanjia.kernel.actor import Actor, ActorKind

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)  # half past nine in Shanghai


@pytest.fixture(autouse=True)
def _english_in_shanghai() -> Iterator[None]:
    with translation.override("en"), timezone.override("Asia/Shanghai"):
        yield


@pytest.fixture
def make_request() -> Callable[..., Any]:
    """make_request("/x/", post={...}, htmx=True, grants={"cases.see": {1}})."""

    def make(path: str = "/try/", *, post: Any = None, htmx: bool = False, **more: Any) -> Any:
        factory = RequestFactory()
        headers = {"HX-Request": "true"} if htmx else {}
        headers |= more.pop("headers", {})
        request: Any = (
            factory.get(path, headers=headers) if post is None else factory.post(path, post, headers=headers)
        )
        request.now = more.pop("now", NOW)
        grants = {key: frozenset(sites) for key, sites in more.pop("grants", {}).items()}
        actor = Actor(kind=ActorKind.STAFF, company_id=1, name="Lin", grants=grants, site_ids=frozenset({1}))
        request.actor = more.pop("actor", actor)
        request.site = None
        request.session = {}
        request.htmx = HtmxDetails(request)
        request._messages = CookieStorage(request)
        request.user = None
        return request

    return make
