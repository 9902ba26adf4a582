"""Two guards at once: one lets pass, the other is told. Real threads on PostgreSQL."""

import threading
from functools import partial

import pytest
from django.db import connection, connections

from guanjia.apps.gate import services
from guanjia.apps.gate.models import ReleaseSlip
from guanjia.apps.gate.tests.conftest import SOFA, WORD, furnish
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        house.here = furnish(house)
        yield house


def approved(house):
    slip = services.ask_slip(
        by=house.actor("lin"),
        at=at("09:00"),
        site_id=house.site.pk,
        unit_id=house.here.unit.pk,
        items=SOFA,
        carrier_name="老李搬家",
        planned_at=at("10:00"),
        word=WORD,
    )
    return services.approve_slip(slip, by=house.actor("qian"), at=at("09:05"))


def at_once(house, *deeds):
    """Run the deeds at the same moment; answers "done" or the code of the refusal."""
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
    return sorted(answers)


def test_of_two_guards_one_lets_pass_and_the_other_is_told(house):
    bao, shi = house.actor("bao"), house.actor("shi")
    for _ in range(4):
        slip = approved(house)
        answers = at_once(
            house, *[partial(services.let_pass, slip, by=who, at=at("10:00")) for who in (bao, shi)]
        )
        assert answers == ["already_passed", "done"]
        told = [entry.event for entry in timeline(slip.ref)]
        assert told.count("gate.slip_passed") == 1


def test_goods_are_either_held_or_passed(house):
    slip = approved(house)
    bao, shi = house.actor("bao"), house.actor("shi")
    hold = partial(services.hold, slip, by=shi, at=at("10:00"), items=SOFA, reason="不符", kept_where="岗亭")
    answers = at_once(house, partial(services.let_pass, slip, by=bao, at=at("10:00")), hold)
    assert answers.count("done") == 1
    assert ReleaseSlip.objects.get(pk=slip.pk).state in {"PASSED", "HELD"}


def test_a_holder_of_a_pass_comes_in_once(house):
    held = services.issue_pass(
        by=house.actor("lin"),
        at=at("09:00"),
        site_id=house.site.pk,
        holder="钱工人",
        kind="CONTRACTOR",
        from_at=at("09:00"),
        until_at=at("18:00"),
    )
    bao, shi = house.actor("bao"), house.actor("shi")
    answers = at_once(house, *[partial(services.go_in, held, by=who, at=at("10:00")) for who in (bao, shi)])
    assert answers == ["already_inside", "done"]


def test_two_desks_asking_draw_two_numbers(house):
    assert at_once(house, *[lambda: approved(house) for _ in range(4)]) == ["done"] * 4
    refs = sorted(ReleaseSlip.objects.values_list("ref", flat=True))
    assert refs == [f"RS-2026-{number:06d}" for number in range(1, 5)]


def test_one_badge_is_handed_out_once(house):
    def visit(name):
        return services.announce(
            by=house.actor("lin"),
            at=at("09:00"),
            site_id=house.site.pk,
            visitor=name,
            host="王业主",
            from_at=at("09:00"),
            until_at=at("12:00"),
        )

    one, other = visit("甲"), visit("乙")
    sign_in = {"by": house.actor("bao"), "at": at("10:00"), "checked": "HOST", "badge": "V01"}
    answers = at_once(house, *[partial(services.sign_in, each, **sign_in) for each in (one, other)])
    assert answers == ["badge_in_use", "done"]
