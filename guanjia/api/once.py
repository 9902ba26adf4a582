"""Answering a POST once: with an ``Idempotency-Key`` the answer is saved in one transaction with its effect."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

from guanjia.api.door import ApiRequest
from guanjia.api.problems import Problem
from guanjia.kernel.idempotency import Answer, once
from guanjia.kernel.refusals import Refusal

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
DOOR = "api"
_GOOD_KEY = re.compile(r"^[\x21-\x7e]{1,120}$")
_BAD_KEY = Refusal(
    "bad_key",
    _("An Idempotency-Key has 1 to 120 visible characters. A random UUID is a good one."),
    field=HEADER,
)


def answered_once(request: ApiRequest, produce: Callable[[], Answer]) -> HttpResponse:
    """Produce the answer, or give again the one saved under the key; without a key it is simply produced.

    Keys belong to the person in whose name the token acts, so a program may renew its token in between. A refusal
    saves nothing: the corrected request may carry the same key.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return _response(produce())
    if not _GOOD_KEY.match(key):
        raise Problem(400, _BAD_KEY)
    answer = once(
        company_id=request.actor.company_id,
        door=DOOR,
        key=f"{request.actor.id}:{key}",
        request=_content(request),
        at=request.now,
        produce=produce,
    )
    return _response(answer)


def _content(request: ApiRequest) -> bytes:
    """What makes two requests the same: method, address and JSON, however it was spaced and ordered."""
    return json.dumps(
        [request.method, request.path, request.sent], sort_keys=True, separators=(",", ":")
    ).encode()


def _response(answer: Answer) -> HttpResponse:
    response = JsonResponse(answer.body, status=answer.status, json_dumps_params={"ensure_ascii": False})
    place: Any = answer.body.get("links", {}).get("self")
    if answer.status == 201 and place:
        response.headers["Location"] = place
    if answer.replayed:
        response.headers[REPLAYED] = "true"
    return response
