"""The verbs of a case through the API: each does what its service does, and a refused step says every reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guanjia.api.verbs import VERBS
from guanjia.apps.rulebook.models import GuardRefusal
from guanjia.kernel.journal import thread
from guanjia.kernel.scope import company_scope

from .conftest import Api

pytestmark = pytest.mark.django_db


def soon(**more):
    return (datetime.now(UTC) + timedelta(**more)).isoformat()


@pytest.fixture
def case(api):
    """A repair that reached us just now."""

    def make(**more):
        return api.post("/cases", {"kind": "repair", "channel": "phone", "title": "Water", **more}).json()[
            "ref"
        ]

    return make


@pytest.fixture
def chief(house, token_for):
    """A program of the supervisor, who may act for others."""
    return Api(Client(), token_for(house, "qian"))


def happened(house, ref):
    with company_scope(house.company.pk):
        return [entry.event for entry in thread(ref) if entry.event.startswith(("cases.", "workorders."))]


def done(answer):
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_an_inquiry_is_answered_and_closed(chief, case, house):
    ref = case(kind="inquiry")
    closed = done(chief.post(f"/cases/{ref}/close_at_once", {"answer": "The office opens at eight"}))
    assert (closed["state"], closed["steps"]) == ("CLOSED", ["reopen"])
    assert closed["answered_at"]
    assert happened(house, ref) == ["cases.received", "cases.answered", "cases.closed"]


def test_a_promise_is_made_and_postponed_once(chief, case, house):
    ref = case()
    promised = done(chief.post(f"/cases/{ref}/promise", {"promised_at": soon(days=1)}))
    assert promised["promised_at"]
    done(
        chief.post(f"/cases/{ref}/postpone", {"promised_at": soon(days=2), "reason": "The part is not here"})
    )
    again = chief.post(f"/cases/{ref}/postpone", {"promised_at": soon(days=3), "reason": "Still not"})
    assert again.status_code == 422
    assert happened(house, ref)[-2:] == ["cases.promised", "cases.postponed"]
    with company_scope(house.company.pk):
        assert GuardRefusal.objects.get().guard == "cases.postponed_once", (
            "what a guard refuses here counts too"
        )


def test_a_work_order_is_issued_and_its_number_told(chief, case):
    ref = case()
    assert done(chief.post(f"/cases/{ref}/dispatch", {"skill": "plumbing"}))["made"].startswith("WO-")


def test_a_part_gets_a_case_of_its_own(chief, case, api):
    ref = case()
    part = done(chief.post(f"/cases/{ref}/split", {"title": "The wall is wet too"}))["made"]
    assert api.get(f"/cases/{part}").json()["title"] == "The wall is wet too"


def test_the_same_matter_told_twice_is_merged(chief, case):
    first, second = case(), case()
    assert done(chief.post(f"/cases/{second}/merge", {"into": first}))["state"] == "MERGED"
    assert chief.post(f"/cases/{first}/merge", {"into": "CS-2020-999999"}).status_code == 404


def test_details_are_put_right(chief, case):
    corrected = done(chief.post(f"/cases/{case()}/correct", {"title": "Gas", "urgency": "safety"}))
    assert (corrected["title"], corrected["urgency"]) == ("Gas", "safety")


def test_a_case_changes_hands(chief, case, house):
    ref = case()
    duan = house.people["duan"].pk
    handed = done(chief.post(f"/cases/{ref}/hand_over", {"handler_id": duan, "reason": "He is at the gate"}))
    assert handed["handler"] == {"id": duan, "name": "段伟"}
    assert handed["owner"]["id"] != duan
    forwarded = done(chief.post(f"/cases/{ref}/forward", {"to_department": "engineering"}))
    assert forwarded["department"] == "engineering"


def test_a_complaint_is_ruled_on(chief, case):
    ref = case(kind="complaint")
    ruled = done(
        chief.post(f"/cases/{ref}/rule_complaint", {"complaint_class": "major", "reason": "Somebody is hurt"})
    )
    assert ruled["complaint_class"] == "major"
    meeting = {"attendants": ["Wu", "Zhou"], "decisions": "Call the insurer"}
    for verb, fields in [("report_to_gm", {"note": "Told by phone"}), ("hold_emergency_meeting", meeting)]:
        done(chief.post(f"/cases/{ref}/{verb}", fields))


def test_every_reason_against_a_step_is_said_with_its_code(chief, case, house):
    ref = case(kind="complaint")
    answer = chief.post(f"/cases/{ref}/close", Accept_Language="en")
    problem = answer.json()
    assert answer.status_code == 422
    assert problem["code"] == problem["errors"][0]["code"] == "illegal_step"
    ruling = {"complaint_class": "major", "reason": "Somebody is hurt"}
    done(chief.post(f"/cases/{ref}/rule_complaint", ruling))
    done(chief.post(f"/cases/{ref}/resolve", {"outcome": "Repaired"}))
    refused = chief.post(f"/cases/{ref}/close", Accept_Language="en").json()
    codes = [one["code"] for one in refused["errors"]]
    assert len(codes) > 2
    assert {"not_reported_to_gm", "no_emergency_meeting"} <= set(codes)
    assert all(one["message"].endswith(".") for one in refused["errors"])
    assert "cases.closed" not in happened(house, ref)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_fields_a_verb_does_not_know_are_refused_and_so_are_missing_ones(chief, case, verb):
    ref = case()
    answer = chief.post(f"/cases/{ref}/{verb.name}", {"nonsense": 1}).json()
    fields = {one["field"] for one in answer["errors"]}
    required = {name for name, field in verb.fields.model_fields.items() if field.is_required()}
    assert fields == {"nonsense", *required}


def test_a_verb_that_does_not_exist_is_not_found(chief, case):
    answer = chief.post(f"/cases/{case()}/explode", {})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_verb")


def test_a_verb_beyond_the_post_is_refused_on_the_locked_row(house, token_for, case):
    ref = case()
    only_here = Api(Client(), token_for(house, "bao", "cases.see", "cases.see_all", "cases.handle"))
    assert only_here.post(f"/cases/{ref}/close", {}).status_code == 403
    refused = only_here.post(f"/cases/{ref}/answer", {"text": "x"})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_responsible")


def test_what_a_program_did_is_journaled_as_its_owner_through_a_token(chief, case, house):
    ref = case()
    done(chief.post(f"/cases/{ref}/tell_progress", {"text": "On the way"}))
    with company_scope(house.company.pk):
        told = thread(ref).get(event="cases.progress_told")
    assert (told.actor_kind, told.actor_id, told.actor_name) == ("TOKEN", house.people["qian"].pk, "钱芳")
