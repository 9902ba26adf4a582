"""The people of the matrix at their browsers: signed in once, and everything they do undone after each request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from guanjia.apps.cases import queries as case_queries
from guanjia.apps.documents.queries import may_see
from guanjia.apps.messaging import queries as messages
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.organisations.models import Account
from guanjia.apps.workorders import queries as order_queries
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import across_companies
from tests.matrix.resolver import Address
from tests.matrix.stage.company import NOW, Estate, Stage
from tests.matrix.subjects import urls

OF_ONE_PERSON = ("programs:revoke_token", "ui:drop_view", "manuals:reading", "manuals:acknowledge")
"""Addresses of what belongs to one person, here the head of the desk."""
FRAGMENT = {"HX-Request": "true"}
"""Ask for a piece of a page, without the frame around it."""
STRANGER = ""
"""The login of somebody who is not signed in."""

_WRITES = ("INSERT", "UPDATE", "DELETE")
_MACHINERY = ("django_session", "ui_attempt", "api_token")
"""Rows that are not of the business: sessions, how often somebody knocked, when a token was last used."""


@dataclass
class Answer:
    """What came back, and the business rows the request wrote on its way."""

    url: str
    login: str
    method: str
    response: HttpResponse
    writes: list[str]

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def is_sent_to_sign_in(self) -> bool:
        """Whether the answer was to sign in first."""
        return self.response.headers.get("Location", "").startswith("/account/sign-in/")

    @property
    def body(self) -> str:
        """The page, without what differs from one request to the next."""
        if getattr(self.response, "streaming", False):
            return ""
        return re.sub(
            r'(csrfmiddlewaretoken" value|form_key" value|name="form_key" value|"X-CSRFToken": |nonce)=?"?[^"]*"',
            "",
            self.response.content.decode("utf-8", "replace"),
        ).replace(self.url, "")

    def __str__(self) -> str:
        trouble = getattr(self.response, "exc_info", None)
        why = f" ({trouble[0].__name__}: {str(trouble[1])[:160]})" if trouble and self.status >= 500 else ""
        return f"{self.method} {self.url} as {self.login or 'a stranger'}: {self.status}{why}"


@dataclass
class Visitors:
    """Clients by login."""

    stage: Stage
    clients: dict[str, Client] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=dict)

    def estate(self, login: str) -> Estate:
        """The company somebody works for."""
        return self.stage.harbour if login == "dov" else self.stage.wanxing

    @property
    def logins(self) -> list[str]:
        """Everybody with a password."""
        return [*self.stage.wanxing.house.people, "dov"]

    def holders(self, address: Address) -> list[str]:
        """The people of Wanxing who hold what the address needs."""
        return [login for login in self.stage.wanxing.house.people if self.may(login, address)]

    def may(self, login: str, address: Address) -> bool:
        """Whether somebody holds what the address needs."""
        return not address.needs or self.actor(login).can(address.needs, None)

    def actor(self, login: str) -> Actor:
        """Who somebody is."""
        if login not in self.actors:
            self.actors[login] = self.estate(login).who(login)
        return self.actors[login]

    def sight(self, login: str) -> set[str]:
        """The numbers of the cases, visits and orders somebody sees."""
        if login not in self.seen:
            actor = self.actor(login)
            with self.estate(login).open():
                rows = (
                    case_queries.list_cases(actor),
                    case_queries.list_visits(actor),
                    order_queries.list_orders(actor),
                )
                self.seen[login] = {ref for kind in rows for ref in kind.values_list("ref", flat=True)}
        return self.seen[login]

    def ask(self, login: str, url: str, method: str = "get", data: Any = None, **headers: str) -> Answer:
        """Send a request as somebody; whatever it stored is rolled back."""
        client = self.client(login)
        with transaction.atomic():
            with _noting_writes() as writes:
                response = getattr(client, method)(url, data=data, headers=headers or None)
                if getattr(response, "streaming", False):
                    response.getvalue()
            transaction.set_rollback(True)
        return Answer(url, login, method.upper(), response, writes)

    def own_urls(self, address: Address, login: str, most: int | None = None) -> list[str]:
        """The address filled in with things this person may see; a steward sees the cases of the own clusters only."""
        found = urls(address, self.estate(login))
        if address.name.partition(":")[0] in {"cases", "workorders"} and "ref" in address.parameters:
            mine = self.sight(login)
            found = [url for url in found if not mine.isdisjoint(url.split("/"))]
        if "key" in address.parameters and not may_see(
            self.actor(login), self.estate(login).house.site.pk, self.estate(login).cases["first"]
        ):
            return []  # the file of a case opens for those who see cases
        if "proposal_id" in address.parameters:  # the person concerned, and those up the line who may
            with self.estate(login).open():
                seen = obligations.list_proposals(self.actor(login), NOW).values_list("pk", flat=True)
                found = [url for url in found if any(f"/proposals/{pk}/" in url for pk in seen)]
        if address.name in OF_ONE_PERSON and login not in {"zhou", "dov"}:
            return []
        if address.name.startswith("messaging:") and "notice_id" in address.parameters:
            with self.estate(login).open():
                ids = messages.list_notices(self.actor(login)).values_list("pk", flat=True)
                return [reverse(address.name, kwargs={"notice_id": pk}) for pk in ids[: most or 5]]
        return found[:most]

    def best_holder(self, address: Address) -> str | None:
        """Of those who may, the one who sees the most of the site."""
        holders = self.holders(address)
        if "zhou" in holders:  # whose token, whose view: some things are one person's alone
            return "zhou"
        return max(holders, key=lambda login: len(self.own_urls(address, login)), default=None)

    def foreign_urls(self, address: Address, of: Estate, visitor: Estate) -> list[str]:
        """The address with things of another company whose number is not by chance also one of the visitor's own."""
        own = set(urls(address, visitor))
        return [url for url in urls(address, of) if url not in own][:1]

    def sign_in(self) -> None:
        """Sign everybody in, before the first test: what a test stores is gone when it ends."""
        for login in [STRANGER, *self.logins]:
            self.client(login)

    def client(self, login: str) -> Client:
        """The browser of somebody."""
        if login not in self.clients:
            client = self.clients[login] = Client(raise_request_exception=False)
            if login:
                with across_companies(reason="signing the cast in"):
                    client.force_login(
                        Account.objects.get(login=login),
                        backend="allauth.account.auth_backends.AuthenticationBackend",
                    )
        return self.clients[login]


@contextmanager
def _noting_writes() -> Iterator[list[str]]:
    """The statements that change rows of ours."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        ours = sql.lstrip()[:6].upper() in _WRITES and not any(name in sql for name in _MACHINERY)
        if ours and context["cursor"].rowcount:  # a DELETE that found nothing has changed nothing
            found.append(sql[:120])
        return result

    with connection.execute_wrapper(note):
        yield found
