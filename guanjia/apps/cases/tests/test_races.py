"""Two people at once, in real threads on PostgreSQL: nothing is taken, promised or numbered twice."""

import threading

import pytest
from django.db import connection

from guanjia.apps.cases import services
from guanjia.apps.cases.models import Case, ReturnVisit
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at

from .conftest import build_house

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(transactional_db):
    with build_house() as built:
        yield built


def together(house, *verbs):
    """Run the verbs at the same moment, each on its own connection; answers what they gave or were refused for."""
    gate, results = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(index, verb):
        try:
            with company_scope(house.company.pk):
                gate.wait()
                results[index] = verb()
        except Refused as refused:
            results[index] = refused.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def receive(house, **changes):
    values = {
        "by": house.actor("lin"),
        "at": at("09:02"),
        "site_id": house.site.pk,
        "kind": "repair",
        "channel": "phone",
        "title": "水龙头滴水",
        "unit_id": house.units["A1-1-0302"].pk,
    }
    return services.receive(**{**values, **changes})


def resolved(house, **changes):
    return services.resolve(
        receive(house, **changes), by=house.actor("zhao"), at=at("10:00"), outcome="好了", answer="好了"
    )


def test_two_who_claim_the_same_visit_get_it_once(house):
    visit = resolved(house).visits.get()
    lin, duan, qian = (house.actor(login) for login in ("lin", "duan", "qian"))
    results = together(
        house,
        lambda: services.claim_visit(visit, by=lin, at=at("10:10")),
        lambda: services.claim_visit(visit, by=qian, at=at("10:10")),
    )
    assert sorted(type(one).__name__ for one in results) == ["ReturnVisit", "str"]
    assert "illegal_step" in results
    assert ReturnVisit.objects.get().state == "CLAIMED"
    assert duan


def test_two_who_ask_for_the_next_visit_get_two_different_ones(house):
    for _count in range(2):
        resolved(house)
    lin, qian = house.actor("lin"), house.actor("qian")
    results = together(
        house,
        lambda: services.claim_next_visit(house.site.pk, by=lin, at=at("10:10")),
        lambda: services.claim_next_visit(house.site.pk, by=qian, at=at("10:10")),
    )
    assert len({visit.pk for visit in results}) == 2


def test_of_two_postponements_at_once_one_is_refused(house):
    case, zhao, qian = receive(house), house.actor("zhao"), house.actor("qian")
    services.promise(case, by=zhao, at=at("09:10"), promised_at=at("12:00"))
    results = together(
        house,
        lambda: services.postpone(case, by=zhao, at=at("09:20"), promised_at=at("15:00"), reason="等配件"),
        lambda: services.postpone(case, by=qian, at=at("09:20"), promised_at=at("16:00"), reason="等师傅"),
    )
    assert "already_postponed" in results
    assert Case.objects.get().postponements == 1


def test_of_two_promises_at_once_one_is_refused(house):
    case, zhao, qian = receive(house), house.actor("zhao"), house.actor("qian")
    results = together(
        house,
        lambda: services.promise(case, by=zhao, at=at("09:20"), promised_at=at("15:00")),
        lambda: services.promise(case, by=qian, at=at("09:20"), promised_at=at("16:00")),
    )
    assert "already_promised" in results


def test_many_registered_at_once_have_numbers_without_gap_or_double(house):
    lin = house.actor("lin")
    results = together(house, *(lambda: receive(house, by=lin) for _count in range(6)))
    assert sorted(case.ref for case in results) == [f"CS-2026-{number:06d}" for number in range(1, 7)]


def test_two_merges_that_cross_do_not_wait_for_each_other_for_ever(house):
    one, other, qian = receive(house), receive(house), house.actor("qian")
    results = together(
        house,
        lambda: services.merge(one, by=qian, at=at("09:30"), into=other),
        lambda: services.merge(other, by=qian, at=at("09:30"), into=one),
    )
    assert sorted(Case.objects.values_list("state", flat=True)) == ["MERGED", "RECEIVED"]
    assert "survivor_ended" in results or "illegal_step" in results


def test_a_visit_recorded_while_the_case_is_reopened_leaves_one_truth(house):
    case = resolved(house)
    lin, zhao = house.actor("lin"), house.actor("zhao")
    visit = services.claim_visit(case.visits.get(), by=lin, at=at("10:10"))
    together(
        house,
        lambda: services.record_satisfied(visit, by=lin, at=at("10:20"), signed_by="王小明", how="PHONE"),
        lambda: services.reopen(case, by=zhao, at=at("10:20"), reason="漏了一处"),
    )
    stored, outcome = Case.objects.get(), ReturnVisit.objects.get().state
    assert stored.state == "HANDLING"
    assert outcome in {"SATISFIED", "CANCELLED"}


def test_two_reviews_of_a_day_are_held_once(house):
    qian, zhou = house.actor("qian"), house.actor("zhou")
    results = together(
        house,
        lambda: services.review_day(house.site.pk, by=qian, at=at("17:30"), day=at("17:30").date()),
        lambda: services.review_day(house.site.pk, by=zhou, at=at("17:30"), day=at("17:30").date()),
    )
    assert "done_already" in results
