"""Two people at once: one wins, the other is told so. Real threads on PostgreSQL."""

import threading
from datetime import date
from functools import partial

import pytest
from django.db import connection, connections

from guanjia.apps.organisations import services as organisation
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.models import WorkOrder
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
T = at("09:05")


@pytest.fixture
def house():
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        for login, name in (("he", "何师傅"), ("ma", "马师傅")):
            house.people[login] = organisation.hire(by=house.system, name=name, skills=("plumbing",))
            organisation.appoint(
                house.people[login],
                house.posts["technician"],
                by=house.system,
                at=T,
                from_on=date(2026, 1, 1),
            )
            organisation.plan_shift(
                house.posts["technician"],
                house.people[login],
                by=house.system,
                at=T,
                from_at=at("08:00"),
                until_at=at("18:00"),
            )
        yield house


def issue(house, **changes):
    return services.issue(
        by=house.actor("lin"), at=T, site_id=house.site.pk, title="漏水", skill="plumbing", **changes
    )


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


def test_of_three_technicians_grabbing_one_wins(house):
    actors = [house.actor(login) for login in ("sun", "he", "ma")]
    for _ in range(4):
        order = services.offer(issue(house), by=house.actor("qian"), at=T)
        answers = at_once(house, *[partial(services.grab, order, by=who, at=T) for who in actors])
        assert sorted(answers) == ["already_taken", "already_taken", "done"]
        assert [entry.event for entry in timeline(order.ref)].count("workorders.grabbed") == 1
        winner = actors[answers.index("done")]
        assert WorkOrder.objects.get(pk=order.pk).assignee_id == winner.id


def test_of_two_dispatchers_assigning_one_wins(house):
    qian, lin = house.actor("qian"), house.actor("lin")
    for _ in range(4):
        order = issue(house)
        answers = at_once(
            house,
            partial(services.assign, order, by=qian, at=T, assignee_id=house.people["sun"].pk),
            partial(services.assign, order, by=lin, at=T, assignee_id=house.people["he"].pk),
        )
        assert sorted(answers) == ["already_taken", "done"]


def test_a_dispatcher_and_a_technician_do_not_both_have_it(house):
    order = services.offer(issue(house), by=house.actor("qian"), at=T)
    answers = at_once(
        house,
        lambda: services.assign(order, by=house.actor("qian"), at=T, assignee_id=house.people["sun"].pk),
        lambda: services.grab(order, by=house.actor("he"), at=T),
    )
    assert sorted(answers) == ["already_taken", "done"]


def test_numbers_drawn_at_once_are_all_different_and_without_a_gap(house):
    assert at_once(house, *[lambda: issue(house) for _ in range(6)]) == ["done"] * 6
    assert sorted(WorkOrder.objects.values_list("ref", flat=True)) == [
        f"WO-2026-{n:06d}" for n in range(1, 7)
    ]


def test_two_merges_crossing_each_other_do_not_wait_for_ever(house):
    one, two = issue(house), issue(house)
    qian = house.actor("qian")
    answers = at_once(
        house,
        lambda: services.merge(one, into=two, by=qian, at=T),
        lambda: services.merge(two, into=one, by=qian, at=T),
    )
    assert sorted(answers) in (["done", "target_closed"], ["done", "illegal_step"])
    assert (
        queries.count_open(one.ref) + queries.count_open(two.ref) == 2
    )  # both cases wait for the one that is left


def test_a_child_issued_while_its_parent_closes_is_never_left_behind(house):
    parent = issue(house)
    qian = house.actor("qian")
    answers = at_once(
        house,
        lambda: issue(house, parent=parent),
        lambda: services.cancel(parent, by=qian, at=T, reason="不需要"),
    )
    assert sorted(answers) in (["children_open", "done"], ["done", "parent_closed"])


def test_assigning_one_person_at_once_counts_both_turns(house):
    qian = house.actor("qian")
    orders = [issue(house), issue(house)]
    answers = at_once(
        house,
        *[
            lambda order=order: services.assign(order, by=qian, at=T, assignee_id=house.people["ma"].pk)
            for order in orders
        ],
    )
    assert answers == ["done", "done"]
