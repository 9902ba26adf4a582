"""The description is true: requests made from it, right and wrong ones, are answered as it says and never with a 500."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from guanjia.api import router
from guanjia.api.verbs import VERBS
from guanjia.apps.cases import services
from guanjia.kernel.lifecycle import ALL_LIFECYCLES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


_VERB = r"/cases/\{ref\}/[a-z_]+$"
_WHOLE = (
    r"/(timeline|obligations|dispatch|correct|forward|rule_complaint|hold_emergency_meeting|split|merge)$"
)


def described(*, coverage: bool) -> Any:
    """The description, with requests at every border of every field, or with a few random ones only."""
    found = schemathesis.openapi.from_dict(router.schema())
    found.app = WSGIHandler()
    found.config.phases.coverage.enabled = coverage
    found.config.phases.coverage.unexpected_methods = {"put"}  # one is as good as all; test_door has the rest
    return found


def is_like_the_others(one: Any) -> bool:
    """Verbs are made alike: those that have each kind of field are asked at every border, the others at random."""
    path = one.operation.path
    return bool(re.search(_VERB, path)) and not re.search(_WHOLE, path)


schema = described(coverage=True).exclude(is_like_the_others)
others = described(coverage=False).include(is_like_the_others)


@contextmanager
def one_connection() -> Iterator[None]:
    """A request that begins or ends closes the database connection; here it is the test's own, and must stay.

    Django's test client does the same, and lets closing happen again after each of its requests: so this is for one request.
    """
    ends = (signals.request_started, signals.request_finished)
    for one in ends:
        one.disconnect(close_old_connections)
    try:
        yield
    finally:
        for one in ends:
            one.connect(close_old_connections)


@pytest.fixture
def complaint(api: Any) -> str:
    """A case that exists, so that its addresses lead somewhere."""
    made = api.post("/cases", {"kind": "complaint", "channel": "phone", "title": "Noise at night"})
    return str(made.json()["ref"])


FEW = settings(
    max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


@pytest.mark.slow
@pytest.mark.django_db
@schema.parametrize()
@FEW
def test_every_address_answers_as_described(case: Any, api: Any, complaint: str) -> None:
    ask(case, api, complaint)


@pytest.mark.slow
@pytest.mark.django_db
@others.parametrize()
@FEW
def test_every_verb_answers_as_described(case: Any, api: Any, complaint: str) -> None:
    ask(case, api, complaint)


def ask(case: Any, api: Any, complaint: str) -> None:
    """Send the request; about half of the right ones ask about a case that is there."""
    ref = str(case.path_parameters.get("ref", ""))
    if case.meta.generation.mode.is_positive and len(ref) % 2:
        case.path_parameters["ref"] = complaint
    with one_connection():
        case.call_and_validate(headers={"Authorization": f"Bearer {api.token}"}, checks=CHECKS)


@pytest.mark.django_db
def test_the_description_can_be_read_by_anybody_and_names_every_problem():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    described = answer.json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            assert {"401", "403", "422", "429"} <= set(one["responses"]), (method, path)
            assert one["summary"]
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_description_is_in_english_whoever_asks():
    assert "案" not in str(router.schema())


def test_every_verb_of_a_case_has_its_address_and_its_service():
    known = set(ALL_LIFECYCLES["cases.case"].verbs)
    assert {verb.name for verb in VERBS} == known
    for verb in VERBS:
        assert f"/api/v1/cases/{{ref}}/{verb.name}" in router.schema()["paths"]
        assert callable(getattr(services, verb.name))
        assert verb.label != verb.name
