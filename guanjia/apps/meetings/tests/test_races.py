"""Two people at once, on PostgreSQL: a log is opened once, received once, a line becomes one case, minutes are published once."""

import threading

import pytest
from django.db import IntegrityError, connections

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.cases.models import Case
from guanjia.apps.meetings import services
from guanjia.apps.meetings.models import Log
from guanjia.apps.meetings.tests.conftest import desk  # noqa: F401
from guanjia.apps.organisations.queries import site as kept_site
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house():
    """Wanxing in a committed world."""
    kept_site.cache_clear()
    calendars.forget_kept_calendars()
    found = wanxing()
    with company_scope(found.company.pk):
        yield found


def together(desk, *calls):  # noqa: F811
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
        except IntegrityError:
            found.append("log_running")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in calls]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    return sorted(found)


def test_the_log_of_a_turn_is_opened_once(desk):  # noqa: F811
    first = desk.handed(desk.log())
    services.receive_log(first, **desk.who("duan", "17:55"))
    calls = [lambda login=login: desk.log(login, "17:56") for login in ("duan", "zhao")]
    assert together(desk, *calls) == ["done", "log_running"]
    assert Log.objects.filter(state="OPEN").count() == 1


def test_a_shift_is_received_once(desk):  # noqa: F811
    log = desk.handed(desk.log())
    calls = [
        lambda login=login: services.receive_log(log, **desk.who(login, "17:55"))
        for login in ("duan", "zhao")
    ]
    assert together(desk, *calls) == ["done", "illegal_step"]


def test_a_line_becomes_one_case(desk):  # noqa: F811
    item = desk.line(desk.log())
    who = desk.who("lin", "09:10")
    call = lambda: services.make_case(item, **who)  # noqa: E731
    assert together(desk, call, call) == ["done", "illegal_step"]
    assert Case.objects.count() == 1


def test_minutes_are_published_once(desk):  # noqa: F811
    row = desk.approved(desk.held())
    who = desk.who("qian", "11:40")
    call = lambda: services.publish(row, **who)  # noqa: E731
    assert together(desk, call, call) == ["done", "illegal_step"]
    assert at("11:40") == desk.again(row).published_at
