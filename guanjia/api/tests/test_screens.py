"""The screens of programs: making and revoking tokens, managing webhooks, reading the description."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.utils.translation import override

from guanjia.api import outgoing, queries, reference, services
from guanjia.api.models import Delivery, Token, WebhookEndpoint
from guanjia.api.terms import DeliveryState
from guanjia.apps.cases.events import Answered
from guanjia.kernel.journal import record
from guanjia.kernel.models import SavedAnswer
from guanjia.kernel.scope import across_companies, company_scope

from .conftest import grant

pytestmark = pytest.mark.django_db

HOOK = {
    "name": "accounts",
    "url": "https://hooks.example.com/guanjia",
    "site": "WX",
    "events": ["cases.received"],
}


@pytest.fixture
def signed_in(house):
    """Sign somebody in, who reads a language."""

    def sign_in(login, language="en"):
        account = house.people[login].account
        account.language = language
        account.save(update_fields=["language"])
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


def everything(model):
    with across_companies(reason="looking at what a test has stored"):
        return list(model.objects.all())


@pytest.fixture
def endpoint(house):
    with company_scope(house.company.pk):
        by = house.actor("lin")
        return services.make_endpoint(
            by=by, at=datetime.now(UTC), site_id=house.site.pk, name="accounts", url=HOOK["url"], events=()
        )[0]


@pytest.fixture
def delivery(house, endpoint):
    """One that has failed for good."""
    with company_scope(house.company.pk), transaction.atomic():
        told = Answered(site_id=house.site.pk, ref="CS-7", owner_id=1, handler_id=1, text="x")
        entry = record(told, by=house.system, at=datetime.now(UTC))
        if not Delivery.objects.filter(entry=entry).exists():  # noted already where the wiring is in force
            outgoing.note(told, entry)
        Delivery.objects.update(state=DeliveryState.FAILED, attempts=10, status=503)
        return Delivery.objects.get(entry=entry)


def test_a_token_is_shown_once_and_works(house, signed_in):
    lin = signed_in("lin")
    answer = lin.post(
        "/programs/tokens/new/",
        {"name": "mail gateway", "days": "30", "site": "", "scopes": ["cases.see"], "form_key": "k" * 20},
        follow=True,
    )
    (token,) = everything(Token)
    page = answer.content.decode()
    text = page.partition('data-test="secret">')[2].partition("<")[0]
    assert queries.token_with(text, datetime.now(UTC)) == token
    assert (token.name, token.scopes, token.site_id) == ("mail gateway", ["cases.see"], None)
    again = lin.get("/programs/tokens/").content.decode()
    assert "mail gateway" in again
    assert text not in again


def test_the_text_of_a_new_token_stays_neither_in_the_session_nor_in_the_saved_answer(house, signed_in):
    lin = signed_in("lin")
    form = {"name": "x", "days": "30", "site": "WX", "scopes": [], "form_key": "k" * 20}
    page = lin.post("/programs/tokens/new/", form, follow=True).content.decode()
    text = page.partition('data-test="secret">')[2].partition("<")[0]
    assert text.startswith("gj_")
    assert all(text not in str(one.get_decoded()) for one in Session.objects.all())
    assert all(text not in str(one.body) for one in everything(SavedAnswer))


def test_a_double_click_makes_one_token(signed_in):
    lin = signed_in("lin")
    form = {"name": "x", "days": "30", "site": "", "scopes": [], "form_key": "k" * 20}
    for _click in range(2):
        assert lin.post("/programs/tokens/new/", form).status_code == 302
    assert len(everything(Token)) == 1


def test_a_token_without_a_name_is_refused_beside_the_field(signed_in):
    answer = signed_in("lin").post(
        "/programs/tokens/new/", {"name": "", "days": "30", "site": "", "scopes": []}
    )
    assert answer.status_code == 422
    assert not everything(Token)


def test_only_ones_own_tokens_are_seen_and_revoked(house, signed_in, token_for):
    token_for(house, "lin")
    (token,) = everything(Token)
    qian = signed_in("qian")
    assert "test" not in qian.get("/programs/tokens/").content.decode().partition("<tbody")[2]
    assert qian.post(f"/programs/tokens/{token.pk}/revoke/").status_code == 404
    lin = signed_in("lin")
    assert lin.get(f"/programs/tokens/{token.pk}/revoke/").status_code == 200
    assert lin.post(f"/programs/tokens/{token.pk}/revoke/").status_code == 302
    (token,) = everything(Token)
    assert token.revoked_at is not None
    assert "Revoked" in lin.get("/programs/tokens/").content.decode()


def test_the_list_tells_what_has_expired(house, signed_in, token_for):
    token_for(house, "lin", days=1, at=datetime.now(UTC) - timedelta(days=2))
    assert "Expired" in signed_in("lin").get("/programs/tokens/").content.decode()


def test_a_webhook_is_made_shown_changed_and_switched(house, signed_in, settings):
    lin = signed_in("lin")
    page = lin.post("/programs/webhooks/new/", HOOK, follow=True).content.decode()
    (endpoint,) = everything(WebhookEndpoint)
    assert "gjs_" in page
    assert "gjs_" not in lin.get(f"/programs/webhooks/{endpoint.pk}/").content.decode()
    assert (endpoint.events, endpoint.maker_id) == (["cases.received"], house.people["lin"].pk)
    changed = {**HOOK, "name": "books", "events": []}
    assert lin.post(f"/programs/webhooks/{endpoint.pk}/change/", changed).status_code == 302
    assert "books" in lin.get("/programs/webhooks/").content.decode()
    for verb, active in (("off", False), ("on", True)):
        lin.post(f"/programs/webhooks/{endpoint.pk}/{verb}/")
        assert everything(WebhookEndpoint)[0].active is active
    assert "gjs_" in lin.post(f"/programs/webhooks/{endpoint.pk}/secret/", follow=True).content.decode()
    assert lin.post(f"/programs/webhooks/{endpoint.pk}/test/").status_code == 302


def test_an_address_that_is_none_is_refused_beside_its_field(signed_in):
    answer = signed_in("lin").post("/programs/webhooks/new/", {**HOOK, "url": "http://example.com"})
    assert answer.status_code == 422
    assert "https://" in answer.content.decode()
    assert not everything(WebhookEndpoint)


def test_deliveries_are_listed_with_their_fate_and_sent_again(signed_in, endpoint, delivery):
    lin = signed_in("lin")
    page = lin.get(f"/programs/webhooks/{endpoint.pk}/").content.decode()
    assert "503" in page
    assert "CS-7" in page
    assert lin.post(f"/programs/deliveries/{delivery.pk}/resend/").status_code == 302
    assert everything(Delivery)[0].state == DeliveryState.WAITING


def test_webhooks_of_another_company_are_not_there(house, other, endpoint, delivery):
    dov = Client()
    dov.force_login(
        other.people["dov"].account, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert dov.get(f"/programs/webhooks/{endpoint.pk}/").status_code == 404
    assert dov.post(f"/programs/webhooks/{endpoint.pk}/off/").status_code == 404
    assert dov.post(f"/programs/deliveries/{delivery.pk}/resend/").status_code == 404
    assert "accounts" not in dov.get("/programs/webhooks/").content.decode()


def test_without_the_right_nobody_sees_webhooks(house, signed_in):
    grant(house, "guard", "cases.see")
    assert signed_in("bao").get("/programs/webhooks/").status_code == 403
    assert signed_in("bao").get("/programs/tokens/").status_code == 200


@pytest.mark.parametrize(("language", "word"), [("en", "Register a case"), ("zh-hans", "登记诉求")])
def test_the_description_for_people_names_every_address_in_their_language(signed_in, language, word):
    page = signed_in("lin", language).get("/api/v1/docs").content.decode()
    for path in ("/api/v1/cases", "/api/v1/cases/{ref}/postpone", "/api/v1/obligations", "/api/v1/units"):
        assert path in page
    assert page.count('data-test="call"') > 30
    assert word in page
    assert "<script>" not in page
    assert "//cdn" not in page


def test_no_sentence_of_the_description_stays_in_english_for_chinese_readers():
    with override("zh-hans"):
        told = [
            field.about for chapter in reference.chapters() for call in chapter.calls for field in call.body
        ]
    assert [sentence for sentence in told if sentence.isascii() and sentence] == []
    assert sum(bool(sentence) for sentence in told) > 20


def test_the_description_for_people_is_for_those_who_have_signed_in():
    assert Client().get("/api/v1/docs").status_code == 302
