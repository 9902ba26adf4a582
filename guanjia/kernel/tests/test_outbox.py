"""Reactions, the outbox, numbers, saved answers and the beat."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from guanjia.kernel import beat, outbox, reactions
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import EVENTS, Event, event
from guanjia.kernel.idempotency import Answer, KeyReused, once
from guanjia.kernel.journal import record
from guanjia.kernel.models import BeatJob, JournalEntry, NumberSeries, OutboxMessage
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.scope import company_scope, current_scope

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2126, 1, 1, tzinfo=UTC)
LIN = Actor.system(1, "Lin")


@dataclass(frozen=True, kw_only=True)
class BellRang(Event):
    """A bell rang."""


@pytest.fixture
def wired():
    """Lets a test say who reacts to the bell, and puts the house's own wiring back."""
    event("test.bell_rang", label="Bell rang")(BellRang)
    yield lambda *table: reactions.wire({BellRang: list(table)})
    EVENTS.pop("test.bell_rang")
    from guanjia.config import wiring

    wiring.connect()


def ring():
    with transaction.atomic():
        record(BellRang(site_id=None, ref="B-1"), by=LIN, at=AT)


heard: list[tuple[str, int | None]] = []


def listen(happened, _entry):
    heard.append((happened.ref, current_scope().company_id))


def fail(_happened, _entry):
    raise ValueError("broken ear")


@pytest.fixture(autouse=True)
def _silence():
    heard.clear()


@pytest.mark.django_db(transaction=True)
def test_a_now_reaction_undoes_the_verb_when_it_fails(wired):
    wired(reactions.now(fail))
    with company_scope(1):
        with pytest.raises(ValueError, match="broken ear"):
            ring()
        assert not JournalEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("outside", [True, False])
def test_a_later_reaction_runs_once_after_commit_in_its_company(wired, outside):
    wired(reactions.later(listen, outside=outside))
    with company_scope(1):
        ring()
    assert heard == []
    assert outbox.drain(at=LATER) == 1
    assert outbox.drain(at=LATER) == 0
    assert heard == [("B-1", 1)]


@pytest.mark.django_db(transaction=True)
def test_a_failing_reaction_is_tried_again_later_and_finally_dies(wired, caplog):
    wired(reactions.later(fail))
    with company_scope(1):
        ring()
        moment = LATER
        for _attempt in range(outbox.MOST_ATTEMPTS):
            assert outbox.drain(at=moment) == 0
            assert outbox.drain(at=moment) == 0, "not again before its time"
            moment += timedelta(hours=2)
        message = OutboxMessage.objects.get()
    assert (message.attempts, message.died_at is not None) == (outbox.MOST_ATTEMPTS, True)
    assert "broken ear" in message.last_error
    assert outbox.drain(at=moment + timedelta(days=9)) == 0


@pytest.mark.django_db(transaction=True)
def test_the_effect_and_the_removal_of_the_message_are_one(wired):
    def write_then_fail(_happened, entry):
        JournalEntry.objects.create(
            company_id=1, event="x", ref="x", thread="x", at=AT, recorded_at=AT, actor_name="", digest=b""
        )
        raise ValueError

    write_then_fail.__qualname__ = "write_then_fail"
    wired(reactions.later(write_then_fail))
    with company_scope(1):
        ring()
        outbox.drain(at=LATER)
        assert not JournalEntry.objects.filter(event="x").exists()
        assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_a_verb_fails():
    with company_scope(1):
        draw = {"company_id": 1, "site_id": 5, "year": 2026}
        with pytest.raises(RuntimeError), transaction.atomic():
            next_ref("WO", **draw)
            raise RuntimeError
        with transaction.atomic():
            assert next_ref("WO", **draw) == "WO-2026-000001"
            assert next_ref("WO", **draw) == "WO-2026-000002"
            assert next_ref("WO", **{**draw, "year": 2027}) == "WO-2027-000001"
            assert next_ref("WO", **{**draw, "site_id": 6}, prefix="GD-") == "GD-WO-2026-000001"
        with pytest.raises(RuntimeError, match="transaction"):
            next_ref("WO", **draw)
        assert NumberSeries.objects.count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_hundred_numbers_drawn_by_four_threads_are_all_different_and_gap_free():
    drawn: list[str] = []

    def draw():
        for _number in range(50):
            with transaction.atomic():
                drawn.append(next_ref("WO", company_id=1, site_id=5, year=2026))
        connection.close()

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(drawn) == [f"WO-2026-{number:06d}" for number in range(1, 201)]


@pytest.mark.django_db
def test_an_answer_is_given_once_per_key():
    made = []

    def produce():
        made.append(1)
        return Answer(201, {"ref": "CS-1"})

    with company_scope(1):
        ask = {"company_id": 1, "door": "api", "key": "k", "at": AT, "produce": produce}
        assert once(request=b"a", **ask) == Answer(201, {"ref": "CS-1"})
        assert once(request=b"a", **ask) == Answer(201, {"ref": "CS-1"}, replayed=True)
        with pytest.raises(KeyReused):
            once(request=b"b", **ask)
    assert made == [1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_once_have_one_effect():
    made, answers = [], []
    both_ready = threading.Barrier(2)

    def produce():
        made.append(1)
        return Answer(201, {"n": len(made)})

    def ask():
        with company_scope(1):
            both_ready.wait()
            answers.append(once(company_id=1, door="api", key="k", at=AT, request=b"a", produce=produce).body)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (made, answers) == ([1], [{"n": 1}, {"n": 1}])


@pytest.mark.django_db
def test_a_job_runs_once_per_slot_and_skips_missed_slots():
    runs = []
    jobs = [beat.Job("count", timedelta(minutes=1), runs.append)]
    assert beat.run_due(jobs, at=AT) == ["count"]
    assert beat.run_due(jobs, at=AT + timedelta(seconds=20)) == []
    assert beat.run_due(jobs, at=AT + timedelta(minutes=30)) == ["count"]
    assert len(runs) == 2


@pytest.mark.django_db
def test_a_failing_job_does_not_stop_the_others(caplog):
    runs = []
    jobs = [
        beat.Job("broken", timedelta(minutes=1), lambda at: 1 / 0),
        beat.Job("sound", timedelta(minutes=1), runs.append),
    ]
    beat.run_due(jobs, at=AT)
    assert len(runs) == 1
    assert BeatJob.objects.get(name="broken").failed_at == AT
