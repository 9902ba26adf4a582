"""A refusal that belongs to no field of a form is still read on its page."""

from datetime import timedelta

import pytest
from django.test import Client

from guanjia.kernel import clock
from tests.cast import TODAY, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(house, monkeypatch):
    """desk("qian"): a browser signed in at half past nine."""
    monkeypatch.setattr(clock, "now", lambda: at("09:30"))

    def sign_in(login):
        client = Client()
        client.force_login(
            house.people[login].account, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in


def test_a_day_to_come_is_refused_in_so_many_words(desk):
    answer = desk("qian").post(f"/cases/reviews/{TODAY + timedelta(days=1)}/", {"notes": ""})
    assert answer.status_code == 422
    assert 'data-test="form-errors"' in answer.content.decode()


def test_a_unit_nobody_knows_is_refused_in_so_many_words(desk):
    typed = {"kind": "repair", "channel": "phone", "title": "漏水", "unit_code": "ZZ-9999"}
    answer = desk("lin").post("/cases/receive/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'data-test="form-errors"' in page or 'data-test="error-unit_code"' in page
