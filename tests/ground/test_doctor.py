"""`guanjia doctor`: a worker that is not there is noticed, and only sign-ins that exist are told."""

import sys
import types
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from guanjia.commands import doctor
from guanjia.kernel import clock
from guanjia.kernel.models import BeatJob, JournalEntry, OutboxMessage
from guanjia.kernel.scope import company_scope

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_half_past_nine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def leave_message(due: datetime, **more: Any) -> None:
    with company_scope(1):
        entry = JournalEntry.objects.create(
            company_id=1, event="test.x", ref="X-1", thread="X-1", at=NOW, recorded_at=NOW,
            actor_kind="system", actor_name="", digest=b"",
        )  # fmt: skip
        OutboxMessage.objects.create(company_id=1, entry=entry, reaction="none", next_try_at=due, **more)


def found() -> dict[str, doctor.Check]:
    return {check.name: check for check in doctor.examine()}


def test_nothing_waiting_is_well() -> None:
    assert doctor.worker_lag() == 0
    assert found()["worker"].ok


def test_a_message_that_is_not_due_yet_is_well() -> None:
    leave_message(NOW + timedelta(minutes=5))
    assert found()["worker"].ok


def test_a_message_waiting_for_minutes_means_there_is_no_worker() -> None:
    leave_message(NOW - timedelta(seconds=doctor.LAG_LIMIT + 1))
    worker = found()["worker"]
    assert not worker.ok
    assert "121 s" in worker.found
    assert "guanjia worker" in worker.advice


def test_an_overdue_job_of_the_beat_means_there_is_no_worker() -> None:
    BeatJob.objects.create(name="seal", next_run_at=NOW - timedelta(minutes=10))
    assert not found()["worker"].ok


def test_a_message_given_up_is_told_and_does_not_count_as_waiting() -> None:
    leave_message(NOW - timedelta(days=1), died_at=NOW)
    checks = found()
    assert checks["worker"].ok
    assert not checks["messages given up"].ok


def test_only_demo_accounts_that_exist_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    demo: Any = types.ModuleType("guanjia.demo")
    demo.LOGINS = [
        {"login": "li.na", "password": "one", "role": "front desk", "site": "WX"},
        {"login": "absent", "password": "two", "role": "nobody", "site": "WX"},
    ]
    monkeypatch.setitem(sys.modules, "guanjia.demo", demo)
    monkeypatch.setattr(doctor, "find_spec", lambda name: object())
    assert doctor.demo_logins() == []
    users: Any = get_user_model()
    users(**{users.USERNAME_FIELD: "li.na"}).save()
    assert [login["login"] for login in doctor.demo_logins()] == ["li.na"]
