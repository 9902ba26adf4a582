"""The stage of the boards: a site that keeps a small rulebook for some days, and a second site of the same company."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from guanjia.apps.inspections.events import Completed
from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.tests.conftest import happen, house, trial, wired  # noqa: F401 - the same stage
from guanjia.apps.organisations import services as organisations
from tests.cast import at

PACK = """
[[duty]]
key = "look"
every = "day by 09:00"
owner = "post:cs_supervisor"
evidence = "sheet:room"
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_manager"]

[[checklist]]
key = "room"
clause = "1"
title = { zh = "房间", en = "Room" }
about = "site"
[[checklist.item]]
key = "floor"
text = { zh = "地面", en = "Floor" }

[[measure]]
key = "in_time"
clause = "1"
title = { zh = "及时率", en = "In time" }
kept = ["look"]
per = "month"
target = 95
recipients = ["post:cs_supervisor", "post:cs_manager"]
[[measure]]
key = "passed"
clause = "1"
title = { zh = "合格率", en = "Passed" }
per = "month"
count = { event = "inspections.completed", when = { passed = true }, unless = { checklist = "room" } }
among = { event = "inspections.completed" }
recipients = ["post:cs_manager"]
[[measure]]
key = "sheets"
clause = "1"
title = { zh = "张数", en = "Sheets" }
per = "week"
count = { event = "inspections.completed", when = { passed = true } }
target = 1
at_most = true
tolerance = 2
[[measure]]
key = "score"
clause = "1"
title = { zh = "得分", en = "Score" }
per = "month"
score = "room"
target = 90
tolerance = 10
"""
NOW = at("08:00") + timedelta(days=3)


@pytest.fixture
def fill(house, happen):  # noqa: F811
    """A sheet is filled."""

    def one(moment, score, number):
        happen(
            Completed,
            moment,
            ref=f"IS-2026-{number:06}",
            by=house.actor("qian", moment),
            pack="trial",
            checklist="room",
            title={},
            about=f"site:{house.site.pk}",
            score=score,
            passed=score > 80,
        )

    return one


@pytest.fixture
def month(house, trial, fill):  # noqa: F811
    """Three days: kept, done late, missed; then a day that is still open."""
    trial(PACK)
    obligations.plan_ahead(at=at("00:00") + timedelta(days=2))
    fill(at("08:00"), 100, 0)
    obligations.sweep(at=at("09:30") + timedelta(days=1))
    fill(at("10:00") + timedelta(days=1), 70, 1)
    obligations.sweep(at=at("12:00") + timedelta(days=3) - timedelta(hours=6))
    return house


@pytest.fixture
def second(house):  # noqa: F811
    """Another site of the company, of which 周明 is manager too, and a third one he has nothing to do with."""
    sites = {}
    for code, name in (("EA", "东园"), ("WE", "西园")):
        site = organisations.open_site(by=house.system, code=code, name=name)
        sites[code] = site
    posts = organisations.open_posts(sites["EA"], by=house.system, pack="estate_desk")
    organisations.appoint(
        house.people["zhou"], posts["cs_manager"], by=house.system, at=at("00:00"), from_on=at("00:00").date()
    )
    return sites


@pytest.fixture
def browse(house):  # noqa: F811
    """Somebody's browser at a moment."""

    def visit(address, login="zhou", moment=NOW, language="en", status=200):
        account = house.people[login].account
        account.language = language
        account.save(update_fields=["language"])
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        with time_machine.travel(moment, tick=False):
            answer = client.get(address)
        assert answer.status_code == status, answer.status_code
        return answer

    return visit
