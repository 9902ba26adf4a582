"""The OpenAPI description: what ninja makes of our operations, with the answers every address can give besides."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from guanjia import __version__
from guanjia.api import once, problems
from guanjia.api.problems import TITLES

ALWAYS = (401, 403, 413, 422, 429, 500, 503)
"""Every operation can answer these."""

_PROBLEM = {
    "title": "Problem",
    "description": "Why something was not done (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "All reasons, as sentences that say what to do next."},
        "code": {"type": "string", "description": "The first reason, for programs."},
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["code", "message", "field"],
                "properties": {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "field": {"type": ["string", "null"]},
                },
            },
        },
    },
}
_KEY = {
    "name": once.HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]{1,120}$"},
    "description": "Makes the request safe to repeat: the same key with the same request gives the saved answer, with "
    "the header `Idempotency-Replayed: true`; with another request it is a 409. Without it nothing is protected.",
}
_REF = {
    "type": "string",
    "minLength": 1,
    "maxLength": 40,
    "pattern": "^[A-Za-z0-9-]+$",
    "examples": ["CS-2026-000123"],
}


def describe(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """The whole description, as plain data."""
    made: dict[str, Any] = OpenAPISchema(api, prefix.strip("/") + "/")
    made["info"]["version"] = __version__
    made["components"]["schemas"]["Problem"] = _PROBLEM
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    for path, methods in made["paths"].items():
        for method, operation in methods.items():
            _complete(path, method, operation)
    return made


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    statuses = {*ALWAYS, *((404,) if "{" in path else ()), *((400, 409, 415) if method == "post" else ())}
    for status in sorted(statuses):
        operation["responses"][status] = _problem(status)
    operation["responses"] = {
        str(status): answer for status, answer in sorted(operation["responses"].items())
    }
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["schema"] = dict(_REF)
        elif parameter["in"] == "query" and not parameter["required"]:
            parameter["schema"] = _or_empty(parameter["schema"])
    if method == "post":
        operation["parameters"].append(dict(_KEY))
        for status in ("200", "201"):
            if status in operation["responses"]:
                operation["responses"][status]["headers"] = {
                    once.REPLAYED: {"required": False, "schema": {"type": "string", "enum": ["true"]}}
                }


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """An optional filter may come empty (``?state=``), which is the same as leaving it out."""
    options = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return {"anyOf": [*options, {"type": "string", "maxLength": 0}]}


def _problem(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": str(TITLES[status]),
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    header = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}.get(status)
    if header:
        answer["headers"] = {header: {"required": True, "schema": {"type": "string"}}}
    return answer
