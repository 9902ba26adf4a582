"""Two counters at once over one piece: one lends it, the other is told who has it. Real threads on PostgreSQL."""

import threading
from functools import partial

import pytest
from django.db import connection, connections

from guanjia.apps.custody import services
from guanjia.apps.custody.models import Loan, Loss, Piece
from guanjia.apps.custody.terms import LoanState, PieceState
from guanjia.apps.custody.tests.conftest import Cabinet
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cabinet():
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        yield Cabinet(house)


def at_once(house, *deeds):
    """Run the deeds at the same moment, each on a connection of its own; answers "done" or the code of the refusal."""
    gate, answers = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(place, deed):
        try:
            with company_scope(house.company.pk):
                gate.wait(5)
                deed()
            answers[place] = "done"
        except Refused as refused:
            answers[place] = refused.code
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert connection.vendor == "postgresql"
    return answers


def test_of_two_who_lend_the_same_key_one_gets_it(cabinet):
    for number in range(4):
        piece = cabinet.piece(cabinet.public, f"R-{number}", "机库门")
        answers = at_once(
            cabinet.house,
            partial(cabinet.lend, piece, to="sun"),
            partial(cabinet.lend, piece, to="li", by="qian"),
        )
        assert sorted(answers) == ["already_out", "done"]
        assert Loan.objects.filter(piece=piece).count() == 1
        assert Piece.objects.get(pk=piece.pk).state == PieceState.OUT


def test_a_stock_is_never_oversold(cabinet):
    for _ in range(3):
        answers = at_once(
            cabinet.house,
            *[partial(cabinet.lend, cabinet.umbrella, quantity=2, by=who) for who in ("lin", "qian", "lin")],
        )
        assert sorted(answers) == ["done", "done", "not_enough"]
        stock = Piece.objects.get(pk=cabinet.umbrella.pk)
        assert (stock.lent, stock.left) == (4, 1)
        for loan in Loan.objects.filter(piece=stock, state=LoanState.OUT):
            cabinet.take_back(loan)


def test_of_two_who_take_back_and_report_a_loss_one_is_heard(cabinet):
    for number in range(3):
        piece = cabinet.piece(cabinet.public, f"L-{number}", "库房")
        loan = cabinet.lend(piece)
        answers = at_once(
            cabinet.house,
            partial(cabinet.take_back, loan),
            partial(
                services.report_loss,
                piece,
                by=cabinet.house.actor("qian"),
                at=at("10:00"),
                note="丢失",
                loan=loan,
            ),
        )
        assert sorted(answers) == ["done", "illegal_step"]
        fresh, state = Piece.objects.get(pk=piece.pk), Loan.objects.get(pk=loan.pk).state
        assert (fresh.state, state) in {(PieceState.IN, LoanState.BACK), (PieceState.LOST, LoanState.LOST)}
        assert Loss.objects.filter(piece=piece).count() == (0 if state == LoanState.BACK else 1)


def test_of_two_who_hand_out_what_was_approved_one_does(cabinet):
    for who in ("sun", "li"):
        loan = cabinet.lend(cabinet.power, to=who)
        services.approve(loan, by=cabinet.house.actor("gao"), at=at("09:10"))
    both = list(Loan.objects.filter(piece=cabinet.power).select_related("piece"))
    hand = {"by": cabinet.house.actor("lin"), "at": at("09:20")}
    answers = at_once(cabinet.house, *[partial(services.hand_out, one, **hand) for one in both])
    assert sorted(answers) == ["already_out", "done"]
