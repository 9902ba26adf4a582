"""Two people at the counter at once: one hands out, the other is told. Real threads on PostgreSQL."""

import threading
from functools import partial

import pytest
from django.db import connections

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.safekeeping import services
from guanjia.apps.safekeeping.models import Handing, KeptItem
from guanjia.apps.safekeeping.tests.conftest import BAG, PARCEL, STROKES, build_units, signed
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
        house.units = build_units(house)
        yield house


def take(house, arrival=PARCEL):
    return services.receive(house.site.pk, by=house.actor("lin"), at=at("09:00"), arrival=arrival)


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
    return answers


def give(house, item, login, count=1):
    return partial(
        services.hand_out,
        item,
        by=house.actor(login),
        at=at("10:00"),
        release=signed(count=count),
    )


def test_of_two_who_hand_out_the_same_thing_one_is_told(house):
    for _ in range(4):
        item = take(house)
        answers = at_once(house, give(house, item, "lin"), give(house, item, "qian"))
        assert sorted(answers) == ["done", "gone_meanwhile"]
        assert Handing.objects.filter(item=item).count() == 1
        assert [one.event for one in timeline(item.ref)].count("safekeeping.handed_out") == 1


def test_of_two_who_hand_out_more_pieces_than_there_are_one_is_told(house):
    for _ in range(4):
        item = take(house, BAG)
        answers = at_once(house, give(house, item, "lin", 2), give(house, item, "qian", 2))
        assert sorted(answers) == ["done", "not_so_many"]
        assert KeptItem.objects.get(pk=item.pk).left == 1


def test_of_one_who_hands_out_and_one_who_hands_on_only_one_has_it(house):
    for _ in range(4):
        item = take(house)
        on = partial(
            services.hand_on,
            house.site.pk,
            by=house.actor("lin"),
            at=at("10:00"),
            refs=[item.ref],
            steward_id=house.people["zhao"].pk,
            strokes=STROKES,
        )
        answers = at_once(house, on, give(house, item, "qian"))
        row = KeptItem.objects.get(pk=item.pk)
        # Handed on first, it can still be handed out from the steward; handed out first, it cannot be handed on.
        assert answers in (["done", "done"], ["gone_meanwhile", "done"])
        assert row.state == "HANDED_OUT"


def test_two_who_take_in_at_once_get_two_numbers_and_two_codes(house):
    at_once(house, partial(take, house), partial(take, house), partial(take, house, BAG))
    rows = KeptItem.objects.all()
    assert len({one.ref for one in rows}) == len({one.code for one in rows}) == 3
