"""A request with a key has one effect, however often and from however many sides it arrives."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client

from guanjia.apps.cases import services
from guanjia.apps.cases.models import Case
from guanjia.kernel.scope import company_scope

from .conftest import Api

LEAK = {"kind": "repair", "channel": "phone", "title": "Water under the sink"}


def count(house):
    with company_scope(house.company.pk):
        return Case.objects.count()


@pytest.mark.django_db
def test_the_same_key_and_body_give_the_saved_answer(api, house):
    first = api.post("/cases", LEAK, Idempotency_Key="k-1")
    again = api.post("/cases", dict(reversed(LEAK.items())), Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert count(house) == 1


@pytest.mark.django_db
def test_the_same_key_with_another_body_or_address_is_a_conflict(api, house):
    ref = api.post("/cases", LEAK, Idempotency_Key="k-1").json()["ref"]
    for answer in (
        api.post("/cases", {**LEAK, "title": "Fire"}, Idempotency_Key="k-1"),
        api.post(f"/cases/{ref}/answer", {"text": "Done"}, Idempotency_Key="k-1"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert count(house) == 1


@pytest.mark.django_db
def test_the_answer_stays_what_it_was_although_the_case_goes_on(api):
    first = api.post("/cases", LEAK, Idempotency_Key="k-1").json()
    api.post(f"/cases/{first['ref']}/correct", {"title": "Another title"})
    assert api.post("/cases", LEAK, Idempotency_Key="k-1").json()["title"] == LEAK["title"]


@pytest.mark.django_db
def test_a_verb_is_done_once_per_key(api):
    ref = api.post("/cases", LEAK).json()["ref"]
    for _ in range(3):
        assert api.post(f"/cases/{ref}/urge", {"text": "Hurry"}, Idempotency_Key="u").status_code == 200
    told = [one["event"] for one in api.get(f"/cases/{ref}/timeline").json()["items"]]
    assert told.count("cases.urged") == 1


@pytest.mark.django_db
def test_a_refusal_is_not_saved_so_the_corrected_request_may_carry_the_same_key(api, house):
    assert api.post("/cases", {**LEAK, "unit": "no-such"}, Idempotency_Key="k").status_code == 422
    answer = api.post("/cases", LEAK, Idempotency_Key="k")
    assert (answer.status_code, count(house)) == (201, 1)


@pytest.mark.django_db
def test_keys_of_different_people_do_not_meet_but_a_renewed_token_keeps_them(api, house, token_for):
    api.post("/cases", LEAK, Idempotency_Key="k")
    assert (
        Api(Client(), token_for(house, "qian")).post("/cases", LEAK, Idempotency_Key="k").status_code == 201
    )
    assert count(house) == 2
    renewed = Api(Client(), token_for(house, "lin")).post("/cases", LEAK, Idempotency_Key="k")
    assert (renewed.headers["Idempotency-Replayed"], count(house)) == ("true", 2)


@pytest.mark.django_db
def test_without_a_key_every_request_is_a_case_of_its_own(api, house):
    assert api.post("/cases", LEAK).json()["ref"] != api.post("/cases", LEAK).json()["ref"]
    assert count(house) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "with blank", "ü", "x" * 121])
def test_a_key_that_is_none_is_refused(api, house, key):
    answer = api.post("/cases", LEAK, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_key")
    assert count(house) == 0


@pytest.mark.django_db
def test_a_fault_between_effect_and_answer_undoes_the_effect(api, house, monkeypatch, caplog):
    from guanjia.api.shown import cases as shown

    monkeypatch.setattr(shown, "one", lambda *_args, **_more: 1 / 0)
    assert api.post("/cases", LEAK, Idempotency_Key="k").status_code == 500
    assert count(house) == 0
    monkeypatch.undo()
    assert api.post("/cases", LEAK, Idempotency_Key="k").status_code == 201
    assert count(house) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_programs_with_one_key_at_once_make_one_case(house, token_for, monkeypatch):
    token, key = token_for(house, "lin"), str(uuid.uuid4())
    both_ready, answers = threading.Barrier(2), []
    receive = services.receive

    def slowly(**sent):
        made = receive(**sent)
        threading.Event().wait(0.2)
        return made

    monkeypatch.setattr(services, "receive", slowly)

    def post():
        both_ready.wait()
        answers.append(Api(Client(), token).post("/cases", LEAK, Idempotency_Key=key))
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert sorted(answer.headers.get("Idempotency-Replayed", "") for answer in answers) == ["", "true"]
    assert count(house) == 1
