"""What waits for me stands on Today: findings to put right, corrections of others to check, and nothing for those who may not."""

import pytest
import time_machine

from guanjia.apps.inspections import queries, services
from guanjia.apps.inspections.tests.conftest import ROOM
from guanjia.apps.inspections.tests.test_screens import browser
from guanjia.apps.obligations import services as obligations
from guanjia.apps.organisations.queries import site as kept_site
from tests.cast import at

pytestmark = pytest.mark.django_db
WEEKLY = """
[[duty]]
key = "look"
owner = "post:steward"
every = "day by 18:00"
evidence = "sheet:room"
"""


def waiting(house, login):
    """What Today holds of ours for somebody at noon."""
    return browser(house, login).get("/today/").content.decode()


@pytest.fixture(autouse=True)
def at_noon(house):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def test_a_finding_waits_for_whoever_may_put_it_right_and_then_for_somebody_else(house, found):
    assert "Inspections waiting for me" in waiting(house, "qian")
    assert "The floor is clean" in waiting(house, "qian")
    assert "Inspections waiting for me" not in waiting(house, "cai")
    services.correct(found, by=house.actor("qian"), at=at("11:00"), note="拖干")
    assert "Inspections waiting for me" not in waiting(house, "qian")  # nobody checks their own correction
    assert [one.pk for one in queries.list_waiting(house.actor("zhou"), house.site.pk)] == [found.pk]
    assert "Waits for the re-check" in waiting(house, "zhou")


def test_a_duty_that_a_sheet_proves_waits_with_a_link_to_its_form(house, trial, hall):
    trial(ROOM + WEEKLY)
    obligations.begin_planning(house.site.pk, at=at("00:00"))
    obligations.plan_ahead(at=at("09:00"))
    page = waiting(house, "zhao")
    assert "Sheet to fill" in page
    assert "/inspections/lists/trial/room/fill/?about=" in page
