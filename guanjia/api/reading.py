"""Reading what a program sent: JSON, as strict as the standard, and only characters a database can keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn, cast
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from ninja.parser import Parser
from ninja.types import DictStrAny

from guanjia.api.problems import Problem
from guanjia.kernel.refusals import Refusal

_BAD_JSON = Refusal("bad_json", _("The body is not readable JSON. Check it and send it again."))
_BAD_QUERY = Refusal(
    "bad_character", _("The address contains a character that cannot be stored. Leave it out.")
)
_NOT_JSON = Refusal("not_json", _("Send JSON, with the header “Content-Type: application/json”."))


class SentAsRead(Parser):
    """Gives ninja what ``read_body`` has already read; an empty filter (``?state=``) counts as not sent."""

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> DictStrAny:
        filled = {name: values for name, values in data.lists() if values and values[-1] != ""}
        return super().parse_querydict(MultiValueDict(filled), list_fields, request)

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        return cast(DictStrAny, request.sent)  # type: ignore[attr-defined]


def read_body(request: HttpRequest) -> Any:
    """The JSON body; an empty one is an empty object. Raises ``Problem``: 400, 415, or 422 for an odd character."""
    raw = request.body
    if not raw.strip():
        request._body = b"{}"  # a verb without fields may come without a body
        return {}
    media_type = (request.content_type or "").lower()
    if media_type != "application/json":
        raise Problem(415, _NOT_JSON)
    try:
        sent = json.loads(raw.decode(), parse_constant=_no_constant)
        odd = next(_odd_places(sent), None)
    except (ValueError, RecursionError) as error:
        raise Problem(400, _BAD_JSON) from error
    if odd is not None:
        sentence = _("“%(field)s” contains a character that cannot be stored. Leave it out.")
        raise Problem(422, Refusal("bad_character", sentence, field=odd or None, params={"field": odd}))
    return sent


def check_address(request: HttpRequest) -> None:
    """Raise ``Problem`` (422) for a path or query with characters no database keeps."""
    query = unquote_to_bytes(request.META.get("QUERY_STRING", "").replace("+", " "))
    try:
        text = query.decode() + request.path
    except UnicodeDecodeError as error:
        raise Problem(422, _BAD_QUERY) from error
    if _is_odd(text):
        raise Problem(422, _BAD_QUERY)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _odd_places(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if _is_odd(value):
            yield place
    elif isinstance(value, dict):
        for key, item in value.items():
            if _is_odd(key):
                yield place
            yield from _odd_places(item, f"{place}.{key}".lstrip("."))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _odd_places(item, f"{place}[{number}]")


def _is_odd(text: str) -> bool:
    """NUL, and halves of surrogate pairs: legal in JSON, impossible in a database."""
    return "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
