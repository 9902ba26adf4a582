"""Inserting many rows with one statement, the same on both databases."""

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection, transaction

from guanjia.kernel.bulk import insert_all
from guanjia.kernel.journal import digest_of
from guanjia.kernel.models import JournalEntry, SavedAnswer
from guanjia.kernel.scope import ScopeMissing, company_scope

AT = datetime(2026, 3, 2, 1, 15, 0, 123456, tzinfo=UTC)
WORDS = "quotes \" and ' and \\ and\nlines, 中文，emoji 🏠, %s {x}"

pytestmark = pytest.mark.django_db


def entry(number, **more):
    """An unsaved entry with every kind of value."""
    values = {
        "company_id": 1,
        "site_id": None if number % 2 else 7,
        "event": "trial.happened",
        "ref": f"T-{number}",
        "thread": WORDS[:40],
        "at": AT,
        "recorded_at": AT,
        "actor_kind": "SYSTEM",
        "actor_id": None,
        "actor_name": "系统",
        "data": {"words": WORDS, "many": [1, None, True], "deep": {"n": 2**60}},
        "digest": bytes(range(32)),
    }
    found = JournalEntry(**{**values, **more})
    found.digest = digest_of(found)
    return found


def test_what_goes_in_comes_out_in_order_with_ids():
    with company_scope(1):
        rows = insert_all([entry(number) for number in range(50)])
        stored = list(JournalEntry.objects.order_by("id"))
        assert [row.pk for row in rows] == [one.pk for one in stored]
        assert [one.ref for one in stored] == [f"T-{number}" for number in range(50)]
        for row, one in zip(rows, stored, strict=True):
            assert digest_of(one) == digest_of(row) == bytes(one.digest)
        assert not rows[0]._state.adding


def test_a_nullable_json_column_takes_nothing_for_nothing():
    with company_scope(1):
        values = {"company_id": 1, "door": "trial", "request_digest": b"\x00\xff" * 16, "saved_at": AT}
        insert_all([SavedAnswer(key="a", body=None, **values), SavedAnswer(key="b", body=[], **values)])
        assert SavedAnswer.objects.get(body__isnull=True).key == "a"
        assert SavedAnswer.objects.get(key="b").body == []
        assert bytes(SavedAnswer.objects.get(key="b").request_digest) == b"\x00\xff" * 16


def test_nothing_is_inserted_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert insert_all([]) == []


@pytest.mark.postgres
def test_many_rows_are_one_statement(django_assert_num_queries):
    with company_scope(1), transaction.atomic(), django_assert_num_queries(1):
        insert_all([entry(number) for number in range(300)])


@pytest.mark.postgres
def test_what_is_too_long_is_refused_and_not_cut():
    with company_scope(1), pytest.raises(DataError), transaction.atomic():
        insert_all([entry(1, ref="x" * 41)])
    with company_scope(1):
        assert not JournalEntry.objects.exists()


def test_without_a_scope_it_refuses():
    with pytest.raises(ScopeMissing):
        insert_all([entry(1)])


def test_rows_of_several_models_are_one_statement_and_each_gets_its_own_id(django_assert_num_queries):
    saved = {"company_id": 1, "door": "trial", "request_digest": b"\x01" * 32, "saved_at": AT, "body": None}
    with company_scope(1):
        mixed = [entry(1), SavedAnswer(key="a", **saved), entry(2), SavedAnswer(key="b", **saved), entry(3)]
        with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
            assert insert_all(mixed) == mixed
        assert [JournalEntry.objects.get(pk=mixed[at].pk).ref for at in (0, 2, 4)] == ["T-1", "T-2", "T-3"]
        assert [SavedAnswer.objects.get(pk=mixed[at].pk).key for at in (1, 3)] == ["a", "b"]
