"""The back-test on the screen: days are asked, progress streams, the findings come last, and a mistake is said."""

import pytest
from django.test import Client

from guanjia.apps.obligations.tests.test_backtest import DUTIES, HEAD, Life

RUN = "/obligations/backtest/run/?duty=trial.word&from_on=2026-03-02&until_on=2026-03-10"


@pytest.fixture
def browser(house, trial, happen, received):
    trial(DUTIES, head=HEAD)
    Life(house, happen, received, 5).run()
    client = Client()
    account = house.people["zhou"].account
    account.language = "en"
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_findings_follow_the_progress_and_open_the_cases(browser):
    page = browser.get("/obligations/backtest/?duty=trial.word").content.decode()
    assert 'data-test="run-trial"' in page
    lines = b"".join(browser.get(RUN)).decode().splitlines()
    assert 'data-test="trial-progress"' in lines[0]
    assert 'data-test="findings"' in lines[-1]
    assert "The thing" in lines[-1]
    assert 'data-test="example"' in lines[-1]


def test_days_that_are_missing_or_to_come_are_refused(browser):
    assert browser.get("/obligations/backtest/run/?duty=trial.word").status_code == 422
    ahead = RUN.replace("2026-03-02", "2099-03-02").replace("2026-03-10", "2099-03-10")
    assert browser.get(ahead).status_code == 422
    assert browser.get(RUN.replace("trial.word", "trial.nothing")).status_code == 404
    assert browser.get(RUN.replace("2026-03-02", "2020-03-02")).status_code == 422


def test_without_a_duty_the_way_to_one_is_shown(browser):
    assert "No duty chosen" in browser.get("/obligations/backtest/").content.decode()
