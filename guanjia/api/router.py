"""The API put together: the operations, their addresses behind the door, their description."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import URLPattern, path, re_path
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.utils import replace_path_param_notation

from guanjia.api import description, problems
from guanjia.api.door import guarded
from guanjia.api.operations import case_verbs, cases, obligations, places, registers
from guanjia.api.reading import SentAsRead
from guanjia.api.terms import PREFIX
from guanjia.ui.http import PUBLIC

_ABOUT = (
    "Register and follow cases of a property-service company. Send a token as `Authorization: Bearer …`; everything is "
    "JSON in UTF-8; moments are ISO 8601 with a time zone. What is not done is explained as `application/problem+json` "
    "in the language of `Accept-Language` (zh-Hans, en)."
)

api = NinjaAPI(title="Guanjia 管家", description=_ABOUT, docs_url=None, openapi_url=None, parser=SentAsRead())
_told: Any = problems.from_exception
for _error in (Exception, *api._exception_handlers):
    api.add_exception_handler(_error, _told)
for _router in (cases.router, case_verbs.router, obligations.router, places.router, registers.router):
    api.add_router("", _router)


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The OpenAPI description, in English: programmers read it, programs are made from it."""
    with override("en"):
        return description.describe(api, PREFIX)


def patterns() -> list[URLPattern]:
    """Every address of the API, each behind the door; anything else below the prefix is a problem 404."""
    return [
        path(
            replace_path_param_notation(route.lstrip("/")),
            guarded(address),
            name=address.operations[0].view_func.__name__,
        )
        for bound in api._get_bound_routers()
        for route, address in bound.path_operations.items()
    ]


def _nothing_here(request: Any, **_rest: Any) -> Any:
    return problems.not_found(request)


_nothing_here.capability = PUBLIC  # type: ignore[attr-defined]
_nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
anything_else = re_path(r"^.*$", _nothing_here, name="nothing")
