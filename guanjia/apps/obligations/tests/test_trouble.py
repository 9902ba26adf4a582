"""What goes wrong: a poison row, a death in the middle, a database that hesitates."""

from dataclasses import replace

import pytest
from django.db import OperationalError, connection, transaction
from django.utils.translation import override

from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations import services, timing
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.queries import health
from guanjia.apps.obligations.tests.conftest import WORD, fact, facts, only, raise_house, told
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import across_companies
from guanjia.kernel.working_time import Duration
from tests.cast import at


class Killed(BaseException):
    """kill -9, as seen by the database: the connection's transaction is gone."""


@pytest.mark.django_db
def test_a_poison_row_is_set_aside_and_the_others_go_on(trial, received, sweep):
    trial(WORD)
    for number in range(7):
        received(ref=f"CS-{number}")
    Obligation.objects.filter(ref="CS-3").update(duty="no such duty")
    assert sweep("09:15").as_json() == {
        "breached": 6,
        "escalated": 6,
        "alarm_missed": 6,
        "failed": 1,
        "worked": 6,
    }
    bad = only(ref="CS-3")
    assert (bad.next_alarm_at, bad.failures, bad.breached_at) == (at("10:15"), 1, None)
    assert "KeyError" in fact("alarm_failed")["error"]
    assert health(at("09:16")).failing == 1
    assert sweep("09:16").worked == 0
    Obligation.objects.filter(ref="CS-3").update(duty="word")
    assert sweep("10:15").as_json()["worked"] == 7, "the others climb, the bad one is caught up with"
    assert (only(ref="CS-3").breached_at, only(ref="CS-3").failures) == (at("09:15"), 0)


@pytest.mark.django_db
def test_a_moment_beyond_the_calendar_is_refused_in_the_readers_language(trial, house):
    trial(WORD)
    (word,) = rulebook.duties_in_force(house.site.pk, at("09:00"))
    duty = replace(word, deadline=Duration.parse("3 working days"))
    where = timing.surroundings(house.site.pk, at("09:00"), None)
    far = at("09:00").replace(year=2190)
    with pytest.raises(Refused) as refused:
        timing.counted(duty, far, where, at("09:00"))
    with override("zh-hans"):
        assert str(refused.value.refusals[0]).startswith("日历")


@pytest.mark.django_db
def test_a_row_the_database_refuses_is_found_by_halving(trial, received, sweep, monkeypatch):
    from guanjia.apps.messaging import services as messaging

    trial(WORD)
    for number in range(9):
        received(ref=f"CS-{number}")
    notify = messaging.notify_many

    def choke(drafts, *, at):
        if any(draft.thread == "CS-5" for draft in drafts):
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO obligations_pause (id) VALUES (NULL)")
        return notify(drafts, at=at)

    monkeypatch.setattr(messaging, "notify_many", choke)
    report = sweep("09:15")
    assert (report.worked, report.failed) == (8, 1)
    assert Notice.objects.count() == 16
    assert only(ref="CS-5").failures == 1


@pytest.mark.django_db
def test_a_database_in_trouble_stops_the_sweep_and_changes_nothing(trial, received, sweep, monkeypatch):
    from guanjia.apps.messaging import services as messaging

    trial(WORD)
    received()

    def fail(drafts, *, at):
        raise OperationalError("the server went away")

    monkeypatch.setattr(messaging, "notify_many", fail)
    with pytest.raises(OperationalError), transaction.atomic():
        sweep("09:15")
    assert (only().breached_at, only().failures, facts()) == (None, 0, ["opened"])
    monkeypatch.undo()
    assert sweep("09:15").worked == 1


