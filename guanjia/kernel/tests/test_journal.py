"""The journal: facts, digests, seals and what verification notices."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction

from guanjia.kernel import seals
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import EVENTS, Event, event
from guanjia.kernel.journal import Fact, digest_of, event_of, record, record_many, thread, timeline
from guanjia.kernel.models import JournalEntry, Seal
from guanjia.kernel.scope import company_scope

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LIN = Actor.system(1, "Lin")


@dataclass(frozen=True, kw_only=True)
class LampBroke(Event):
    """A lamp went out."""

    floor: int
    watts: tuple[int, ...] = ()
    since: date | None = None
    seen_at: datetime | None = None


@pytest.fixture(autouse=True)
def _lamps():
    event("test.lamp_broke", label="Lamp broke")(LampBroke)
    with company_scope(1):
        yield
    EVENTS.pop("test.lamp_broke")


def lamp(ref="L-1", **more):
    return LampBroke(site_id=5, ref=ref, floor=3, **more)


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="transaction"):
        record(lamp(), by=LIN, at=AT)


@pytest.mark.django_db
def test_an_event_comes_back_as_it_was_recorded():
    told = lamp(watts=(40, 60), since=date(2026, 3, 1), seen_at=AT)
    entry = record(told, by=LIN, at=AT)
    entry.refresh_from_db()
    assert event_of(entry) == LampBroke(
        site_id=5, ref="L-1", thread="L-1", floor=3, watts=(40, 60), since=date(2026, 3, 1), seen_at=AT
    )
    assert bytes(entry.digest) == digest_of(entry)


@pytest.mark.django_db
def test_an_event_carries_no_rich_values():
    with pytest.raises(TypeError, match="plain"):
        record(lamp(watts=(0.5,)), by=LIN, at=AT)


@pytest.mark.django_db
def test_a_thread_holds_what_belongs_to_the_matter_and_a_timeline_what_happened_to_the_thing():
    record_many(
        [Fact(lamp("L-1"), LIN, AT), Fact(lamp("L-2", thread="L-1"), LIN, AT), Fact(lamp("L-3"), LIN, AT)]
    )
    assert [entry.ref for entry in thread("L-1")] == ["L-1", "L-2"]
    assert [entry.ref for entry in timeline("L-2")] == ["L-2"]


@pytest.mark.django_db
def test_the_journal_refuses_to_be_changed():
    record(lamp(), by=LIN, at=AT)
    with pytest.raises(TypeError, match="append-only"):
        JournalEntry.objects.update(actor_name="Somebody")
    with pytest.raises(TypeError, match="append-only"):
        JournalEntry.objects.all().delete()


@pytest.mark.django_db
def test_seals_cover_every_entry_once_and_chain():
    record_many([Fact(lamp(f"L-{number}"), LIN, AT) for number in range(7)])
    assert seals.seal_new_entries(at=AT, limit=3) == 7
    assert seals.seal_new_entries(at=AT) == 0
    assert [seal.count for seal in Seal.objects.order_by("number")] == [3, 3, 1]
    report = seals.verify()
    assert (report.entries, report.seals, report.findings) == (7, 3, [])


COLUMNS = {
    "company_id": 2,
    "site_id": 6,
    "event": "test.other",
    "ref": "L-9",
    "thread": "L-9",
    "at": "2026-03-02 09:31:00",
    "recorded_at": "2026-03-02 09:31:00",
    "actor_kind": "STAFF",
    "actor_id": 9,
    "actor_name": "lin",
    "data": '{"floor": 4, "watts": [], "since": null, "seen_at": null}',
}


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "fresh"])
def test_an_altered_column_is_named(column, sealed):
    entries = record_many([Fact(lamp(f"L-{number}"), LIN, AT) for number in range(3)])
    if sealed:
        seals.seal_new_entries(at=AT)
    tamper(f"{column} = %s", COLUMNS[column], entries[1].pk)
    assert found() == [("entry_altered", f"#{entries[1].pk} ")]


@pytest.mark.django_db
def test_an_altered_entry_with_a_matching_digest_is_still_named():
    entries = record_many([Fact(lamp(f"L-{number}"), LIN, AT) for number in range(3)])
    seals.seal_new_entries(at=AT)
    forged = entries[1]
    forged.actor_name = "Somebody"
    tamper("actor_name = %s", "Somebody", forged.pk)
    tamper("digest = %s", digest_of(forged), forged.pk)
    assert found() == [("entry_altered", f"#{forged.pk} ")]


@pytest.mark.django_db
def test_a_removed_and_a_smuggled_entry_are_named():
    entries = record_many([Fact(lamp(f"L-{number}"), LIN, AT) for number in range(3)])
    seals.seal_new_entries(at=AT)
    late = record(lamp("L-8"), by=LIN, at=AT)
    tamper("seal_id = %s", Seal.objects.get().pk, late.pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_journalentry WHERE id = %s", [entries[0].pk])
    kinds = {
        (finding.kind, finding.where.split(" in ")[0].split(" (")[0]) for finding in seals.verify().findings
    }
    assert kinds == {("entry_missing", f"entry #{entries[0].pk}"), ("entry_unexpected", f"entry #{late.pk}")}


@pytest.mark.django_db
def test_an_altered_or_missing_seal_is_named():
    for number in range(3):
        record(lamp(f"L-{number}"), by=LIN, at=AT)
        seals.seal_new_entries(at=AT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_seal SET sealed_at = %s WHERE number = 2", ["2026-03-02 10:00:00"])
    assert [(finding.kind, finding.where) for finding in seals.verify().findings] == [
        ("seal_altered", "seal 2")
    ]


@pytest.mark.django_db
def test_a_rolled_back_verb_leaves_no_fact():
    with pytest.raises(RuntimeError), transaction.atomic():
        record(lamp(), by=LIN, at=AT)
        raise RuntimeError
    assert not JournalEntry.objects.exists()


def tamper(assignment, value, pk):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE kernel_journalentry SET {assignment} WHERE id = %s", [value, pk])


def found():
    findings = seals.verify().findings
    return [(finding.kind, finding.where.removeprefix("entry ").split("(")[0]) for finding in findings]
