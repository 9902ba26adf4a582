"""The clocks of cases through the API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guanjia.apps.obligations.models import Obligation
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.scope import company_scope

from .conftest import Api, grant

pytestmark = pytest.mark.django_db

LEAK = {"kind": "repair", "channel": "phone", "title": "Water under the sink"}


@pytest.fixture(autouse=True)
def duties(house):
    """The rulebook of the desk is in force."""
    with company_scope(house.company.pk):
        rulebook.adopt(house.site.pk, by=house.system, at=datetime.now(UTC), pack="estate_desk")


def test_a_repair_starts_its_clocks_at_the_time_it_was_received(api):
    case = api.post("/cases", LEAK).json()
    clocks = {one["duty"]: one for one in api.get(f"/cases/{case['ref']}/obligations").json()}
    arrive = clocks["arrive"]
    due = datetime.fromisoformat(case["received_at"]).replace(microsecond=0) + timedelta(minutes=15)
    assert datetime.fromisoformat(arrive["due_at"]) == due
    assert (arrive["state"], arrive["ref"], arrive["clause"], arrive["overdue"]) == (
        "OPEN",
        case["ref"],
        "1.1",
        False,
    )
    assert arrive["owner"]["id"] == case["handler"]["id"]
    assert arrive["title"]
    assert arrive["links"]["case"] == case["links"]["self"]


def test_late_ones_are_found_by_when_they_were_due(api, house, yesterday):
    late = api.post("/cases", {**LEAK, "received_at": yesterday.isoformat()}).json()["ref"]
    api.post("/cases", LEAK)
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")

    def listed(query):
        return api.get(f"/obligations?{query}").json()["items"]

    assert {one["thread"] for one in listed(f"state=&due_before={now}")} == {late}
    assert {one["thread"] for one in listed("state=overdue")} == {late}
    assert late not in {one["thread"] for one in listed(f"due_from={now}") if one["duty"] == "arrive"}
    assert [one["due_at"] for one in listed("")] == sorted(one["due_at"] for one in listed(""))
    assert listed("state=KEPT") == []
    with company_scope(house.company.pk):
        assert len(listed("state=all")) == Obligation.objects.count()


def test_a_met_duty_is_no_longer_among_the_running_ones(house, token_for):
    chief = Api(Client(), token_for(house, "qian"))
    ref = chief.post("/cases", LEAK).json()["ref"]
    before = {one["duty"]: one["state"] for one in chief.get(f"/cases/{ref}/obligations").json()}
    promise = (datetime.now(UTC) + timedelta(hours=5)).isoformat()
    assert chief.post(f"/cases/{ref}/promise", {"promised_at": promise}).status_code == 200
    after = {one["duty"]: one["state"] for one in chief.get(f"/cases/{ref}/obligations").json()}
    assert (before["settle_or_promise"], after["settle_or_promise"]) == ("OPEN", "KEPT")
    running = {one["duty"] for one in chief.get("/obligations").json()["items"]}
    assert "settle_or_promise" not in running
    assert "arrive" in running


def test_pages_of_obligations_neither_repeat_nor_miss_anything(api):
    for _ in range(4):
        api.post("/cases", LEAK)
    whole = [one["id"] for one in api.get("/obligations?limit=200").json()["items"]]
    seen, cursor = [], ""
    while True:
        page = api.get(f"/obligations?limit=3&cursor={cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if not cursor:
            break
        api.post("/cases", LEAK)
    assert [one for one in seen if one in whole] == whole
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "query",
    [
        "state=DONE",
        "due_before=tomorrow",
        "due_before=2026-03-02T09:00:00",
        "cursor=WzFd",
        "site=HB",
        "limit=-1",
    ],
)
def test_a_question_about_obligations_that_makes_no_sense_is_refused(api, query):
    assert api.get(f"/obligations?{query}").status_code == 422


def test_nobody_sees_the_clocks_of_others_without_the_right_to(api, house, other, token_for):
    api.post("/cases", LEAK)
    assert api.get("/obligations").json()["items"]
    grant(house, "guard", "cases.see")
    guard = Api(Client(), token_for(house, "bao"))
    assert guard.get("/obligations").json()["items"] == []
    assert Api(Client(), token_for(other, "dov")).get("/obligations").json()["items"] == []
