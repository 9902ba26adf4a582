"""A form sent twice makes one record: its ``form_key`` is kept with the effect, in one transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from guanjia.kernel.idempotency import Answer, once
from guanjia.kernel.scope import company_scope
from guanjia.ui.request import Request

KEY = "form_key"
_GOOD_KEY = re.compile(r"^[\w-]{16,64}$", re.ASCII)
_KEPT_HEADERS = ("Location", "HX-Redirect", "HX-Trigger", "Content-Type")
_KEPT_BODY = 100_000  # characters; a fragment longer than this is not worth keeping


class _NothingDoneError(Exception):
    """The view only showed its form again, and wrote nothing: undo the note that the key was used."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


def post_once(request: Request, door: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a POST; when its ``form_key`` was seen before with the same content, give the first answer again.

    Raises ``KeyReused`` when the key comes with other content. Without a key the view simply runs.
    """
    key = request.POST.get(KEY, "")
    if not _GOOD_KEY.match(key):
        return answer()
    actor = getattr(request, "actor", None)
    company_id = actor.company_id if actor else 0
    made: list[HttpResponse] = []

    def produce() -> Answer:
        response = answer()
        if not getattr(response, "verb_done", False):
            raise _NothingDoneError(response)
        made.append(response)
        if getattr(response, "kept_nowhere", False):
            return Answer(response.status_code, None, kept=False)
        return Answer(response.status_code, _packed(response))

    try:
        # A customer's form belongs to no company yet; company 0 has no rows, so nothing can be seen by mistake.
        with company_scope(company_id):
            saved = once(
                company_id=company_id,
                door=f"form:{door}"[:60],
                key=f"{actor.account_id if actor else ''}:{key}",
                request=_content(request),
                at=request.now,
                produce=produce,
            )
    except _NothingDoneError as nothing:
        return nothing.response
    return made[0] if made else _unpacked(saved)


def _content(request: HttpRequest) -> bytes:
    """What was sent, in an order that does not depend on the browser."""
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    files = [(name, one.name, one.size) for name, many in request.FILES.lists() for one in many]
    return json.dumps([request.path, sorted(fields), sorted(files)], ensure_ascii=True).encode()


def _packed(response: HttpResponse) -> dict[str, object]:
    body = response.content.decode(errors="replace")
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    return {"headers": headers, "body": body if len(body) <= _KEPT_BODY else ""}


def _unpacked(saved: Answer) -> HttpResponse:
    response = HttpResponse(saved.body["body"], status=saved.status)
    for name, value in saved.body["headers"].items():
        response.headers[name] = value
    return response
