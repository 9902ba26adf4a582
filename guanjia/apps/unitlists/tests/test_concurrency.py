"""Two imports at once: real threads, real locks."""

import threading

import pytest
from django.db import connection

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.people.models import Person, Phone, Residency
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.apps.unitlists import queries, services
from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.services import carrying_out
from guanjia.apps.unitlists.terms import State
from guanjia.apps.unitlists.tests.scene import NOW, mapped, stored
from guanjia.apps.unitlists.tests.workbooks import excel, homes
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.scope import company_scope
from tests.cast import wanxing

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROWS = [home.row for home in homes(120)]


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(carrying_out, "BATCH", 10)
    cached_site.cache_clear()
    built = wanxing()
    with company_scope(built.company.pk):
        yield built


def at_once(house, *works):
    """Run the works in threads of their own, as close together as threads go; answers what they raised."""
    errors, gate = [], threading.Barrier(len(works))

    def run(work):
        try:
            with company_scope(house.company.pk):
                gate.wait()
                work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def running(house):
    unit_list = mapped(house, excel(ROWS), new_groups=True)
    return services.start(unit_list, by=house.system, at=NOW, by_worker=False)


def test_two_imports_of_one_list_at_once_make_everything_once(house):
    lists = [running(house), running(house)]
    works = [lambda one=one: services.carry_out(one, by=house.system, at=NOW) for one in lists]
    assert at_once(house, *works) == []
    assert stored() == {"Group": 1, "Building": 2, "Unit": 120, "Person": 120, "Phone": 120, "Residency": 120}
    ended = [UnitListImport.objects.get(pk=one.pk) for one in lists]
    assert [one.state for one in ended] == [State.DONE, State.DONE]
    assert sum(one.created for one in ended) == 120
    assert sum(one.unchanged for one in ended) == 120
    assert JournalEntry.objects.filter(event="places.unit_added").count() == 120


def test_two_workers_on_one_import_share_it_without_repeating_a_row(house):
    unit_list = running(house)
    work = lambda: services.carry_out(unit_list, by=house.system, at=NOW)  # noqa: E731
    assert at_once(house, work, work, work) == []
    ended = queries.get_import(house.system, unit_list.ref)
    assert (ended.position, ended.accepted, ended.created) == (120, 120, 120)
    assert JournalEntry.objects.filter(event="unitlists.imported").count() == 1


def test_a_cancel_in_the_middle_keeps_exactly_what_the_report_says(house):
    unit_list = running(house)
    assert at_once(
        house,
        lambda: services.carry_out(unit_list, by=house.system, at=NOW),
        lambda: services.cancel(unit_list, by=house.system, at=NOW),
    ) in ([], [pytest.approx])
    ended = queries.get_import(house.system, unit_list.ref)
    assert ended.state == State.CANCELLED
    assert ended.created == Unit.objects.count() == Person.objects.count() == Phone.objects.count()
    assert Residency.objects.count() == ended.accepted
    assert Group.objects.count() <= 1
    assert Building.objects.count() <= 2
