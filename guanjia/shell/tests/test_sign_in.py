"""Signing in: by password, with a second factor, never locked out by a stranger."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from guanjia.shell import adapter
from tests import cast

SignedIn = Callable[..., Client]
URL = "/account/sign-in/"
pytestmark = pytest.mark.usefixtures("house")


def attempt(client: Client, login: str, password: str, address: str = "10.1.1.1", **more: Any) -> Any:
    return client.post(
        URL, {"login": login, "password": password, **more}, REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE="en"
    )


@pytest.mark.parametrize("login", ["lin", "Lin", " LIN "])
def test_the_right_password_leads_to_today(login: str) -> None:
    answer = attempt(Client(), login, "lin-secret")
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_wrong_password_says_so_without_telling_which_of_the_two_is_wrong() -> None:
    known = attempt(Client(), "lin", "wrong")
    unknown = attempt(Client(), "nobody", "wrong")
    sentence = "Login name or password is wrong."
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()
    assert 'value="lin"' in known.content.decode()


def test_after_five_wrong_passwords_the_same_address_has_to_wait_even_with_the_right_one() -> None:
    for _ in range(5):
        answer = attempt(Client(), "lin", "wrong")
    assert answer.status_code == 429
    again = attempt(Client(), "lin", "lin-secret")
    assert again.status_code == 429
    assert "Please wait a little" in again.content.decode()


def test_an_attacker_cannot_lock_the_owner_of_an_account_out() -> None:
    for _ in range(12):
        attempt(Client(), "lin", "guess", address="203.0.113.9")
    assert attempt(Client(), "lin", "lin-secret", address="203.0.113.9").status_code == 429
    assert attempt(Client(), "lin", "lin-secret", address="10.1.1.1").status_code == 302


def test_other_people_at_the_same_address_still_sign_in() -> None:
    for _ in range(8):
        attempt(Client(), "lin", "wrong")
    assert attempt(Client(), "qian", "qian-secret").status_code == 302


def test_capitals_in_the_name_do_not_start_the_count_anew() -> None:
    for name in ("lin", "LIN", "Lin", "lIn", "liN"):
        answer = attempt(Client(), name, "wrong")
    assert answer.status_code == 429


def test_an_address_that_tries_many_names_is_stopped_and_others_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(adapter, "WRONG_BY_ADDRESS", adapter.Rate(6, 600))
    for place in range(6):
        assert attempt(Client(), f"name{place}", "guess", address="203.0.113.9").status_code == 200
    stopped = attempt(Client(), "lin", "lin-secret", address="203.0.113.9")
    assert (stopped.status_code, "Retry-After" in stopped) == (429, True)
    assert attempt(Client(), "lin", "lin-secret", address="10.1.1.1").status_code == 302


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nobody_to_a_stranger(place: str) -> None:
    assert attempt(Client(), "lin", "lin-secret", next=place)["Location"] == "/"


def test_signing_in_leads_back_to_where_one_wanted_to_go() -> None:
    assert attempt(Client(), "lin", "lin-secret", next="/search/?q=a")["Location"] == "/search/?q=a"


def test_nobody_signs_up_and_nobody_asks_for_a_password_by_mail() -> None:
    assert Client().get("/account/sign-up/").status_code == 404
    assert Client().get("/account/password/forgotten/").status_code == 404


def test_signing_out_ends_the_session(signed_in: SignedIn) -> None:
    client = signed_in("lin")
    assert client.post("/account/sign-out/")["Location"] == URL
    assert client.get("/today/").status_code == 302


def test_a_password_is_changed_with_the_present_one_and_opens_from_then_on(signed_in: SignedIn) -> None:
    client = signed_in("lin")
    new = {"password1": "harbour-lamp-27", "password2": "harbour-lamp-27"}
    wrong = client.post("/account/password/", {"oldpassword": "wrong", **new})
    assert "This is not your present password." in wrong.content.decode()
    assert client.post("/account/password/", {"oldpassword": "lin-secret", **new}).status_code == 302
    assert attempt(Client(), "lin", "lin-secret").status_code == 200
    assert attempt(Client(), "lin", "harbour-lamp-27").status_code == 302


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def secret_of(client: Client) -> str:
    """The secret the page shows, for those who type it."""
    place = "/account/second-factor/totp/activate/"
    answer = client.get(place)
    if answer.status_code == 302:  # something sensitive asks for the password once more
        client.post(answer["Location"], {"password": "lin-secret"})
        answer = client.get(place)
    shown = answer.content.decode()
    return re.search(r'class="secret num">([A-Z2-7]+)<', shown)[1]  # type: ignore[index]


def test_with_a_second_factor_the_password_alone_opens_nothing() -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    attempt(client, "lin", "lin-secret")
    done = client.post("/account/second-factor/totp/activate/", {"code": code_for(secret_of(client))})
    assert done.status_code == 302
    codes = client.get("/account/second-factor/recovery-codes/").context["unused_codes"]
    assert len(codes) == 10

    other = Client(HTTP_ACCEPT_LANGUAGE="en")
    asked = attempt(other, "lin", "lin-secret")
    assert asked["Location"] == "/account/second-factor/authenticate/"
    assert other.get("/today/").status_code == 302  # still outside
    page_text = other.get("/account/second-factor/authenticate/").content.decode()
    assert "恢复码" in page_text or "recovery codes" in page_text
    wrong = other.post("/account/second-factor/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert other.post("/account/second-factor/authenticate/", {"code": codes[0]}).status_code == 302
    assert other.get("/today/").status_code == 200

    third = Client(HTTP_ACCEPT_LANGUAGE="en")
    attempt(third, "lin", "lin-secret")
    used = third.post("/account/second-factor/authenticate/", {"code": codes[0]})
    assert used.status_code == 200  # a recovery code opens once


def test_every_page_of_the_second_factor_can_be_drawn() -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    attempt(client, "lin", "lin-secret")
    assert 'data-test="activate-totp"' in client.get("/account/second-factor/").content.decode()
    client.post("/account/second-factor/totp/activate/", {"code": code_for(secret_of(client))})
    assert "/recovery-codes/" in client.get("/account/second-factor/").content.decode()
    for page in ("recovery-codes/generate/", "totp/deactivate/"):
        assert client.get(f"/account/second-factor/{page}").status_code == 200
    assert client.post("/account/second-factor/totp/deactivate/").status_code == 302
    assert attempt(Client(), "lin", "lin-secret")["Location"] == "/"


def test_the_demos_people_are_listed_only_while_they_exist_and_the_setting_allows(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from guanjia.shell import demo

    logins = (
        {"login": "lin", "password": "p", "role": "客服前台 Front desk"},
        {"login": "ghost", "password": "p", "role": "x"},
    )
    monkeypatch.setattr(demo, "_listed", lambda: [dict(one) for one in logins])
    shown = Client().get(URL, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert 'data-fill-login="lin"' in shown
    assert ">Front desk<" in shown
    assert "ghost" not in shown
    settings.GUANJIA_SHOW_DEMO_SIGN_INS = False
    assert "data-fill-login" not in Client().get(URL).content.decode()


def test_the_cast_can_sign_in(house: cast.House) -> None:
    assert all(attempt(Client(), login, f"{login}-secret").status_code == 302 for login in ("wu", "sun"))
