"""The proof of a clause: what was due, what proved it, what was broken and what was done about it; as a workbook and on paper."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from guanjia.apps.insight import queries
from guanjia.apps.insight.rules import Tally
from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.models import Obligation
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound
from tests.cast import at

from .conftest import NOW

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))


@pytest.fixture
def address(month):
    """The page of the only clause."""
    return reverse("insight:clause", args=[month.site.pk, "trial", "1"])


def prove(house):
    found = queries.proof_of(house.system, house.site.pk, "trial", "1", QUARTER, NOW)
    return found, queries.proved(found.rows, NOW)


def test_every_duty_stands_with_its_proof_its_breach_and_the_answer(month):
    broken = Obligation.objects.get(state="MISSED")
    late = Obligation.objects.get(state="LATE")
    proof, (first, second, third, fourth) = prove(month)
    assert proof.clause.number == "1"
    assert [duty.key for duty in proof.duties] == ["look"]
    assert (first.evidence.ref, first.evidence.who, first.answers) == ("IS-2026-000000", "钱芳", ())
    assert second.obligation == late
    assert second.evidence.ref == "IS-2026-000001"
    assert [answer.label[-2:] for answer in second.answers] == [" 1"]
    assert third.obligation == broken
    assert third.evidence is None
    assert fourth.obligation.state == "OPEN"
    assert fourth.clock.owner
    whole = queries.whole_of(month.site.pk, "trial", "1", QUARTER, NOW)
    assert whole == Tally(kept=1, late=1, broken=1, open=1)


def test_an_excuse_is_an_answer_to_a_breach(house, trial, happen):
    from .conftest import PACK

    trial(PACK.replace('evidence = "sheet:room"', 'evidence = "word"'))
    obligations.plan_ahead(at=at("07:00"))
    first = Obligation.objects.order_by("due_at")[0]
    obligations.report(first, by=house.actor("qian"), at=at("08:00"), note="看过了")
    second = Obligation.objects.order_by("due_at")[1]
    obligations.sweep(at=at("09:30") + timedelta(days=1))
    second.refresh_from_db()
    obligations.excuse(second, by=house.actor("zhou"), at=at("10:00") + timedelta(days=1), reason="停水")
    _proof, rows = prove(house)
    assert rows[0].evidence.words == "看过了"
    assert (rows[1].answers[-1].who, rows[1].answers[-1].words) == ("周明", "停水")


def test_the_proof_asks_the_same_number_of_questions_for_many_rows(month):
    proof = queries.proof_of(month.system, month.site.pk, "trial", "1", QUARTER, NOW)
    rows = list(proof.rows)
    queries.proved(rows, NOW)
    with CaptureQueriesContext(connection) as few:
        queries.proved(rows, NOW)
    with CaptureQueriesContext(connection) as many:
        queries.proved(rows * 20, NOW)
    assert len(many) == len(few) <= 8


def test_the_page_the_workbook_and_the_paper_say_the_same(month, address, browse):
    asked = f"{address}?from=2026-01-01&until=2026-03-31"
    page = browse(asked).content.decode()
    for words in ("IS-2026-000001", "钱芳", "Escalated 1", "2026-01-01"):
        assert words in page, words
    answer = browse(f"{asked}&format=xlsx")
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(lines) == 5
    assert "IS-2026-000000" in lines[1][7]
    assert "钱芳" in lines[1][7]
    assert lines[3][6] == "Missed"
    assert "Overdue since 2026-03-04 09:00" in lines[3][8]
    paper = browse(f"{asked}&format=paper").content.decode()
    assert "IS-2026-000001" in paper
    assert "Checked by" in paper


def test_what_is_broken_can_be_asked_for_alone(month, address, browse):
    page = browse(f"{address}?from=2026-03-01&until=2026-03-31&stood=broken").content.decode()
    assert "1 entry" in page
    assert Obligation.objects.get(state="MISSED").number in page


def test_without_a_period_it_is_the_quarter_and_nonsense_is_no_error(month, address, browse):
    page = browse(address).content.decode()
    assert 'value="2026-01-01"' in page
    assert 'value="2026-03-31"' in page
    for asked in ("from=x&until=2026-13-45", "from=2026-05-01&until=2026-01-01", "stood=x&owner=x&page=-1"):
        browse(f"{address}?{asked}")


def test_the_proof_is_only_for_those_who_watch_the_site(month, second, browse):
    browse(reverse("insight:clause", args=[second["WE"].pk, "trial", "1"]), status=404)
    browse(reverse("insight:clause", args=[month.site.pk, "trial", "9"]), status=404)
    browse(reverse("insight:clause", args=[month.site.pk, "nothing", "1"]), status=404)
    with pytest.raises(NotFound):
        queries.proof_of(month.actor("bao", NOW), month.site.pk, "trial", "1", QUARTER, NOW)
