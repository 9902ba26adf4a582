"""Paid work: quote, consent, start, and a bill that keeps to the quote."""

from decimal import Decimal

import pytest

from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.models import Quote
from guanjia.apps.workorders.pricing import Line
from guanjia.apps.workorders.terms import State
from guanjia.apps.workorders.tests.test_work import STROKES, last, refusal
from guanjia.kernel.refusals import NotPermitted
from tests.cast import at

T = at("09:30")
LINES = [Line("换水龙头", Decimal(1), 3000, "项"), Line("水龙头", Decimal(1), 5000, "个")]


@pytest.fixture
def quoted(act, on_site):
    services.quote(on_site, by=act.sun, at=T, lines=LINES)
    on_site.refresh_from_db()
    return on_site


def test_a_quote_makes_work_paid_and_adds_up(act, on_site):
    quote = services.quote(on_site, by=act.sun, at=T, lines=LINES, note="含税")
    on_site.refresh_from_db()
    assert (quote.number, quote.total_fen, on_site.paid) == (1, 8000, True)
    assert [line.amount_fen for line in queries.bill(on_site).quote_lines] == [3000, 5000]
    assert last(on_site).data == {"number": 1, "total_fen": 8000}


def test_an_empty_quote_is_refused(act, on_site):
    assert refusal(services.quote, on_site, by=act.sun, at=T, lines=[]) == ["quote_empty"]
    assert refusal(services.quote, on_site, by=act.sun, at=T, lines=[Line("x", Decimal(1), 0)]) == [
        "quote_amount"
    ]
    with pytest.raises(NotPermitted):
        services.quote(on_site, by=act.zhao, at=T, lines=LINES)


def test_paid_work_does_not_start_or_end_before_consent(act, quoted):
    assert refusal(services.start, quoted, by=act.sun, at=T) == ["consent_first"]
    assert refusal(services.complete, quoted, by=act.sun, at=T, outcome="done") == ["consent_first"]


def test_work_known_to_be_paid_does_not_start_before_a_quote(house, act, issue):
    order = services.assign(issue(paid=True), by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    services.accept(order, by=act.sun, at=T)
    services.arrive(order, by=act.sun, at=T)
    assert refusal(services.start, order, by=act.sun, at=T) == ["quote_first"]
    assert refusal(services.consent, order, by=act.sun, at=T, signing=Signing("王女士", "PHONE")) == [
        "no_quote"
    ]
    order.refresh_from_db()
    assert [one.verb for one in queries.next_steps(order, act.sun, T)][:2] == ["quote", "pause"]


@pytest.mark.parametrize(("how", "strokes"), [("SCREEN", STROKES), ("PHONE", "")])
def test_with_consent_paid_work_starts_and_ends(act, quoted, how, strokes):
    agreed = services.consent(quoted, by=act.sun, at=T, signing=Signing("王女士", how, strokes))
    assert (agreed.consent_name, agreed.consent_how, agreed.signature.witness_name) == (
        "王女士",
        how,
        "孙师傅",
    )
    services.start(quoted, by=act.sun, at=at("09:40"))
    done = services.complete(
        quoted, by=act.sun, at=at("10:00"), outcome="已换", materials=[LINES[1]], labour_fen=3000
    )
    assert (done.state, done.charge_fen, done.labour_minutes) == (State.COMPLETED, 8000, 20)
    assert last(done).data["charge_fen"] == 8000


def test_consent_needs_a_name_and_a_real_signature(act, quoted):
    assert refusal(services.consent, quoted, by=act.sun, at=T, signing=Signing("", "SCREEN", "")) == [
        "signer_missing",
        "signature_missing",
    ]
    assert refusal(
        services.consent, quoted, by=act.sun, at=T, signing=Signing("王女士", "SCREEN", "<script>")
    ) == ["signature_unreadable"]
    assert Quote.objects.get(order=quoted).consented_at is None


def test_consent_is_given_once_for_each_quote(act, quoted):
    services.consent(quoted, by=act.sun, at=T, signing=Signing("王女士", "PHONE"))
    assert refusal(services.consent, quoted, by=act.sun, at=T, signing=Signing("王女士", "PHONE")) == [
        "already_consented"
    ]


def test_a_new_quote_needs_a_new_consent_and_a_new_start(act, quoted):
    services.consent(quoted, by=act.sun, at=T, signing=Signing("王女士", "PHONE"))
    services.start(quoted, by=act.sun, at=T)
    again = services.quote(quoted, by=act.sun, at=at("09:50"), lines=[*LINES, Line("角阀", Decimal(1), 2000)])
    quoted.refresh_from_db()
    assert (again.number, quoted.started_at) == (2, None)
    assert refusal(services.start, quoted, by=act.sun, at=T) == ["consent_first"]


def test_the_bill_keeps_to_the_quote(act, quoted):
    services.consent(quoted, by=act.sun, at=T, signing=Signing("王女士", "PHONE"))
    services.start(quoted, by=act.sun, at=T)
    assert refusal(
        services.complete, quoted, by=act.sun, at=T, outcome="已换", materials=LINES, labour_fen=1
    ) == ["over_quote"]


def test_the_next_step_of_paid_work_is_always_plain(act, quoted):
    def likeliest():
        quoted.refresh_from_db()
        return queries.next_steps(quoted, act.sun, T)[0]

    assert (likeliest().verb, likeliest().primary) == ("consent", True)
    services.consent(quoted, by=act.sun, at=T, signing=Signing("王女士", "PHONE"))
    assert likeliest().verb == "start"
    services.start(quoted, by=act.sun, at=T)
    assert likeliest().verb == "complete"