@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_statement_loses_and_doubles_nothing(wired, tmp_path):
    """Count the statements of a sweep, then die before each of them in turn; the next sweep always finishes the work."""
    from guanjia.apps.obligations.tests.conftest import write_pack
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.apps.rulebook.loading import load_pack
    from guanjia.kernel.scope import company_scope

    house = raise_house()
    with company_scope(house.company.pk):
        pack, source = load_pack(write_pack(tmp_path, WORD))
        version = rulebook.store_version(pack, source, at=at("00:00"))
        rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="trial", version=version)
        receive = receiver(house)
        receive("COUNT")
        statements = Counting()
        with connection.execute_wrapper(statements):
            services.sweep(at=at("09:15"))
        assert statements.seen > 8
        for number in range(1, statements.seen + 1):
            receive(f"CS-{number}")
            with pytest.raises(Killed), connection.execute_wrapper(Counting(dies_at=number)):
                services.sweep(at=at("09:15"))
            connection.close()
            services.sweep(at=at("09:15"))
            row = Obligation.objects.get(ref=f"CS-{number}")
            assert row.breached_at == at("09:15"), f"lost when killed before statement {number}"
            written = JournalEntry.objects.filter(ref=row.number, event="obligations.breached").count()
            messages = Notice.objects.filter(about=row.number).count()
            assert (written, messages) == (1, 2), f"doubled when killed before statement {number}"


class Counting:
    """Counts statements, and dies before the one it is told to."""

    def __init__(self, dies_at=0):
        self.seen, self.dies_at = 0, dies_at

    def __call__(self, execute, sql, params, many, context):
        self.seen += 1
        if self.seen == self.dies_at:
            raise Killed
        return execute(sql, params, many, context)


def receiver(house):
    """Record a repair of 09:00 handled by 赵敏."""
    from guanjia.apps.cases.events import Received
    from guanjia.kernel.journal import record

    def receive(ref):
        with transaction.atomic():
            event = Received(
                site_id=house.site.pk,
                ref=ref,
                kind="repair",
                channel="phone",
                first_receiver_id=house.people["lin"].pk,
                handler_id=house.people["zhao"].pk,
                group_id=None,
                received_at=at("09:00"),
                urgency="normal",
                complaint_class="",
            )
            record(event, by=house.system, at=at("09:00"))

    return receive


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_never_fire_twice(wired, tmp_path):
    """Four real threads sweep the same 300 due obligations, again and again, in small batches."""
    import threading

    from guanjia.apps.obligations.tests.conftest import write_pack
    from guanjia.apps.rulebook import services as rulebook
    from guanjia.apps.rulebook.loading import load_pack
    from guanjia.kernel.scope import company_scope

    house = raise_house()
    with company_scope(house.company.pk):
        pack, source = load_pack(write_pack(tmp_path, WORD))
        version = rulebook.store_version(pack, source, at=at("00:00"))
        rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="trial", version=version)
        receive = receiver(house)
        for number in range(300):
            receive(f"CS-{number}")
    reports, errors = [], []
    start = threading.Barrier(4)

    def work():
        try:
            start.wait()
            for _ in range(5):
                reports.append(services.sweep(at=at("09:15"), batch=7))
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(report.worked for report in reports) == 300
    assert sum(report.worked > 0 for report in reports) > 1, "one thread did everything: nothing was tried"
    with across_companies(reason="counting"):
        assert JournalEntry.objects.filter(event="obligations.breached").count() == 300
        assert Notice.objects.count() == 600
        refs = JournalEntry.objects.filter(event="obligations.breached").values_list("ref", flat=True)
        assert len(set(refs)) == 300


@pytest.mark.django_db
def test_an_idle_tick_is_one_look_at_the_index(trial, received, sweep, django_assert_num_queries):
    trial(WORD)
    received()
    with django_assert_num_queries(1):
        sweep("09:01")
    assert told() == []


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_idle_look_reads_the_partial_index(trial, received):
    trial(WORD)
    received()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM obligations_obligation WHERE next_alarm_at <= now() ORDER BY next_alarm_at, id LIMIT 500"
        )
        assert "obligation_alarm" in "\n".join(row[0] for row in cursor.fetchall())
