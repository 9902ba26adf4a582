"""The whole house with two of everything, in real threads on PostgreSQL: workers, programs, one bucket.

Dispatchers, technicians, visitors and sweeps that race are told of beside their apps; here the pieces work together.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client

from guanjia.api import limits, queries, services
from guanjia.apps.calendars import queries as calendars
from guanjia.apps.cases import services as cases
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import services as rulebook
from guanjia.config.wiring import BEAT
from guanjia.kernel import beat, outbox, seals
from guanjia.kernel.models import JournalEntry, OutboxMessage
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.scope import across_companies, company_scope
from tests.cast import House, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house() -> House:
    """The estate with its rulebook in force; everybody may do everything."""
    cached_site.cache_clear()
    calendars.forget_kept_calendars()
    house = wanxing()
    with company_scope(house.company.pk):
        for post in house.posts.values():
            post.capabilities = sorted(CAPABILITIES)
            post.save(update_fields=["capabilities"])
        rulebook.adopt(house.site.pk, by=house.system, at=datetime.now(UTC), pack="estate_desk")
    return house


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Do all of it at the same moment, each on a connection of its own; answers what each answered.

    Raises what any of them raised, when all have ended.
    """
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return deed()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as hands:
        tasks = [hands.submit(run, deed) for deed in deeds]
    return [task.result() for task in tasks]


def program(house: House, login: str = "lin") -> Callable[[str, dict[str, Any]], Any]:
    """A program in somebody's name: posts to a path."""
    now = datetime.now(UTC)
    with company_scope(house.company.pk):
        owner = house.actor(login, now)
        _token, text = services.make_token(owner, by=owner, at=now, name="x", days=1)

    def post(path: str, body: dict[str, Any]) -> Any:
        headers = {"Authorization": f"Bearer {text}"}
        return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    return post


@time_machine.travel(
    datetime(2026, 11, 18, 2, tzinfo=UTC)
)  # ten in the morning of a working day: no quiet hours
def test_two_workers_fire_every_alarm_and_seal_every_entry_once(house: House) -> None:
    now = datetime.now(UTC)
    with company_scope(house.company.pk):
        for number in range(24):
            cases.receive(
                by=house.actor("lin", now),
                at=now,
                site_id=house.site.pk,
                kind="repair",
                channel="phone",
                title=f"Leak {number}",
                received_at=now - timedelta(minutes=20 + 20 * (number % 4)),
            )

    def work() -> None:
        for turn in range(6):
            moment = now + timedelta(minutes=turn)
            beat.run_due(BEAT, at=moment)
            outbox.drain(at=moment)
            seals.seal_new_entries(at=moment)

    at_once(work, work)
    with across_companies(reason="counting in a test"):
        alarms = JournalEntry.objects.filter(event__in=["obligations.breached", "obligations.escalated"])
        rung = Counter((entry.ref, entry.event, entry.data.get("level")) for entry in alarms)
        overdue = Obligation.objects.filter(duty="arrive")
        told = Counter(
            (notice.staff_id, notice.kind, notice.about, str(notice.params))
            for notice in Notice.objects.exclude(kind="obligations.reminded")
        )
        assert overdue.count() == 24
        assert all(one.breached_at is not None for one in overdue)
        assert {(one.number, "obligations.breached", None) for one in overdue} <= set(rung)
        assert set(rung.values()) == {1}
        assert set(told.values()) == {1}
        assert not OutboxMessage.objects.exists()
    assert seals.verify().findings == []


def test_workers_that_seal_at_once_make_one_chain(house: House) -> None:
    lin = program(house)
    for minute in range(6):
        assert lin("/cases", {"kind": "inquiry", "channel": "portal", "title": "Pool?"}).status_code == 201
        moment = datetime.now(UTC) + timedelta(minutes=minute)
        at_once(*[lambda moment=moment: seals.seal_new_entries(at=moment)] * 4)
    report = seals.verify()
    assert report.findings == []
    with across_companies(reason="counting in a test"):
        assert not JournalEntry.objects.filter(seal=None).exists()


def test_a_job_of_the_beat_runs_once_per_slot_however_many_workers_ask() -> None:
    runs: list[datetime] = []
    jobs = [beat.Job("count", timedelta(minutes=1), runs.append)]
    start = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    beat.run_due(jobs, at=start)
    for minute in range(1, 6):
        moment = start + timedelta(minutes=minute)
        at_once(*[lambda moment=moment: beat.run_due(jobs, at=moment)] * 4)
    assert len(runs) == 6


def test_of_two_programs_that_use_the_one_postponement_at_once_one_is_refused(house: House) -> None:
    lin, qian = program(house), program(house, "qian")
    soon = [(datetime.now(UTC) + timedelta(days=days)).isoformat() for days in (1, 2)]
    ref = lin("/cases", {"kind": "repair", "channel": "phone", "title": "Leak"}).json()["ref"]
    assert qian(f"/cases/{ref}/promise", {"promised_at": soon[0]}).status_code == 200
    body = {"promised_at": soon[1], "reason": "No part"}
    answers = at_once(*[lambda: qian(f"/cases/{ref}/postpone", body)] * 2)
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    with company_scope(house.company.pk):
        assert JournalEntry.objects.filter(ref=ref, event="cases.postponed").count() == 1


def test_cases_posted_at_once_have_numbers_without_a_gap(house: House) -> None:
    lin = program(house)
    body = {"kind": "inquiry", "channel": "portal", "title": "When does the pool open?"}
    at_once(*[lambda: [lin("/cases", body).status_code for _ in range(5)]] * 4)
    with company_scope(house.company.pk):
        refs = sorted(JournalEntry.objects.filter(event="cases.received").values_list("ref", flat=True))
    year = refs[0].split("-")[1]
    assert refs == [f"CS-{year}-{number:06d}" for number in range(1, 21)]


def test_the_bucket_gives_no_drop_twice(house: House, settings: Any) -> None:
    settings.GUANJIA_API_RATE = "30/h"
    now = datetime.now(UTC)
    with company_scope(house.company.pk):
        owner = house.actor("lin", now)
        token = queries.token_with(services.make_token(owner, by=owner, at=now, name="x", days=1)[1], now)
    assert token is not None

    def drink() -> int:
        with company_scope(house.company.pk):
            return sum(limits.take(token, now) == 0 for _ in range(20))

    assert sum(at_once(*[drink] * 4)) == 30
