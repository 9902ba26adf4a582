"""The description of the API as a page for people, drawn from the same schema as the programs' one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guanjia.api import router
from guanjia.api.door import capability_of
from guanjia.api.verbs import VERBS
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.refusals import Text


@dataclass(frozen=True)
class Field:
    """One field or parameter."""

    name: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True)
class Call:
    """One address with its method."""

    method: str
    path: str
    name: str
    needs: Text
    parameters: list[Field] = field(default_factory=list)
    body: list[Field] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place on the page."""
        return f"{self.method}-{self.path.strip('/').replace('/', '-').replace('{', '').replace('}', '')}".lower()


@dataclass(frozen=True)
class Chapter:
    """The calls about one noun."""

    title: str
    calls: list[Call]


def schema() -> dict[str, Any]:
    """The OpenAPI description."""
    return router.schema()


def chapters() -> list[Chapter]:
    """Everything that can be asked, in the order of the description."""
    titles = {
        "cases": _("Cases"),
        "verbs": _("What can be done with a case"),
        "obligations": _("Obligations"),
        "places": _("Sites and units"),
        "registers": _("Registers"),
    }
    found: dict[str, list[Call]] = {tag: [] for tag in titles}
    for tag, call in _calls(router.schema()):
        found[tag].append(call)
    return [Chapter(titles[tag], calls) for tag, calls in found.items()]


def _calls(described: dict[str, Any]) -> Iterator[tuple[str, Call]]:
    needs = _needs()
    components = described["components"]["schemas"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parameters = [
                Field(one["name"], _kind(one["schema"], components), one["required"], _about(one, components))
                for one in operation["parameters"]
            ]
            yield (
                operation["tags"][0],
                Call(
                    method.upper(),
                    path,
                    _name(operation),
                    CAPABILITIES.get(needs.get(operation["operationId"], ""), _("Any token")),
                    parameters,
                    list(_body(operation, components)),
                ),
            )


def _needs() -> dict[str, str]:
    """The capability of each operation, by its id."""
    return {
        operation.operation_id or router.api.get_openapi_operation_id(operation): capability_of(operation)
        for bound in router.api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
    }


def _body(operation: dict[str, Any], components: dict[str, Any]) -> Iterator[Field]:
    sent = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    made_of = _resolved(sent, components)
    for name, one in made_of.get("properties", {}).items():
        yield Field(
            name, _kind(one, components), name in made_of.get("required", ()), _about(one, components)
        )


def _name(operation: dict[str, Any]) -> str:
    """What the call does; verbs are called what their buttons are."""
    verbs = {f"cases_{verb.name}": verb for verb in VERBS}
    verb = verbs.get(operation["operationId"])
    return verb.label if verb else _(operation["summary"])


def _about(one: dict[str, Any], components: dict[str, Any]) -> str:
    """What a field means, in the reader's language; the schemas hold it in English."""
    options = [option for option in one.get("anyOf", ()) if option.get("type") != "null"]
    about = one.get("description") or _resolved(options[0] if options else one, components).get("description")
    return _(about) if about else ""


def _kind(schema: dict[str, Any], components: dict[str, Any]) -> str:
    """A word or two for the kind of value: its choices, or its type."""
    options = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    made_of = _resolved(options[0], components)
    if "enum" in made_of:
        return " · ".join(str(value) for value in made_of["enum"])
    if made_of.get("format") == "date-time":
        return "2026-03-02T09:30:00+08:00"
    return {
        "string": _("text"),
        "integer": _("whole number"),
        "boolean": _("true or false"),
        "array": _("list of texts"),
    }.get(str(made_of.get("type")), "")


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = components[schema["$ref"].rsplit("/", 1)[1]]
    return schema
