"""What a program is told when something is not done: problem details (RFC 9457) in the language it asked for."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext, gettext_lazy
from ninja.errors import HttpError
from ninja.errors import ValidationError as BadFields

from guanjia.api import wording
from guanjia.api.terms import PREFIX
from guanjia.kernel import guards
from guanjia.kernel.refusals import NOT_FOUND, Refusal, Refused, Text
from guanjia.kernel.scope import company_scope

_log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

TITLES: dict[int, Text] = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("A token is needed"),
    403: gettext_lazy("Not permitted"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("Not possible at this address"),
    409: gettext_lazy("Conflict"),
    413: gettext_lazy("The request is too large"),
    415: gettext_lazy("Only JSON is read here"),
    422: gettext_lazy("Refused"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Our fault"),
    503: gettext_lazy("Busy"),
}


class Problem(Refused):
    """A refusal by the door itself, with its own status and headers."""

    def __init__(
        self, status: int, refusal: Refusal, *more: Refusal, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(refusal, *more)
        self.status = status
        self.headers = dict(headers or {})


def answer(
    status: int, refusals: Iterable[Refusal], headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The response that tells of the refusals."""
    listed = [{"code": one.code, "message": str(one), "field": one.field} for one in refusals]
    body = {
        "type": f"urn:guanjia:problem:{listed[0]['code']}",
        "title": str(TITLES[status]),
        "status": status,
        "detail": " ".join(str(one["message"]) for one in listed),
        "code": listed[0]["code"],
        "errors": listed,
    }
    said = json.dumps(body, ensure_ascii=False)
    return HttpResponse(said, status=status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


def from_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """The response to whatever was raised; what nobody foresaw is logged and becomes a 500 that says nothing of it."""
    if isinstance(error, BadFields):
        return answer(422, wording.refusals_of(error.errors))
    if isinstance(error, Refused):
        _notice(request, error)
        headers = error.headers if isinstance(error, Problem) else None
        return answer(error.status, error.refusals, headers)
    if isinstance(error, Http404):
        return answer(404, [NOT_FOUND])
    status, code, message, headers = _foreign(error)
    return answer(status, [Refusal(code, message)], headers)


def _notice(request: HttpRequest, refused: Refused) -> None:
    """Guards that refused are counted, now that what was begun has been undone; the first step of the address is the app."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        app = request.path.removeprefix(f"{PREFIX}/").partition("/")[0]
        with company_scope(actor.company_id):
            guards.notice(refused, app=app, by=actor, at=request.now)  # type: ignore[attr-defined]


def _foreign(error: Exception) -> tuple[int, str, str, dict[str, str]]:
    if isinstance(error, RequestDataTooBig):
        return 413, "too_large", gettext("The request is too large. Send less at once."), {}
    if isinstance(error, SuspiciousOperation) or (isinstance(error, HttpError) and error.status_code == 400):
        return 400, "bad_json", gettext("The body is not readable JSON. Check it and send it again."), {}
    if isinstance(error, OperationalError | InterfaceError):
        _log.warning("the database did not answer an API request: %s", error)
        sentence = gettext("The database is busy. Send the same request again in a moment.")
        return 503, "busy", sentence, {"Retry-After": "1"}
    _log.exception("an API request failed", exc_info=error)
    return (
        500,
        "our_fault",
        gettext("Something went wrong on our side. Send the same request again later."),
        {},
    )


def not_found(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """Any address below /api/v1 that means nothing."""
    sentence = gettext_lazy("There is nothing at this address. /api/v1/openapi.json lists what there is.")
    return answer(404, [Refusal("no_such_address", sentence)])
