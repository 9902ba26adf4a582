"""Two people at once, on PostgreSQL: a paper is reviewed, sent, checked and put up once."""

import threading

import pytest
from django.db import connections

from guanjia.apps.letters import services
from guanjia.apps.letters.models import Posting, Rectification, SealUse
from guanjia.apps.letters.tests.conftest import Desk, picture
from guanjia.apps.organisations.queries import site as kept_site
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk():
    """Short ways to the verbs, in a committed world."""
    kept_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        yield Desk(house)


def together(desk, *calls):
    """Run the calls at the same moment; what each answered, a refusal as its code."""
    found, ready = [], threading.Barrier(len(calls))

    def run(call):
        try:
            with company_scope(desk.house.company.pk):
                ready.wait(timeout=20)
                call()
            found.append("done")
        except Refused as refused:
            found.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    return sorted(found)


def test_a_letter_is_sent_once(desk):
    letter = desk.approved(desk.draft(answers=desk.register()))
    who = desk.who("zhao", "11:00")
    call = lambda: services.send(letter, **who, way="HAND", proof="签收")  # noqa: E731
    assert together(desk, call, call) == ["done", "illegal_step"]


def test_a_draft_is_reviewed_once_by_one_post(desk):
    letter = services.submit(desk.draft(), **desk.who("zhao", "10:00"), posts=["cs_supervisor"])
    who = desk.who("qian", "10:10")
    yes = lambda: services.review(letter, **who, agreed=True)  # noqa: E731
    no = lambda: services.review(letter, **who, agreed=False, note="请写明期限")  # noqa: E731
    assert together(desk, yes, no) == ["done", "illegal_step"]


def test_one_second_notice_is_given(desk):
    row = services.recheck(desk.delivered(), **desk.who("qian", "10:00"), passed=False, note="未拆")
    who = desk.who("qian", "10:10")
    call = lambda: services.second_notice(row, **who, demand="拆除", correct_by=at("18:00"))  # noqa: E731
    assert together(desk, call, call) == ["done", "illegal_step"]
    assert Rectification.objects.count() == 2


def test_a_notice_hangs_once_at_a_place(desk):
    house = desk.house
    lift = places.add_place(
        house.site, by=house.system, at=at("00:00"), kind=PlaceKind.LIFT, code="L", name="梯"
    )
    row = desk.approved(desk.notice())
    who = desk.who("lin", "11:00")
    call = lambda: services.put_up(row, **who, place_id=lift.pk, files=[picture()])  # noqa: E731
    assert together(desk, call, call) == ["done", "hangs_already"]
    assert Posting.objects.count() == 1


def test_numbers_are_drawn_without_gaps(desk):
    call = lambda: desk.draft()  # noqa: E731
    assert together(desk, *[call] * 4) == ["done"] * 4
    refs = sorted(desk.again(desk.draft()).ref for _one in range(1))
    assert refs == ["LO-2026-000005"]
    assert not SealUse.objects.exists()
