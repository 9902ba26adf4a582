"""The door: tokens, limits, languages, sizes, odd bodies; and that nothing ever becomes a 500 with a traceback."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver

from guanjia.api import router
from guanjia.api.operations import cases as operations
from guanjia.api.terms import TOKEN
from guanjia.kernel.permissions import CAPABILITIES

from .conftest import Api, grant

pytestmark = pytest.mark.django_db

LEAK = {"kind": "repair", "channel": "phone", "title": "Water under the sink"}


def problem(answer, status):
    """The problem an answer tells, which must be complete."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert (body["status"], body["type"]) == (status, f"urn:guanjia:problem:{body['code']}")
    assert body["title"]
    assert body["detail"]
    assert body["errors"][0]["code"] == body["code"]
    return body


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic bGluOmxpbg==", "Bearer gj_x_y", "Bearer \x00", "gj_a"]
)
def test_without_a_good_token_nobody_comes_in(house, header):
    answer = Client().get("/api/v1/cases", headers={"Authorization": header} if header else {})
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_signing_in_with_a_browser_opens_nothing_here(house):
    browser = Client()
    browser.force_login(
        house.people["lin"].account, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    problem(browser.get("/api/v1/cases"), 401)


def test_the_bucket_is_shared_by_all_requests_of_a_token_and_says_when_to_come_back(api, settings):
    settings.GUANJIA_API_RATE = "2/m"
    assert [api.get("/sites").status_code for _ in range(2)] == [200, 200]
    answer = api.get("/sites")
    problem(answer, 429)
    assert 1 <= int(answer.headers["Retry-After"]) <= 30


def test_another_token_has_its_own_bucket(api, house, settings, token_for):
    settings.GUANJIA_API_RATE = "1/m"
    assert api.get("/sites").status_code == 200
    assert Api(api.client, token_for(house, "qian")).get("/sites").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("", 422),
        ("null", 422),
        ("[]", 422),
        ('"text"', 422),
        ("7", 422),
        ("NaN", 400),
        ('{"title": Infinity}', 400),
        (b"\xff\xfe", 400),
        (b'{"title": "\xff"}', 400),
        ("[" * 100_000, 400),
        ('{"a":' * 200 + "1" + "}" * 200, 422),
        ('{"a": ' + "9" * 5000 + "}", 400),
    ],
)
def test_a_body_that_is_no_case_is_refused(api, body, status):
    problem(api.post("/cases", body), status)


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "a\udfffb"])
@pytest.mark.parametrize(
    "where", ["title", "description", "caller_name", "unit", "place", "caller_phone", "site", "kind"]
)
def test_characters_no_database_keeps_are_refused(api, where, odd):
    answer = api.post("/cases", json.dumps({**LEAK, where: f"x{odd}"}))
    body = problem(answer, 422)
    assert body["errors"][0] == {**body["errors"][0], "field": where, "code": "bad_character"}


def test_odd_characters_in_the_address_are_refused_too(api):
    problem(api.get("/cases/CS%00"), 422)
    problem(api.get("/cases?cursor=%00"), 422)
    problem(api.get("/cases/%ff%fe"), 404)
    problem(api.get("/cases/" + "x" * 3000), 404)


def test_too_large_a_request_is_not_even_read(api, settings):
    settings.GUANJIA_API_BODY = 1000
    problem(api.post("/cases", {**LEAK, "description": "x" * 1000}), 413)


def test_only_json_is_read(api):
    problem(api.post("/cases", "kind=repair", Content_Type="application/x-www-form-urlencoded"), 415)
    assert api.post("/cases", LEAK, Content_Type="application/json; charset=utf-8").status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("DELETE", "/cases", "GET, POST"), ("PUT", "/cases/CS-1", "GET"), ("GET", "/cases/CS-1/close", "POST"),
     ("POST", "/cases/CS-1/timeline", "GET"), ("PATCH", "/obligations", "GET")],
)  # fmt: skip
def test_a_method_an_address_does_not_know_is_told_with_those_it_knows(api, method, path, allowed):
    answer = api.ask(method, path)
    problem(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == set(allowed.split(", "))


def test_an_address_that_is_none_is_a_problem_too(api):
    for path in ("/", "/nothing", "/cases/", "/cases/CS-1/timeline/x"):
        problem(api.get(path), 404)


def test_what_is_said_is_said_in_the_language_asked_for(api):
    chinese = api.get("/cases/CS-1", Accept_Language="zh-CN,zh;q=0.9")
    english = api.get("/cases/CS-1", Accept_Language="en-GB")
    assert problem(chinese, 404)["detail"] != problem(english, 404)["detail"]
    assert problem(english, 404)["detail"].isascii()
    assert problem(api.get("/cases/CS-1"), 404)["detail"] == problem(chinese, 404)["detail"]


def test_a_busy_database_asks_to_come_again(api, monkeypatch, caplog):
    def busy(*_args):
        raise OperationalError("database is locked")

    monkeypatch.setattr(operations.queries, "list_cases", busy)
    answer = api.get("/cases")
    assert problem(answer, 503)["code"] == "busy"
    assert answer.headers["Retry-After"] == "1"


def test_a_fault_of_ours_tells_nothing_of_the_inside(api, monkeypatch, caplog):
    def broken(*_args):
        raise KeyError("the inside")

    monkeypatch.setattr(operations.queries, "list_cases", broken)
    assert "inside" not in str(problem(api.get("/cases"), 500))
    assert "the inside" in caplog.text


def test_nothing_of_it_is_kept_by_proxies(api):
    answer = api.get("/cases")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Authorization" in answer.headers["Vary"]
    assert "guanjia_session" not in answer.cookies


def declared():
    """Every operation with its method, path, and the capability it declares."""
    return [
        (method, path, operation.view_func.capability)
        for bound in router.api._get_bound_routers()
        for path, view in bound.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]


def test_every_operation_declares_a_capability_the_product_knows():
    assert len(declared()) > 30
    for _method, _path, capability in declared():
        assert capability in CAPABILITIES or capability == TOKEN


def test_every_address_below_the_prefix_is_declared():
    (mine,) = [one for one in get_resolver().url_patterns if str(one.pattern) == "api/v1/"]
    for pattern in mine.url_patterns:
        assert pattern.callback.capability, pattern


@pytest.mark.parametrize(("method", "path", "capability"), declared(), ids=lambda value: str(value))
def test_a_token_without_the_scope_is_kept_out_and_one_with_it_let_in(
    house, token_for, method, path, capability
):
    address = path.replace("{ref}", "CS-2020-000001").replace("{verb}", "fly") + (
        "?q=1" if path == "/units" else ""
    )
    if capability != TOKEN:
        others = sorted(set(CAPABILITIES) - {capability})
        without = Api(Client(), token_for(house, "lin", *others)).ask(method, address)
        assert problem(without, 403)["code"] == "not_permitted"
    scopes = [capability] if capability != TOKEN else ["places.see"]
    let_in = Api(Client(), token_for(house, "lin", *scopes)).ask(method, address)
    assert let_in.status_code not in {401, 403, 500}


@pytest.mark.parametrize(("method", "path", "capability"), declared(), ids=lambda value: str(value))
def test_without_a_token_every_address_answers_alike(db, method, path, capability):
    answer = Client().generic(method, "/api/v1" + path.replace("{ref}", "CS-1").replace("{verb}", "fly"))
    assert problem(answer, 401)["code"] == "token_missing"


def test_a_post_that_loses_a_capability_takes_it_from_its_tokens(api, house):
    assert api.get("/cases").status_code == 200
    grant(house, "front_desk", "cases.receive")
    problem(api.get("/cases"), 403)
