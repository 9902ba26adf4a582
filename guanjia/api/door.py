"""The door of the API: every request passes it, in the same beats.

*look at the clock · size · token · bucket · read · open the company's scope · answer*; whatever is raised on the way
becomes problem details. The clock is read here, once, and passed on as ``at``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation, PathView

from guanjia.api import limits, problems, queries, reading
from guanjia.api.models import Token
from guanjia.api.problems import Problem
from guanjia.api.terms import CALLED_AT, TOKEN
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import Refusal
from guanjia.kernel.scope import company_scope

View: TypeAlias = Callable[..., HttpResponse]
F = TypeVar("F", bound=Callable[..., Any])

_NO_TOKEN = Refusal(
    "token_missing",
    _("Send a token with the header “Authorization: Bearer …”. “My tokens” or `guanjia token` makes one."),
)
_DEAD_TOKEN = Refusal("token_invalid", _("This token is unknown, expired or revoked. Make a new one."))
_TOO_LARGE = Refusal("too_large", _("The request is too large. Send less at once."))
_WRONG_METHOD = Refusal(
    "wrong_method", _("This address does not know the method. The header “Allow” lists those it knows.")
)


class ApiRequest(HttpRequest):
    """A request that has passed the door: who acts, with which token, when, and the JSON that was sent."""

    actor: Actor
    token: Token
    now: datetime
    sent: Any


def guarded(address: PathView) -> View:
    """Put the door before an address of the API."""
    view = address.get_view()
    operations = {method: one for one in address.operations for method in one.methods}

    @csrf_exempt  # no cookie is ever looked at, so there is nothing to forge
    def door(request: ApiRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            _admit(request, operations)
            with company_scope(request.actor.company_id):
                response: HttpResponse = view(request, *args, **kwargs)
        except Exception as error:
            response = problems.from_exception(request, error)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Authorization, Accept-Language"
        return response

    door.capability = TOKEN  # type: ignore[attr-defined]
    return door


def operation(*, can: str) -> Callable[[F], F]:
    """Declare what a token must hold for one operation; the door asks before anything is read."""

    def declare(function: F) -> F:
        function.capability = str(can)  # type: ignore[attr-defined]
        return function

    return declare


def capability_of(asked: Operation) -> str:
    """What ``operation`` declared."""
    return str(asked.view_func.capability)  # type: ignore[attr-defined]


def _admit(request: ApiRequest, operations: Mapping[str, Operation]) -> None:
    request.now = request.META.get(CALLED_AT) or clock.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > limits.most_bytes():
        raise Problem(413, _TOO_LARGE)
    request.token = _token(request, request.now)
    with company_scope(request.token.company_id):
        wait = limits.take(request.token, request.now)
    if wait:
        sentence = _("Too many requests with this token. Wait %(seconds)s s.")
        refusal = Refusal("too_many_requests", sentence, params={"seconds": wait})
        raise Problem(429, refusal, headers={"Retry-After": str(wait)})
    request.actor = queries.actor_of(request.token, request.now)
    asked = operations.get(request.method or "")
    if asked is None:
        raise Problem(405, _WRONG_METHOD, headers={"Allow": ", ".join(sorted(operations))})
    if (needed := capability_of(asked)) != TOKEN:
        permit_at(request.actor, needed, None)
    reading.check_address(request)
    _check_query(request, asked)
    request.sent = reading.read_body(request) if request.method == "POST" else None


def _token(request: HttpRequest, at: datetime) -> Token:
    scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text:
        raise Problem(401, _NO_TOKEN, headers={"WWW-Authenticate": 'Bearer realm="guanjia"'})
    token = queries.token_with(text.strip(), at)
    if token is None:
        challenge = 'Bearer realm="guanjia", error="invalid_token"'
        raise Problem(401, _DEAD_TOKEN, headers={"WWW-Authenticate": challenge})
    return token


def _check_query(request: HttpRequest, asked: Operation) -> None:
    """A misspelt filter must not silently show everything."""
    known: set[str] = set()
    for model in asked.models:
        if model.__ninja_param_source__ == "query":
            known |= set(model.__ninja_flatten_map__)
    strange = sorted(set(request.GET) - known)
    if strange:
        raise Problem(422, *_unknown(strange))


def _unknown(names: Iterable[str]) -> list[Refusal]:
    sentence = _("“%(field)s” is not a parameter of this address. Check its spelling or leave it out.")
    return [Refusal("unknown_parameter", sentence, field=name, params={"field": name}) for name in names]
