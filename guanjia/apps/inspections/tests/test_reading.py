"""Boards and samples."""

from datetime import timedelta

import pytest

from guanjia.apps.inspections import queries
from guanjia.apps.inspections.terms import Given
from guanjia.apps.inspections.tests.conftest import CALL, add_place, bad_floor
from guanjia.kernel.refusals import NotFound
from tests.cast import at


def test_the_checklists_in_force_say_how_they_stand(house, look):
    look(moment=at("10:00") - timedelta(days=0), floor=bad_floor())
    look("11:00")
    ((here, rows),) = queries.list_checklists(house.actor("qian"), house.site.pk, at("12:00"))
    room, call = rows
    assert here.pack.key == "trial"
    assert (room.checklist.key, room.last_at, room.average, room.unsettled) == ("room", at("11:00"), 66, 1)
    assert (call.last_at, call.average, call.unsettled) == (None, None, 0)
    later = queries.list_checklists(house.actor("qian"), house.site.pk, at("12:00") + timedelta(days=31))
    assert later[0][1][0].average is None, "the average is of the last thirty days"
    with pytest.raises(NotFound):
        queries.list_checklists(house.actor("sun"), house.site.pk + 99, at("12:00"))


@pytest.fixture
def draw(house, look):
    def sample(n, seed="a", key="room", moment="12:00"):
        declared = queries.get_declared(house.site.pk, "trial", key, at(moment))
        return queries.sample(house.actor("qian"), house.site.pk, declared, n, seed, at(moment))

    return sample


def test_those_looked_at_longest_ago_come_first_those_never_before_them(house, look, draw, hall):
    second, third = add_place(house, "H2", "二号大厅"), add_place(house, "H3", "三号大厅")
    look("09:00", about=f"place:{second.pk}")
    look("10:00")
    look("11:00", about=f"place:{second.pk}")
    drawn = draw(5)
    assert [one.ref for one in drawn] == [f"place:{one.pk}" for one in (third, hall, second)]
    assert [one.last_at for one in drawn] == [None, at("10:00"), at("11:00")]
    assert [one.name for one in drawn] == ["三号大厅", "一号大厅", "二号大厅"]
    assert [one.ref for one in draw(1)] == [f"place:{third.pk}"]


def test_among_equals_the_seed_decides(house, look, draw):
    for number in range(2, 12):
        add_place(house, f"H{number}", f"{number}号大厅")
    orders = {seed: [one.ref for one in draw(11, seed)] for seed in "abcdef"}
    assert orders["a"] == [one.ref for one in draw(11, "a")]
    assert len({tuple(order) for order in orders.values()}) > 1
    assert len({frozenset(order) for order in orders.values()}) == 1


def test_another_checklist_about_the_same_people_keeps_its_own_turns(house, look, draw, trial):
    answers = {key: Given("pass") for key in ("greet", "listen", "thank")}
    zhao = f"staff:{house.people['zhao'].pk}"
    look("09:00", about=zhao, checklist="call", answers=answers)
    drawn = draw(100, key="call")
    assert len(drawn) == len(house.people)
    assert drawn[-1].ref == zhao
    trial(CALL.replace('key = "call"', 'key = "ring"'), moment="11:00")
    assert all(one.last_at is None for one in draw(100, key="ring"))


def test_cases_of_the_last_days_are_drawn_from_the_journal(house, look, draw, trial):
    from guanjia.apps.cases import services as cases

    trial(CALL.replace('about = "staff"', 'about = "case"'), moment="00:01")
    assert draw(3, key="call") == []
    received = [
        cases.receive(
            by=house.actor("lin"),
            at=at("09:00"),
            site_id=house.site.pk,
            kind="inquiry",
            channel="phone",
            title="问路",
            caller_phone="13800138000",
        ).ref
        for _each in range(2)
    ]
    assert {one.ref for one in draw(3, key="call")} == set(received)
    assert {one.name for one in draw(3, key="call")} == set(received)
